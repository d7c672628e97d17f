"""Taking work and giving it back: next job, a given job, for longer, release, skip."""

from datetime import timedelta

import msgspec

from leeward.frontline.review import reasons
from leeward.frontline.review.assignment import (
    ANY,
    SKIP_LASTS,
    Candidate,
    Reviewer,
    at_limit,
    barrier,
    escalation_queue,
    queue_of,
    queues_for,
    severities_for,
    specialist,
)
from leeward.frontline.review.desk import loading
from leeward.frontline.review.desk.loading import Q
from leeward.frontline.review.refusals import AlreadyHolding, LimitReached
from leeward.playbook.model import AtLeaseEnd, Playbook
from leeward.record.facts import Fact
from leeward.record.facts.review import JobClaimed, JobEscalated, LeaseEnded, LeaseRenewed
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.code import QueueCode, ReasonCode
from leeward.record.terms.ids import JobId, PersonId
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.people import CLOCKWORK
from leeward.record.terms.report import LeaseEnd


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A job in somebody's hand."""

    job: JobId
    lease_until: Moment
    again: bool = False
    """It was in their hand already: asking twice gives the same job."""


def claim_next(record: Record, playbook: Playbook, who: PersonId) -> Claim | None:
    """Take the most urgent job this person may take; the one they hold, if they hold one; None when there is none for them.

    Severity tier first; in a tier what is past its statutory due moment, then start-by (Q12). Raises NoSuch.
    """
    with record.writing() as tx:
        tx.take_pen()
        now = this_moment()
        person = loading.reviewer(tx, who, now)
        ended: list[Fact] = []
        if person.job is not None and person.lease_until is not None:
            if person.lease_until > now:
                return Claim(job=person.job, lease_until=person.lease_until, again=True)
            ended = lease_over(loading.candidate(tx, person.job), playbook, now)
        found = _next_for(tx, playbook, person, now)
        if found is None:
            tx.append(ended)
            return None
        until = lease_from(now, playbook, found.queue)
        tx.append([*ended, JobClaimed(subject=found.id, actor=who, occurred=now, lease_until=until)])
        return Claim(job=found.id, lease_until=until)


def claim(record: Record, playbook: Playbook, who: PersonId, job: JobId) -> Claim:
    """Take this job. Raises NoSuch, NotOpen, AlreadyHolding, or what bars this person from it."""
    with record.writing() as tx:
        tx.take_pen()
        now = this_moment()
        person, wanted = loading.reviewer(tx, who, now), loading.candidate(tx, job)
        if person.job == job and wanted.lease_until is not None:
            return Claim(job=job, lease_until=wanted.lease_until, again=True)
        refuse_second(person)
        if (problem := barrier(person, wanted, loading.passed_before(tx, who, job), playbook, now)) is not None:
            raise problem
        until = lease_from(now, playbook, wanted.queue)
        tx.append([JobClaimed(subject=job, actor=who, occurred=now, lease_until=until)])
        return Claim(job=job, lease_until=until)


def renew(record: Record, playbook: Playbook, who: PersonId, job: JobId) -> Claim:
    """Keep the job for another lease from now. Raises NotYours; LimitReached when today's time for it is used up."""
    with record.writing() as tx:
        tx.take_pen()
        now = this_moment()
        held = loading.in_hand(tx, who, job)
        person = loading.reviewer(tx, who, now)
        open_for = int((now - (held.claimed or now)).total_seconds())
        counted = tuple(spent + open_for * (tier == held.severity) for tier, spent in enumerate(person.exposure))
        if at_limit(msgspec.structs.replace(person, exposure=counted), playbook.limits, held.severity):
            raise LimitReached(remedy="Decide it now, or release it; it keeps its place.")
        until = lease_from(now, playbook, held.queue)
        tx.append([LeaseRenewed(subject=job, actor=who, occurred=now, lease_until=until)])
        return Claim(job=job, lease_until=until, again=True)


def release(record: Record, playbook: Playbook, who: PersonId, job: JobId, reason: str) -> None:
    """Give the job back; it keeps its place in the order. Raises NotYours or NotAReason."""
    _give_back(record, who, job, LeaseEnd.RELEASED, reasons.known(reason, reasons.RELEASE))


def skip(record: Record, playbook: Playbook, who: PersonId, job: JobId, reason: str) -> None:
    """Leave the job to somebody else; it does not come back to this person soon. Raises NotYours or NotAReason."""
    _give_back(record, who, job, LeaseEnd.SKIPPED, reasons.known(reason, reasons.SKIP))


def _give_back(record: Record, who: PersonId, job: JobId, ending: LeaseEnd, reason: ReasonCode) -> None:
    with record.writing() as tx:
        tx.take_pen()
        loading.in_hand(tx, who, job)
        tx.append([LeaseEnded(subject=job, actor=who, occurred=this_moment(), ending=ending, reason=reason)])


def lease_from(now: Moment, playbook: Playbook, queue: QueueCode) -> Moment:
    """When a lease that begins now ends."""
    return now + timedelta(minutes=queue_of(playbook, queue).lease_minutes)


def lease_over(job: Candidate, playbook: Playbook, now: Moment) -> list[Fact]:
    """What follows when a lease runs out: back to the queue, or to a lead where the queue says so; never silently."""
    facts: list[Fact] = [
        LeaseEnded(subject=job.id, actor=CLOCKWORK, occurred=now, ending=LeaseEnd.EXPIRED, reason=reasons.LEASE_ENDED)
    ]
    queue = queue_of(playbook, job.queue)
    if queue.on_lease_end is AtLeaseEnd.ESCALATE and job.escalated_by is None:
        to = escalation_queue(playbook, job.queue, reasons.LEASE_ENDED)
        facts.append(JobEscalated(subject=job.id, actor=CLOCKWORK, occurred=now, reason=reasons.LEASE_ENDED, queue=to))
    return facts


def refuse_second(person: Reviewer) -> None:
    """One job at a time: raises AlreadyHolding."""
    if person.job is not None:
        raise AlreadyHolding(remedy="Decide, skip or release it first.")


class _Found(msgspec.Struct, frozen=True):
    """A row of the queries that look for the next job."""

    id: JobId
    queue: QueueCode
    severity: int
    overdue: bool
    moment: Moment


def _next_for(look: Look, playbook: Playbook, person: Reviewer, now: Moment) -> _Found | None:
    """The most urgent job this person may take: one index probe for each pair of queue and language, top tier first."""
    existing = [row["queue"] for row in look.rows(Q.queues_with_jobs)] if ANY in person.skills else ()
    asked = {
        "who": person.id,
        "lead": person.lead,
        "queues": queues_for(person, playbook, existing),
        "own_queues": [queue.code for queue in playbook.queues if queue.skill in person.skills],
        "languages": list(person.languages),
        "every_language": person.every_language,
        "severities": [int(tier) for tier in severities_for(person, playbook.limits)],
        "now": now,
        "since": now - SKIP_LASTS,
        "forever": list(reasons.FOREVER),
    }
    searches = [
        Q.next_job_any_language if person.every_language else Q.next_job,
        *([Q.next_escalated] if specialist(person, playbook) else []),
    ]
    rows = [row for search in searches if (row := look.one(search, asked, into=_Found)) is not None]
    return min(rows, key=lambda row: (-row.severity, not row.overdue, row.moment), default=None)
