"""What administrators and leads look at: deliveries by state, receivers with their addresses."""

from collections.abc import Iterable

import msgspec

from leeward.frontline.enforcement import views
from leeward.frontline.enforcement.desk.queries import Q
from leeward.frontline.enforcement.refusals import NoSuch
from leeward.record.errors import TextErased
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.code import PurposeCode
from leeward.record.terms.ids import DeliveryId, EndpointId, PersonId, VaultRef
from leeward.record.terms.people import Role
from leeward.record.terms.report import DeliveryState, MessageKind

ADMINISTRATION = PurposeCode("administration")


def deliveries(
    look: Look,
    state: DeliveryState | None,
    *,
    endpoint: EndpointId | None = None,
    event: MessageKind | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[views.DeliveryLine, ...]:
    """Deliveries in a state or in all, the newest first."""
    asked = {"state": state, "endpoint": endpoint, "event": event, "delivery": None, "limit": limit, "offset": offset}
    return tuple(msgspec.convert(row, views.DeliveryLine) for row in look.rows(Q.deliveries, asked))


def delivery_line(look: Look, delivery: DeliveryId) -> views.DeliveryLine:
    """One delivery. Raises NoSuch."""
    asked = {"state": None, "endpoint": None, "event": None, "delivery": delivery, "limit": 1, "offset": 0}
    row = look.one(Q.deliveries, asked)
    if row is None:
        raise NoSuch(f"There is no delivery {delivery}.")
    return msgspec.convert(row, views.DeliveryLine)


def attempts(look: Look, delivery: DeliveryId) -> tuple[views.AttemptLine, ...]:
    """Every attempt of a delivery, and when it was sent again, in order; at most 500."""
    rows = look.rows(Q.attempts, {"delivery": delivery, "limit": 500})
    return tuple(
        views.AttemptLine(
            occurred=row["occurred"],
            attempt=row["attempt"],
            status=row["status"],
            milliseconds=row["milliseconds"],
            again_by=row["actor"] if row["kind"] == "delivery_replayed" else None,
        )
        for row in rows
    )


def state_counts(look: Look) -> dict[DeliveryState, int]:
    """How many deliveries wait and how many are dead, counted up to 10,001, which stands for more."""
    found = {row["state"]: row["deliveries"] for row in look.rows(Q.states)}
    return {state: int(found.get(state, 0)) for state in (DeliveryState.PENDING, DeliveryState.DEAD)}


def receiver_ids(look: Look) -> tuple[EndpointId, ...]:
    """The receivers, those in use first."""
    return tuple(EndpointId(row["id"]) for row in look.rows(Q.endpoints))


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


def held_lines(look: Look, limit: int = 50, offset: int = 0) -> tuple[views.HeldLine, ...]:
    """What waits for a second person; what lapses soonest first."""
    return tuple(msgspec.convert(row, views.HeldLine) for row in look.rows(Q.held, {"limit": limit, "offset": offset}))


def quiet_lines(look: Look, limit: int = 200) -> tuple[views.QuietLine, ...]:
    """Restrictions in force of which nobody is told; what ends soonest first."""
    return tuple(msgspec.convert(row, views.QuietLine) for row in look.rows(Q.quiet, {"limit": limit}))


def alert_lines(look: Look, limit: int = 200) -> tuple[views.QuietLine, ...]:
    """Quiet restrictions whose end passed and at which nobody has looked (Q41), the oldest first."""
    return tuple(msgspec.convert(row, views.QuietLine) for row in look.rows(Q.alerts, {"limit": limit}))


def owners(look: Look, roles: Iterable[Role]) -> tuple[tuple[PersonId, str], ...]:
    """Who may answer for a restriction: everybody with one of these roles, by name."""
    return tuple((PersonId(row["id"]), str(row["name"])) for row in look.rows(Q.leads, {"roles": list(roles)}))
