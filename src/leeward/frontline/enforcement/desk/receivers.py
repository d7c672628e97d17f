"""Receivers of webhooks: set up, and taken down. Address and secret are in the vault; the secret is shown once."""

from datetime import timedelta
from typing import Any

import msgspec

from leeward.frontline.enforcement.address import checked
from leeward.frontline.enforcement.desk.queries import Q
from leeward.frontline.enforcement.message import new_secret
from leeward.frontline.enforcement.refusals import NoSuch
from leeward.record.facts.enforcement import EndpointAdded, EndpointChanged, EndpointRemoved, EndpointSecretChanged
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.code import MeasureCode
from leeward.record.terms.ids import EndpointId, OwnerId, PersonId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.report import Topic
from leeward.record.terms.subject import SubjectKind


class NewEndpoint(msgspec.Struct, frozen=True, kw_only=True):
    """A receiver that was just set up, with the secret nobody will see again."""

    id: EndpointId
    address: str
    secret: str


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What a receiver is told of. Nothing named is everything."""

    topics: tuple[Topic, ...] = ()
    measures: tuple[MeasureCode, ...] = ()
    """Of actions."""
    kinds: tuple[SubjectKind, ...] = ()


EVERYTHING = Wishes()
FORMER = timedelta(hours=24)
"""So long the secret before signs too."""


def add_endpoint(
    record: Record, who: PersonId, address: str, *, private: bool = False, wishes: Wishes = EVERYTHING
) -> NewEndpoint:
    """Send to this address from now on what is wished. Raises AddressRefused."""
    made = NewEndpoint(id=EndpointId(new_id()), address=checked(address, private=private), secret=new_secret())
    with record.writing() as tx:
        tx.take_pen()
        kept, secret = tx.vault.write(OwnerId(made.id), [made.address, made.secret])
        fact = EndpointAdded(
            subject=made.id, actor=who, occurred=now(), address=kept, secret=secret, **msgspec.structs.asdict(wishes)
        )
        tx.append([fact])
    return made


def change_endpoint(record: Record, who: PersonId, endpoint: EndpointId, wishes: Wishes) -> None:
    """Tell a receiver of other things from now on. Raises NoSuch."""
    with record.writing() as tx:
        tx.take_pen()
        row = _known(tx, endpoint)
        if Wishes(topics=tuple(row["topics"]), measures=tuple(row["measures"]), kinds=tuple(row["kinds"])) != wishes:
            fact = EndpointChanged(subject=endpoint, actor=who, occurred=now(), **msgspec.structs.asdict(wishes))
            tx.append([fact])


def change_secret(record: Record, who: PersonId, endpoint: EndpointId, keep: timedelta = FORMER) -> NewEndpoint:
    """Give a receiver another secret, which nobody will see again; the one before signs too for ``keep``. Raises NoSuch."""
    secret = new_secret()
    with record.writing() as tx:
        tx.take_pen()
        row = _known(tx, endpoint)
        address = tx.vault.pass_through([row["address"]])[row["address"]]
        [kept] = tx.vault.write(OwnerId(endpoint), [secret])
        moment = now()
        tx.append([EndpointSecretChanged(subject=endpoint, actor=who, occurred=moment, secret=kept, former_until=moment + keep)])
    return NewEndpoint(id=endpoint, address=address, secret=secret)


def _known(look: Look, endpoint: EndpointId) -> dict[str, Any]:
    row = look.one(Q.endpoint, {"endpoint": endpoint})
    if row is None or row["removed"] is not None:
        raise NoSuch(f"There is no receiver {endpoint}.")
    return row


def remove_endpoint(record: Record, who: PersonId, endpoint: EndpointId) -> None:
    """Send nothing more there; what waits is written off. Harmless when done twice. Raises NoSuch."""
    with record.writing() as tx:
        tx.take_pen()
        row = tx.one(Q.endpoint, {"endpoint": endpoint})
        if row is None:
            raise NoSuch(f"There is no receiver {endpoint}.")
        if row["removed"] is None:
            tx.append([EndpointRemoved(subject=endpoint, actor=who, occurred=now())])
