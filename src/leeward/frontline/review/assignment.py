"""Who may take which job: certified for its queue, language and severity, not passed on before, no report of their own, and
nothing that strains them: a break, an opt-out, a limit, a cool-down (Q13, Q36).

Everything here is a pure question about one person and one job; the desk asks it under the pen, the property test asks it again.
"""

from datetime import timedelta

import msgspec

from leeward.frontline.review import refusals
from leeward.frontline.review.reasons import ESCALATE, FOREVER
from leeward.playbook.care import Cause, cooling, strain
from leeward.playbook.certified import Certified, certification_gap, may_see, queue_of
from leeward.playbook.model import Playbook
from leeward.record.errors import LeewardError
from leeward.record.terms.code import HarmCode, LanguageCode, QueueCode, ReasonCode
from leeward.record.terms.ids import JobId, PersonId, SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import JobState
from leeward.record.terms.severity import Severity

SKIP_LASTS = timedelta(hours=8)
"""A skipped job does not come back to the same person within a shift."""


class Reviewer(Certified, frozen=True, kw_only=True):
    """Somebody as review sees them."""

    job: JobId | None = None
    """The job in hand, and until when."""
    lease_until: Moment | None = None
    assigned: tuple[JobId, ...] = ()
    """What a lead gave them and they have yet to take, the most urgent first."""


class Pass(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody skipped or escalated a job before, or wrote down one of its reports."""

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
    harm: HarmCode
    severity: Severity
    legal_due: Moment | None = None
    claimed_by: PersonId | None = None
    claimed: Moment | None = None
    lease_until: Moment | None = None
    held_until: Moment | None = None
    escalated_by: PersonId | None = None
    escalated_from: QueueCode | None = None
    escalation: ReasonCode | None = None
    assigned_to: PersonId | None = None
    parted_from: JobId | None = None
    merged_into: JobId | None = None
    handling_seconds: int = 0
    """What triage allowed for handling it."""


def takes_escalated(reviewer: Reviewer, job: Candidate, playbook: Playbook) -> bool:
    """Whether an escalated job may come to this person: a lead, or a specialist of the other queue that it was passed to."""
    passed_on = job.escalated_from is not None and job.queue != job.escalated_from
    return reviewer.lead or (passed_on and queue_of(playbook, job.queue).skill in reviewer.skills)


def specialist(reviewer: Reviewer, playbook: Playbook) -> bool:
    """Whether escalated jobs can come to this person at all."""
    targets = {queue.escalates_to for queue in playbook.queues} | set(ESCALATE)
    return reviewer.lead or any(queue.skill in reviewer.skills for queue in playbook.queues if queue.code in targets)


def escalation_queue(playbook: Playbook, queue: str, reason: str) -> QueueCode:
    """Where an escalation goes: the queue that is made for this reason, if there is one, else where this queue escalates to."""
    here = queue_of(playbook, queue)
    made_for_it = next((each.code for each in playbook.queues if each.code == reason and each.code != queue), None)
    return made_for_it or here.escalates_to or QueueCode(queue)


def still_passed(reviewer: Reviewer, before: Pass, now: Moment) -> bool:
    """Whether a job that somebody passed on must not come back to them yet.

    Escalated: never, except to a lead. Skipped: not within a shift; never for a conflict of interest. Reported: never.
    """
    if before.ending == "escalated":
        return not reviewer.lead
    return before.reason in FOREVER or before.passed > now - SKIP_LASTS


def barrier(reviewer: Reviewer, job: Candidate, before: Pass | None, playbook: Playbook, now: Moment) -> LeewardError | None:
    """Why this person may not take this job; None when they may."""
    given = job.state is JobState.ASSIGNED and job.assigned_to == reviewer.id
    risen = job.state is JobState.ESCALATED or (given and job.escalated_by is not None)
    if risen and not takes_escalated(reviewer, job, playbook):
        return refusals.LeadsOnly(remedy="It was escalated; a lead takes it from here.")
    if job.state is JobState.ASSIGNED and not given:
        return refusals.NotOpen("A lead gave it to somebody.", remedy="Take the next one.")
    if job.state is JobState.MERGED:
        return refusals.NotOpen(f"It is decided with job {job.merged_into}.", remedy="Take that one.")
    if not given and job.state not in (JobState.OPEN, JobState.ESCALATED):
        return refusals.NotOpen(f"It is {job.state.value}.", remedy="Take the next one.")
    if not may_see(reviewer, job.queue, job.escalation, playbook):
        return refusals.LeadsOnly(remedy="Somebody concerned may be a minor; people trained for it take it from here.")
    if gap := certification_gap(reviewer, playbook, job.queue, job.language, job.severity):
        return refusals.NotCertified(gap, remedy="Ask a lead if you should be.")
    if before is not None and before.ending == "reported":
        return refusals.OwnReport(remedy="Somebody else decides it.")
    if (cause := strain(reviewer, playbook.limits, job.severity, job.harm, now)) is not None:
        return too_much(cause, reviewer, playbook, now)
    if before is not None and still_passed(reviewer, before, now):
        return refusals.PassedOn(f"You {before.ending} it.")
    return None


def too_much(cause: Cause, reviewer: Reviewer, playbook: Playbook, now: Moment) -> LeewardError:
    """What protects the person from this work, said to them and to nobody else."""
    if cause is Cause.BREAK:
        return refusals.OnBreak(
            f"Until {reviewer.break_until:%H:%M} UTC.", remedy="End it on the page My wellbeing when you are ready."
        )
    if cause is Cause.OPTED_OUT:
        return refusals.OptedOutOf(remedy="Your choice stands until you change it on the page My wellbeing.")
    if cause is Cause.LIMIT:
        return refusals.LimitReached(remedy="Take work of another severity, or a break. Tomorrow it starts anew.")
    cool = cooling(reviewer, playbook.limits, now)
    assert cool is not None, "it is why we are here"
    return refusals.CoolingDown(f"Until {cool.until:%H:%M} UTC.", remedy="Lighter work comes meanwhile. Or take a break.")
