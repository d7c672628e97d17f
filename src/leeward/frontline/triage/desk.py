"""The desk of triage: it hears assessed reports, cures, decisions and returned jobs, and answers with clocks and places.

Facts of one kind stand together in every answer, so that a batch of 500 reports is folded in a few statements.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from uuid import UUID

import msgspec

from leeward.frontline.triage import placing
from leeward.frontline.triage.batch import Batch, met
from leeward.frontline.triage.placing import Job
from leeward.frontline.triage.routes import Routes
from leeward.frontline.triage.rows import ClockRow, DecidedRow, JobRow, ReportRow, SourcesRow
from leeward.playbook.model import Playbook
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.assessment import ReportAssessed
from leeward.record.facts.intake import NoticeCured, NoticeFoundIncomplete
from leeward.record.facts.review import JobDecided, JobResumed, LeaseEnded
from leeward.record.facts.triage import ClockMet, ClockMissed, ClocksStarted, JobOpened, JobRouted, ReportMerged
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Hearing, Listeners, Record
from leeward.record.standing.queries import read_queries
from leeward.record.terms.ids import SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import CLOCKWORK
from leeward.record.terms.report import LeaseEnd, Source

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
    batch = _batch(playbook, rows, hearing)
    return _by_kind(fact for row in rows for fact in batch.placed(row))


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


def stop_clocks(heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A ``ClockMet`` for every clock that ran for a job until its ``JobDecided``."""
    decided = {one.fact.subject: one.fact.occurred for one in heard}
    rows = hearing.look.rows(Q.running_clocks, {"jobs": list(decided)}, into=ClockRow)
    return [met(row, decided[row.job]) for row in rows]


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
    jobs: dict[SubjectId, Job] = {}
    raised: set[SubjectId] = set()
    for row in rows:
        job = jobs.get(row.about) or row.standing_job
        if job is not None:
            jobs[row.about] = job
            if row.severity > job.place.severity or routes.named(job.queue) is None:
                raised.add(row.about)
    filled = _with_sources([jobs[about] for about in raised], hearing.look)
    return Batch(playbook, routes, jobs | dict(zip(raised, filled, strict=True)), hearing.now)


def _with_sources(jobs: list[Job], look: Look) -> list[Job]:
    if not jobs:
        return []
    rows = look.rows(Q.sources_of, {"jobs": [job.id for job in jobs]}, into=SourcesRow)
    sources = {row.job: frozenset(Source(each) for each in row.sources) for row in rows}
    return [msgspec.structs.replace(job, sources=sources.get(job.id, frozenset())) for job in jobs]


def _by_kind(facts: Iterable[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda fact: _ORDER.index(type(fact)))
