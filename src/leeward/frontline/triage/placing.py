"""A report finds its job: a new one, or the undecided one of its subject. Pure: facts out of what stands.

A merge takes the worse of both in everything that decides about order. It moves an open job to another queue when the new
report belongs to one that stands earlier in queues.toml, or when the job has become too severe for the queue it is in; a job
that somebody has in hand, or that waits, moves when it is open again (``returned``). A held job is taken up when a clock of
the law would come due while it is held: a hold does not stop the law.
"""

from datetime import timedelta

import msgspec

from leeward.frontline.triage.routes import Routes
from leeward.playbook.certified import MINOR_GATE
from leeward.playbook.model import Playbook, Queue
from leeward.playbook.order import merged, start_by, virality
from leeward.record.facts import Fact
from leeward.record.facts.review import JobResumed
from leeward.record.facts.triage import JobOpened, JobRouted, ReportMerged, StartBy
from leeward.record.terms.code import ClauseCode, HarmCode, LanguageCode, QueueCode, ReasonCode
from leeward.record.terms.ids import JobId, ReportId, SubjectId, new_id
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import PLAYBOOK
from leeward.record.terms.report import JobState, Source
from leeward.record.terms.severity import Severity

MERGED = ReasonCode("report_merged")  # a report joined that belongs to a queue further up
TOO_SEVERE = ReasonCode("too_severe")  # the job outgrew the severities of its queue
LEGAL_CLOCK = ReasonCode("legal_clock")  # a clock of the law comes due before the hold ends


class Assessed(msgspec.Struct, frozen=True, kw_only=True):
    """A report with what assessment made of it."""

    id: ReportId
    about: SubjectId
    source: Source
    harms: tuple[HarmCode, ...]
    """All that speak for it: the one that was found first, then the one that was named, then those of its clauses."""
    clauses: tuple[ClauseCode, ...]
    severity: Severity
    likelihood: float
    language: LanguageCode
    reach: int
    received: Moment


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A job as triage sees it."""

    id: JobId
    state: JobState
    queue: QueueCode
    harm: HarmCode
    clauses: tuple[ClauseCode, ...]
    place: StartBy
    held_until: Moment | None = None
    chosen: bool = False
    """A person put it in its queue: it stays there while the queue can take it, but for what may concern a minor."""
    sources: frozenset[Source] = frozenset()
    """Where its reports came from; only filled where routing asks for it."""


def opened(playbook: Playbook, routes: Routes, report: Assessed, legal_due: Moment | None, now: Moment) -> tuple[Job, JobOpened]:
    """A new job for the report's subject."""
    sources = frozenset({report.source})
    queue, harm = routes.first(report.harms, report.severity, sources)
    job = Job(
        id=JobId(new_id()),
        state=JobState.OPEN,
        queue=queue.code,
        harm=harm,
        clauses=report.clauses,
        place=place_of(playbook, report, queue, legal_due),
        sources=sources,
    )
    fact = JobOpened(
        subject=job.id,
        actor=PLAYBOOK,
        occurred=now,
        about=report.about,
        report=report.id,
        queue=queue.code,
        harm=harm,
        clauses=report.clauses,
        skill=queue.skill,
        language=report.language,
        place=job.place,
        promised=job.place.received + timedelta(minutes=queue.sla_minutes),
    )
    return job, fact


def joined(
    playbook: Playbook, routes: Routes, job: Job, report: Assessed, legal_due: Moment | None, now: Moment
) -> tuple[Job, list[Fact]]:
    """The job after the report joined it, and the facts that say so."""
    severity = max(job.place.severity, report.severity)
    target, harm = _after(routes, job, report, severity)
    if target is not None and stays(routes, job, target, severity):
        target, harm = None, job.harm
    move = target if job.state is JobState.OPEN else None
    queue = move or routes.named(job.queue) or playbook.queues[-1]
    handling = max(queue.handling_minutes, job.place.handling_seconds // 60)
    place = merged(playbook.start_by, job.place, place_of(playbook, report, queue, legal_due), handling)
    after = msgspec.structs.replace(
        job, harm=harm, clauses=_clauses(job, report), place=place, sources=job.sources | {report.source}, queue=queue.code
    )
    facts: list[Fact] = [
        ReportMerged(
            subject=job.id, actor=PLAYBOOK, occurred=now, report=report.id, place=place, clauses=after.clauses, harm=harm
        )
    ]
    if move is not None:
        facts.append(_routed(job, move, TOO_SEVERE if routes.outgrown(job.queue, severity) else MERGED, now))
    if must_resume(job, place):
        facts.append(resumed(job, now))
        after = msgspec.structs.replace(after, state=JobState.OPEN, held_until=None)
    return after, facts


def returned(routes: Routes, job: Job, now: Moment) -> JobRouted | None:
    """Where a job that is open again has to go, when its queue is not the right one any more."""
    queue, _ = routes.first((job.harm,), job.place.severity, job.sources)
    outgrown = routes.outgrown(job.queue, job.place.severity)
    if queue.code == job.queue or not (outgrown or routes.precedes(queue, job.queue)):
        return None
    if stays(routes, job, queue, job.place.severity):
        return None
    return _routed(job, queue, TOO_SEVERE if outgrown else MERGED, now)


def stays(routes: Routes, job: Job, target: Queue, severity: Severity) -> bool:
    """Whether the choice of the person who put a job in its queue stands against routing: not against a possible minor (Q06)."""
    return job.chosen and not routes.outgrown(job.queue, severity) and str(target.code) != MINOR_GATE


def place_of(playbook: Playbook, report: Assessed, queue: Queue, legal_due: Moment | None) -> StartBy:
    """The place of a report by itself, in the order of work of a queue."""
    return start_by(
        playbook.start_by,
        received=report.received,
        severity=report.severity,
        likelihood=report.likelihood,
        virality=virality(playbook.start_by, report.reach),
        legal_due=legal_due,
        handling_minutes=queue.handling_minutes,
        source_share=playbook.start_by.source_share.get(report.source, 1.0),
    )


def advanced(place: StartBy, legal_due: Moment) -> StartBy:
    """The place when a clock of the law begins later than the job: as the fold of ``ClocksStarted`` makes it."""
    if place.legal_due is not None and place.legal_due <= legal_due:
        return place
    start = min(place.start_by, legal_due - timedelta(seconds=place.handling_seconds))
    return msgspec.structs.replace(place, legal_due=legal_due, start_by=start)


def must_resume(job: Job, place: StartBy) -> bool:
    """Whether a held job has to be taken up because its place is now set by the law and lies before the end of the hold."""
    if job.state is not JobState.HELD or job.held_until is None or place.legal_due is None:
        return False
    return place.legal_due != job.place.legal_due and place.start_by < job.held_until


def resumed(job: Job, now: Moment) -> JobResumed:
    """The fact that a held job is taken up again for a clock of the law."""
    return JobResumed(subject=job.id, actor=PLAYBOOK, occurred=now, reason=LEGAL_CLOCK)


def _after(routes: Routes, job: Job, report: Assessed, severity: Severity) -> tuple[Queue | None, HarmCode]:
    """The queue that a job should be in after a merge, None where it is right; and the harm that it is handled as."""
    if routes.outgrown(job.queue, severity):
        return routes.first((*report.harms, job.harm), severity, job.sources | {report.source})
    queue, harm = routes.first(report.harms, severity, frozenset({report.source}))
    if routes.precedes(queue, job.queue):
        return queue, harm
    worse = routes.taken(job.queue, report.harms, severity, report.source) if report.severity > job.place.severity else None
    return None, worse or job.harm


def _routed(job: Job, queue: Queue, reason: ReasonCode, now: Moment) -> JobRouted:
    return JobRouted(subject=job.id, actor=PLAYBOOK, occurred=now, queue=queue.code, skill=queue.skill, reason=reason)


def _clauses(job: Job, report: Assessed) -> tuple[ClauseCode, ...]:
    """Those of both, once; the more severe one's first."""
    first, second = job.clauses, report.clauses
    if report.severity > job.place.severity:
        first, second = second, first
    return tuple(dict.fromkeys((*first, *second)))
