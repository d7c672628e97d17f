"""Who may take which job: certified for its queue, language and severity, exposure of the day left, not passed on before (Q13).

Everything here is a pure question about one person and one job; the desk asks it under the pen, the property test asks it again.
"""

from collections.abc import Iterable
from datetime import timedelta

import msgspec

from leeward.frontline.review import refusals
from leeward.frontline.review.reasons import CSE_HAND_OFF, ESCALATE, FOREVER
from leeward.playbook.model import Limits, Playbook, Queue
from leeward.record.errors import LeewardError
from leeward.record.terms.code import LanguageCode, QueueCode, SkillCode
from leeward.record.terms.ids import JobId, PersonId, SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import Role
from leeward.record.terms.report import JobState
from leeward.record.terms.severity import Severity

ANY = "any"
"""The skill or language of somebody who is certified for all."""
SKIP_LASTS = timedelta(hours=8)
"""A skipped job does not come back to the same person within a shift."""


class Reviewer(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody as assignment sees them."""

    id: PersonId
    roles: tuple[Role, ...]
    skills: tuple[SkillCode, ...]
    languages: tuple[LanguageCode, ...]
    severity_limit: Severity
    exposure: tuple[int, ...]
    """Seconds of today with a job open, by severity 0 to 4."""
    job: JobId | None = None
    """The job in hand, and until when."""
    lease_until: Moment | None = None

    @property
    def lead(self) -> bool:
        """Whether escalations are theirs."""
        return Role.LEAD in self.roles

    @property
    def every_language(self) -> bool:
        """Whether no language is a barrier."""
        return ANY in self.languages


class Pass(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody skipped or escalated a job before."""

    ending: str
    reason: str
    passed: Moment


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A job as assignment sees it."""

    id: JobId
    about: SubjectId
    state: JobState
    queue: QueueCode
    language: LanguageCode
    severity: Severity
    legal_due: Moment | None = None
    claimed_by: PersonId | None = None
    claimed: Moment | None = None
    lease_until: Moment | None = None
    escalated_by: PersonId | None = None
    escalated_from: QueueCode | None = None
    handling_seconds: int = 0
    """What triage allowed for handling it."""


def queue_of(playbook: Playbook, code: str) -> Queue:
    """The queue's rules; those of the last queue, which takes everything, for a queue that the playbook no longer has."""
    return next((queue for queue in playbook.queues if queue.code == code), playbook.queues[-1])


def queues_for(reviewer: Reviewer, playbook: Playbook, existing: Iterable[str] = ()) -> list[str]:
    """The queues somebody is certified for. What waits in a queue that the playbook no longer has is for ``any``."""
    if ANY in reviewer.skills:
        return sorted({queue.code for queue in playbook.queues} | set(existing))
    return [queue.code for queue in playbook.queues if queue.skill in reviewer.skills]


def severities_for(reviewer: Reviewer, limits: Limits) -> list[Severity]:
    """The severities somebody is certified for and has time of the day left for."""
    return [tier for tier in Severity if tier <= reviewer.severity_limit and not at_limit(reviewer, limits, tier)]


def takes_escalated(reviewer: Reviewer, job: Candidate, playbook: Playbook) -> bool:
    """Whether an escalated job may come to this person: a lead, or a specialist of the other queue that it was passed to."""
    passed_on = job.escalated_from is not None and job.queue != job.escalated_from
    return reviewer.lead or (passed_on and queue_of(playbook, job.queue).skill in reviewer.skills)


def specialist(reviewer: Reviewer, playbook: Playbook) -> bool:
    """Whether escalated jobs can come to this person at all."""
    targets = {queue.escalates_to for queue in playbook.queues} | set(ESCALATE)
    return reviewer.lead or any(queue.skill in reviewer.skills for queue in playbook.queues if queue.code in targets)


def may_see(reviewer: Reviewer, queue: str, escalation: str | None, playbook: Playbook) -> bool:
    """Need to know: what may concern a minor is for those trained to hand it over, and for leads (Q06)."""
    if CSE_HAND_OFF not in (queue, escalation):
        return True
    return reviewer.lead or queue_of(playbook, CSE_HAND_OFF).skill in reviewer.skills


def escalation_queue(playbook: Playbook, queue: str, reason: str) -> QueueCode:
    """Where an escalation goes: the queue that is made for this reason, if there is one, else where this queue escalates to."""
    here = queue_of(playbook, queue)
    made_for_it = next((each.code for each in playbook.queues if each.code == reason and each.code != queue), None)
    return made_for_it or here.escalates_to or QueueCode(queue)


def at_limit(reviewer: Reviewer, limits: Limits, severity: Severity) -> bool:
    """Whether today's time for this severity is used up."""
    return reviewer.exposure[severity] >= limits.exposure_minutes_per_day.of(severity) * 60


def still_passed(reviewer: Reviewer, before: Pass, now: Moment) -> bool:
    """Whether a job that somebody passed on must not come back to them yet.

    Escalated: never, except to a lead. Skipped: not within a shift; never for a conflict of interest.
    """
    if before.ending == "escalated":
        return not reviewer.lead
    return before.reason in FOREVER or before.passed > now - SKIP_LASTS


def barrier(reviewer: Reviewer, job: Candidate, before: Pass | None, playbook: Playbook, now: Moment) -> LeewardError | None:
    """Why this person may not take this job; None when they may."""
    if job.state is JobState.ESCALATED and not takes_escalated(reviewer, job, playbook):
        return refusals.LeadsOnly(remedy="It was escalated; a lead takes it from here.")
    if job.state not in (JobState.OPEN, JobState.ESCALATED):
        return refusals.NotOpen(f"It is {job.state.value}.", remedy="Take the next one.")
    if gap := _certification_gap(reviewer, job, playbook):
        return refusals.NotCertified(gap, remedy="Ask a lead if you should be.")
    if at_limit(reviewer, playbook.limits, job.severity):
        return refusals.LimitReached(remedy="Take work of another severity, or a break. Tomorrow it starts anew.")
    if before is not None and still_passed(reviewer, before, now):
        return refusals.PassedOn(f"You {before.ending} it.")
    return None


def _certification_gap(reviewer: Reviewer, job: Candidate, playbook: Playbook) -> str:
    known = {queue.code: queue.skill for queue in playbook.queues}
    skill = known.get(job.queue, SkillCode(ANY))
    if ANY not in reviewer.skills and (job.queue not in known or skill not in reviewer.skills):
        return f"Its queue asks for the skill {skill}."
    if not reviewer.every_language and job.language not in reviewer.languages:
        return f"Its language is {job.language}."
    if job.severity > reviewer.severity_limit:
        return f"Its severity is {job.severity.value}; you are certified up to {reviewer.severity_limit.value}."
    return ""
