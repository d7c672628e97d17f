"""Decisions: a real path, allowed measures, everything kept; undone in time, reversed later, one however often it is sent."""

from datetime import timedelta

import msgspec
import pytest

from cast import Cast
from frontline.office import (
    FINE,
    MINOR,
    NOT_ENOUGH,
    PLAY,
    UNSURE,
    VIOLATES,
    WORSE,
    Given,
    open_job,
    open_jobs,
    steps,
    with_limits,
)
from leeward.frontline.review import desk, refusals
from leeward.playbook.model import Requirement
from leeward.playbook.tree import NotAPath
from leeward.record.facts.enforcement import ActionTaken
from leeward.record.facts.review import JobDecided
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import ActionId, DecisionId, JobId, PersonId, SubjectId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import PLAYBOOK
from leeward.record.terms.report import Source, Verdict
from leeward.record.terms.severity import Severity


def decision() -> DecisionId:
    return DecisionId(new_id())


def decided(record: Record, job: JobId) -> JobDecided:
    """The fact of a job's decision."""
    with record.reading() as look:
        [fact] = [entry.fact for entry in desk.timeline_of(look, [job]) if isinstance(entry.fact, JobDecided)]
    return fact


def taken(record: Record, who: PersonId, **given: object) -> JobId:
    """A job in somebody's hand."""
    job = open_job(record, **given)
    desk.claim(record, PLAY, who, job)
    return job


def give_strikes(record: Record, about: SubjectId, strikes: int) -> None:
    """Somebody has strikes already."""
    with record.writing() as tx:
        tx.append(
            [
                ActionTaken(
                    subject=ActionId(new_id()), actor=PLAYBOOK, occurred=now(), about=about, job=JobId(new_id()),
                    decision=decision(), measure="warn", clause="HE-T-1", effective=now(), until=None, strikes=strikes,
                    strikes_expire=None,
                )
            ]
        )  # fmt: skip


def about(record: Record, job: JobId) -> SubjectId:
    with record.reading() as look:
        return SubjectId(look.value("SELECT about FROM job WHERE id = %(job)s", {"job": job}))


def test_a_decision_keeps_everything_that_explains_it(record: Record, cast: Cast) -> None:
    """Q14 and Q29."""
    job = taken(record, cast.alice.id, reach=42, source=Source.PROACTIVE, received=-90)
    made = desk.decide(
        record, PLAY, cast.alice.id, job, decision=decision(), clause="HE-T-1", path=VIOLATES, measures=("warn",), note="why"
    )
    fact = decided(record, job)
    assert (fact.verdict, fact.clause, fact.clause_version, fact.severity) == (Verdict.VIOLATES, "HE-T-1", 3, Severity.SERIOUS)
    assert (fact.path, fact.measures, fact.playbook) == (VIOLATES, ("warn",), PLAY.digest)
    assert (fact.source, fact.queue, fact.language, fact.views_at_action) == (Source.PROACTIVE, "labour", "en", 42)
    assert (fact.automated_detection, fact.automated_decision, fact.actor) == (True, False, cast.alice.id)
    assert [(reason.rule, reason.rule_version) for reason in fact.reasons] == [("recruitment/fee", "a" * 64)]
    assert fact.effective - fact.occurred == timedelta(seconds=60)
    assert fact.occurred - fact.first_seen > timedelta(minutes=89)
    assert fact.first_seen < fact.claimed < fact.occurred
    assert len(fact.reports) == 1
    assert fact.note is not None
    assert made.undo_until == fact.effective


def test_what_the_answers_find_makes_the_severity(record: Record, cast: Cast) -> None:
    job = taken(record, cast.alice.id, severity=1)
    desk.decide(record, PLAY, cast.alice.id, job, decision=decision(), clause="HE-T-1", path=WORSE, measures=("warn",))
    assert decided(record, job).severity is Severity.SEVERE


@pytest.mark.parametrize(("path", "verdict"), [(FINE, Verdict.NO_VIOLATION), (NOT_ENOUGH, Verdict.NOT_ENOUGH)])
def test_without_a_violation_nothing_follows(record: Record, cast: Cast, path: tuple[object, ...], verdict: Verdict) -> None:
    job = taken(record, cast.alice.id, severity=1)
    with pytest.raises(refusals.NotADecision, match="only from a violation"):
        desk.decide(record, PLAY, cast.alice.id, job, decision=decision(), clause="HE-T-1", path=path, measures=("warn",))  # type: ignore[arg-type]
    desk.decide(record, PLAY, cast.alice.id, job, decision=decision(), clause="HE-T-1", path=path)  # type: ignore[arg-type]
    fact = decided(record, job)
    assert (fact.verdict, fact.measures, fact.severity) == (verdict, (), Severity.LOW)


@pytest.mark.parametrize(
    "path",
    [
        (), steps("act:yes"), steps("minor:no"), steps("minor:maybe"), steps("minor:no", "harm:usual"),
        steps("minor:no", "act:yes"), (*FINE, *steps("harm:usual")),
    ],
)  # fmt: skip
def test_a_path_that_is_none_decides_nothing(record: Record, cast: Cast, path: tuple[object, ...]) -> None:
    job = taken(record, cast.alice.id)
    with pytest.raises(NotAPath):
        desk.decide(record, PLAY, cast.alice.id, job, decision=decision(), clause="HE-T-1", path=path, measures=("warn",))  # type: ignore[arg-type]
    with record.reading() as look:
        assert desk.job_view(look, PLAY, cast.alice.id, job).mine


def test_an_unknown_clause_decides_nothing(record: Record, cast: Cast) -> None:
    job = taken(record, cast.alice.id)
    with pytest.raises(refusals.NotADecision, match="HE-X-9"):
        desk.decide(record, PLAY, cast.alice.id, job, decision=decision(), clause="HE-X-9", path=FINE)


@pytest.mark.parametrize(
    ("strikes", "kind", "allowed"),
    [
        (0, "listing", ("remove_content", "warn")),
        (0, "account", ("warn",)),
        (1, "listing", ("remove_content", "suspend")),
        (3, "listing", ("close_account", "suspend")),
    ],
)
def test_only_what_the_ladder_offers_for_clause_subject_and_history(
    record: Record, cast: Cast, strikes: int, kind: str, allowed: tuple[str, ...]
) -> None:
    for measure in PLAY.measures:
        job = taken(record, cast.alice.id, kind=kind)
        if strikes:
            give_strikes(record, about(record, job), strikes)
        act = lambda job=job, measure=measure: desk.decide(  # noqa: E731
            record, PLAY, cast.alice.id, job, decision=decision(), clause="HE-T-1", path=VIOLATES, measures=(measure,)
        )
        if measure in allowed:
            assert act().verdict is Verdict.VIOLATES
            continue
        with pytest.raises(refusals.NotADecision):
            act()
        desk.release(record, PLAY, cast.alice.id, job, "mistaken")


def test_a_violation_needs_a_measure_and_none_twice(record: Record, cast: Cast) -> None:
    job = taken(record, cast.alice.id)
    for measures in ((), ("warn", "warn")):
        with pytest.raises(refusals.NotADecision):
            desk.decide(record, PLAY, cast.alice.id, job, decision=decision(), clause="HE-T-1", path=VIOLATES, measures=measures)


def test_sent_twice_it_is_one_decision(record: Record, cast: Cast) -> None:
    job, other = taken(record, cast.alice.id), open_job(record)
    same = decision()
    first = desk.decide(record, PLAY, cast.alice.id, job, decision=same, clause="HE-T-1", path=FINE)
    second = desk.decide(record, PLAY, cast.alice.id, job, decision=same, clause="HE-T-1", path=FINE)
    assert (first.again, second.again) == (False, True)
    assert msgspec.structs.replace(second, again=False) == first
    decided(record, job)
    desk.claim(record, PLAY, cast.alice.id, other)
    with pytest.raises(refusals.AlreadyDecided):
        desk.decide(record, PLAY, cast.alice.id, other, decision=same, clause="HE-T-1", path=FINE)


@pytest.mark.parametrize(("path", "queue", "reason"), [(MINOR, "minor_gate", "minor_gate"), (UNSURE, "senior", "second_opinion")])
def test_a_path_can_end_with_somebody_else(record: Record, cast: Cast, path: tuple[object, ...], queue: str, reason: str) -> None:
    job, same = taken(record, cast.alice.id), decision()
    for again in (False, True):
        made = desk.decide(record, PLAY, cast.alice.id, job, decision=same, clause="HE-T-1", path=path, note="see here")  # type: ignore[arg-type]
        assert (made.verdict, made.escalated, made.again) == (None, reason, again)
    with record.reading() as look:
        head = desk.job_view(look, PLAY, cast.bob.id, job).job
    assert (head.state, head.queue, head.escalation, head.escalated_by) == ("escalated", queue, reason, cast.alice.id)


def test_only_who_holds_the_job_decides_it(record: Record, cast: Cast) -> None:
    job = taken(record, cast.alice.id)
    with pytest.raises(refusals.NotYours):
        desk.decide(record, PLAY, cast.bob.id, job, decision=decision(), clause="HE-T-1", path=FINE)


def test_undone_in_time_the_job_is_in_hand_again(record: Record, cast: Cast) -> None:
    job, next_one = open_jobs(record, [Given(start_in=1), Given(start_in=2)])
    same = decision()
    desk.claim(record, PLAY, cast.alice.id, job)
    desk.decide(record, PLAY, cast.alice.id, job, decision=same, clause="HE-T-1", path=VIOLATES, measures=("warn",))
    assert desk.claim_next(record, PLAY, cast.alice.id).job == next_one  # type: ignore[union-attr]
    undone = desk.undo(record, PLAY, cast.alice.id, same)
    assert (undone.job, undone.in_hand) == (job, True)
    assert desk.undo(record, PLAY, cast.alice.id, same) == undone
    with record.reading() as look:
        view = desk.job_view(look, PLAY, cast.alice.id, job)
        assert view.mine
        assert view.subject.violations == 0
        assert look.value("SELECT state FROM job WHERE id = %(job)s", {"job": next_one}) == "open"
    desk.decide(record, PLAY, cast.alice.id, job, decision=decision(), clause="HE-T-1", path=FINE)


def test_undo_is_for_the_decider_and_for_a_minute(record: Record, cast: Cast) -> None:
    job, same = taken(record, cast.alice.id), decision()
    hasty = with_limits(grace_seconds=0)
    desk.decide(record, hasty, cast.alice.id, job, decision=same, clause="HE-T-1", path=FINE)
    with pytest.raises(refusals.NotYours):
        desk.undo(record, PLAY, cast.bob.id, same)
    with pytest.raises(refusals.TooLateToUndo):
        desk.undo(record, PLAY, cast.alice.id, same)
    with pytest.raises(refusals.NoSuch):
        desk.undo(record, PLAY, cast.alice.id, decision())


def test_undo_never_makes_two_open_jobs_on_one_subject(record: Record, cast: Cast) -> None:
    job, same = taken(record, cast.alice.id), decision()
    desk.decide(record, PLAY, cast.alice.id, job, decision=same, clause="HE-T-1", path=FINE)
    open_job(record, about=about(record, job))
    with pytest.raises(refusals.NewerJob):
        desk.undo(record, PLAY, cast.alice.id, same)


def test_at_the_days_limit_an_undone_job_goes_back_to_its_queue(record: Record, cast: Cast) -> None:
    job, same = taken(record, cast.alice.id, severity=3), decision()
    desk.decide(record, PLAY, cast.alice.id, job, decision=same, clause="HE-T-1", path=FINE)
    none_left = with_limits(exposure_minutes_per_day=msgspec.structs.replace(PLAY.limits.exposure_minutes_per_day, severe=0))
    assert desk.undo(record, none_left, cast.alice.id, same).in_hand is False
    with record.reading() as look:
        assert look.value("SELECT state FROM job WHERE id = %(job)s", {"job": job}) == "open"


def test_a_lead_reverses_a_decision_and_the_violation_counts_no_more(record: Record, cast: Cast) -> None:
    job, same = taken(record, cast.alice.id), decision()
    desk.decide(record, PLAY, cast.alice.id, job, decision=same, clause="HE-T-1", path=VIOLATES, measures=("warn",))
    with pytest.raises(refusals.LeadsOnly):
        desk.reverse(record, PLAY, cast.alice.id, same, "mistake")
    with pytest.raises(refusals.NotAReason):
        desk.reverse(record, PLAY, cast.bob.id, same, "mood")
    desk.reverse(record, PLAY, cast.bob.id, same, "mistake")
    desk.reverse(record, PLAY, cast.bob.id, same, "mistake")
    with record.reading() as look:
        view = desk.job_view(look, PLAY, cast.bob.id, job)
    assert (view.job.state, view.decisions[0].state, view.subject.violations) == ("decided", "reversed", 0)
    assert [entry.kind for entry in view.timeline].count("DecisionReversed") == 1


def test_what_was_undone_cannot_be_reversed(record: Record, cast: Cast) -> None:
    job, same = taken(record, cast.alice.id), decision()
    desk.decide(record, PLAY, cast.alice.id, job, decision=same, clause="HE-T-1", path=FINE)
    desk.undo(record, PLAY, cast.alice.id, same)
    with pytest.raises(refusals.AlreadyDecided):
        desk.reverse(record, PLAY, cast.bob.id, same, "mistake")
    with pytest.raises(refusals.AlreadyDecided):
        desk.decide(record, PLAY, cast.alice.id, job, decision=same, clause="HE-T-1", path=FINE)


def test_a_clause_may_ask_for_a_note_and_that_somebody_looked(record: Record, cast: Cast) -> None:
    asks = msgspec.structs.replace(PLAY.policies["HE-T-1"], requires=(Requirement.NOTE, Requirement.REVEALED))
    book = msgspec.structs.replace(PLAY, policies={**PLAY.policies, asks.id: asks})
    job = open_job(record)
    desk.claim(record, book, cast.alice.id, job)

    def violates(note: str | None) -> None:
        made = DecisionId(new_id())
        desk.decide(record, book, cast.alice.id, job, decision=made, clause=asks.id, path=VIOLATES, measures=("warn",), note=note)

    with pytest.raises(refusals.NotADecision, match="asks for a note"):
        violates("  ")
    with pytest.raises(refusals.NotADecision, match="look at what was said"):
        violates("It says so.")
    desk.reveal(record, book, cast.alice.id, job)
    violates("It says so.")
    other = open_job(record)
    desk.claim(record, book, cast.alice.id, other)
    desk.decide(record, book, cast.alice.id, other, decision=DecisionId(new_id()), clause=asks.id, path=FINE)
