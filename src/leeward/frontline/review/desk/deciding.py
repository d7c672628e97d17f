"""Deciding, taking it back in time, overturning it later."""

from collections.abc import Sequence

import msgspec

from leeward.frontline.review import reasons, verdict
from leeward.frontline.review.assignment import Candidate, Reviewer, barrier
from leeward.frontline.review.desk import loading
from leeward.frontline.review.desk.claiming import lease_from
from leeward.frontline.review.desk.following import decided_with, undone_with
from leeward.frontline.review.desk.loading import Q
from leeward.frontline.review.desk.waiting import pass_up
from leeward.frontline.review.refusals import AlreadyDecided, LeadsOnly, NewerJob, NoSuch, NotYours, TooLateToUndo
from leeward.playbook.model import Playbook
from leeward.playbook.tree import outcome
from leeward.record.facts import Fact
from leeward.record.facts.review import DecisionReversed, DecisionUndone, JobClaimed, LeaseEnded, Step
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.code import ClauseCode, MeasureCode, ReasonCode
from leeward.record.terms.ids import DecisionId, JobId, PersonId, SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.report import JobState, LeaseEnd, Verdict


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a decision."""

    job: JobId
    decision: DecisionId
    verdict: Verdict | None
    """None when the path ended in an escalation."""
    escalated: ReasonCode | None = None
    undo_until: Moment | None = None
    again: bool = False
    """It was made already: sending it twice is one decision."""


class Undone(msgspec.Struct, frozen=True, kw_only=True):
    """A decision taken back in time."""

    job: JobId
    in_hand: bool
    """Whether the job is in the decider's hand again."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A decision as it stands."""

    id: DecisionId
    job: JobId
    about: SubjectId
    decider: PersonId
    verdict: Verdict
    clause: ClauseCode | None
    decided: Moment
    effective: Moment
    state: str
    """``made``, ``undone`` or ``reversed``."""


def decide(
    record: Record,
    playbook: Playbook,
    who: PersonId,
    job: JobId,
    *,
    decision: DecisionId,
    clause: ClauseCode,
    path: Sequence[Step],
    measures: Sequence[MeasureCode] = (),
    note: str | None = None,
) -> Made:
    """Decide the job in hand by a path through the clause's questions; where the path says so, escalate it instead.

    ``decision`` is chosen by whoever sends it: sent twice, it is one decision. Raises NotYours, NotAPath, NotADecision,
    or AlreadyDecided (the id belongs to another decision).
    """
    choice = verdict.Choice(decision=decision, clause=clause, path=tuple(path), measures=tuple(measures))
    with record.writing() as tx:
        tx.take_pen()
        now = this_moment()
        if (before := _made_before(tx, who, job, decision)) is not None:
            return before
        if (risen := _risen_before(tx, playbook, who, job, choice)) is not None:
            return risen
        held = loading.in_hand(tx, who, job)
        policy = verdict.policy_of(playbook, clause)
        end = outcome(policy, choice.path)
        if end.escalate is not None:
            pass_up(tx, playbook, who, held, end.escalate, note, now)
            return Made(job=job, decision=decision, verdict=None, escalated=end.escalate)
        verdict.check_required(policy, end, note=note, revealed=loading.has_revealed(tx, who, job, policy))
        fact = verdict.decided(playbook, loading.docket(tx, held, now), choice, end, who, now)
        ref = loading.write_note(tx, held.about, note, playbook)
        ended = LeaseEnded(subject=job, actor=who, occurred=now, ending=LeaseEnd.DECIDED, reason=reasons.DECIDED)
        with_it = decided_with(tx, playbook, held, choice, end, who, now)
        tx.append([ended, *(verdict.with_note(each, ref) for each in (fact, *with_it))])
        return Made(job=job, decision=decision, verdict=fact.verdict, undo_until=fact.effective)


def undo(record: Record, playbook: Playbook, who: PersonId, decision: DecisionId) -> Undone:
    """Take one's own decision back while nothing has left the house; the job is in hand again where nothing bars it.

    Raises NoSuch, NotYours, TooLateToUndo, or NewerJob when a report has opened another job on the subject since.
    """
    with record.writing() as tx:
        tx.take_pen()
        now = this_moment()
        made = decision_of(tx, decision)
        if made.decider != who:
            raise NotYours("Somebody else made this decision.", remedy="A lead can reverse it.")
        person, job = loading.reviewer(tx, who, now), loading.candidate(tx, made.job)
        if made.state == "undone" and job.claimed_by in (who, None):
            return Undone(job=made.job, in_hand=job.claimed_by == who)
        if made.state != "made" or now >= made.effective:
            raise TooLateToUndo(remedy="A lead can reverse it; that restores strikes and limits.")
        if tx.one(Q.open_on_subject, {"job": made.job}) is not None:
            raise NewerJob("It holds what was reported since.", remedy="A lead can reverse this one; then decide the newer job.")
        undone = DecisionUndone(subject=made.job, actor=who, occurred=now, decision=decision)
        with_it = undone_with(tx, made.job, decision, who, now)
        back = _back_in_hand(person, job, playbook, now)
        tx.append([undone, *with_it, *back])
        return Undone(job=made.job, in_hand=bool(back))


def reverse(record: Record, playbook: Playbook, who: PersonId, decision: DecisionId, reason: str) -> None:
    """Overturn a decision; its strikes and limits are restored.

    Raises NoSuch, NotAReason, LeadsOnly, or AlreadyDecided for one that was undone.
    """
    why = reasons.known(reason, reasons.REVERSE)
    with record.writing() as tx:
        tx.take_pen()
        if not loading.reviewer(tx, who, this_moment()).lead:
            raise LeadsOnly(remedy="Ask a lead to reverse it.")
        made = decision_of(tx, decision)
        if made.state == "reversed":
            return
        if made.state != "made":
            raise AlreadyDecided("It was undone; there is nothing to reverse.")
        fact = DecisionReversed(subject=made.job, actor=who, occurred=this_moment(), decision=decision, reason=why)
        tx.append([fact])


def decision_of(look: Look, decision: DecisionId) -> Standing:
    """A decision as it stands. Raises NoSuch."""
    row = look.one(Q.decision, {"decision": decision})
    if row is None:
        raise NoSuch(f"There is no decision {decision}.")
    return msgspec.convert(row, Standing)


def _made_before(look: Look, who: PersonId, job: JobId, decision: DecisionId) -> Made | None:
    row = look.one(Q.decision, {"decision": decision})
    if row is None:
        return None
    made = msgspec.convert(row, Standing)
    if made.job != job or made.decider != who:
        raise AlreadyDecided("The id belongs to another decision.", remedy="Open the job again.")
    if made.state == "undone":
        raise AlreadyDecided("It was undone.", remedy="Decide again; that is another decision.")
    return Made(job=job, decision=decision, verdict=made.verdict, undo_until=made.effective, again=True)


def _risen_before(tx: Transaction, playbook: Playbook, who: PersonId, job: JobId, choice: verdict.Choice) -> Made | None:
    """The escalation that this path led to, when it is sent a second time."""
    found = loading.candidate(tx, job)
    if found.state is not JobState.ESCALATED or found.escalated_by != who:
        return None
    end = outcome(verdict.policy_of(playbook, choice.clause), choice.path)
    if end.escalate is None:
        return None
    return Made(job=job, decision=choice.decision, verdict=None, escalated=end.escalate, again=True)


def _back_in_hand(person: Reviewer, job: Candidate, playbook: Playbook, now: Moment) -> list[Fact]:
    """The undone job returns to its decider, in exchange for what they have taken since; nothing when anything bars it."""
    state = JobState.OPEN if job.escalated_by is None else JobState.ESCALATED
    reopened = msgspec.structs.replace(job, state=state)
    at_it = msgspec.structs.replace(person, lately=())  # they were at it a moment ago: no cool-down lies between
    if barrier(at_it, reopened, None, playbook, now) is not None:
        return []
    until = lease_from(now, playbook, job.queue)
    taken = JobClaimed(subject=job.id, actor=person.id, occurred=now, lease_until=until)
    if person.job is None:
        return [taken]
    instead = LeaseEnded(subject=person.job, actor=person.id, occurred=now, ending=LeaseEnd.RELEASED, reason=ReasonCode("undo"))
    return [instead, taken]
