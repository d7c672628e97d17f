"""From decisions to actions, from actions to messages: what this room hears, and what comes due."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import msgspec

from leeward.frontline.enforcement.consequences import actions
from leeward.frontline.enforcement.desk import telling
from leeward.frontline.enforcement.desk.queries import Q
from leeward.frontline.enforcement.second import Weighed
from leeward.playbook.ladder import Strikes
from leeward.playbook.model import Playbook
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.appeals import AppealTookEffect
from leeward.record.facts.enforcement import (
    ActionCameIntoForce,
    ActionEnded,
    ActionExpired,
    ActionExtended,
    ActionHeld,
    ActionLapsed,
    ActionMadeKnown,
    ActionReversed,
    QuietEndPassed,
)
from leeward.record.facts.review import DecisionReversed, DecisionUndone, JobDecided
from leeward.record.ledger.record import Hearing, Listeners, Record
from leeward.record.terms.appeal import AppealOutcome
from leeward.record.terms.code import ReasonCode, ScopeCode
from leeward.record.terms.ids import DecisionId, SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import CLOCKWORK
from leeward.record.terms.report import Verdict
from leeward.record.terms.subject import SubjectKind

Current = Callable[[], Playbook]
UNDONE = ReasonCode("undone")


class _Given(msgspec.Struct, frozen=True):
    """A row of ``strikes``."""

    about: SubjectId
    count: int
    expire: Moment | None
    scope: ScopeCode | None


def listeners(current: Current) -> Listeners:
    """What this room hears. ``current`` gives the playbook in force."""
    return {
        JobDecided: (partial(take_actions, current),),
        DecisionUndone: (take_back,),
        DecisionReversed: (take_back, telling.tell_of_reversals),
        AppealTookEffect: (lift_a_part, telling.tell_of_appeals),
        ActionCameIntoForce: (telling.tell_everyone,),
        ActionExtended: (telling.tell_the_informed,),
        ActionMadeKnown: (telling.tell_the_informed,),
        ActionReversed: (telling.tell_the_informed,),
        ActionExpired: (telling.tell_the_informed,),
        ActionEnded: (telling.tell_the_informed,),
    }


def wake(record: Record, current: Current, moment: Moment, limit: int = 500) -> int:
    """Put into force what can no longer be undone, end what was limited in time, let lapse what nobody confirmed; how many."""
    due = {"moment": moment, "limit": limit}
    with record.reading() as look:
        if not any(look.rows(asked, due) for asked in (Q.grace_over, Q.limit_over, Q.hold_over)):
            return 0
    with record.writing() as tx:
        tx.take_pen()
        begun = [_came_into_force(row["id"], moment) for row in tx.rows(Q.grace_over, due)]
        lapsed = [ActionLapsed(subject=row["id"], actor=CLOCKWORK, occurred=moment) for row in tx.rows(Q.hold_over, due)]
        over = tx.rows(Q.limit_over, due)
        ended = [_expired(row["id"], moment) for row in over]
        alerts = [_alert(row, moment) for row in over if row["quiet"] is not None and row["known"] is None]
        tx.append([*begun, *lapsed, *ended, *alerts])
        return len(begun) + len(lapsed) + len(ended)


def take_actions(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """An ``ActionTaken`` for each measure of each ``JobDecided`` that found a violation."""
    decided = [one.fact for one in heard if isinstance(one.fact, JobDecided)]
    guilty = [fact for fact in decided if fact.verdict is Verdict.VIOLATES]
    if not guilty:
        return []
    subjects = {"subjects": list({fact.about for fact in guilty})}
    kinds = {row["id"]: SubjectKind(row["kind"]) for row in hearing.look.rows(Q.subjects, subjects)}
    given = hearing.look.rows(Q.strikes, subjects, into=_Given)
    jobs = {"jobs": [fact.subject for fact in guilty]}
    by_job = {row["id"]: row["escalated_by"] for row in hearing.look.rows(Q.passed_up, jobs)}
    labels = hearing.look.rows(Q.labels, {**subjects, "moment": hearing.now})
    standing = {row["subject"]: frozenset(row["labels"]) for row in labels}
    playbook, facts = current(), list[Fact]()
    for fact in guilty:
        history = [Strikes(count=one.count, expire=one.expire, scope=one.scope) for one in given if one.about == fact.about]
        weighed = Weighed(
            decider=fact.actor,
            escalated_by=by_job.get(fact.subject),
            reach=fact.views_at_action,
            labels=standing.get(fact.about, frozenset()),
        )
        facts += actions(playbook, fact, kinds[fact.about], history, weighed)
    return sorted(facts, key=lambda fact: isinstance(fact, ActionHeld))


def take_back(heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """An ``ActionReversed`` for each action of a decision that was undone or reversed: strikes and limits are restored."""
    why: dict[DecisionId, Fact] = {
        one.fact.decision: one.fact for one in heard if isinstance(one.fact, DecisionUndone | DecisionReversed)
    }
    rows = hearing.look.rows(Q.actions_of_decisions, {"decisions": list(why)})
    return [_reversed(row["id"], why[row["decision"]]) for row in rows]


def lift_a_part(heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """An ``ActionReversed`` for each action that an appeal lifted while the decision stands; its own strikes go with it."""
    appeals = [
        one.fact.subject for one in heard if isinstance(one.fact, AppealTookEffect) and one.fact.outcome is AppealOutcome.PARTLY
    ]
    rows = hearing.look.rows(Q.actions_lifted, {"appeals": appeals}) if appeals else []
    return [
        ActionReversed(subject=row["id"], actor=row["hearer"], occurred=row["moment"], reason=ReasonCode("appeal"))
        for row in rows
    ]


def _came_into_force(action: UUID, moment: Moment) -> Fact:
    return ActionCameIntoForce(subject=action, actor=CLOCKWORK, occurred=moment)


def _alert(row: Mapping[str, Any], moment: Moment) -> Fact:
    """The end of a quiet restriction passed: its owner is told, because nobody outside will ask."""
    return QuietEndPassed(subject=row["id"], actor=CLOCKWORK, occurred=moment, owner=row["owner"], until=row["until"])


def _expired(action: UUID, moment: Moment) -> Fact:
    return ActionExpired(subject=action, actor=CLOCKWORK, occurred=moment)


def _reversed(action: UUID, why: Fact) -> Fact:
    reason = why.reason if isinstance(why, DecisionReversed) else UNDONE
    return ActionReversed(subject=action, actor=why.actor, occurred=why.occurred, reason=reason)
