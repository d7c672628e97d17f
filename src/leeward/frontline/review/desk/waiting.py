"""Work that waits: hold until a moment, resume, escalate to a lead."""

from datetime import timedelta

from leeward.frontline.review import reasons
from leeward.frontline.review.assignment import Candidate, escalation_queue
from leeward.frontline.review.desk import loading
from leeward.frontline.review.refusals import HoldTooLong, LeadsOnly, NotOpen
from leeward.playbook.model import Playbook
from leeward.record.facts.review import JobEscalated, JobHeld, JobResumed, LeaseEnded
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.ids import JobId, PersonId
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.report import JobState, LeaseEnd

LONGEST_HOLD = timedelta(days=30)


def hold(record: Record, playbook: Playbook, who: PersonId, job: JobId, reason: str, until: Moment) -> None:
    """Let the job wait until a moment. A legal clock does not wait: with one running, never past its last start.

    Raises NotYours, NotAReason or HoldTooLong.
    """
    why = reasons.known(reason, reasons.HOLD)
    with record.writing() as tx:
        tx.take_pen()
        now = this_moment()
        held = loading.in_hand(tx, who, job)
        _check_hold(held, now, until)
        tx.append(
            [
                LeaseEnded(subject=job, actor=who, occurred=now, ending=LeaseEnd.HELD, reason=why),
                JobHeld(subject=job, actor=who, occurred=now, reason=why, until=until),
            ]
        )


def resume(record: Record, playbook: Playbook, who: PersonId, job: JobId, reason: str) -> None:
    """Open a held job again, or give an escalated one back to the queue it came from (a lead's answer: Q37).

    Raises NotOpen for a job that does not wait, LeadsOnly for an escalated one, or NotAReason.
    """
    why = reasons.known(reason, reasons.RESUME)
    with record.writing() as tx:
        tx.take_pen()
        now = this_moment()
        person, waiting = loading.reviewer(tx, who, now), loading.candidate(tx, job)
        given_back = waiting.escalated_by is not None and waiting.claimed_by == who
        if waiting.state not in (JobState.HELD, JobState.ESCALATED) and not given_back:
            raise NotOpen(f"It is {waiting.state.value} and does not wait.")
        if waiting.escalated_by is not None and not person.lead:
            raise LeadsOnly(remedy="It was escalated; a lead gives it back.")
        if given_back:
            tx.append([LeaseEnded(subject=job, actor=who, occurred=now, ending=LeaseEnd.RELEASED, reason=why)])
        tx.append([JobResumed(subject=job, actor=who, occurred=now, reason=why)])


def escalate(record: Record, playbook: Playbook, who: PersonId, job: JobId, reason: str, note: str | None = None) -> None:
    """Pass the job to a lead, or to the specialists of the queue made for the reason. Raises NotYours or NotAReason."""
    why = reasons.known(reason, reasons.ESCALATE)
    with record.writing() as tx:
        tx.take_pen()
        pass_up(tx, playbook, who, loading.in_hand(tx, who, job), why, note, this_moment())


def pass_up(
    tx: Transaction, playbook: Playbook, who: PersonId, held: Candidate, reason: ReasonCode, note: str | None, now: Moment
) -> None:
    """Append what an escalation is: the lease ends and a lead is asked."""
    to = escalation_queue(playbook, held.queue, reason)
    ref = loading.write_note(tx, held.about, note, playbook)
    tx.append(
        [
            LeaseEnded(subject=held.id, actor=who, occurred=now, ending=LeaseEnd.ESCALATED, reason=reason),
            JobEscalated(subject=held.id, actor=who, occurred=now, reason=reason, queue=to, note=ref),
        ]
    )


def latest_hold(job: Candidate, now: Moment) -> Moment:
    """How long the job may be held at most; not after ``now`` when it may not."""
    longest = now + LONGEST_HOLD
    if job.legal_due is None:
        return longest
    return min(longest, job.legal_due - timedelta(seconds=job.handling_seconds))


def _check_hold(job: Candidate, now: Moment, until: Moment) -> None:
    if until <= now:
        raise HoldTooLong("The moment has passed.", remedy="Choose a later one.")
    last = latest_hold(job, now)
    if until > last:
        legal = job.legal_due is not None and last < now + LONGEST_HOLD
        why = f"A legal clock runs out at {job.legal_due:%Y-%m-%d %H:%M} UTC." if legal else ""
        remedy = f"At most until {last:%Y-%m-%d %H:%M} UTC." if last > now else "Decide on what is there, or escalate it."
        raise HoldTooLong(why, remedy=remedy)
