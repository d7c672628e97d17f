"""Whether a lead may give a job to somebody: the same bars as when they take it themselves, told as far as a lead may know.

Skill, language, certification and a part that they had in it before are the house's business. A break, an opt-out, a limit, a
cool-down, and why somebody passed a job on are theirs alone: all of them are one answer, and it says no more (Q13, Q36).
"""

from datetime import timedelta

import msgspec

from leeward.frontline.review import refusals
from leeward.frontline.review.assignment import Candidate, Pass, Reviewer, barrier
from leeward.playbook.certified import certification_gap, queue_of
from leeward.playbook.model import Playbook
from leeward.record.errors import LeewardError
from leeward.record.terms.code import Code
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import Role
from leeward.record.terms.report import JobState

MOST = 5
"""So many jobs somebody can have been given at once."""
LONGEST = timedelta(hours=8)
"""Nothing waits for one person for longer than a shift."""
CLAIM = Code("job.claim")


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody had to do with the subject of a job before."""

    contested: bool = False
    """They decided on it, and that decision fell or is appealed against."""
    heard: bool = False
    """They heard an appeal about it."""


def objection(
    person: Reviewer, job: Candidate, before: Pass | None, part: Part, playbook: Playbook, now: Moment
) -> LeewardError | None:
    """Why ``job`` cannot be given to ``person``; None when it can."""
    if not takes_jobs(person.roles, playbook):
        return refusals.TheyAreNotCertified("Jobs are not their work.", remedy="Give it to somebody else.")
    if gap := certification_gap(person, playbook, job.queue, job.language, job.severity):
        told = gap.replace("you are certified", "they are certified")
        return refusals.TheyAreNotCertified(told, remedy="Give it to somebody else, or train them first.")
    if before is not None and before.ending == "reported":
        return refusals.TheirConflict("They wrote down a report of it.", remedy="Somebody else decides it.")
    if part.contested:
        return refusals.TheirConflict("They decided on it, and that decision is contested.", remedy="Somebody else looks now.")
    if part.heard:
        return refusals.TheirConflict("They heard an appeal about it.", remedy="Somebody else looks now.")
    if len(person.assigned) >= MOST and job.id not in person.assigned:
        return refusals.TheyHaveEnough(f"{MOST} wait for them.", remedy="Give it to somebody else, or take one of those back.")
    if barred(person, job, before, playbook, now) is not None:
        return refusals.NotAvailable(remedy="Give it to somebody else, or leave it in its queue.")
    return None


def barred(person: Reviewer, job: Candidate, before: Pass | None, playbook: Playbook, now: Moment) -> LeewardError | None:
    """What would bar them if they took it themselves: for them alone to know."""
    return barrier(person, opened(job), before, playbook, now)


def takes_jobs(roles: tuple[Role, ...], playbook: Playbook) -> bool:
    """Whether one of these roles takes jobs at all."""
    return any(CLAIM in playbook.access.get(role, ()) for role in roles)


def opened(job: Candidate) -> Candidate:
    """The job as if nobody held it and nobody had been given it."""
    state = JobState.OPEN if job.escalated_by is None else JobState.ESCALATED
    return msgspec.structs.replace(job, state=state, assigned_to=None)


def waits_until(job: Candidate, playbook: Playbook, now: Moment, hours: int | None) -> Moment:
    """How long a job waits for whom it was given to: as long as its queue promises a start, or as asked, at most a shift; and
    while there is time, never past the last start that a clock of the law leaves. At least as long as a lease."""
    queue = queue_of(playbook, job.queue)
    asked = timedelta(minutes=queue.sla_minutes) if hours is None else timedelta(hours=hours)
    until = now + min(asked, LONGEST)
    if job.legal_due is not None:
        until = min(until, job.legal_due - timedelta(seconds=job.handling_seconds))
    return max(until, now + timedelta(minutes=queue.lease_minutes))
