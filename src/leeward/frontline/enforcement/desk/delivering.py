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
from leeward.frontline.enforcement.desk.posting import Answer, post
from leeward.frontline.enforcement.desk.queries import Q
from leeward.frontline.enforcement.desk.telling import Key, matters
from leeward.frontline.enforcement.message import Matter, body_of, headers_of
from leeward.frontline.enforcement.refusals import NoSuch, NotReplayable, Superseded
from leeward.playbook.model import Playbook
from leeward.record.errors import TextErased
from leeward.record.facts import Fact
from leeward.record.facts.enforcement import DeliveryAttempted, DeliveryReplayed
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.ids import ActionId, AppealId, DecisionId, DeliveryId, EndpointId, PersonId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.people import CLOCKWORK
from leeward.record.terms.report import MessageKind

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
    event: MessageKind
    decision: DecisionId
    action: ActionId | None
    appeal: AppealId | None
    until: Moment | None
    attempts: int
    address: VaultRef
    secret: VaultRef
    former_secret: VaultRef | None
    former_until: Moment | None
    removed: bool
    superseded: bool

    @property
    def key(self) -> Key:
        """What it is about."""
        return Key(self.event, self.decision, action=self.action, appeal=self.appeal)


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """A message ready to go. Secrets and identifiers are in memory only."""

    waiting: Waiting
    address: str
    body: bytes
    headers: dict[str, str]


def deliver(
    record: Record, current: Current, moment: Moment, limit: int = 100, *, private: bool = False, post_: Post = post,
    endpoint: EndpointId | None = None, each: int = FOR_EACH,
) -> int:  # fmt: skip
    """Send what is due by ``moment``, to all receivers or to one; how many deliveries were dealt with.

    ``private`` allows private networks; ``each`` is the most that one receiver is sent. It returns when the slowest has answered:
    the ``Courier`` gives each receiver a lane of its own.
    """
    due = {"moment": moment, "limit": limit, "each": each, "endpoint": endpoint}
    with record.reading() as look:
        if not look.rows(Q.due, {**due, "limit": 1}):
            return 0
    taken, parcels = _take(record, current(), due, moment)
    with ThreadPoolExecutor(max_workers=AT_ONCE) as workers:
        sent = workers.map(lambda one: post_(one.address, one.body, one.headers, private=private), parcels)
        answers = dict(zip((one.waiting.id for one in parcels), sent, strict=True))
    facts = [_attempted(one, answers.get(one.id), moment) for one in taken]
    with record.writing() as tx:
        tx.append(facts)
        tx.execute(Q.give_back, {"deliveries": [one.id for one in taken]})
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


def replay_since(record: Record, who: PersonId, endpoint: EndpointId, since: Moment, limit: int = 10_000) -> int:
    """Send a receiver once more everything that was queued for it since a moment; how many, at most ``limit``, the oldest first.

    What waits anyway stays as it is, and what was lifted since is not put in force again. Raises NoSuch or NotReplayable.
    """
    return _replay(record, who, endpoint, Q.since_of, {"since": since, "limit": limit})


def replay_dead(record: Record, who: PersonId, endpoint: EndpointId, limit: int = 1_000) -> int:
    """Send all dead messages of a receiver once more, but for those whose action was lifted since; how many."""
    return _replay(record, who, endpoint, Q.dead_of, {"limit": limit})


def _replay(record: Record, who: PersonId, endpoint: EndpointId, which: str, asked: dict[str, object]) -> int:
    with record.writing() as tx:
        tx.take_pen()
        row = tx.one(Q.endpoint, {"endpoint": endpoint})
        if row is None:
            raise NoSuch(f"There is no receiver {endpoint}.")
        if row["removed"] is not None:
            raise NotReplayable("The receiver was taken down.")
        dead = tx.rows(which, {**asked, "endpoint": endpoint})
        tx.append([DeliveryReplayed(subject=each["id"], actor=who, occurred=this_moment()) for each in dead])
        return len(dead)


def _take(record: Record, playbook: Playbook, due: dict[str, object], moment: Moment) -> tuple[list[Waiting], list[Parcel]]:
    """Mark what is due as taken; the deliveries, and a parcel for each that can be sent."""
    with record.writing() as tx:
        rows = {row["id"]: msgspec.convert(row, Waiting) for row in tx.rows(Q.due, due)}
        marks = {"deliveries": list(rows), "moment": moment, "until": moment + TAKEN_FOR}
        mine = [rows[row["delivery"]] for row in tx.rows(Q.take, marks)]
        sendable = [each for each in mine if not each.removed and not each.superseded]
        told = matters(tx, [each.key for each in sendable])
        parcels = [parcel for each in sendable for parcel in _parcels(tx, playbook, each, told[each.key], moment)]
        return mine, parcels


def _parcels(tx: Transaction, playbook: Playbook, waiting: Waiting, told: Matter, moment: Moment) -> Sequence[Parcel]:
    """The message in an envelope; none when what it needs was erased."""
    former = waiting.former_secret if waiting.former_until is not None and waiting.former_until > moment else None
    keys = [ref for ref in (waiting.secret, former) if ref is not None]
    try:
        texts = tx.vault.pass_through([waiting.address, told.identifier, *keys])
    except TextErased:
        return ()
    body = body_of(
        told, waiting.event, until=waiting.until, delivery=waiting.id, identifier=texts[told.identifier], playbook=playbook
    )
    sent = int(this_moment().timestamp())
    headers = headers_of([texts[ref] for ref in keys], delivery=waiting.id, kind=waiting.event, timestamp=sent, body=body)
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
