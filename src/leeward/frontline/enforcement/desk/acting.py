"""From decisions to actions, from actions to messages: what this room hears, and what comes due."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from uuid import UUID

import msgspec

from leeward.frontline.enforcement.consequences import actions
from leeward.frontline.enforcement.message import Told, digest_of
from leeward.playbook.ladder import Strikes
from leeward.playbook.model import Playbook
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.appeals import AppealTookEffect
from leeward.record.facts.enforcement import (
    ActionCameIntoForce,
    ActionExpired,
    ActionReversed,
    DeliveryQueued,
)
from leeward.record.facts.review import DecisionReversed, DecisionUndone, JobDecided
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Hearing, Listeners, Record
from leeward.record.standing.queries import read_queries
from leeward.record.terms.appeal import AppealOutcome
from leeward.record.terms.code import ReasonCode, ScopeCode
from leeward.record.terms.ids import ActionId, DecisionId, DeliveryId, EndpointId, SubjectId, new_id
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import CLOCKWORK
from leeward.record.terms.report import Verdict
from leeward.record.terms.subject import SubjectKind

Q = read_queries("leeward.frontline.enforcement")
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
        DecisionReversed: (take_back,),
        AppealTookEffect: (lift_a_part,),
        ActionCameIntoForce: (tell_everyone,),
        ActionReversed: (tell_the_informed,),
        ActionExpired: (tell_the_informed,),
    }


def wake(record: Record, current: Current, moment: Moment, limit: int = 500) -> int:
    """Put into force what can no longer be undone, and end what was limited in time; how many facts."""
    due = {"moment": moment, "limit": limit}
    with record.reading() as look:
        if not look.rows(Q.grace_over, due) and not look.rows(Q.limit_over, due):
            return 0
    with record.writing() as tx:
        tx.take_pen()
        begun = [_came_into_force(row["id"], moment) for row in tx.rows(Q.grace_over, due)]
        ended = [_expired(row["id"], moment) for row in tx.rows(Q.limit_over, due)]
        tx.append([*begun, *ended])
        return len(begun) + len(ended)


def take_actions(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """An ``ActionTaken`` for each measure of each ``JobDecided`` that found a violation."""
    decided = [one.fact for one in heard if isinstance(one.fact, JobDecided)]
    guilty = [fact for fact in decided if fact.verdict is Verdict.VIOLATES]
    if not guilty:
        return []
    subjects = {"subjects": list({fact.about for fact in guilty})}
    kinds = {row["id"]: SubjectKind(row["kind"]) for row in hearing.look.rows(Q.subjects, subjects)}
    given = hearing.look.rows(Q.strikes, subjects, into=_Given)
    playbook, facts = current(), list[Fact]()
    for fact in guilty:
        history = [Strikes(count=one.count, expire=one.expire, scope=one.scope) for one in given if one.about == fact.about]
        facts += actions(playbook, fact, kinds[fact.about], history)
    return facts


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


def tell_everyone(heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A message for each receiver about each action that came into force."""
    receivers = [row["id"] for row in hearing.look.rows(Q.active_endpoints)]
    if not receivers:
        return []
    pairs = [(one.fact.subject, receiver) for one in heard for receiver in receivers]
    return list(_messages(hearing.look, pairs, reversal=False, moment=hearing.now))


def tell_the_informed(heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A message for each receiver that was told of an action which is lifted now; what nobody was told of is not mentioned."""
    rows = hearing.look.rows(Q.informed, {"actions": [one.fact.subject for one in heard]})
    pairs = [(row["action"], row["endpoint"]) for row in rows]
    return list(_messages(hearing.look, pairs, reversal=True, moment=hearing.now))


def _messages(look: Look, pairs: Iterable[tuple[UUID, UUID]], *, reversal: bool, moment: Moment) -> Iterator[Fact]:
    wanted = list(pairs)
    told = told_of(look, {ActionId(action) for action, _ in wanted}) if wanted else {}
    for action, receiver in wanted:
        yield DeliveryQueued(
            subject=DeliveryId(new_id()),
            actor=CLOCKWORK,
            occurred=moment,
            endpoint=EndpointId(receiver),
            action=ActionId(action),
            reversal=reversal,
            payload=digest_of(told[ActionId(action)].core(reversal=reversal)),
        )


def told_of(look: Look, actions_: Iterable[ActionId]) -> dict[ActionId, Told]:
    """What is told about these actions."""
    rows = look.rows(Q.told, {"actions": list(actions_)})
    return {row["action"]: msgspec.convert(row, Told) for row in rows}


def _came_into_force(action: UUID, moment: Moment) -> Fact:
    return ActionCameIntoForce(subject=action, actor=CLOCKWORK, occurred=moment)


def _expired(action: UUID, moment: Moment) -> Fact:
    return ActionExpired(subject=action, actor=CLOCKWORK, occurred=moment)


def _reversed(action: UUID, why: Fact) -> Fact:
    reason = why.reason if isinstance(why, DecisionReversed) else UNDONE
    return ActionReversed(subject=action, actor=why.actor, occurred=why.occurred, reason=reason)
