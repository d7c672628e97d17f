"""The order in which open jobs are served: pure here, in SQL in the review room, and both the same (Q12)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontline.triage.world import FEES, NOON, REVIEWER, claimed, write
from leeward.frontline.triage.serving import order_key
from leeward.record.facts.triage import JobOpened, StartBy
from leeward.record.ledger.record import Record
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import LanguageCode, QueueCode, SkillCode
from leeward.record.terms.ids import JobId, PersonId, ReportId, SubjectId, new_id
from leeward.record.terms.people import PLAYBOOK
from leeward.record.terms.severity import Severity

REVIEW = read_queries("leeward.frontline.review")
NOW = NOON + timedelta(hours=24)
MOMENTS = st.integers(0, 48).map(lambda hours: NOON + timedelta(hours=hours))


def place(severity: Severity, start_by: Any, legal_due: Any) -> StartBy:
    """A place in the order of work."""
    return StartBy(
        received=NOON, severity=severity, likelihood=0.5, virality=0.0, allowance_seconds=0, handling_seconds=0,
        legal_due=legal_due, start_by=start_by,
    )  # fmt: skip


PLACES = st.builds(place, st.sampled_from(Severity), MOMENTS, st.none() | MOMENTS)
IDS = st.uuids()


@given(PLACES, PLACES, IDS, IDS)
def test_past_a_legal_due_moment_nothing_without_one_stands_above(one: StartBy, other: StartBy, job: UUID, another: UUID) -> None:
    """Q12, word for word: no item without a statutory clock of equal or lower tier is ranked above one past its due time."""
    other = msgspec.structs.replace(other, legal_due=None)
    overdue = one.legal_due is not None and one.legal_due <= NOW
    if overdue and other.severity <= one.severity:
        assert order_key(one, job, NOW) < order_key(other, another, NOW)


@given(PLACES, PLACES, IDS, IDS)
def test_the_more_severe_comes_first(one: StartBy, other: StartBy, job: UUID, another: UUID) -> None:
    if one.severity > other.severity:
        assert order_key(one, job, NOW) < order_key(other, another, NOW)


@given(PLACES, IDS, IDS)
def test_of_two_alike_the_older_comes_first(one: StartBy, job: UUID, another: UUID) -> None:
    assert (order_key(one, job, NOW) < order_key(one, another, NOW)) == (job < another)


@given(PLACES, st.integers(0, 48), IDS)
def test_waiting_never_moves_a_job_back(one: StartBy, hours: int, job: UUID) -> None:
    """Time only brings a job past its legal due moment; until then its key stays as it is."""
    now, later = order_key(one, job, NOW), order_key(one, job, NOW + timedelta(hours=hours))
    assert later[:2] <= now[:2]


@pytest.mark.parametrize("search", ["next_job", "next_job_any_language"])
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(PLACES, st.sampled_from("ab"), st.sampled_from(["en", "es"])), min_size=1, max_size=12))
def test_the_review_room_serves_in_this_very_order(record: Record, search: str, waiting: list[tuple[StartBy, str, str]]) -> None:
    jobs = {JobId(new_id()): each for each in waiting}
    write(record, *(opened(job, *each) for job, each in jobs.items()))
    expected = sorted(jobs, key=lambda job: order_key(jobs[job][0], job, NOW))
    assert [claim(record, search) for _ in jobs] == expected
    assert claim(record, search) is None


def opened(job: JobId, where: StartBy, queue: str, language: str) -> JobOpened:
    """The job waits in a queue."""
    return JobOpened(
        subject=job, actor=PLAYBOOK, occurred=NOON, about=SubjectId(new_id()), report=ReportId(new_id()), queue=QueueCode(queue),
        harm=FEES, clauses=(), skill=SkillCode("general"), language=LanguageCode(language), place=where,
    )  # fmt: skip


def claim(record: Record, search: str) -> UUID | None:
    """Ask as the review room asks for its next job, and take it."""
    asked = {
        "queues": ["a", "b"], "languages": ["en", "es"], "severities": [0, 1, 2, 3, 4], "now": NOW, "who": PersonId(REVIEWER),
        "lead": False, "forever": [], "since": NOON, "taken": [], "avoids": "",
    }  # fmt: skip
    with record.writing() as tx:
        tx.take_pen()
        row = tx.one(REVIEW.statements[search], asked)
        if row is None:
            return None
        tx.append([claimed(JobId(row["id"]), NOW, PersonId(new_id()))])
        return UUID(str(row["id"]))
