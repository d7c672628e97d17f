"""Who is told what: a message for each receiver that asked for it, in the transaction of what happened."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from leeward.frontline.enforcement.desk.queries import Q
from leeward.frontline.enforcement.message import Matter, Told, ToldOfAppeal, ToldOfReversal, digest_of
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.appeals import AppealTookEffect
from leeward.record.facts.enforcement import ActionCameIntoForce, ActionExtended, ActionMadeKnown, DeliveryQueued
from leeward.record.facts.review import DecisionReversed
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Hearing
from leeward.record.terms.ids import ActionId, AppealId, DecisionId, DeliveryId, EndpointId, new_id
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import CLOCKWORK
from leeward.record.terms.report import MessageKind, Topic


class Key(NamedTuple):
    """What a message is about: an action, an appeal, or a decision that was reversed."""

    kind: MessageKind
    decision: DecisionId
    action: ActionId | None = None
    appeal: AppealId | None = None


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a receiver asked to be told of: a row of ``active_endpoints``. Nothing named is everything."""

    id: EndpointId
    topics: tuple[str, ...]
    measures: tuple[str, ...]
    kinds: tuple[str, ...]

    def wants(self, topic: Topic, told: Matter) -> bool:
        """Whether it is told of this."""
        measure = told.measure if isinstance(told, Told) else None
        return (
            (not self.topics or topic in self.topics)
            and (measure is None or not self.measures or measure in self.measures)
            and (not self.kinds or told.subject_kind in self.kinds)
        )


def tell_everyone(heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A message for each receiver that asked for it about each action that came into force."""
    rows = hearing.look.rows(
        Q.told, {"actions": [one.fact.subject for one in heard if isinstance(one.fact, ActionCameIntoForce)]}
    )
    told = {row["action"]: msgspec.convert(row, Told) for row in rows}
    keys = [Key(MessageKind.IN_FORCE, each.decision, action=each.action) for each in told.values()]
    return list(_to_all(hearing, Topic.ACTIONS, keys, told))


def tell_the_informed(heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A message for each receiver that was told of an action which changed or is lifted; others hear nothing."""
    kinds = {one.fact.subject: _kind(one.fact) for one in heard}
    rows = hearing.look.rows(Q.informed, {"actions": list(kinds)})
    keys = [(Key(kinds[row["action"]], row["decision"], action=row["action"]), row["endpoint"]) for row in rows]
    told = matters(hearing.look, [key for key, _ in keys])
    return [_queued(endpoint, key, told[key], hearing.now) for key, endpoint in keys]


def tell_of_reversals(heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A message for each receiver that asked for it about each decision that was reversed."""
    keys = [Key(MessageKind.REVERSED, one.fact.decision) for one in heard if isinstance(one.fact, DecisionReversed)]
    told = {key.decision: each for key, each in matters(hearing.look, keys).items()}
    return list(_to_all(hearing, Topic.REVERSALS, keys, told))


def tell_of_appeals(heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A message for each receiver that asked for it about each appeal that took effect, upheld ones too."""
    facts = [one.fact for one in heard if isinstance(one.fact, AppealTookEffect)]
    keys = [Key(MessageKind.APPEAL_DECIDED, fact.decision, appeal=AppealId(fact.subject)) for fact in facts]
    told = {key.appeal: each for key, each in matters(hearing.look, keys).items()}
    return list(_to_all(hearing, Topic.APPEALS, keys, told))


def matters(look: Look, keys: Iterable[Key]) -> dict[Key, Matter]:
    """What is told about each of these."""
    wanted = list(dict.fromkeys(keys))
    actions = _rows(look, Q.told, "actions", [key.action for key in wanted], "action", Told)
    appeals = _rows(look, Q.appeals_told, "appeals", [key.appeal for key in wanted], "appeal", ToldOfAppeal)
    decisions = [key.decision for key in wanted if key.action is None and key.appeal is None]
    reversals = _rows(look, Q.reversals_told, "decisions", decisions, "decision", ToldOfReversal)
    return {key: actions.get(key.action) or appeals.get(key.appeal) or reversals[key.decision] for key in wanted}


def _rows(look: Look, sql: str, name: str, ids: Iterable[UUID | None], column: str, into: Any) -> dict[Any, Any]:
    asked = [each for each in ids if each is not None]
    return {row[column]: msgspec.convert(row, into) for row in look.rows(sql, {name: asked})} if asked else {}


def _to_all(hearing: Hearing, topic: Topic, keys: Sequence[Key], told: Mapping[Any, Matter]) -> Iterator[Fact]:
    if not keys:
        return
    receivers = [msgspec.convert(row, Asked) for row in hearing.look.rows(Q.active_endpoints)]
    for key in keys:
        about = told[key.action or key.appeal or key.decision]
        for receiver in receivers:
            if receiver.wants(topic, about):
                yield _queued(receiver.id, key, about, hearing.now)


def _kind(fact: Fact) -> MessageKind:
    if isinstance(fact, ActionExtended):
        return MessageKind.EXTENDED
    return MessageKind.MADE_KNOWN if isinstance(fact, ActionMadeKnown) else MessageKind.LIFTED


def _queued(receiver: UUID, key: Key, told: Matter, moment: Moment) -> Fact:
    until = told.until if isinstance(told, Told) else None
    return DeliveryQueued(
        subject=DeliveryId(new_id()),
        actor=CLOCKWORK,
        occurred=moment,
        endpoint=EndpointId(receiver),
        event=key.kind,
        decision=key.decision,
        action=key.action,
        appeal=key.appeal,
        until=until,
        payload=digest_of(told.core(key.kind, until)),
    )
