"""What triage hears: assessed reports, cures, decisions, escalations and returned jobs; it answers with clocks and places.

Facts of one kind stand together in every answer, so that a batch of 500 reports is folded in a few statements.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from uuid import UUID

import msgspec

from leeward.frontline.triage import later, parting, placing
from leeward.frontline.triage.batch import Batch, met
from leeward.frontline.triage.desk import fulfilled
from leeward.frontline.triage.later import Affected
from leeward.frontline.triage.placing import Job
from leeward.frontline.triage.routes import Routes
from leeward.frontline.triage.rows import AffectedRow, BegunRow, ClockRow, DecidedRow, JobRow, MergedRow, ReportRow, SourcesRow
from leeward.playbook.model import Playbook, Trigger
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.assessment import ReportAssessed, ReportReassessed
from leeward.record.facts.enforcement import ActionMadeKnown, DeliveryAttempted
from leeward.record.facts.intake import NoticeCured, NoticeFoundIncomplete
from leeward.record.facts.review import DecisionUndone, JobDecided, JobEscalated, JobResumed, LeaseEnded
from leeward.record.facts.signals import CopiesSearched
from leeward.record.facts.statements import StatementAccepted, StatementWithheld
from leeward.record.facts.triage import (
    ClockMet,
    ClockMissed,
    ClocksStarted,
    ClocksWithdrawn,
    JobOpened,
    JobRaised,
    JobRouted,
    ReportMerged,
    RunningClock,
)
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Hearing, Listeners, Record
from leeward.record.standing.queries import read_queries
from leeward.record.terms.ids import DecisionId, JobId
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import CLOCKWORK, PLAYBOOK
from leeward.record.terms.report import ClockEnd, JobState, LeaseEnd, Source

Q = read_queries("leeward.frontline.triage")
Current = Callable[[], Playbook]

RETURNED = frozenset({LeaseEnd.SKIPPED, LeaseEnd.RELEASED, LeaseEnd.EXPIRED})
"""Ends of a lease after which a job is in its queue again."""
_ORDER = (ClocksStarted, NoticeFoundIncomplete, JobOpened, ReportMerged, JobRaised, JobRouted, JobResumed, ClockMet)


def listeners(current: Current) -> Listeners:
    """What this room hears. ``current`` gives the playbook in force."""
    return {
        ReportAssessed: (partial(place_reports, current),),
        ReportReassessed: (partial(raise_jobs, current),),
        NoticeCured: (partial(cure_notices, current),),
        JobDecided: (partial(on_decisions, current),),
        DecisionUndone: (partial(withdraw_clocks, current),),
        JobEscalated: (partial(on_escalations, current),),
        LeaseEnded: (partial(route_returned, current),),
        JobResumed: (partial(route_returned, current),),
        StatementAccepted: (partial(fulfilled.by_acceptance, current),),
        StatementWithheld: (partial(fulfilled.by_withholding, current),),
        ActionMadeKnown: (partial(on_made_known, current),),
        CopiesSearched: (partial(fulfilled.by_search, current),),
        DeliveryAttempted: (partial(fulfilled.by_delivery, current),),
    }


def wake(record: Record, current: Current, moment: Moment, limit: int = 500) -> int:
    """Say of clocks that came due before ``moment`` that they were missed, or that their time is over; how many."""
    with record.reading() as look:
        if not look.rows(Q.clocks_past_due, {"moment": moment, "limit": 1}):
            return 0
    with record.writing() as tx:
        tx.take_pen()
        due = tx.rows(Q.clocks_past_due, {"moment": moment, "limit": limit}, into=ClockRow)
        tx.append([_missed(row, moment) for row in due if row.ends != ClockEnd.TIME])
        tx.append([met(row, row.due or moment, CLOCKWORK) for row in due if row.ends == ClockEnd.TIME])
    return len(due)


def _missed(row: ClockRow, moment: Moment) -> ClockMissed:
    due = row.due or moment
    return ClockMissed(subject=row.job, actor=CLOCKWORK, occurred=moment, report=row.report, clock=row.clock, due=due)


def place_reports(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """Clocks and a job for each ``ReportAssessed``."""
    playbook = current()
    rows = hearing.look.rows(Q.reports, {"reports": [one.fact.subject for one in heard]}, into=ReportRow)
    batch = _batch(playbook, rows, hearing)
    facts = [fact for row in rows for fact in batch.placed(row)]
    return _by_kind([*facts, *_lifted(playbook, batch, rows, hearing)])


def raise_jobs(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A ``JobRaised`` for each ``ReportReassessed`` whose job is not decided, and the clocks that begin with what was found."""
    asked = {"reports": [one.fact.subject for one in heard]}
    rows = hearing.look.rows(Q.reports, asked, into=ReportRow)
    ran: dict[UUID, list[ClockRow]] = {}
    for clock in hearing.look.rows(Q.clocks_of_reports, asked, into=ClockRow):
        ran.setdefault(clock.report, []).append(clock)
    playbook = current()
    batch = _batch(playbook, rows, hearing)
    facts = [fact for row in rows for fact in batch.raised(row, ran.get(row.id, []))]
    return _by_kind([*facts, *_lifted(playbook, batch, rows, hearing)])


def cure_notices(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """The clocks that begin, from receipt, because a notice became complete (Q03), and the end of its cure clocks."""
    told: dict[UUID, set[str]] = {}
    for one in heard:
        if isinstance(one.fact, NoticeCured):
            told.setdefault(one.fact.subject, set()).add(one.fact.instrument)
    rows = hearing.look.rows(Q.reports, {"reports": list(told)}, into=ReportRow)
    ran: dict[UUID, list[ClockRow]] = {}
    for clock in hearing.look.rows(Q.clocks_of_reports, {"reports": list(told)}, into=ClockRow):
        ran.setdefault(clock.report, []).append(clock)
    own = [row.own_job for row in rows if row.own_job is not None]
    ends = {row.id: row for row in hearing.look.rows(Q.decided_jobs, {"jobs": own}, into=DecidedRow)}
    batch = _batch(current(), rows, hearing)
    cured = (batch.cured(row, told[row.id], ran.get(row.id, []), ends.get(row.own_job) if row.own_job else None) for row in rows)
    return _by_kind(fact for facts in cured for fact in facts)


def on_decisions(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A ``ClockMet`` for every clock that ran until its ``JobDecided``, and the clocks that begin with the decision."""
    decided = {one.fact.subject: one.fact for one in heard if isinstance(one.fact, JobDecided)}
    rows = hearing.look.rows(Q.clocks_that_decisions_end, {"jobs": list(decided)}, into=ClockRow)
    stopped: list[Fact] = [met(row, decided[row.job].occurred) for row in rows]
    begun: list[Fact] = []
    for job, (reports, violations) in affected(hearing.look, list(decided)).items():
        started = later.by_decision(current(), decided[job], reports, violations)
        begun += started_facts(started, job, decided[job].occurred)
    return [*begun, *stopped]


def on_made_known(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """The duties that a statement does begin anew where it was withheld until now: from the moment the person is told."""
    jobs = {one.fact.decision: one.fact.job for one in heard if isinstance(one.fact, ActionMadeKnown)}
    rows = [msgspec.convert(row, later.Finding) for row in hearing.look.rows(Q.findings, {"decisions": list(jobs)})]
    of_reports = affected(hearing.look, list(dict.fromkeys(jobs.values())))
    begun: list[Fact] = []
    for row in rows:
        reports, violations = of_reports.get(row.job, ([], 0))
        started = later.by_telling(current(), row, reports, violations, hearing.now, fulfilled.OF_STATEMENTS)
        begun += started_facts(started, row.job, hearing.now)
    return begun


def on_escalations(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """The clocks that begin because whoever passed a job on knows something."""
    reasons = {each.reason for each in current().awareness}
    risen = {one.fact.subject: one.fact for one in heard if isinstance(one.fact, JobEscalated) and one.fact.reason in reasons}
    if not risen:
        return []
    return [
        fact
        for job, (reports, _) in affected(hearing.look, list(risen)).items()
        for fact in started_facts(
            later.by_awareness(current(), risen[job].reason, reports, risen[job].occurred), job, risen[job].occurred
        )
    ]


def withdraw_clocks(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """``ClocksWithdrawn`` for what began with a decision that was undone before it took effect."""
    undone = {one.fact.decision: one.fact for one in heard if isinstance(one.fact, DecisionUndone)}
    began = {row.code for row in current().clocks if row.trigger in (Trigger.DECISION, Trigger.AWARENESS)}
    withdrawn: dict[DecisionId, list[RunningClock]] = {}
    for row in hearing.look.rows(Q.clocks_since_decisions, {"decisions": list(undone)}, into=BegunRow):
        if row.clock in began:
            withdrawn.setdefault(row.decision, []).append(RunningClock(report=row.report, clock=row.clock))
    return [
        ClocksWithdrawn(subject=undone[each].subject, actor=PLAYBOOK, occurred=undone[each].occurred, clocks=tuple(clocks))
        for each, clocks in withdrawn.items()
    ]


def affected(look: Look, jobs: Sequence[UUID]) -> dict[JobId, tuple[list[Affected], int]]:
    """The reports of these jobs, the earliest first, with the clocks that each ever had; and their subject's violations."""
    found: dict[JobId, tuple[list[Affected], int]] = {}
    for row in look.rows(Q.reports_of_jobs, {"jobs": list(jobs)}, into=AffectedRow):
        found.setdefault(row.job, ([], row.violations))[0].append(row.affected)
    return found


def started_facts(started: later.Started, job: JobId, at: Moment) -> list[Fact]:
    """The facts that clocks began."""
    return [ClocksStarted(subject=each, actor=PLAYBOOK, occurred=at, job=job, clocks=clocks) for each, clocks in started]


def route_returned(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A ``JobRouted`` for jobs whose queue became the wrong one while somebody had them, or while they waited."""
    back = [one.fact.subject for one in heard if not isinstance(one.fact, LeaseEnded) or one.fact.ending in RETURNED]
    if not back:
        return []
    routes = Routes(current().queues)
    jobs = [row.as_job for row in hearing.look.rows(Q.open_jobs, {"jobs": back}, into=JobRow)]
    routed = (placing.returned(routes, job, hearing.now) for job in _with_sources(jobs, hearing.look))
    return [fact for fact in routed if fact is not None]


def _batch(playbook: Playbook, rows: Iterable[ReportRow], hearing: Hearing) -> Batch:
    """The batch with the undecided jobs of its subjects; with their sources, where a report makes one more severe."""
    routes = Routes(playbook.queues)
    jobs: dict[UUID, Job] = {}
    raised: set[UUID] = set()
    for row in rows:
        job = jobs.get(row.slot) or row.standing_job
        if job is not None:
            jobs[row.slot] = job
            if row.severity > job.place.severity or routes.named(job.queue) is None:
                raised.add(row.slot)
    filled = _with_sources([jobs[slot] for slot in raised], hearing.look)
    return Batch(playbook, routes, jobs | dict(zip(raised, filled, strict=True)), hearing.now)


def _lifted(playbook: Playbook, batch: Batch, rows: Sequence[ReportRow], hearing: Hearing) -> list[JobRaised]:
    """What reports on a job that is decided with another one do to that other one: never later, never milder."""
    merged = {job.id: (job, row) for row in rows if (job := batch.job_of(row)) is not None and job.state is JobState.MERGED}
    if not merged:
        return []
    stays = hearing.look.rows(Q.merged_into, {"jobs": list(merged)}, into=MergedRow)
    return [
        fact
        for one in stays
        if one.merged is not None
        for job, row in [merged[one.merged]]
        if (fact := parting.lifted(playbook, one.as_job, job, row.id, hearing.now)) is not None
    ]


def _with_sources(jobs: list[Job], look: Look) -> list[Job]:
    if not jobs:
        return []
    rows = look.rows(Q.sources_of, {"jobs": [job.id for job in jobs]}, into=SourcesRow)
    sources = {row.job: frozenset(Source(each) for each in row.sources) for row in rows}
    return [msgspec.structs.replace(job, sources=sources.get(job.id, frozenset())) for job in jobs]


def _by_kind(facts: Iterable[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda fact: _ORDER.index(type(fact)))
