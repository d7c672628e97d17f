"""The desk of triage: it hears assessed reports, cures, decisions and returned jobs, and answers with clocks and places.

Facts of one kind stand together in every answer, so that a batch of 500 reports is folded in a few statements.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from uuid import UUID

import msgspec

from leeward.frontline.triage import placing
from leeward.frontline.triage.clocks_of import ClockTable, Running
from leeward.frontline.triage.placing import Job
from leeward.frontline.triage.rows import ClockRow, DecidedRow, JobRow, ReportRow, SourcesRow
from leeward.playbook import clocks
from leeward.playbook.model import Playbook
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.assessment import ReportAssessed
from leeward.record.facts.intake import NoticeCured, NoticeFoundIncomplete
from leeward.record.facts.review import JobDecided, JobResumed, LeaseEnded
from leeward.record.facts.triage import ClockMet, ClockMissed, ClocksStarted, ClockStart, JobOpened, JobRouted, ReportMerged
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Hearing, Listeners, Record
from leeward.record.standing.queries import read_queries
from leeward.record.terms.ids import JobId, SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import CLOCKWORK, PLAYBOOK
from leeward.record.terms.report import LeaseEnd, Source, Verdict

Q = read_queries(__package__)
Current = Callable[[], Playbook]

RETURNED = frozenset({LeaseEnd.SKIPPED, LeaseEnd.RELEASED, LeaseEnd.EXPIRED})
"""Ends of a lease after which a job is in its queue again."""
_ORDER = (ClocksStarted, NoticeFoundIncomplete, JobOpened, ReportMerged, JobRouted, JobResumed, ClockMet)


def listeners(current: Current) -> Listeners:
    """What this room hears. ``current`` gives the playbook in force."""
    return {
        ReportAssessed: (partial(place_reports, current),),
        NoticeCured: (partial(cure_notices, current),),
        JobDecided: (stop_clocks,),
        LeaseEnded: (partial(route_returned, current),),
        JobResumed: (partial(route_returned, current),),
    }


def wake(record: Record, current: Current, moment: Moment, limit: int = 500) -> int:
    """Say of clocks that came due before ``moment`` that they were missed; how many."""
    with record.reading() as look:
        if not look.rows(Q.clocks_past_due, {"moment": moment, "limit": 1}):
            return 0
    with record.writing() as tx:
        tx.take_pen()
        due = tx.rows(Q.clocks_past_due, {"moment": moment, "limit": limit}, into=ClockRow)
        tx.append(
            ClockMissed(subject=row.job, actor=CLOCKWORK, occurred=moment, report=row.report, clock=row.clock, due=row.due)
            for row in due
            if row.due is not None
        )
    return len(due)


def place_reports(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """Clocks and a job for each ``ReportAssessed``."""
    playbook = current()
    rows = hearing.look.rows(Q.reports, {"reports": [one.fact.subject for one in heard]}, into=ReportRow)
    table, jobs = ClockTable(playbook.clocks), _standing_jobs(playbook, rows, hearing.look)
    facts: list[Fact] = []
    for row in rows:
        running = table.running(row.circumstances, row.received)
        job, placed = _placed(playbook, jobs, row, running.legal_due, hearing.now)
        facts += placed
        facts += _started(row, job.id, running.clocks, hearing.now)
        facts += _incomplete(row, running, hearing.now)
    return _by_kind(facts)


def cure_notices(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """The clocks that begin, from receipt, because a notice became complete (Q03), and the end of its cure clocks."""
    playbook, facts = current(), list[Fact]()
    told: dict[UUID, set[str]] = {}
    for one in heard:
        if isinstance(one.fact, NoticeCured):
            told.setdefault(one.fact.subject, set()).add(one.fact.instrument)
    rows = hearing.look.rows(Q.reports, {"reports": list(told)}, into=ReportRow)
    known = _clocks_by_report(hearing.look, told)
    decided = _decided(hearing.look, [row.own_job for row in rows if row.own_job is not None])
    table, jobs = ClockTable(playbook.clocks), _standing_jobs(playbook, rows, hearing.look)
    for row in rows:
        running = table.running(row.circumstances, row.received)
        ran = known.get(row.id, [])
        begun = [clock for clock in running.clocks if clock.clock not in {each.clock for each in ran}]
        facts += _cured(playbook, jobs, row, begun, decided, hearing.now)
        lacking = {each.instrument for each in running.incomplete}
        cures = (each for each in ran if each.stopped is None and table.cures(each.clock))
        facts += [_met(each, hearing.now) for each in cures if table.cures(each.clock) not in lacking]
        facts += [each for each in _incomplete(row, running, hearing.now) if each.instrument in told[row.id]]
    return _by_kind(facts)


def stop_clocks(heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A ``ClockMet`` for every clock that ran for a job until its ``JobDecided``."""
    decided = {one.fact.subject: one.fact.occurred for one in heard}
    rows = hearing.look.rows(Q.running_clocks, {"jobs": list(decided)}, into=ClockRow)
    return [_met(row, decided[row.job]) for row in rows]


def route_returned(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A ``JobRouted`` for jobs that outgrew their queue while somebody had them, or while they waited."""
    back = [one.fact.subject for one in heard if not isinstance(one.fact, LeaseEnded) or one.fact.ending in RETURNED]
    if not back:
        return []
    queues = current().queues
    jobs = [row.as_job for row in hearing.look.rows(Q.open_jobs, {"jobs": back}, into=JobRow)]
    jobs = _with_sources([job for job in jobs if placing.outgrown(queues, job, job.place.severity)], hearing.look)
    targets = ((job, placing.queue_after(queues, job, job.place.severity)) for job in jobs)
    return [placing.routed(job, queue, placing.TOO_SEVERE, hearing.now) for job, queue in targets if queue is not None]


def _placed(
    playbook: Playbook, jobs: dict[SubjectId, Job], row: ReportRow, legal_due: Moment | None, now: Moment
) -> tuple[Job, list[Fact]]:
    """The job that the report found, also kept in ``jobs`` for those that come after it in the batch."""
    standing, facts = jobs.get(row.about), list[Fact]()
    if standing is None:
        jobs[row.about], opened = placing.opened(playbook, row.assessed, legal_due, now)
        facts.append(opened)
    else:
        jobs[row.about], facts = placing.joined(playbook, standing, row.assessed, legal_due, now)
    return jobs[row.about], facts


def _cured(
    playbook: Playbook,
    jobs: dict[SubjectId, Job],
    row: ReportRow,
    begun: list[ClockStart],
    decided: dict[JobId, DecidedRow],
    now: Moment,
) -> list[Fact]:
    """Clocks that begin with a cure. A report whose job ended for want of what has now arrived finds a job once more."""
    before = decided.get(row.own_job) if row.own_job else None
    if before is not None and before.verdict == Verdict.NOT_ENOUGH:
        job, placed = _placed(playbook, jobs, row, clocks.legal_due(begun), now)
        return placed + _started(row, job.id, begun, now)
    if row.own_job is None:
        return []
    facts = _started(row, row.own_job, begun, now)
    if before is not None:
        rows = [ClockRow(before.id, row.id, each.clock, each.due) for each in begun]
        return facts + [_met(each, before.decided) for each in rows]
    job_now, legal_due = jobs.get(row.about), clocks.legal_due(begun)
    if job_now is not None and legal_due is not None:
        jobs[row.about] = after = msgspec.structs.replace(job_now, place=placing.advanced(job_now.place, legal_due))
        if placing.must_resume(job_now, after.place):
            facts.append(placing.resumed(after, now))
    return facts


def _started(row: ReportRow, job: JobId, started: Collection[ClockStart], now: Moment) -> list[Fact]:
    if not started:
        return []
    return [ClocksStarted(subject=row.id, actor=PLAYBOOK, occurred=now, job=job, clocks=tuple(started))]


def _incomplete(row: ReportRow, running: Running, now: Moment) -> list[NoticeFoundIncomplete]:
    return [
        NoticeFoundIncomplete(subject=row.id, actor=PLAYBOOK, occurred=now, instrument=each.instrument, missing=each.missing)
        for each in running.incomplete
    ]


def _met(clock: ClockRow, moment: Moment) -> ClockMet:
    return ClockMet(
        subject=clock.job, actor=PLAYBOOK, occurred=moment, report=clock.report, clock=clock.clock,
        on_time=clock.in_time(moment),
    )  # fmt: skip


def _standing_jobs(playbook: Playbook, rows: Iterable[ReportRow], look: Look) -> dict[SubjectId, Job]:
    """The undecided job of each subject; with its sources, where one of the reports makes it too severe for its queue."""
    jobs: dict[SubjectId, Job] = {}
    outgrown: dict[SubjectId, Job] = {}
    for row in rows:
        job = jobs.get(row.about) or row.standing_job
        if job is not None:
            jobs[row.about] = job
            severity = max(job.place.severity, row.assessed.severity)
            if placing.outgrown(playbook.queues, job, severity):
                outgrown[row.about] = job
    filled = _with_sources(list(outgrown.values()), look)
    return jobs | dict(zip(outgrown, filled, strict=True))


def _with_sources(jobs: list[Job], look: Look) -> list[Job]:
    if not jobs:
        return []
    rows = look.rows(Q.sources_of, {"jobs": [job.id for job in jobs]}, into=SourcesRow)
    sources = {row.job: frozenset(Source(each) for each in row.sources) for row in rows}
    return [msgspec.structs.replace(job, sources=sources.get(job.id, frozenset())) for job in jobs]


def _clocks_by_report(look: Look, reports: Iterable[UUID]) -> dict[UUID, list[ClockRow]]:
    known: dict[UUID, list[ClockRow]] = {}
    for row in look.rows(Q.clocks_of_reports, {"reports": list(reports)}, into=ClockRow):
        known.setdefault(row.report, []).append(row)
    return known


def _decided(look: Look, jobs: list[JobId]) -> dict[JobId, DecidedRow]:
    return {row.id: row for row in look.rows(Q.decided_jobs, {"jobs": jobs}, into=DecidedRow)} if jobs else {}


def _by_kind(facts: Iterable[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda fact: _ORDER.index(type(fact)))
