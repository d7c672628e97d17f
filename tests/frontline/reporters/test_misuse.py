"""Misuse of reporting (Art. 23; Q43): found by a rule, decided by people; a warning first, an end, what is never kept back."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cast import Cast
from frontline.reporters.world import MILD, MISUSE, PLAY, end, job_row, send, turned_down, who
from leeward.frontline.reporters import desk, misuse
from leeward.frontline.reporters.desk.deciding import Weighed
from leeward.frontline.reporters.misuse import Outcomes, Standing
from leeward.frontline.reporters.refusals import AnotherPerson, NothingToContest, NotMisuse, WarningFirst
from leeward.frontline.reporters.reliability import Prior
from leeward.frontline.review import desk as review
from leeward.frontline.review import reasons
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import refold
from leeward.record.terms.ids import ReportId
from leeward.record.terms.moment import now
from leeward.record.terms.people import PLAYBOOK
from leeward.record.terms.report import Capacity, Source, Verdict
from leeward.record.terms.reporter import ReporterState
from leeward.record.terms.severity import Severity

LATER = timedelta(days=30)


def weigh(*reports: ReportId | None) -> Weighed:
    """These reports are manifestly unfounded."""
    named = tuple(report for report in reports if report is not None)
    return Weighed(unfounded=named, gravity="serious", intent="deliberate")


def state(house: Record, name: str = "U-1") -> str:
    """How a reporter stands."""
    with house.reading() as look:
        found = look.value("SELECT state FROM reporter_standing WHERE reporter = %(r)s", {"r": who(house, name)})
    return str(found or "clear")


def warned(house: Record, cast: Cast) -> None:
    """Somebody was found and warned."""
    desk.warn(house, PLAY, cast.bob.id, who(house), weigh(*turned_down(house, cast, range(1, 5))))


def suspended(house: Record, cast: Cast) -> None:
    """And went on, and was suspended."""
    warned(house, cast)
    desk.suspend(house, PLAY, cast.bob.id, who(house), weigh(*turned_down(house, cast, range(11, 13))), 10)


def test_the_rule_finds_misuse_and_only_names_it(house: Record, cast: Cast) -> None:
    """Q43: computed by a documented rule; nothing follows from it by itself."""
    turned_down(house, cast, range(1, 4))
    assert state(house) == "clear"
    turned_down(house, cast, range(4, 5))
    assert state(house) == "found"
    assert job_row(house, send(house, 9).job)["state"] == "open"
    with house.reading() as look:
        seen = desk.reporter_view(look, PLAY, cast.bob.id, who(house))
    assert seen.standing is not None
    assert (seen.standing.turned_down, seen.standing.decided) == (4, 4)
    assert seen.standing.low is not None
    assert seen.standing.low >= MISUSE.share_from
    assert refold(house)[1] == []


def test_decisions_that_were_overturned_do_not_count(house: Record, cast: Cast) -> None:
    receipts = [send(house, number) for number in range(1, 4)]
    decisions = [end(house, cast, receipt) for receipt in receipts]
    review.reverse(house, PLAY, cast.bob.id, decisions[0], next(iter(reasons.REVERSE)))
    back = review.undo(house, PLAY, cast.bob.id, decisions[1])
    review.release(house, PLAY, cast.bob.id, back.job, next(iter(reasons.RELEASE)))
    turned_down(house, cast, range(4, 6))
    assert state(house) == "clear", "three stand"
    with house.reading() as look:
        [line] = desk.reporter_view(look, PLAY, cast.bob.id, who(house)).records
    assert (line.upheld, line.turned_down) == (0, 3)
    assert refold(house)[1] == []


def test_a_good_record_is_no_misuse_whatever_the_number(house: Record, cast: Cast) -> None:
    """Art. 23(3): the proportion counts beside the number."""
    for number in range(1, 13):
        end(house, cast, send(house, number), Verdict.VIOLATES)
    turned_down(house, cast, range(21, 26))
    assert state(house) == "clear"


def test_nobody_is_suspended_without_a_warning_that_counts_and_more_after_it(house: Record, cast: Cast) -> None:
    """Q43: a warning before any suspension."""
    reports = turned_down(house, cast, range(1, 5))
    with pytest.raises(WarningFirst):
        desk.suspend(house, PLAY, cast.bob.id, who(house), weigh(*reports), 10)
    desk.warn(house, PLAY, cast.bob.id, who(house), weigh(*reports))
    with pytest.raises(NotMisuse):
        desk.suspend(house, PLAY, cast.bob.id, who(house), weigh(*reports), 10)  # they came in before the warning
    [after] = turned_down(house, cast, range(11, 12))
    with pytest.raises(NotMisuse):
        desk.suspend(house, PLAY, cast.bob.id, who(house), weigh(after), 10)
    [another] = turned_down(house, cast, range(12, 13))
    with pytest.raises(NotMisuse):
        desk.suspend(house, PLAY, cast.bob.id, who(house), weigh(after, another), MISUSE.longest_days + 1)
    until = desk.suspend(house, PLAY, cast.bob.id, who(house), weigh(after, another), 10)
    assert timedelta(days=9) < until - now() < timedelta(days=11)
    assert state(house) == "suspended"
    assert refold(house)[1] == []


def test_only_people_decide_and_only_of_reports_that_were_turned_down(house: Record, cast: Cast) -> None:
    reports = turned_down(house, cast, range(1, 5))
    with pytest.raises(AnotherPerson):
        desk.warn(house, PLAY, PLAYBOOK, who(house), weigh(*reports))
    with pytest.raises(NotMisuse):
        desk.warn(house, PLAY, cast.bob.id, who(house), weigh())
    with pytest.raises(NotMisuse):
        desk.warn(house, PLAY, cast.bob.id, who(house), weigh(send(house, 30).report))


def test_somebody_of_whom_it_was_said_that_it_is_none_is_found_again_only_after_more(house: Record, cast: Cast) -> None:
    turned_down(house, cast, range(1, 5))
    desk.dismiss(house, PLAY, cast.bob.id, who(house), "good_faith")
    turned_down(house, cast, range(5, 6))
    assert state(house) == "clear"
    turned_down(house, cast, range(6, 7))
    assert state(house) == "found"
    assert refold(house)[1] == []


def test_a_suspension_keeps_back_what_is_mild_until_its_end_and_lifting_it_frees_everything(house: Record, cast: Cast) -> None:
    """Art. 23: reversible; nothing that came in is lost."""
    suspended(house, cast)
    kept = job_row(house, send(house, 50).job)
    assert (kept["state"], kept["reason"]) == ("held", "reporter_suspended")
    desk.lift(house, cast.bob.id, who(house), "mistake")
    assert job_row(house, kept["id"])["state"] == "open"
    assert state(house) == "clear"
    assert job_row(house, send(house, 51).job)["state"] == "open"
    assert refold(house)[1] == []


def test_a_suspension_ends_by_itself_and_what_waited_is_open(house: Record, cast: Cast) -> None:
    suspended(house, cast)
    kept = send(house, 50).job
    assert desk.wake(house, lambda: PLAY, now()) == 0
    assert desk.wake(house, lambda: PLAY, now() + LATER) == 1
    assert job_row(house, kept)["state"] == "open"
    assert state(house) == "clear"
    assert refold(house)[1] == []


def test_what_somebody_else_reports_too_does_not_wait(house: Record, cast: Cast) -> None:
    suspended(house, cast)
    kept = send(house, 50)
    joined = send(house, 50, by="U-2", text="I saw it as well, on another day.")
    assert joined.job == kept.job
    assert job_row(house, kept.job)["state"] == "open"
    assert refold(house)[1] == []


@pytest.mark.parametrize("harm", ["imminent_danger", "sextortion.financial", "possible_minor.imagery", "forced_marriage"])
def test_what_is_severe_is_looked_at_whoever_reports_it(house: Record, cast: Cast, harm: str) -> None:
    """Q43: a tier-0 or tier-1 report is never suppressed."""
    suspended(house, cast)
    assert job_row(house, send(house, 60, harm=harm).job)["state"] == "open"


def test_a_job_that_was_kept_back_and_turns_out_severe_is_open_at_once(house: Record, cast: Cast) -> None:
    """Q43, when the same person says more."""
    suspended(house, cast)
    kept = send(house, 50)
    send(house, 50, harm="sextortion.financial", text="They ask for money now.")
    assert job_row(house, kept.job)["state"] == "open"


def test_a_notice_under_a_legal_clock_is_looked_at_whoever_sends_it(house: Record, cast: Cast) -> None:
    suspended(house, cast)
    notice = send(
        house, 61, harm="intimate_images.shared", source=Source.NOTICE, capacity=Capacity.SUBJECT,
        elements=("signature", "location", "explanation", "good_faith", "contact"),
    )  # fmt: skip
    row = job_row(house, notice.job)
    assert row["state"] == "open"
    assert row["legal_due"] is not None


@given(
    st.sampled_from(Severity), st.none() | st.datetimes(), st.sampled_from(Source), st.sampled_from(ReporterState),
    st.none() | st.integers(-10, 10),
)  # fmt: skip
def test_no_suspension_ever_keeps_back_tier_0_or_1_or_a_legal_clock(
    severity: Severity, legal: object, source: Source, state: ReporterState, days: int | None
) -> None:
    """Q43, for every severity, clock, source and standing."""
    moment = now()
    due = moment + timedelta(hours=5) if legal is not None else None
    standing = Standing(state=state, until=None if days is None else moment + timedelta(days=days))
    kept = misuse.keeps_back(severity, due, source, standing, moment)
    if severity in (Severity.IMMINENT, Severity.SEVERE) or due is not None or state is not ReporterState.SUSPENDED:
        assert not kept
    if source in (Source.AUTHORITY_ORDER, Source.LAW_ENFORCEMENT, Source.PARTNER, Source.PROACTIVE) or days is None or days <= 0:
        assert not kept


@given(st.integers(0, 60), st.integers(0, 60), st.floats(0.5, 20), st.floats(0.5, 20))
def test_more_upheld_reports_never_make_a_finding(up: int, down: int, a: float, b: float) -> None:
    prior = Prior(a=a, b=b, reporters=100, decided=1000)
    fewer = misuse.finds(MISUSE, Outcomes(upheld=up, turned_down=down), Standing(), prior)
    more = misuse.finds(MISUSE, Outcomes(upheld=up + 1, turned_down=down), Standing(), prior)
    assert more is None or fewer is not None
    assert down >= MISUSE.turned_down_from or fewer is None


def test_what_they_say_against_it_is_heard_by_another_person(house: Record, cast: Cast) -> None:
    """Art. 20, 23: contestable, by somebody who did not decide."""
    suspended(house, cast)
    kept = send(house, 50).job
    desk.contest(house, PLAY, cast.ana.id, who(house), "All of it happened.")
    desk.contest(house, PLAY, cast.ana.id, who(house), "Twice is once.")
    with pytest.raises(AnotherPerson):
        desk.hear(house, cast.bob.id, who(house), "stands")
    assert not desk.hear(house, cast.alice.id, who(house), "overturned")
    assert (state(house), job_row(house, kept)["state"]) == ("clear", "open")
    with pytest.raises(NothingToContest):
        desk.contest(house, PLAY, cast.ana.id, who(house), None)
    assert refold(house)[1] == []


def test_what_stands_after_a_hearing_is_not_heard_twice(house: Record, cast: Cast) -> None:
    warned(house, cast)
    desk.contest(house, PLAY, cast.ana.id, who(house), None)
    assert desk.hear(house, cast.alice.id, who(house), "stands")
    assert state(house) == "warned"
    with pytest.raises(NothingToContest):
        desk.contest(house, PLAY, cast.ana.id, who(house), None)
    assert refold(house)[1] == []


def test_the_reporter_is_told_in_the_playbooks_words_and_of_nothing_before_a_person_looked(house: Record, cast: Cast) -> None:
    reports = turned_down(house, cast, range(1, 5))
    assert desk.told_of(house, cast.ana.id, who(house)).state is ReporterState.CLEAR
    desk.warn(house, PLAY, cast.bob.id, who(house), weigh(*reports))
    told = desk.told_of(house, cast.ana.id, who(house))
    assert told.state is ReporterState.WARNED
    assert told.text is not None
    assert "Of your 4 reports that we decided lately, 4 did not break our rules" in told.text
    assert "{" not in told.text
    with house.reading() as look:
        assert (
            look.value("SELECT count(*) FROM fact WHERE kind = 'text_read' AND body ->> 'purpose' = 'telling_the_reporter'") == 1
        )


def test_the_years_figures_are_those_of_the_transparency_report(house: Record, cast: Cast) -> None:
    """Art. 24(1)(b)."""
    suspended(house, cast)
    desk.lift(house, cast.bob.id, who(house), "mistake")
    with house.reading() as look:
        found = desk.figures(look, now() - LATER, now() + LATER)
    assert (found.found, found.warned, found.suspended, found.lifted, found.dismissed) == (2, 1, 1, 1, 0)


def test_a_harm_beyond_the_mild_one_is_what_the_tests_take_it_for(house: Record, cast: Cast) -> None:
    assert job_row(house, send(house, 1, harm=MILD).job)["severity"] < Severity.SEVERE
