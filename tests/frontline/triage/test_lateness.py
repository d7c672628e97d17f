"""A job that waits past its start-by: its queue says what follows, and it is never silent."""

from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest

from cast import Cast
from frontline.floor import PLAY, floor, job_row, report
from frontline.office import VIOLATES
from leeward.frontline.review import desk as review
from leeward.frontline.triage import desk
from leeward.playbook.model import AtLeaseEnd, Playbook, WhenLate
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import refold
from leeward.record.terms.ids import DecisionId, JobId, new_id
from leeward.record.terms.moment import now

LONG = timedelta(days=9)


@pytest.fixture
def house(record: Record) -> Iterator[Record]:
    """Everybody listens."""
    with floor(record) as opened:
        yield opened


def when_late(step: WhenLate, **more: object) -> Playbook:
    """The playbook with one policy for all queues."""
    queues = tuple(msgspec.structs.replace(each, on_late=step, **more) for each in PLAY.queues)
    return msgspec.structs.replace(PLAY, queues=queues)


def kinds(house: Record, job: JobId) -> list[str]:
    """What happened to a job, in order."""
    with house.reading() as look:
        return [entry.kind for entry in review.timeline_of(look, [job])]


def test_leads_see_a_late_job_once(house: Record, cast: Cast) -> None:
    _, job, _ = report(house)
    book = when_late(WhenLate.NOTIFY)
    assert desk.wake_late(house, lambda: book, now()) == 0
    assert [desk.wake_late(house, lambda: book, now() + LONG) for _ in range(2)] == [1, 0]
    with house.reading() as look:
        assert [line.id for line in desk.late(look, PLAY, cast.bob.id)] == [job]
    assert kinds(house, job)[-1] == "JobWentLate"
    assert job_row(house, job)["state"] == "open"
    assert refold(house)[1] == []


def test_a_queue_can_be_patient(house: Record, cast: Cast) -> None:
    _, job, _ = report(house)
    book, start = when_late(WhenLate.NOTIFY, late_after_minutes=30), job_row(house, job)["start_by"]
    assert desk.wake_late(house, lambda: book, start + timedelta(minutes=29)) == 0
    assert desk.wake_late(house, lambda: book, start + timedelta(minutes=31)) == 1


def test_a_late_job_goes_one_tier_up_and_never_past_what_its_queue_takes(house: Record, cast: Cast) -> None:
    _, job, _ = report(house, severity=2)
    book, before = when_late(WhenLate.RAISE), job_row(house, job)
    desk.wake_late(house, lambda: book, now() + LONG)
    after = job_row(house, job)
    assert (after["severity"], after["queue"]) == (3, "labour")
    assert after["start_by"] <= before["start_by"]
    assert after["received"] == before["received"]
    desk.transfer(house, book, cast.bob.id, job, "images", "load")
    desk.wake_late(house, lambda: book, now() + LONG)
    assert job_row(house, job)["severity"] == 3, "images takes nothing graver: leads are told instead"
    assert kinds(house, job).count("JobWentLate") == 2
    assert refold(house)[1] == []


def test_waiting_too_long_is_no_finding(house: Record, cast: Cast) -> None:
    _, job, _ = report(house, severity=2)
    desk.wake_late(house, lambda: when_late(WhenLate.RAISE), now() + LONG)
    review.claim(house, PLAY, cast.bob.id, job)
    made = DecisionId(new_id())
    review.decide(house, PLAY, cast.bob.id, job, decision=made, clause="HE-T-1", path=VIOLATES, measures=["remove_content"])
    with house.reading() as look:
        assert look.value("SELECT severity FROM decision WHERE id = %(d)s", {"d": made}) == 2


def test_a_late_job_goes_to_a_lead_where_its_queue_says_so(house: Record, cast: Cast) -> None:
    _, job, _ = report(house)
    desk.wake_late(house, lambda: when_late(WhenLate.ESCALATE), now() + LONG)
    row = job_row(house, job)
    assert (row["state"], row["queue"], row["escalation"]) == ("escalated", "senior", "late")
    assert kinds(house, job)[-2:] == ["JobWentLate", "JobEscalated"]
    review.resume(house, PLAY, cast.bob.id, job, "returned")
    assert desk.wake_late(house, lambda: when_late(WhenLate.ESCALATE), now() + LONG) == 0, "not in a circle"
    assert refold(house)[1] == []


def test_a_lease_can_be_kept_once_and_then_goes_back(house: Record, cast: Cast) -> None:
    queues = tuple(msgspec.structs.replace(each, on_lease_end=AtLeaseEnd.KEEP) for each in PLAY.queues)
    book = msgspec.structs.replace(PLAY, queues=queues)
    _, job, _ = report(house)
    claim = review.claim(house, book, cast.alice.id, job)
    review.wake(house, lambda: book, claim.lease_until)
    row = job_row(house, job)
    assert (row["claimed_by"], row["lease_until"] > claim.lease_until) == (cast.alice.id, True)
    review.wake(house, lambda: book, row["lease_until"])
    assert job_row(house, job)["state"] == "open"
    assert kinds(house, job)[-2:] == ["LeaseRenewed", "LeaseEnded"]
    assert refold(house)[1] == []
