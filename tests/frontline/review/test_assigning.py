"""A lead gives a job to somebody: under the bars that hold when they take it, and told no more than a lead may know."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import Cast
from frontline.floor import PASSAGE, PLAY, floor, job_row, report
from frontline.office import VIOLATES
from leeward.administration.wellness import desk as wellness
from leeward.frontline.review import desk, giving, refusals
from leeward.frontline.review.assignment import Candidate, Pass, Reviewer, barrier
from leeward.frontline.review.giving import Part
from leeward.record.facts.wellness import OptedOut
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import refold
from leeward.record.terms.ids import DecisionId, JobId, PersonId, SubjectId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import Role
from leeward.record.terms.report import JobState
from leeward.record.terms.severity import Severity


@pytest.fixture
def house(record: Record) -> Iterator[Record]:
    """Everybody listens."""
    with floor(record) as opened:
        yield opened


def test_what_a_lead_gives_is_what_they_get_next(house: Record, cast: Cast) -> None:
    _, urgent, _ = report(house, severity=3)
    _, given_, _ = report(house, severity=1)
    desk.assign(house, PLAY, cast.bob.id, given_, cast.alice.id, "expertise")
    assert job_row(house, given_)["state"] == "assigned"
    claim = desk.claim_next(house, PLAY, cast.alice.id)
    assert claim is not None
    assert claim.job == given_
    row = job_row(house, given_)
    assert (row["state"], row["claimed_by"], row["assigned_to"]) == ("claimed", cast.alice.id, None)
    desk.release(house, PLAY, cast.alice.id, given_, "shift_end")
    assert job_row(house, given_)["state"] == "open"
    again = desk.claim_next(house, PLAY, cast.alice.id)
    assert again is not None
    assert again.job == urgent
    assert refold(house)[1] == []


def test_nobody_else_gets_what_was_given(house: Record, cast: Cast) -> None:
    _, job, _ = report(house)
    desk.assign(house, PLAY, cast.bob.id, job, cast.alice.id, "load")
    assert desk.claim_next(house, PLAY, cast.bob.id) is None
    with pytest.raises(refusals.NotOpen):
        desk.claim(house, PLAY, cast.bob.id, job)


def test_what_was_not_taken_in_time_goes_back_and_says_so(house: Record, cast: Cast) -> None:
    _, job, _ = report(house)
    given_ = desk.assign(house, PLAY, cast.bob.id, job, cast.alice.id, "load", hours=2)
    assert desk.wake(house, lambda: PLAY, given_.until - timedelta(minutes=1)) == 0
    assert desk.wake(house, lambda: PLAY, given_.until) == 1
    assert job_row(house, job)["state"] == "open"
    with house.reading() as look:
        entries = desk.timeline_of(look, [job])
    assert [entry.kind for entry in entries][-2:] == ["JobAssigned", "AssignmentEnded"]
    assert refold(house)[1] == []


def test_a_clock_of_the_law_does_not_wait_for_whom_a_job_was_given_to(cast: Cast) -> None:
    moment = now()
    due = moment + timedelta(hours=3)
    job = Candidate(
        id=JobId(new_id()), about=SubjectId(new_id()), state=JobState.OPEN, queue="labour", language="en",
        harm="labour_exploitation.fees", severity=Severity.SERIOUS, legal_due=due, handling_seconds=600,
    )  # fmt: skip
    assert giving.waits_until(job, PLAY, moment, 8) == due - timedelta(minutes=10)


def test_a_lead_takes_a_job_out_of_a_hand_and_back_from_whom_it_was_given_to(house: Record, cast: Cast) -> None:
    _, job, _ = report(house)
    desk.claim(house, PLAY, cast.bob.id, job)
    desk.assign(house, PLAY, cast.bob.id, job, cast.alice.id, "continuity")
    assert job_row(house, job)["claimed_by"] is None
    desk.take_back(house, PLAY, cast.bob.id, job, "mistaken")
    assert job_row(house, job)["state"] == "open"
    with pytest.raises(refusals.NotOpen):
        desk.take_back(house, PLAY, cast.bob.id, job, "mistaken")
    assert refold(house)[1] == []


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"harm": PASSAGE, "clauses": ()}, "skill smuggling"),
        ({"language": "fr"}, "language is fr"),
        ({"severity": 4}, "certified"),
    ],
)
def test_nobody_is_given_what_they_are_not_certified_for(
    house: Record, cast: Cast, said: dict[str, object], message: str
) -> None:
    """Q13: skill, language and severity bind whoever gives work, as they bind whoever takes it."""
    _, job, _ = report(house, **said)
    with pytest.raises(refusals.TheyAreNotCertified, match=message):
        desk.assign(house, PLAY, cast.bob.id, job, cast.alice.id, "load")
    with house.reading() as look:
        assert cast.alice.id not in {each.person for each in desk.can_take(look, PLAY, cast.bob.id, job)}


def test_a_break_an_opt_out_and_a_limit_are_one_answer_that_says_no_more(house: Record, cast: Cast) -> None:
    """Q36: a lead learns that somebody cannot be given a job now, never which of their own reasons it is."""
    _, job, _ = report(house)
    told = set()
    _opt_out(house, cast, "labour_exploitation")
    told.add(_refused(house, cast, job))
    _opt_out(house, cast)
    wellness.take_break(house, PLAY, cast.alice.id, 30)
    told.add(_refused(house, cast, job))
    wellness.end_break(house, cast.alice.id)
    desk.claim(house, PLAY, cast.alice.id, job)
    desk.skip(house, PLAY, cast.alice.id, job, "not_now")
    told.add(_refused(house, cast, job))
    [answer] = told
    assert not any(word in answer.lower() for word in ("break", "opt", "limit", "skip", "passed", "cool"))


def _opt_out(house: Record, cast: Cast, *harms: str) -> None:
    alice = cast.alice.id
    with house.writing() as tx:
        tx.append([OptedOut(subject=alice, actor=alice, occurred=now(), harms=harms)])


def _refused(house: Record, cast: Cast, job: JobId) -> str:
    with pytest.raises(refusals.NotAvailable) as problem:
        desk.assign(house, PLAY, cast.bob.id, job, cast.alice.id, "load")
    return str(problem.value)


def test_whoever_takes_a_break_gives_back_what_they_were_given(house: Record, cast: Cast) -> None:
    _, job, _ = report(house)
    desk.assign(house, PLAY, cast.bob.id, job, cast.alice.id, "load")
    wellness.take_break(house, PLAY, cast.alice.id, 30)
    assert job_row(house, job)["state"] == "open"
    assert refold(house)[1] == []


def test_whose_decision_is_contested_is_not_given_the_next_job_on_it(house: Record, cast: Cast) -> None:
    about, job, _ = report(house)
    desk.claim(house, PLAY, cast.alice.id, job)
    made = DecisionId(new_id())
    desk.decide(house, PLAY, cast.alice.id, job, decision=made, clause="HE-T-1", path=VIOLATES, measures=["remove_content"])
    _, again, _ = report(house, about)
    desk.assign(house, PLAY, cast.bob.id, again, cast.alice.id, "continuity")
    desk.take_back(house, PLAY, cast.bob.id, again, "not_needed")
    desk.reverse(house, PLAY, cast.bob.id, made, "mistake")
    with pytest.raises(refusals.TheirConflict):
        desk.assign(house, PLAY, cast.bob.id, again, cast.alice.id, "continuity")


def test_nobody_is_given_more_than_they_can_take_up(house: Record, cast: Cast) -> None:
    jobs = [report(house)[1] for _ in range(giving.MOST + 1)]
    for job in jobs[:-1]:
        desk.assign(house, PLAY, cast.bob.id, job, cast.alice.id, "load")
    with pytest.raises(refusals.TheyHaveEnough):
        desk.assign(house, PLAY, cast.bob.id, jobs[-1], cast.alice.id, "load")


def test_an_escalated_job_is_given_to_leads_only_and_stays_escalated(house: Record, cast: Cast) -> None:
    _, job, _ = report(house)
    desk.claim(house, PLAY, cast.alice.id, job)
    desk.escalate(house, PLAY, cast.alice.id, job, "policy_unclear")
    with pytest.raises(refusals.TheyAreNotCertified):
        desk.assign(house, PLAY, cast.bob.id, job, cast.alice.id, "load")
    desk.assign(house, PLAY, cast.bob.id, job, cast.bob.id, "load")
    desk.take_back(house, PLAY, cast.bob.id, job, "mistaken")
    assert job_row(house, job)["state"] == "escalated"
    assert refold(house)[1] == []


PEOPLE = st.builds(
    Reviewer,
    id=st.just(PersonId(new_id())), roles=st.sampled_from([(Role.REVIEWER,), (Role.LEAD,), ()]),
    skills=st.sets(st.sampled_from(["labour_exploitation", "smuggling", "any", "minor_gate"])).map(tuple),
    languages=st.sets(st.sampled_from(["en", "fr", "any"])).map(tuple), severity_limit=st.sampled_from(list(Severity)),
    exposure=st.tuples(*[st.sampled_from([0, 28_799, 28_800])] * 5), avoids=st.sets(st.sampled_from(["smuggling"])).map(tuple),
    break_until=st.sampled_from([None, now() + timedelta(hours=1)]),
)  # fmt: skip
JOBS = st.builds(
    Candidate,
    id=st.just(JobId(new_id())), about=st.just(SubjectId(new_id())), state=st.just(JobState.OPEN),
    queue=st.sampled_from(["labour", "smuggling", "minor_gate", "gone"]), language=st.sampled_from(["en", "fr"]),
    harm=st.sampled_from(["labour_exploitation.fees", "smuggling.offer"]), severity=st.sampled_from(list(Severity)),
)  # fmt: skip
PASSES = st.none() | st.builds(
    Pass, ending=st.sampled_from(["skipped", "escalated", "reported"]), reason=st.sampled_from(["conflict", "not_now"]),
    passed=st.just(now()),
)  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(person=PEOPLE, job=JOBS, before=PASSES)
def test_what_can_be_given_can_be_taken(person: Reviewer, job: Candidate, before: Pass | None) -> None:
    """Q13: no assignment by a lead violates a bar of whoever gets the job."""
    if giving.objection(person, job, before, Part(), PLAY, now()) is None:
        assert barrier(person, job, before, PLAY, now()) is None
