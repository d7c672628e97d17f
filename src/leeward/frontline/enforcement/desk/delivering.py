"""Sending what waits. A message is marked as taken, sent without holding the database, and what came of it is a fact.

At least once: who is killed between sending and writing leaves a mark that runs out, and the message is sent again. Its id is
the same, so a receiver knows it.
"""

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import msgspec

from leeward.frontline.enforcement.backoff import delivered, next_attempt
from leeward.frontline.enforcement.desk.acting import Q, told_of
from leeward.frontline.enforcement.desk.posting import Answer, post
from leeward.frontline.enforcement.message import Told, body_of, headers_of
from leeward.frontline.enforcement.refusals import NoSuch, NotReplayable, Superseded
from leeward.playbook.model import Playbook
from leeward.record.errors import TextErased
from leeward.record.facts import Fact
from leeward.record.facts.enforcement import DeliveryAttempted, DeliveryReplayed
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.ids import ActionId, DeliveryId, EndpointId, PersonId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.people import CLOCKWORK

Current = Callable[[], Playbook]
Post = Callable[..., Answer]

AT_ONCE = 8
FOR_EACH = 20
"""So many for one receiver at a time: one that does not answer must not starve the others."""
TAKEN_FOR = timedelta(minutes=5)
NO_ANSWER = Answer(status=0, milliseconds=0)


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery that is due: a row of ``due``."""

    id: DeliveryId
    endpoint: EndpointId
    action: ActionId
    reversal: bool
    attempts: int
    address: VaultRef
    secret: VaultRef
    removed: bool
    superseded: bool


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """A message ready to go. Secrets and identifiers are in memory only."""

    waiting: Waiting
    address: str
    body: bytes
    headers: dict[str, str]


def deliver(
    record: Record, current: Current, moment: Moment, limit: int = 100, *, private: bool = False, post_: Post = post
) -> int:
    """Send what is due by ``moment``; how many deliveries were dealt with. ``private`` allows private networks."""
    due = {"moment": moment, "limit": limit, "each": FOR_EACH}
    with record.reading() as look:
        if not look.rows(Q.due, {**due, "limit": 1}):
            return 0
    taken, parcels = _take(record, current(), due, moment)
    with ThreadPoolExecutor(max_workers=AT_ONCE) as workers:
        sent = workers.map(lambda each: post_(each.address, each.body, each.headers, private=private), parcels)
        answers = dict(zip((each.waiting.id for each in parcels), sent, strict=True))
    facts = [_attempted(each, answers.get(each.id), moment) for each in taken]
    with record.writing() as tx:
        tx.append(facts)
        tx.execute(Q.give_back, {"deliveries": [each.id for each in taken]})
    return len(taken)


def replay(record: Record, who: PersonId, delivery: DeliveryId) -> None:
    """Send a dead or delivered message once more, from its first attempt. Raises NoSuch, NotReplayable or Superseded."""
    with record.writing() as tx:
        tx.take_pen()
        row = tx.one(Q.delivery, {"delivery": delivery})
        if row is None:
            raise NoSuch(f"There is no delivery {delivery}.")
        if row["state"] == "pending":
            raise NotReplayable("It waits already.")
        if row["removed"] is not None:
            raise NotReplayable("Its receiver was taken down.", remedy="Set it up again; new actions go there.")
        if row["superseded"]:
            raise Superseded()
        tx.append([DeliveryReplayed(subject=delivery, actor=who, occurred=this_moment())])


def replay_dead(record: Record, who: PersonId, endpoint: EndpointId, limit: int = 1_000) -> int:
    """Send all dead messages of a receiver once more, but for those whose action was lifted since; how many."""
    with record.writing() as tx:
        tx.take_pen()
        row = tx.one(Q.endpoint, {"endpoint": endpoint})
        if row is None:
            raise NoSuch(f"There is no receiver {endpoint}.")
        if row["removed"] is not None:
            raise NotReplayable("The receiver was taken down.")
        dead = tx.rows(Q.dead_of, {"endpoint": endpoint, "limit": limit})
        tx.append([DeliveryReplayed(subject=each["id"], actor=who, occurred=this_moment()) for each in dead])
        return len(dead)


def _take(record: Record, playbook: Playbook, due: dict[str, object], moment: Moment) -> tuple[list[Waiting], list[Parcel]]:
    """Mark what is due as taken; the deliveries, and a parcel for each that can be sent."""
    with record.writing() as tx:
        rows = {row["id"]: msgspec.convert(row, Waiting) for row in tx.rows(Q.due, due)}
        marks = {"deliveries": list(rows), "moment": moment, "until": moment + TAKEN_FOR}
        mine = [rows[row["delivery"]] for row in tx.rows(Q.take, marks)]
        told = told_of(tx, {each.action for each in mine})
        sendable = [each for each in mine if not each.removed and not each.superseded]
        parcels = [parcel for each in sendable for parcel in _parcels(tx, playbook, each, told[each.action])]
        return mine, parcels


def _parcels(tx: Transaction, playbook: Playbook, waiting: Waiting, told: Told) -> Sequence[Parcel]:
    """The message in an envelope; none when what it needs was erased."""
    try:
        texts = tx.vault.pass_through([waiting.address, waiting.secret, told.identifier])
    except TextErased:
        return ()
    identifier, secret = texts[told.identifier], texts[waiting.secret]
    body = body_of(told, reversal=waiting.reversal, delivery=waiting.id, identifier=identifier, playbook=playbook)
    headers = headers_of(
        secret, delivery=waiting.id, reversal=waiting.reversal, timestamp=int(this_moment().timestamp()), body=body
    )
    return (Parcel(waiting=waiting, address=texts[waiting.address], body=body, headers=headers),)


def _attempted(waiting: Waiting, answer: Answer | None, moment: Moment) -> Fact:
    """What came of it. One that could not even be put together is dead."""
    attempt, said = waiting.attempts + 1, answer or NO_ANSWER
    arrived = delivered(said.status)
    again = None if arrived or answer is None else next_attempt(attempt, said.status, moment, random.random())
    return DeliveryAttempted(
        subject=waiting.id,
        actor=CLOCKWORK,
        occurred=moment,
        attempt=attempt,
        status=said.status,
        milliseconds=said.milliseconds,
        delivered=arrived,
        next_attempt=again,
    )
