"""Receivers of webhooks: set up, and taken down. Address and secret are in the vault; the secret is shown once."""

import msgspec

from leeward.frontline.enforcement.address import checked
from leeward.frontline.enforcement.desk.acting import Q
from leeward.frontline.enforcement.message import new_secret
from leeward.frontline.enforcement.refusals import NoSuch
from leeward.record.facts.enforcement import EndpointAdded, EndpointRemoved
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import EndpointId, OwnerId, PersonId, new_id
from leeward.record.terms.moment import now


class NewEndpoint(msgspec.Struct, frozen=True, kw_only=True):
    """A receiver that was just set up, with the secret nobody will see again."""

    id: EndpointId
    address: str
    secret: str


def add_endpoint(record: Record, who: PersonId, address: str, *, private: bool = False) -> NewEndpoint:
    """Send every action to this address from now on. Raises AddressRefused."""
    made = NewEndpoint(id=EndpointId(new_id()), address=checked(address, private=private), secret=new_secret())
    with record.writing() as tx:
        tx.take_pen()
        kept, secret = tx.vault.write(OwnerId(made.id), [made.address, made.secret])
        tx.append([EndpointAdded(subject=made.id, actor=who, occurred=now(), address=kept, secret=secret)])
    return made


def remove_endpoint(record: Record, who: PersonId, endpoint: EndpointId) -> None:
    """Send nothing more there; what waits is written off. Harmless when done twice. Raises NoSuch."""
    with record.writing() as tx:
        tx.take_pen()
        row = tx.one(Q.endpoint, {"endpoint": endpoint})
        if row is None:
            raise NoSuch(f"There is no receiver {endpoint}.")
        if row["removed"] is None:
            tx.append([EndpointRemoved(subject=endpoint, actor=who, occurred=now())])
