"""The pages of enforcement: what was delivered, what never arrived, and the receivers."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath

from leeward.frontline.enforcement import desk, refusals, views
from leeward.record.ledger.look import Look
from leeward.record.terms.ids import DeliveryId, EndpointId
from leeward.record.terms.report import DeliveryState
from leeward.web import faults
from leeward.web.export import LIMIT
from leeward.web.kit import (
    Choice,
    Column,
    Form,
    Listing,
    Markup,
    Onward,
    Page,
    Place,
    csv_of,
    form,
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
ENDPOINTS = "/enforcement/endpoints"
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
STATES = Choice(
    name="state",
    label="Show",
    options=(("dead", "never arrived"), ("pending", "waiting"), ("delivered", "delivered")),
)
EXPORTED = tuple((name, name.replace("_", " ")) for name in views.DeliveryLine.__struct_fields__)


class NewReceiver(msgspec.Struct, kw_only=True):
    """Where actions are to be told."""

    address: Annotated[str, msgspec.Meta(max_length=2000, title="an address")]


@get(
    DELIVERIES, guard=may("enforcement.view"), place=Place("Front line", "Deliveries", key="d", order=60), include_in_schema=False
)
def deliveries(request: Page) -> Markup:
    """Messages to receivers: those that never arrived first of all."""
    asked = listing(request, COLUMNS, (STATES,), sort="-queued")
    with request.app.state.record.reading() as look:
        if request.query_params.get("format") == "csv":
            rows = [msgspec.structs.asdict(row) for row in _lines(look, asked, LIMIT, 0)]
            return csv_of(rows, EXPORTED, "deliveries")
        lines = () if asked.too_deep else _lines(look, asked, asked.limit, asked.offset)
        counts = desk.state_counts(look)
    return render(request, "enforcement/deliveries.html", list=asked, rows=lines, counts=counts, state=_state(asked))


def _lines(look: Look, asked: Listing, limit: int, offset: int) -> tuple[views.DeliveryLine, ...]:
    return desk.deliveries(look, _state(asked), limit=limit, offset=offset)


def _state(asked: Listing) -> DeliveryState:
    return DeliveryState(asked.chosen.get("state", DeliveryState.DEAD))


@post(DELIVERIES + "/{delivery:uuid}/replay", guard=may("enforcement.replay"), include_in_schema=False)
def replay(request: Page, delivery: FromPath[UUID]) -> Onward:
    """Send one message once more."""
    desk.replay(request.app.state.record, person(request).id, DeliveryId(delivery))
    return redirect(request, DELIVERIES, notice="It is sent once more, from the first attempt.")


@get(ENDPOINTS, guard=may("enforcement.manage"), place=Place("Front line", "Receivers", order=61), include_in_schema=False)
def endpoints(request: Page) -> Markup:
    """Who is told about actions."""
    return _endpoints(request)


@post(ENDPOINTS, guard=may("enforcement.manage"), include_in_schema=False)
def add_endpoint(request: Page) -> Markup:
    """Set up a receiver; its secret is on the page that answers, and never again."""
    filled = form(request, NewReceiver)
    if filled.value is None:
        return _endpoints(request, filled=filled, status=422)
    private = request.app.state.settings.webhook_private
    try:
        made = desk.add_endpoint(request.app.state.record, person(request).id, filled.value.address, private=private)
    except refusals.AddressRefused as problem:
        return _endpoints(request, filled=filled.refuse("address", f"{problem.detail} {problem.remedy}".strip()), status=422)
    return _endpoints(request, made=made)


@post(ENDPOINTS + "/{endpoint:uuid}/remove", guard=may("enforcement.manage"), include_in_schema=False)
def remove_endpoint(request: Page, endpoint: FromPath[UUID]) -> Onward:
    """Take a receiver down."""
    desk.remove_endpoint(request.app.state.record, person(request).id, EndpointId(endpoint))
    return redirect(request, ENDPOINTS, notice="It gets nothing more. What waited for it is written off.")


@post(ENDPOINTS + "/{endpoint:uuid}/replay", guard=may("enforcement.replay"), include_in_schema=False)
def replay_dead(request: Page, endpoint: FromPath[UUID]) -> Onward:
    """Send everything once more that never arrived at a receiver."""
    sent = desk.replay_dead(request.app.state.record, person(request).id, EndpointId(endpoint))
    words = "1 message is" if sent == 1 else f"{sent} messages are"
    return redirect(
        request, DELIVERIES, notice=f"{words} sent once more. Those whose action was lifted since stay where they are."
    )


def _endpoints(
    request: Page, *, filled: Form[NewReceiver] | None = None, made: desk.NewEndpoint | None = None, status: int = 200
) -> Markup:
    rows = desk.endpoint_lines(request.app.state.record, person(request).id)
    return render(request, "enforcement/endpoints.html", status=status, rows=rows, filled=filled, made=made)


ROUTES = [deliveries, replay, endpoints, add_endpoint, remove_endpoint, replay_dead]
