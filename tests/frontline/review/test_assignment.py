"""Q13, Q36: whoever gets a job is certified for its queue, language and severity, under every limit of day and week, has not
passed it on, did not report it, did not opt out of its harm, takes no break, and is not in a cool-down that it would break.

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
from leeward.frontline.review.refusals import OnBreak
from leeward.playbook.model import BySeverity, CoolDown, Wellness
from leeward.record.facts import Fact
from leeward.record.facts.intake import ReportReceived
from leeward.record.facts.people import PersonJoined
from leeward.record.facts.review import JobClaimed, JobEscalated, LeaseEnded
from leeward.record.facts.triage import ReportMerged, StartBy
from leeward.record.facts.wellness import BreakBegan, OptedOut
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.ids import JobId, PersonId, ReporterId, ReportId, new_id
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.people import DOOR, Role
from leeward.record.terms.people import PLAYBOOK as PLAYBOOK_ITSELF
from leeward.record.terms.report import Capacity, LeaseEnd, Source
from leeward.record.terms.severity import Severity

LANGUAGES = ("en", "es", "fr")
SKILLS = tuple(queue.skill for queue in QUEUES)
LIMIT_MINUTES = 30
HARMS = ("labour_exploitation.fees", "labour_exploitation.debt", "intimate_images.shared", "smuggling")
AVOIDABLE = ("labour_exploitation", "labour_exploitation.fees", "intimate_images.shared", "intimate_images", "smuggling")
WEEK_MINUTES, DAY_ITEMS, WEEK_ITEMS, COOL_MINUTES = 100, 6, 20, 10


def each(number: int) -> BySeverity:
    """The same for every severity."""
    return BySeverity(**dict.fromkeys(BySeverity.__struct_fields__, number))


PLAYBOOK = with_limits(
    exposure_minutes_per_day=each(LIMIT_MINUTES),
    wellness=Wellness(
        minutes_per_week=each(WEEK_MINUTES), items_per_day=each(DAY_ITEMS), items_per_week=each(WEEK_ITEMS),
        cool_down=(
            CoolDown(after=1, of_severity=Severity.IMMINENT, minutes=COOL_MINUTES, then_below=Severity.SEVERE),
            CoolDown(after=3, of_severity=Severity.SERIOUS, minutes=COOL_MINUTES, then_below=Severity.SERIOUS),
        ),
    ),
)  # fmt: skip


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
    items: int = 0
    """Items of today, of each severity."""
    week: tuple[int, int] = (0, 0)
    """Minutes and items of the six days before, of each severity."""
    avoids: tuple[str, ...] = ()
    resting: int | None = None
    """For how many minutes more they take a break; negative: it ended."""
    lately: tuple[tuple[int, int], ...] = ()
    """What they looked at last, the latest first: (severity, minutes since)."""
    wrote: tuple[int, ...] = ()
    """The numbers of jobs of which they wrote a report down."""


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
        st.sampled_from([0, 0, 0, DAY_ITEMS - 1, DAY_ITEMS]),
        st.sampled_from([(0, 0), (0, 0), (0, 0), (WEEK_MINUTES - 5, 0), (WEEK_MINUTES, 0), (0, WEEK_ITEMS)]),
        st.just(()) | st.lists(st.sampled_from(AVOIDABLE), max_size=3, unique=True).map(tuple),
        st.sampled_from([None, None, None, -1, 5]),
        st.just(()) | st.lists(st.integers(0, 4), max_size=5).flatmap(_spaced),
        st.just(()) | st.lists(st.integers(0, 7), max_size=2, unique=True).map(tuple),
    )  # fmt: skip


def _spaced(severities: list[int]) -> st.SearchStrategy[tuple[tuple[int, int], ...]]:
    """So many pieces of work a few minutes apart, or with a pause between."""
    gaps = st.lists(st.sampled_from([1, 2, COOL_MINUTES, COOL_MINUTES + 5]), min_size=len(severities), max_size=len(severities))

    def since(apart: list[int]) -> tuple[tuple[int, int], ...]:
        return tuple((severity, sum(apart[: place + 1])) for place, severity in enumerate(severities))

    return gaps.map(since)


def jobs() -> st.SearchStrategy[Given]:
    """Any job."""
    return st.builds(
        Given, queue=st.sampled_from([queue.code for queue in QUEUES]), language=st.sampled_from(LANGUAGES),
        severity=st.sampled_from([2, 2, 3, 3, 4, 1, 0]), start_in=st.integers(-500, 500),
        legal_in=st.none() | st.integers(-100, 100), harm=st.sampled_from(HARMS),
    )  # fmt: skip


def start_over(record: Record) -> None:
    """Empty what stands; the ledger only grows, and nothing here reads it."""
    with record.raw() as connection:
        connection.execute("RESET ROLE")
        connection.execute("TRUNCATE job, job_count, passed, person, exposure, looked, wellbeing, report, subject, clock")
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
        for number, ending, reason in someone.passed:
            if number < len(board):
                tx.append(_passing(who, board[number], ending, reason))
        tx.execute("DELETE FROM exposure WHERE person = %(who)s", {"who": who})  # what passing on has cost is said below
        tx.execute("DELETE FROM looked WHERE person = %(who)s", {"who": who})
        for severity, minutes in enumerate(someone.minutes):
            tx.execute(
                "INSERT INTO exposure VALUES (%(who)s, %(day)s, %(severity)s, %(seconds)s, %(items)s)",
                {"who": who, "day": midnight.date(), "severity": severity, "seconds": minutes * 60, "items": someone.items},
            )
            for ago, minutes_then, items_then in ((6, *someone.week), (7, 1000, 1000)):  # what is a week ago counts no more
                tx.execute(
                    "INSERT INTO exposure VALUES (%(who)s, %(day)s, %(severity)s, %(seconds)s, %(items)s)",
                    {
                        "who": who, "day": midnight.date() - timedelta(days=ago), "severity": severity,
                        "seconds": minutes_then * 60, "items": items_then,
                    },
                )  # fmt: skip
        for severity, minutes in someone.lately:
            tx.execute(
                "INSERT INTO looked VALUES (%(who)s, %(ended)s, %(work)s, %(ended)s, %(severity)s, 'smuggling')",
                {"who": who, "ended": moment - timedelta(minutes=minutes), "work": new_id(), "severity": severity},
            )
        if someone.avoids:
            tx.append([OptedOut(subject=who, actor=who, occurred=moment, harms=someone.avoids)])
        if someone.resting is not None:
            until = moment + timedelta(minutes=someone.resting)
            tx.append([BreakBegan(subject=who, actor=who, occurred=moment - timedelta(minutes=5), until=until)])
        for number in someone.wrote:
            if number < len(board):
                tx.append(_another_report(tx, who, board[number], moment))
    return who


def _another_report(tx: Transaction, who: PersonId, job: JobId, moment: Moment) -> list[Fact]:
    """A report on the job's subject that a colleague wrote down by hand."""
    row = tx.one("SELECT about, place, clauses, harm FROM job WHERE id = %(job)s", {"job": job})
    assert row is not None
    report = ReportId(new_id())
    received = ReportReceived(
        subject=report, actor=who, occurred=moment, about=row["about"], reporter=ReporterId(new_id()), source=Source.USER_REPORT,
        capacity=Capacity.THIRD_PARTY, door="console", harm=row["harm"], language="en", jurisdictions=(),
        idempotency=report.hex * 2,
    )  # fmt: skip
    place = msgspec.convert(row["place"], StartBy)
    clauses = tuple(row["clauses"])
    merged = ReportMerged(
        subject=job, actor=PLAYBOOK_ITSELF, occurred=moment, report=report, place=place, clauses=clauses, harm=row["harm"]
    )
    return [received, merged]


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
    if job["queue"] == "minor_gate" and not someone.lead and "minor_gate" not in someone.skills:
        wrong.append("was not trained to hand over what may concern a minor")
    if "any" not in someone.languages and job["language"] not in someone.languages:
        wrong.append(f"does not read {job['language']}")
    if job["severity"] > someone.limit:
        wrong.append(f"not certified for severity {job['severity']}")
    if someone.minutes[job["severity"]] >= LIMIT_MINUTES or someone.items >= DAY_ITEMS:
        wrong.append("over the day's limit")
    minutes_before, items_before = someone.week
    if minutes_before + someone.minutes[job["severity"]] >= WEEK_MINUTES or items_before + someone.items >= WEEK_ITEMS:
        wrong.append("over the week's limit")
    if any(job["harm"] == code or job["harm"].startswith(code + ".") for code in someone.avoids):
        wrong.append("opted out of it")
    if someone.resting is not None and someone.resting > 0:
        wrong.append("takes a break")
    if cooled(someone, job["severity"]):
        wrong.append("is in a cool-down")
    if any(number < len(board) and board[number] == job["id"] for number in someone.wrote):
        wrong.append("wrote a report of it down")
    before = {board[number]: (ending, reason) for number, ending, reason in someone.passed if number < len(board)}
    if before.get(job["id"], ("",))[0] == "escalated" and not someone.lead:
        wrong.append("escalated it before")
    if before.get(job["id"], ("",))[0] == "skipped":
        wrong.append("skipped it just now")
    elsewhere = job["queue"] != job["escalated_from"]
    if job["escalated_by"] is not None and not someone.lead and not (elsewhere and skill in someone.skills):
        wrong.append("escalated work is for leads, and for specialists of another queue")
    return wrong


def cooled(someone: Someone, severity: int) -> bool:
    """Whether grave work of the last minutes forbids this; the two cool-downs of PLAYBOOK, one by one."""
    if severity >= 3 and any(tier == 4 and since < COOL_MINUTES for tier, since in someone.lately):
        return True
    row, earlier = 0, None
    for tier, since in reversed(someone.lately):
        if tier < 2:
            row = 0
        elif earlier is not None and earlier - since >= COOL_MINUTES:
            row = 1
        else:
            row += 1
        earlier = since
        if row == 3:
            row = 0
            if since < COOL_MINUTES and severity >= 2:
                return True
    return False


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
        claims = [asks(record, who) for who, _ in hired]
    given: set[JobId] = set()
    for (who, someone), claim in zip(hired, claims, strict=True):
        free = [row for row in rows if row["state"] in ("open", "escalated") and row["id"] not in given]
        fitting = [row for row in free if not violations(record, who, someone, row, ids)]
        if claim is None or isinstance(claim, OnBreak):
            assert fitting == [], f"somebody was sent away although there was work for them: {someone} {claim}"
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


def asks(record: Record, who: PersonId) -> desk.Claim | Exception | None:
    """What somebody gets who asks for the next job."""
    try:
        return desk.claim_next(record, PLAYBOOK, who)
    except OnBreak as refused:
        return refused


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
    for job in reversed(ids):
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
            break  # having looked at it changes what may come next
