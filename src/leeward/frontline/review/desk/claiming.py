"""Taking work and giving it back: next job, a given job, for longer, release, skip."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from threading import Lock
from weakref import WeakKeyDictionary, ref

import msgspec

from leeward.frontline.review import reasons
from leeward.frontline.review.assignment import (
    SKIP_LASTS,
    Candidate,
    Reviewer,
    barrier,
    escalation_queue,
    specialist,
    too_much,
)
from leeward.frontline.review.desk import loading
from leeward.frontline.review.desk.counter import Counter
from leeward.frontline.review.desk.loading import Q
from leeward.frontline.review.refusals import AlreadyHolding, LimitReached
from leeward.playbook.care import Cause, at_limit, due_for_change, on_break
from leeward.playbook.certified import ANY, MINOR_GATE, may_see, queue_of, queues_for, severities_for
from leeward.playbook.model import AtLeaseEnd, Playbook
from leeward.record.facts import Fact
from leeward.record.facts.review import JobClaimed, JobEscalated, LeaseEnded, LeaseRenewed
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.code import HarmCode, QueueCode, ReasonCode
from leeward.record.terms.ids import JobId, PersonId
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.people import CLOCKWORK
from leeward.record.terms.report import LeaseEnd
from leeward.record.terms.severity import Severity


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A job in somebody's hand."""

    job: JobId
    lease_until: Moment
    again: bool = False
    """It was in their hand already: asking twice gives the same job."""


def claim_next(record: Record, playbook: Playbook, who: PersonId, *, below: Severity | None = None) -> Claim | None:
    """Take the most urgent job this person may take; the one they hold, if they hold one; None when there is none for them.

    Severity tier first; in a tier what is past its statutory due moment, then start-by (Q12). ``below``: only lighter work
    than this, because they ask for it. Raises NoSuch, or OnBreak.
    """
    with _counters_lock:
        if record not in _counters:
            _counters[record] = Counter(partial(_hand_out, ref(record)))
        counter = _counters[record]
    return counter.come(_Asked(playbook, who, below))


class _Asked(msgspec.Struct, frozen=True):
    """Somebody asks for work."""

    playbook: Playbook
    who: PersonId
    below: Severity | None = None


_counters: WeakKeyDictionary[Record, Counter[_Asked, Claim]] = WeakKeyDictionary()
_counters_lock = Lock()


def _hand_out(house: "ref[Record]", asked: Sequence[_Asked]) -> list[Claim | Exception | None]:
    """Work for each of them, in the order they came, in one turn with the pen."""
    record = house()
    assert record is not None, "whoever asks holds it"
    facts: list[Fact] = []
    answers: list[Claim | Exception | None] = []
    given: dict[PersonId, Claim] = {}
    with record.writing(together=True) as tx:
        tx.take_pen()
        now = this_moment()
        people = loading.reviewers(tx, [each.who for each in asked], now)
        for each in asked:
            person = people.get(each.who)
            if person is None:
                answers.append(loading.nobody(each.who))
            elif (before := given.get(each.who) or _held(person, now)) is not None:
                answers.append(msgspec.structs.replace(before, again=True))
            elif on_break(person, now):
                answers.append(too_much(Cause.BREAK, person, each.playbook, now))
            else:
                ended, claim = _pick(tx, each, person, [one.job for one in given.values()], now)
                facts += ended
                answers.append(claim)
                given |= {each.who: claim} if claim else {}
        facts += [JobClaimed(subject=one.job, actor=who, occurred=now, lease_until=one.lease_until) for who, one in given.items()]
        tx.append(facts)
    return answers


def _held(person: Reviewer, now: Moment) -> Claim | None:
    """The job they hold, while the lease lasts."""
    if person.job is None or person.lease_until is None or person.lease_until <= now:
        return None
    return Claim(job=person.job, lease_until=person.lease_until)


def _pick(
    tx: Transaction, asked: _Asked, person: Reviewer, taken: Sequence[JobId], now: Moment
) -> tuple[list[Fact], Claim | None]:
    """The end of a lease that ran out, and the next job that nobody of this round was given."""
    playbook = asked.playbook
    ended = lease_over(loading.candidate(tx, person.job), playbook, now) if person.job is not None else []
    if (given := _given(tx, asked, person, now)) is not None:
        return ended, Claim(job=given.id, lease_until=lease_from(now, playbook, given.queue))
    found = _for_a_change(tx, asked, person, taken, now)
    if found is None:
        return ended, None
    return ended, Claim(job=found.id, lease_until=lease_from(now, playbook, found.queue))


def _given(look: Look, asked: _Asked, person: Reviewer, now: Moment) -> Candidate | None:
    """The first job that a lead gave them and that nothing bars them from by now."""
    for number in person.assigned:
        job = loading.candidate(look, number)
        lighter = asked.below is None or job.severity < asked.below
        if lighter and barrier(person, job, loading.passed_before(look, person.id, number), asked.playbook, now) is None:
            return job
    return None


def claim(record: Record, playbook: Playbook, who: PersonId, job: JobId) -> Claim:
    """Take this job. Raises NoSuch, NotOpen, AlreadyHolding, or what bars this person from it."""
    with record.writing(together=True) as tx:
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
    with record.writing(together=True) as tx:
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
    with record.writing(together=True) as tx:
        tx.take_pen()
        loading.in_hand(tx, who, job)
        tx.append([LeaseEnded(subject=job, actor=who, occurred=this_moment(), ending=ending, reason=reason)])


def lease_from(now: Moment, playbook: Playbook, queue: QueueCode) -> Moment:
    """When a lease that begins now ends."""
    return now + timedelta(minutes=queue_of(playbook, queue).lease_minutes)


def lease_over(job: Candidate, playbook: Playbook, now: Moment, *, keeps: bool = False) -> list[Fact]:
    """What follows when a lease runs out: back to the queue, to a lead, or one more lease, as the queue says; never silently.

    ``keeps``: nobody who held it asks for other work, so the queue's one more lease counts.
    """
    lease = timedelta(minutes=queue_of(playbook, job.queue).lease_minutes)
    if (
        keeps
        and queue_of(playbook, job.queue).on_lease_end is AtLeaseEnd.KEEP
        and job.claimed is not None
        and now < job.claimed + 2 * lease
    ):
        return [LeaseRenewed(subject=job.id, actor=CLOCKWORK, occurred=now, lease_until=job.claimed + 2 * lease)]
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


def _for_a_change(look: Look, asked: _Asked, person: Reviewer, taken: Sequence[JobId], now: Moment) -> _Found | None:
    """The most urgent job; after many in a row of one family of harm the most urgent of another, unless what it passes over is
    graver, or past a due moment of the law that the other is not."""
    first = _next_for(look, asked, person, taken, now)
    family = due_for_change(person, asked.playbook.limits)
    if first is None or family is None:
        return first
    other = _next_for(look, asked, person, taken, now, besides=(family,))
    same = other is not None and other.severity == first.severity and other.overdue >= first.overdue
    return other if same else first


def _next_for(
    look: Look, by: _Asked, person: Reviewer, taken: Sequence[JobId], now: Moment, besides: tuple[HarmCode, ...] = ()
) -> _Found | None:
    """The most urgent job this person may take: one index probe for each pair of queue and language, top tier first."""
    playbook, below = by.playbook, by.below
    existing = [row["queue"] for row in look.rows(Q.queues_with_jobs)] if ANY in person.skills else ()
    asked = {
        "who": person.id,
        "taken": list(taken),
        "lead": person.lead,
        "queues": [code for code in queues_for(person, playbook, existing) if may_see(person, code, None, playbook)],
        "hand_off": may_see(person, MINOR_GATE, None, playbook),
        "own_queues": [queue.code for queue in playbook.queues if queue.skill in person.skills],
        "languages": list(person.languages),
        "every_language": person.every_language,
        "severities": [int(tier) for tier in severities_for(person, playbook.limits, now) if below is None or tier < below],
        "avoids": loading.listed([*person.avoids, *besides]),
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
