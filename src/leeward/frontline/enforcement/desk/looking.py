"""What administrators and leads look at: deliveries by state, receivers with their addresses."""

import msgspec

from leeward.frontline.enforcement import views
from leeward.frontline.enforcement.desk.acting import Q
from leeward.record.errors import TextErased
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.code import PurposeCode
from leeward.record.terms.ids import EndpointId, PersonId, VaultRef
from leeward.record.terms.report import DeliveryState

ADMINISTRATION = PurposeCode("administration")


def deliveries(
    look: Look, state: DeliveryState, *, endpoint: EndpointId | None = None, limit: int = 50, offset: int = 0
) -> tuple[views.DeliveryLine, ...]:
    """Deliveries in a state, the newest first."""
    asked = {"state": state, "endpoint": endpoint, "limit": limit, "offset": offset}
    return tuple(msgspec.convert(row, views.DeliveryLine) for row in look.rows(Q.deliveries, asked))


def state_counts(look: Look) -> dict[DeliveryState, int]:
    """How many deliveries wait and how many are dead, counted up to 10,001, which stands for more."""
    found = {row["state"]: row["deliveries"] for row in look.rows(Q.states)}
    return {state: int(found.get(state, 0)) for state in (DeliveryState.PENDING, DeliveryState.DEAD)}


def endpoint_lines(record: Record, who: PersonId) -> tuple[views.EndpointLine, ...]:
    """The receivers with their addresses in clear; that ``who`` read them is a fact."""
    with record.writing() as tx:
        rows = tx.rows(Q.endpoints)
        addresses = _addresses(tx, [row["address"] for row in rows], who)
        return tuple(msgspec.convert({**row, "address": addresses[row["address"]]}, views.EndpointLine) for row in rows)


def _addresses(tx: Transaction, refs: list[VaultRef], who: PersonId) -> dict[VaultRef, str]:
    if not refs:
        return {}
    try:
        return dict(tx.vault.read(refs, actor=who, purpose=ADMINISTRATION))
    except TextErased:
        return {ref: _one(tx, ref, who) for ref in refs}


def _one(tx: Transaction, ref: VaultRef, who: PersonId) -> str:
    try:
        return tx.vault.read([ref], actor=who, purpose=ADMINISTRATION)[ref]
    except TextErased:
        return "(erased)"
