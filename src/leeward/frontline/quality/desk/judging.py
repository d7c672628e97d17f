"""Looking again: the policy's questions, answered without knowing how they were answered before; and what follows from it.

Where peer and decision differ an expert looks, as blind as the peer. What the expert says is taken for true. Only then, and only
where a restriction falls or should have been, is the decision put right: ``CorrectionOrdered``, which review hears.
"""

from collections.abc import Sequence

import msgspec

from leeward.frontline.quality.desk import loading
from leeward.frontline.quality.desk.labelling import after_look
from leeward.frontline.quality.desk.loading import Q
from leeward.frontline.quality.golden import golden
from leeward.frontline.quality.grading import Found, after, grade, same
from leeward.frontline.quality.refusals import NotADecision, NotYourSeat
from leeward.frontline.quality.views import Head
from leeward.playbook.ladder import Strikes, consequence
from leeward.playbook.model import Playbook, Policy
from leeward.playbook.tree import outcome
from leeward.record.facts import Fact
from leeward.record.facts.quality import CheckEscalated, CheckSettled, CorrectionOrdered, LookTaken
from leeward.record.facts.review import Step
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.code import ClauseCode, MeasureCode, ReasonCode
from leeward.record.terms.ids import CheckId, DecisionId, OwnerId, PersonId, VaultRef, new_id
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.quality import Seat
from leeward.record.terms.report import Verdict


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a second look. It does not say whether it agreed: an expert may still look, as blind."""

    check: CheckId
    verdict: Verdict | None
    """None when an expert was asked instead."""
    again: bool = False
    """It was taken already: sending it twice is one look."""


def take_look(
    record: Record, playbook: Playbook, who: PersonId, check: CheckId, *, clause: ClauseCode, path: Sequence[Step],
    note: str | None = None,
) -> Made:  # fmt: skip
    """Answer the questions of a policy to their end.

    Raises NoSuch, NotYours, NotYourSeat, NotAPath, NotADecision or TextNotTaken.
    """
    policy = policy_of(playbook, clause)
    with record.writing() as tx:
        tx.take_pen()
        now, before = this_moment(), loading.looks(tx, check)
        if (mine := next((each for each in before if each.person == who), None)) is not None:
            return Made(check=check, verdict=mine.verdict, again=True)
        found, end = loading.in_hand(tx, who, check), outcome(policy, tuple(path))
        if (found.job is not None or found.item is not None) and who in loading.candidate(tx, check).knowing:
            raise NotYourSeat("You decided on it since.", remedy="Give it back.")
        if end.escalate is not None:
            return _passed_up(tx, found, who, now, end.escalate, tuple(path))
        assert end.verdict is not None, "an escalation was handled above"
        severity = policy.severity if end.severity is None else end.severity
        mine_now = Found(verdict=end.verdict, clause=policy.id, severity=severity)
        first = _first(tx, playbook, found) if found.item is None else mine_now
        taken = LookTaken(
            subject=check, actor=who, occurred=now, seat=found.seat, verdict=end.verdict, clause=policy.id,
            clause_version=policy.version, severity=severity, path=tuple(path), playbook=playbook.digest,
            agrees=same(mine_now, first), note=_note(tx, found, who, note, playbook),
        )  # fmt: skip
        tx.append([taken])
        if found.item is not None:
            tx.append(after_look(tx, playbook, found, taken))
            return Made(check=check, verdict=end.verdict)
        if found.golden_item is not None or after(found.seat, taken.agrees, found.paired):
            _settle(tx, playbook, found, taken, first, mine_now)
        return Made(check=check, verdict=end.verdict)


def policy_of(playbook: Playbook, clause: str) -> Policy:
    """The policy of a clause. Raises NotADecision for one that the playbook does not have."""
    if clause not in playbook.policies:
        raise NotADecision(f'The playbook has no clause "{clause}".', remedy="Choose one of its policies.")
    return playbook.policies[ClauseCode(clause)]


def _first(tx: Transaction, playbook: Playbook, found: Head) -> Found:
    """What the look is compared with: the decision, or the key."""
    if found.golden_set is not None and found.golden_item is not None:
        return golden(playbook, loading.keys(tx), found.golden_set, found.golden_item).found
    assert found.first_verdict is not None, "a decision or a key has one"
    return Found(verdict=found.first_verdict, clause=found.first_clause, severity=found.first_severity)


def _settle(tx: Transaction, playbook: Playbook, found: Head, taken: LookTaken, first: Found, said: Found) -> None:
    """Say what is true now, and have it put right where an expert found it wrong.

    A golden item is true as its key says: what is settled is whether the person met it.
    """
    if found.golden_item is not None:
        one, truth = said, first
    else:
        one, truth = first, (first if taken.agrees else said)
    bad = grade(one, truth, playbook.quality.critical_from)
    settled = CheckSettled(
        subject=found.id, actor=taken.actor, occurred=taken.occurred, right=bad is None, verdict=truth.verdict,
        clause=truth.clause, severity=truth.severity, grade=bad, seat=found.seat,
    )  # fmt: skip
    facts: list[Fact] = [settled]
    if found.golden_item is None and found.seat in (Seat.EXPERT, Seat.DISPUTE):
        facts += _correction(tx, playbook, found, taken)
    tx.append(facts)


def _correction(tx: Transaction, playbook: Playbook, found: Head, taken: LookTaken) -> list[Fact]:
    """The order to put right what stands, where it restricts and should not, or should and does not."""
    assert found.decision is not None
    stands = tx.one(Q.stands, {"job": found.job})
    restricts, should = stands is not None and stands["verdict"] == Verdict.VIOLATES, taken.verdict is Verdict.VIOLATES
    if restricts is should:
        return []
    decision = DecisionId(stands["id"]) if stands is not None else found.decision
    order = CorrectionOrdered(
        subject=found.id, actor=taken.actor, occurred=taken.occurred, decision=decision,
        instead=DecisionId(new_id()) if should else None, verdict=taken.verdict, clause=taken.clause,
        clause_version=taken.clause_version, severity=taken.severity, path=taken.path,
        measures=_measures(tx, playbook, found, taken, decision) if should else (), playbook=playbook.digest,
    )  # fmt: skip
    return [order]


def _measures(
    tx: Transaction, playbook: Playbook, found: Head, taken: LookTaken, decision: DecisionId
) -> tuple[MeasureCode, ...]:
    """What the ladder offers for it and one person may choose: nothing that cannot be taken back."""
    made = loading.decision(tx, decision)
    strikes = tx.rows(Q.strikes, {"about": made.about, "decision": decision}, into=Strikes)
    policy = playbook.policies[taken.clause]
    offered = consequence(playbook.steps, playbook.measures, policy, made.kind, strikes, taken.occurred).measures
    return tuple(measure.code for measure in offered if not measure.irreversible)


def _passed_up(tx: Transaction, found: Head, who: PersonId, now: Moment, reason: ReasonCode, path: tuple[Step, ...]) -> Made:
    """A peer's questions led to a lead: an expert looks. An expert acts on it where the work is: on the job itself."""
    if found.seat is not Seat.PEER or found.golden_item is not None:
        raise NotADecision(
            f"These answers end in an escalation: {reason}.",
            remedy="If it is so, act on its job: a lead can open it. Otherwise answer again, or give it back.",
        )
    tx.append([CheckEscalated(subject=found.id, actor=who, occurred=now, reason=reason, path=path)])
    return Made(check=found.id, verdict=None)


def _note(tx: Transaction, found: Head, who: PersonId, note: str | None, playbook: Playbook) -> VaultRef | None:
    text = loading.check_text(note, playbook)
    owner = OwnerId(found.about if found.about is not None else who)
    return None if text is None else tx.vault.write(owner, [text])[0]
