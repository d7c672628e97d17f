"""A report finds its job: a new one, or the undecided one of its subject. Pure: facts out of what stands.

A merge takes the worse of both in everything that decides about order. It moves the job to another queue when the new report
belongs to one that stands earlier in queues.toml, or when the job has become too severe for the queue it is in; a job that
somebody has in hand, or that waits for a lead, stays where it is. A held job is taken up again when a clock of the law would
come due while it is held: a hold does not stop the law.
"""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from leeward.playbook.model import Playbook, Queue
from leeward.playbook.order import merged, start_by, virality
from leeward.playbook.routing import route
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
    harm: HarmCode
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
    sources: frozenset[Source] = frozenset()
    """Where its reports came from; only filled where routing asks for it."""


def opened(playbook: Playbook, report: Assessed, legal_due: Moment | None, now: Moment) -> tuple[Job, JobOpened]:
    """A new job for the report's subject."""
    queue = route(playbook.queues, report.harm, report.severity, report.source)
    job = Job(
        id=JobId(new_id()),
        state=JobState.OPEN,
        queue=queue.code,
        harm=report.harm,
        clauses=report.clauses,
        place=place_of(playbook, report, queue, legal_due),
        sources=frozenset({report.source}),
    )
    fact = JobOpened(
        subject=job.id,
        actor=PLAYBOOK,
        occurred=now,
        about=report.about,
        report=report.id,
        queue=queue.code,
        harm=report.harm,
        clauses=report.clauses,
        skill=queue.skill,
        language=report.language,
        place=job.place,
    )
    return job, fact


def joined(playbook: Playbook, job: Job, report: Assessed, legal_due: Moment | None, now: Moment) -> tuple[Job, list[Fact]]:
    """The job after the report joined it, and the facts that say so."""
    severity = max(job.place.severity, report.severity)
    target = queue_after(playbook.queues, job, severity, report)
    queue = target or queue_of(playbook.queues, job.queue) or playbook.queues[-1]
    handling = max(queue.handling_minutes, job.place.handling_seconds // 60)
    place = merged(playbook.start_by, job.place, place_of(playbook, report, queue, legal_due), handling)
    clauses = _clauses(job, report)
    facts: list[Fact] = [
        ReportMerged(subject=job.id, actor=PLAYBOOK, occurred=now, report=report.id, place=place, clauses=clauses)
    ]
    after = msgspec.structs.replace(job, clauses=clauses, place=place, sources=job.sources | {report.source})
    if target is not None:
        reason = TOO_SEVERE if outgrown(playbook.queues, job, severity) else MERGED
        facts.append(routed(job, target, reason, now))
        after = msgspec.structs.replace(after, queue=target.code)
    if must_resume(job, place):
        facts.append(resumed(job, now))
        after = msgspec.structs.replace(after, state=JobState.OPEN, held_until=None)
    return after, facts


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
    )


def queue_after(queues: Sequence[Queue], job: Job, severity: Severity, report: Assessed | None = None) -> Queue | None:
    """The queue an open job has to go to with this severity, when a report joined it; None when it stays."""
    if job.state is not JobState.OPEN:
        return None
    here = queue_of(queues, job.queue)
    wanted = [] if report is None else [route(queues, report.harm, severity, report.source)]
    too_severe = outgrown(queues, job, severity)
    if too_severe:
        wanted += [route(queues, job.harm, severity, source) for source in sorted(job.sources)]
    if not wanted:
        return None
    best = min(wanted, key=queues.index)
    earlier = too_severe or here is None or queues.index(best) < queues.index(here)
    return best if earlier and best is not here else None


def routed(job: Job, queue: Queue, reason: ReasonCode, now: Moment) -> JobRouted:
    """The fact that a job goes to another queue."""
    return JobRouted(subject=job.id, actor=PLAYBOOK, occurred=now, queue=queue.code, skill=queue.skill, reason=reason)


def queue_of(queues: Sequence[Queue], code: QueueCode) -> Queue | None:
    """The queue of this code; None when the playbook no longer has it."""
    return next((queue for queue in queues if queue.code == code), None)


def outgrown(queues: Sequence[Queue], job: Job, severity: Severity) -> bool:
    """Whether the job's queue does not take this severity, or is no more."""
    queue = queue_of(queues, job.queue)
    return queue is None or not queue.severities[0] <= severity <= queue.severities[1]


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


def _clauses(job: Job, report: Assessed) -> tuple[ClauseCode, ...]:
    """Those of both, once; the more severe one's first."""
    first, second = job.clauses, report.clauses
    if report.severity > job.place.severity:
        first, second = second, first
    return tuple(dict.fromkeys((*first, *second)))
