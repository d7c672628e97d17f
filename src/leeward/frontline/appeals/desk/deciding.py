"""Hearing an appeal to its end, and taking that back in time. Only people decide; no timer and no rule ever does."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from leeward.frontline.appeals import verdict
from leeward.frontline.appeals.desk import loading
from leeward.frontline.appeals.desk.taking import lease_from, opened
from leeward.frontline.appeals.hearing import barrier
from leeward.frontline.appeals.refusals import AlreadyDecided, NotADecision, NotYours, OwnDecision, TooLateToUndo
from leeward.frontline.appeals.views import Head
from leeward.playbook.model import Playbook
from leeward.playbook.tree import Outcome, outcome
from leeward.record.facts import Fact
from leeward.record.facts.appeals import AppealClaimed, AppealDecided, AppealEscalated, AppealUndone
from leeward.record.facts.review import Step
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.appeal import AppealOutcome, AppealState
from leeward.record.terms.code import ClauseCode, MeasureCode, ReasonCode
from leeward.record.terms.ids import AppealId, DecisionId, OwnerId, PersonId, new_id
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.report import Verdict


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an appeal."""

    appeal: AppealId
    outcome: AppealOutcome | None
    """None when the path ended in an escalation."""
    verdict: Verdict | None = None
    escalated: ReasonCode | None = None
    undo_until: Moment | None = None
    again: bool = False
    """It was decided already: sending it twice is one decision."""


def decide(
    record: Record,
    playbook: Playbook,
    who: PersonId,
    appeal: AppealId,
    *,
    clause: ClauseCode,
    path: Sequence[Step],
    measures: Sequence[MeasureCode] = (),
    told: str,
    note: str | None = None,
) -> Made:
    """Decide the appeal in hand by a path through the clause's questions; where the path says so, it goes to a lead instead.

    ``told`` are the reasons for whoever appealed. Raises PeopleOnly, NotYours, OwnDecision, NotAPath, NotADecision, TextNotTaken
    or AlreadyDecided.
    """
    choice = verdict.Choice(clause=clause, path=tuple(path), measures=tuple(measures))
    with record.writing() as tx:
        tx.take_pen()
        now = this_moment()
        person, found = loading.hearer(tx, who, now), loading.head(tx, appeal)
        if found.state is AppealState.DECIDED:
            return _made_before(found, who, choice)
        held = loading.in_hand(tx, who, appeal)
        if person.id in held.deciders:
            raise OwnDecision("You decided on this since.", remedy="Give it back; somebody else hears it.")
        end = outcome(verdict.policy_of(playbook, clause), choice.path)
        if end.escalate is not None:
            tx.append([AppealEscalated(subject=appeal, actor=who, occurred=now, reason=end.escalate, path=choice.path)])
            return Made(appeal=appeal, outcome=None, escalated=end.escalate)
        fact = _decided(tx, playbook, found, choice, end, who, told, note, now)
        tx.append([fact])
        return Made(appeal=appeal, outcome=fact.outcome, verdict=fact.verdict, undo_until=fact.effective)


def undo(record: Record, playbook: Playbook, who: PersonId, appeal: AppealId) -> bool:
    """Take one's own decision on an appeal back while nothing has left the house; whether it is in hand again.

    Raises NoSuch, NotYours, or TooLateToUndo.
    """
    with record.writing() as tx:
        tx.take_pen()
        now = this_moment()
        person, found = loading.hearer(tx, who, now), loading.head(tx, appeal)
        if found.state is not AppealState.DECIDED or found.effective is None:
            return found.claimed_by == who
        if found.decided_by != who:
            raise NotYours("Somebody else decided it.")
        if found.took_effect is not None or now >= found.effective:
            raise TooLateToUndo(remedy="It was carried out. A lead can reverse what it led to.")
        facts: list[Fact] = [AppealUndone(subject=appeal, actor=who, occurred=now)]
        tx.append(facts)
        at_it = msgspec.structs.replace(person, lately=())  # they were at it a moment ago: no cool-down lies between
        if person.appeal is not None or barrier(at_it, opened(loading.candidate(tx, appeal)), playbook) is not None:
            return False
        tx.append([AppealClaimed(subject=appeal, actor=who, occurred=now, lease_until=lease_from(now, playbook))])
        return True


def _decided(
    tx: Transaction, playbook: Playbook, found: Head, choice: verdict.Choice, end: Outcome, who: PersonId, told: str,
    note: str | None, now: Moment,
) -> AppealDecided:  # fmt: skip
    policy, first = verdict.policy_of(playbook, choice.clause), loading.first(tx, found)
    verdict.check_measures(playbook, first, choice, end, now)
    reasons, remark = loading.check_text(told, playbook), loading.check_text(note, playbook)
    if reasons is None:
        raise NotADecision("Whoever appealed is told why.", remedy="Write the reasons for them.")
    [words, noted] = loading.write_texts(tx, OwnerId(found.party), [reasons, remark])
    assert words is not None, "the reasons are there"
    assert end.verdict is not None, "an escalation is no decision"
    ended = verdict.outcome_of(first, end, choice.measures)
    anew = ended is AppealOutcome.OVERTURNED and end.verdict is Verdict.VIOLATES
    return AppealDecided(
        subject=found.id, actor=who, occurred=now, decision=found.decision, outcome=ended, verdict=end.verdict, clause=policy.id,
        clause_version=policy.version, severity=first.severity if end.severity is None else end.severity, path=choice.path,
        measures=choice.measures, instead=DecisionId(new_id()) if anew else None, playbook=playbook.digest,
        effective=now + timedelta(seconds=playbook.limits.grace_seconds), told=words, note=noted,
    )  # fmt: skip


def _made_before(found: Head, who: PersonId, choice: verdict.Choice) -> Made:
    """The same decision again, when it is sent a second time."""
    if found.decided_by != who or found.path != choice.path or found.clause != choice.clause:
        raise AlreadyDecided(remedy="Open it again to see how it ended.")
    return Made(appeal=found.id, outcome=found.outcome, verdict=found.verdict, undo_until=found.effective, again=True)
