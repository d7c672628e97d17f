"""What was delivered, what never arrived, and every attempt of it."""

from uuid import UUID

import msgspec
from litestar.params import FromPath

from leeward.frontline.enforcement import desk, refusals, views
from leeward.record.ledger.look import Look
from leeward.record.terms.ids import DeliveryId, EndpointId
from leeward.record.terms.report import DeliveryState, MessageKind
from leeward.web import faults
from leeward.web.export import LIMIT
from leeward.web.kit import (
    Choice,
    Column,
    Listing,
    Markup,
    Onward,
    Page,
    Place,
    csv_of,
    get,
    listing,
    may,
    person,
    post,
    redirect,
    render,
)

faults.STATUS.update(refusals.STATUS)

DELIVERIES = "/enforcement/deliveries"
COLUMNS = (
    Column(name="measure", label="Action"),
    Column(name="reversal", label="Says"),
    Column(name="clause", label="Clause"),
    Column(name="queued", label="Queued", digits=True, sort=True),
    Column(name="attempts", label="Attempts", digits=True),
    Column(name="status", label="Answer", digits=True, hint="The HTTP status of the last attempt; none when nobody answered."),
    Column(name="attempted", label="Last attempt", digits=True),
    Column(name="next", label="Next", digits=True),
    Column(name="does", label=""),
)
SAYS = {
    MessageKind.IN_FORCE: "in force",
    MessageKind.EXTENDED: "lasts longer",
    MessageKind.MADE_KNOWN: "tell the person",
    MessageKind.LIFTED: "lifted",
    MessageKind.REVERSED: "decision reversed",
    MessageKind.APPEAL_DECIDED: "appeal decided",
}
STATES = Choice(
    name="state",
    label="Show",
    usual=DeliveryState.DEAD,
    options=(("dead", "never arrived"), ("pending", "waiting"), ("delivered", "delivered"), ("all", "all")),
)
EVENTS = Choice(name="event", label="Says", options=tuple((kind.value, words) for kind, words in SAYS.items()))
EXPORTED = tuple((name, name.replace("_", " ")) for name in views.DeliveryLine.__struct_fields__)


@get(
    DELIVERIES, guard=may("enforcement.view"), place=Place("Front line", "Deliveries", key="d", order=60), include_in_schema=False
)
def deliveries(request: Page) -> Markup:
    """Messages to receivers: those that never arrived first of all."""
    with request.app.state.record.reading() as look:
        asked = listing(request, COLUMNS, (STATES, EVENTS, _receivers(look)), sort="-queued")
        if request.query_params.get("format") == "csv":
            rows = [msgspec.structs.asdict(row) for row in _lines(look, asked, LIMIT, 0)]
            return csv_of(rows, EXPORTED, "deliveries")
        lines = () if asked.too_deep else _lines(look, asked, asked.limit, asked.offset)
        counts = desk.state_counts(look)
    return render(
        request, "enforcement/deliveries.html", list=asked, rows=lines, counts=counts, state=_state(asked) or "all", says=SAYS
    )


def _receivers(look: Look) -> Choice:
    """The receivers by the end of their number: their addresses lie in the vault, and reading them is written down."""
    return Choice(
        name="receiver", label="Receiver", options=tuple((str(each), f"…{str(each)[-8:]}") for each in desk.receiver_ids(look))
    )


def _lines(look: Look, asked: Listing, limit: int, offset: int) -> tuple[views.DeliveryLine, ...]:
    event, receiver = asked.chosen.get("event"), asked.chosen.get("receiver")
    return desk.deliveries(
        look,
        _state(asked),
        event=MessageKind(event) if event else None,
        endpoint=EndpointId(UUID(receiver)) if receiver else None,
        limit=limit,
        offset=offset,
    )


def _state(asked: Listing) -> DeliveryState | None:
    chosen = asked.chosen.get("state", "dead")
    return None if chosen == "all" else DeliveryState(chosen)


@post(DELIVERIES + "/{delivery:uuid}/replay", guard=may("enforcement.replay"), include_in_schema=False)
def replay(request: Page, delivery: FromPath[UUID]) -> Onward:
    """Send one message once more."""
    desk.replay(request.app.state.record, person(request).id, DeliveryId(delivery))
    return redirect(request, DELIVERIES, notice="It is sent once more, from the first attempt.")


@get(DELIVERIES + "/{delivery:uuid}", guard=may("enforcement.view"), include_in_schema=False)
def show(request: Page, delivery: FromPath[UUID]) -> Markup:
    """One message with every attempt to deliver it."""
    with request.app.state.record.reading() as look:
        line = desk.delivery_line(look, DeliveryId(delivery))
        tried = desk.attempts(look, line.id)
        names = desk.names_of(look, (each.again_by for each in tried))
    return render(request, "enforcement/delivery.html", line=line, attempts=tried, names=names, says=SAYS)


ROUTES = [deliveries, replay, show]
