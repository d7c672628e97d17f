"""Q13: whoever gets a job is certified for its queue, language and severity, under the day's limit, and has not passed it on.

The rule is written here a second time, from the rows and the facts alone, and compared with what the desk hands out.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from weakref import ref

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontline.office import QUEUES, Given, open_jobs, with_limits
from leeward.frontline.review import desk
from leeward.frontline.review.desk import claiming
from leeward.playbook.model import BySeverity
from leeward.record.facts import Fact
from leeward.record.facts.people import PersonJoined
from leeward.record.facts.review import JobClaimed, JobEscalated, LeaseEnded
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import JobId, PersonId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR, Role
from leeward.record.terms.report import LeaseEnd
from leeward.record.terms.severity import Severity

LANGUAGES = ("en", "es", "fr")
SKILLS = tuple(queue.skill for queue in QUEUES)
LIMIT_MINUTES = 30
PLAYBOOK = with_limits(exposure_minutes_per_day=BySeverity(**dict.fromkeys(BySeverity.__struct_fields__, LIMIT_MINUTES)))


class Someone(msgspec.Struct, frozen=True):
    """A made-up person and what they did today."""

    skills: tuple[str, ...]
    languages: tuple[str, ...]
    limit: int
    lead: bool
    minutes: tuple[int, ...]
    """Exposure today, by severity."""
    passed: tuple[tuple[int, str, str], ...]
    """(job's number, ending, reason)."""


def people() -> st.SearchStrategy[Someone]:
    """Anybody."""

    def some(words: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
        return st.just(("any",)) | st.lists(st.sampled_from([*words, "any"]), max_size=3, unique=True).map(tuple)

    passes = st.tuples(
        st.integers(0, 7), st.sampled_from(["skipped", "escalated"]), st.sampled_from(["not_now", "conflict", "second_opinion"])
    )
    return st.builds(
        Someone, some(SKILLS), some(LANGUAGES), st.sampled_from([4, 4, 3, 2, 0]), st.booleans(),
        st.tuples(*[st.sampled_from([0, 0, 5, 29, 30, 31]) for _ in range(5)]),
        st.lists(passes, max_size=3, unique_by=lambda one: one[0]).map(tuple),
    )  # fmt: skip


def jobs() -> st.SearchStrategy[Given]:
    """Any job."""
    return st.builds(
        Given, queue=st.sampled_from([queue.code for queue in QUEUES]), language=st.sampled_from(LANGUAGES),
        severity=st.sampled_from([2, 2, 3, 3, 4, 1, 0]), start_in=st.integers(-500, 500),
        legal_in=st.none() | st.integers(-100, 100),
    )  # fmt: skip


def start_over(record: Record) -> None:
    """Empty what stands; the ledger only grows, and nothing here reads it."""
    with record.raw() as connection:
        connection.execute("RESET ROLE")
        connection.execute("TRUNCATE job, job_count, passed, person, exposure, report, subject, clock")
        connection.execute("SET ROLE leeward_app")


def hire(record: Record, someone: Someone, board: Sequence[JobId]) -> PersonId:
    """The person with their day behind them: claims and ends, as facts."""
    who, moment = PersonId(new_id()), now()
    midnight = datetime.combine(moment.date(), time(), UTC)
    roles = (Role.LEAD, Role.REVIEWER) if someone.lead else (Role.REVIEWER,)
    with record.writing() as tx:
        tx.append(
            [
                PersonJoined(
                    subject=who, actor=DOOR, occurred=moment, roles=roles, skills=someone.skills, languages=someone.languages,
                    severity_limit=Severity(someone.limit),
                )
            ]
        )  # fmt: skip
        for severity, minutes in enumerate(someone.minutes):
            tx.execute(
                "INSERT INTO exposure VALUES (%(who)s, %(day)s, %(severity)s, %(seconds)s)",
                {"who": who, "day": midnight.date(), "severity": severity, "seconds": minutes * 60},
            )
        for number, ending, reason in someone.passed:
            if number < len(board):
                tx.append(_passing(who, board[number], ending, reason))
    return who


def _passing(who: PersonId, job: JobId, ending: str, reason: str) -> list[Fact]:
    moment = now()
    facts: list[Fact] = [
        JobClaimed(subject=job, actor=who, occurred=moment, lease_until=moment + timedelta(minutes=5)),
        LeaseEnded(subject=job, actor=who, occurred=moment, ending=LeaseEnd(ending), reason=reason),
    ]
    if ending == "escalated":
        facts.append(JobEscalated(subject=job, actor=who, occurred=moment, reason=reason, queue="senior"))
    return facts


def violations(record: Record, who: PersonId, someone: Someone, job: dict[str, Any], board: Sequence[JobId]) -> list[str]:
    """What is wrong with this person having this job: the constraints, written from scratch."""
    skill = next(queue.skill for queue in QUEUES if queue.code == job["queue"])
    wrong = []
    if "any" not in someone.skills and skill not in someone.skills:
        wrong.append(f"not certified for {skill}")
    if "any" not in someone.languages and job["language"] not in someone.languages:
        wrong.append(f"does not read {job['language']}")
    if job["severity"] > someone.limit:
        wrong.append(f"not certified for severity {job['severity']}")
    if someone.minutes[job["severity"]] >= LIMIT_MINUTES:
        wrong.append("over the day's limit")
    before = {board[number]: (ending, reason) for number, ending, reason in someone.passed if number < len(board)}
    if before.get(job["id"], ("",))[0] == "escalated" and not someone.lead:
        wrong.append("escalated it before")
    if before.get(job["id"], ("",))[0] == "skipped":
        wrong.append("skipped it just now")
    elsewhere = job["queue"] != job["escalated_from"]
    if job["escalated_by"] is not None and not someone.lead and not (elsewhere and skill in someone.skills):
        wrong.append("escalated work is for leads, and for specialists of another queue")
    return wrong


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(board=st.lists(jobs(), min_size=1, max_size=8), team=st.lists(people(), min_size=1, max_size=4), at_once=st.booleans())
def test_no_assignment_violates_any_constraint(record: Record, board: list[Given], team: list[Someone], at_once: bool) -> None:
    """One after the other, or all in one round at the counter: it must not matter."""
    start_over(record)
    ids = open_jobs(record, board)
    hired = [(hire(record, someone, ids), someone) for someone in team]
    with record.reading() as look:
        rows = look.rows("SELECT * FROM job ORDER BY id")
    if at_once:
        claims = claiming._hand_out(ref(record), [claiming._Asked(PLAYBOOK, who) for who, _ in hired])
    else:
        claims = [desk.claim_next(record, PLAYBOOK, who) for who, _ in hired]
    given: set[JobId] = set()
    for (who, someone), claim in zip(hired, claims, strict=True):
        free = [row for row in rows if row["state"] in ("open", "escalated") and row["id"] not in given]
        fitting = [row for row in free if not violations(record, who, someone, row, ids)]
        if claim is None:
            assert fitting == [], "somebody was sent away although there was work for them"
            continue
        assert isinstance(claim, desk.Claim)
        assert claim.job not in given, "one job for two"
        [job] = [row for row in rows if row["id"] == claim.job]
        assert violations(record, who, someone, job, ids) == []
        assert all(rank(job) <= rank(row) for row in fitting), "something more urgent was there"
        given.add(claim.job)
    with record.reading() as look:
        holders = {row["id"]: row["claimed_by"] for row in look.rows("SELECT id, claimed_by FROM job WHERE state = 'claimed'")}
    assert holders == {claim.job: who for (who, _), claim in zip(hired, claims, strict=True) if isinstance(claim, desk.Claim)}


def rank(job: dict[str, Any]) -> tuple[Any, ...]:
    """The order of work, written from scratch (Q12)."""
    overdue = job["legal_due"] is not None and job["legal_due"] <= now()
    return (-job["severity"], not overdue, job["legal_due"] if overdue else job["start_by"])


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(board=st.lists(jobs(), min_size=1, max_size=6), someone=people())
def test_a_given_job_is_handed_out_exactly_when_nothing_bars_it(record: Record, board: list[Given], someone: Someone) -> None:
    start_over(record)
    ids = open_jobs(record, board)
    who = hire(record, someone, ids)
    for job in ids:
        with record.reading() as look:
            row = look.one("SELECT * FROM job WHERE id = %(job)s", {"job": job})
        assert row is not None
        wrong = violations(record, who, someone, row, ids)
        try:
            desk.claim(record, PLAYBOOK, who, job)
        except Exception:
            assert wrong, "somebody was refused without a reason"
        else:
            assert wrong == []
            desk.release(record, PLAYBOOK, who, job, "break")
