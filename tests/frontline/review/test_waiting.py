"""Holding, resuming, escalating: work that waits is never lost, and a legal clock never waits with it."""

from datetime import timedelta

import pytest

from cast import Cast
from frontline.office import PLAY, Given, open_job, open_jobs
from leeward.frontline.review import desk, refusals
from leeward.record.facts.people import PersonChanged
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import refold
from leeward.record.terms.ids import JobId
from leeward.record.terms.moment import now
from leeward.record.terms.people import Role
from leeward.record.terms.report import JobState
from leeward.record.terms.severity import Severity


def state(record: Record, job: JobId) -> tuple[str, str]:
    """Where a job stands, and in which queue."""
    with record.reading() as look:
        row = look.one("SELECT state, queue FROM job WHERE id = %(job)s", {"job": job})
    assert row is not None
    return row["state"], row["queue"]


def test_a_held_job_waits_and_comes_back_when_its_time_is_over(record: Record, cast: Cast) -> None:
    job = open_job(record)
    desk.claim(record, PLAY, cast.alice.id, job)
    desk.hold(record, PLAY, cast.alice.id, job, "platform", now() + timedelta(hours=2))
    assert state(record, job) == ("held", "labour")
    assert desk.claim_next(record, PLAY, cast.alice.id) is None
    assert desk.wake(record, lambda: PLAY, now() + timedelta(hours=1)) == 0
    assert desk.wake(record, lambda: PLAY, now() + timedelta(hours=3)) == 1
    claim = desk.claim_next(record, PLAY, cast.alice.id)
    assert claim is not None
    assert claim.job == job


def test_a_held_job_can_be_resumed_before(record: Record, cast: Cast) -> None:
    job = open_job(record)
    desk.claim(record, PLAY, cast.alice.id, job)
    desk.hold(record, PLAY, cast.alice.id, job, "reporter", now() + timedelta(hours=2))
    desk.resume(record, PLAY, cast.alice.id, job, "answered")
    assert state(record, job) == ("open", "labour")
    with pytest.raises(refusals.NotOpen):
        desk.resume(record, PLAY, cast.alice.id, job, "answered")


def test_no_job_is_held_past_the_last_start_that_its_legal_clock_leaves(record: Record, cast: Cast) -> None:
    job = open_job(record, legal_in=60)
    desk.claim(record, PLAY, cast.alice.id, job)
    with pytest.raises(refusals.HoldTooLong, match="legal clock"):
        desk.hold(record, PLAY, cast.alice.id, job, "platform", now() + timedelta(minutes=55))
    desk.hold(record, PLAY, cast.alice.id, job, "platform", now() + timedelta(minutes=45))


@pytest.mark.parametrize(("legal_in", "minutes"), [(None, -1), (None, 60 * 24 * 31), (-5, 10)])
def test_a_hold_ends_in_the_future_and_within_a_month(record: Record, cast: Cast, legal_in: float | None, minutes: float) -> None:
    job = open_job(record, legal_in=legal_in)
    desk.claim(record, PLAY, cast.alice.id, job)
    with pytest.raises(refusals.HoldTooLong):
        desk.hold(record, PLAY, cast.alice.id, job, "platform", now() + timedelta(minutes=minutes))


def test_an_escalated_job_goes_to_the_queue_of_leads_and_not_back_to_who_escalated_it(record: Record, cast: Cast) -> None:
    job = open_job(record)
    desk.claim(record, PLAY, cast.alice.id, job)
    desk.escalate(record, PLAY, cast.alice.id, job, "policy_unclear", "what the policy does not say")
    assert state(record, job) == ("escalated", "senior")
    assert desk.claim_next(record, PLAY, cast.alice.id) is None
    with pytest.raises(refusals.LeadsOnly):
        desk.claim(record, PLAY, cast.alice.id, job)
    claim = desk.claim_next(record, PLAY, cast.bob.id)
    assert claim is not None
    assert claim.job == job
    with record.reading() as look:
        [note] = [text for text in desk.job_view(look, PLAY, cast.bob.id, job).texts if text.what == "note"]
    assert desk.reveal(record, PLAY, cast.bob.id, job, [note.ref]) == {note.ref: "what the policy does not say"}


def test_an_escalated_job_stays_with_the_leads_when_one_gives_it_back(record: Record, cast: Cast) -> None:
    job = open_job(record)
    desk.claim(record, PLAY, cast.alice.id, job)
    desk.escalate(record, PLAY, cast.alice.id, job, "second_opinion")
    desk.claim(record, PLAY, cast.bob.id, job)
    desk.release(record, PLAY, cast.bob.id, job, "break")
    assert state(record, job) == ("escalated", "senior")
    desk.claim(record, PLAY, cast.bob.id, job)
    desk.hold(record, PLAY, cast.bob.id, job, "partner", now() + timedelta(hours=1))
    desk.resume(record, PLAY, cast.bob.id, job, "answered")
    assert state(record, job) == ("escalated", "senior")


@pytest.mark.parametrize("in_hand", [False, True])
def test_a_lead_returns_an_escalation_to_the_queue_it_came_from(record: Record, cast: Cast, in_hand: bool) -> None:
    job = open_job(record)
    desk.claim(record, PLAY, cast.alice.id, job)
    desk.escalate(record, PLAY, cast.alice.id, job, "second_opinion")
    with pytest.raises(refusals.LeadsOnly):
        desk.resume(record, PLAY, cast.alice.id, job, "returned")
    if in_hand:
        desk.claim(record, PLAY, cast.bob.id, job)
    desk.resume(record, PLAY, cast.bob.id, job, "returned")
    assert state(record, job) == ("open", "labour")
    with pytest.raises(refusals.PassedOn):
        desk.claim(record, PLAY, cast.alice.id, job)
    assert desk.claim_next(record, PLAY, cast.alice.id) is None


def test_a_reason_with_a_queue_of_its_own_goes_to_its_specialists(record: Record, cast: Cast) -> None:
    """Q06: what may concern a minor leaves the path for adults in the same transaction, and is hidden from others."""
    job = open_job(record)
    desk.claim(record, PLAY, cast.alice.id, job)
    desk.escalate(record, PLAY, cast.alice.id, job, "minor_gate")
    assert state(record, job) == ("escalated", "minor_gate")
    with record.reading() as look, pytest.raises(refusals.LeadsOnly):
        desk.job_view(look, PLAY, cast.alice.id, job)
    with record.reading() as look:
        report = look.value("SELECT id FROM report WHERE job = %(job)s", {"job": job})
        with pytest.raises(refusals.LeadsOnly):
            desk.report_view(look, PLAY, cast.alice.id, report)
        assert desk.waiting(look, PLAY, cast.alice.id, JobState.ESCALATED) == ()
        assert [line.id for line in desk.waiting(look, PLAY, cast.bob.id, JobState.ESCALATED)] == [job]
    with record.writing() as tx:
        trained = PersonChanged(
            subject=cast.charlie.id, actor=cast.ada.id, occurred=now(), roles=(Role.REVIEWER,), skills=("minor_gate",),
            languages=("en",), severity_limit=Severity.IMMINENT,
        )  # fmt: skip
        tx.append([trained])
    claim = desk.claim_next(record, PLAY, cast.charlie.id)
    assert claim is not None
    assert claim.job == job


def test_what_is_escalated_within_its_own_queue_is_for_leads_alone(record: Record, cast: Cast) -> None:
    for who in (cast.alice, cast.charlie):
        with record.writing() as tx:
            senior = PersonChanged(
                subject=who.id, actor=cast.ada.id, occurred=now(), roles=(Role.REVIEWER,), skills=("senior_review",),
                languages=("en",), severity_limit=Severity.IMMINENT,
            )  # fmt: skip
            tx.append([senior])
    job = open_job(record, queue="senior")
    desk.claim(record, PLAY, cast.alice.id, job)
    desk.escalate(record, PLAY, cast.alice.id, job, "second_opinion")
    assert state(record, job) == ("escalated", "senior")
    assert desk.claim_next(record, PLAY, cast.charlie.id) is None
    with pytest.raises(refusals.LeadsOnly):
        desk.claim(record, PLAY, cast.charlie.id, job)
    assert desk.claim_next(record, PLAY, cast.bob.id) is not None


def test_only_who_holds_a_job_can_hold_or_escalate_it(record: Record, cast: Cast) -> None:
    job = open_job(record)
    with pytest.raises(refusals.NotYours):
        desk.hold(record, PLAY, cast.alice.id, job, "platform", now() + timedelta(hours=1))
    desk.claim(record, PLAY, cast.alice.id, job)
    with pytest.raises(refusals.NotYours):
        desk.escalate(record, PLAY, cast.bob.id, job, "second_opinion")


def test_a_note_is_not_longer_than_the_playbook_allows_and_nothing_happens_without_it(record: Record, cast: Cast) -> None:
    job = open_job(record)
    desk.claim(record, PLAY, cast.alice.id, job)
    with pytest.raises(refusals.Barred, match="1000"):
        desk.escalate(record, PLAY, cast.alice.id, job, "second_opinion", "x" * 1001)
    assert state(record, job)[0] == "claimed"


def test_a_lease_that_runs_out_ends_as_its_queue_says(record: Record, cast: Cast) -> None:
    returns, escalates = open_jobs(record, [Given(queue="labour"), Given(queue="images")])
    desk.claim(record, PLAY, cast.alice.id, returns)
    desk.claim(record, PLAY, cast.bob.id, escalates)
    assert desk.wake(record, lambda: PLAY, now() + timedelta(minutes=19)) == 0
    assert desk.wake(record, lambda: PLAY, now() + timedelta(minutes=40)) == 3
    assert state(record, returns) == ("open", "labour")
    assert state(record, escalates) == ("escalated", "senior")
    with record.reading() as look:
        ended = [entry.fact for entry in desk.timeline_of(look, [returns]) if entry.kind == "LeaseEnded"]
        assert [(fact.ending, fact.reason) for fact in ended] == [("expired", "lease_ended")]  # type: ignore[attr-defined]
    assert desk.wake(record, lambda: PLAY, now() + timedelta(minutes=41)) == 0


def test_an_escalation_that_nobody_finishes_stays_an_escalation(record: Record, cast: Cast) -> None:
    job = open_job(record, queue="images")
    desk.claim(record, PLAY, cast.alice.id, job)
    desk.escalate(record, PLAY, cast.alice.id, job, "second_opinion")
    desk.claim(record, PLAY, cast.bob.id, job)
    assert desk.wake(record, lambda: PLAY, now() + timedelta(hours=1)) == 1
    assert state(record, job) == ("escalated", "senior")


def test_two_resumptions_in_a_row_are_two_steps_however_the_ledger_is_folded(record: Record, cast: Cast) -> None:
    """Escalated, held by a lead, resumed from the hold, then given back: the machine of test_machine found it."""
    job = open_job(record)
    desk.claim(record, PLAY, cast.alice.id, job)
    desk.escalate(record, PLAY, cast.alice.id, job, "second_opinion")
    desk.claim(record, PLAY, cast.bob.id, job)
    desk.hold(record, PLAY, cast.bob.id, job, "platform", now() + timedelta(minutes=30))
    desk.resume(record, PLAY, cast.bob.id, job, "returned")
    assert state(record, job) == ("escalated", "senior")
    desk.resume(record, PLAY, cast.bob.id, job, "returned")
    assert state(record, job) == ("open", "labour")
    assert refold(record)[1] == []
