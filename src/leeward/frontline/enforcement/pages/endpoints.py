"""The receivers of webhooks: set up, told of what they ask for, given another secret, sent things again, taken down."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, TypeVar
from uuid import UUID

import msgspec
from litestar.params import FromPath

from leeward.frontline.enforcement import desk, refusals
from leeward.frontline.enforcement.pages.deliveries import DELIVERIES
from leeward.record.terms.code import MeasureCode, is_code
from leeward.record.terms.ids import EndpointId
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import Topic
from leeward.record.terms.subject import SubjectKind
from leeward.web.kit import Form, Markup, Onward, Page, Place, Refused, form, get, may, person, post, redirect, render
from leeward.web.telling import plain

T = TypeVar("T", Topic, SubjectKind)
ENDPOINTS = "/enforcement/endpoints"
TOPICS = {
    Topic.ACTIONS: "actions: in force, longer, lifted",
    Topic.REVERSALS: "decisions that were reversed",
    Topic.APPEALS: "appeals that were decided",
}


class NewReceiver(msgspec.Struct, kw_only=True):
    """Where things are to be told, and which."""

    address: Annotated[str, msgspec.Meta(max_length=2000, title="an address")]
    topics: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


class Changed(msgspec.Struct, kw_only=True):
    """What a receiver is told of from now on."""

    topics: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


class Since(msgspec.Struct, kw_only=True):
    """From when on something is sent again."""

    since: str = ""


@get(ENDPOINTS, guard=may("enforcement.manage"), place=Place("Front line", "Receivers", order=61), include_in_schema=False)
def endpoints(request: Page) -> Markup:
    """Who is told about actions, reversals and appeals."""
    return _endpoints(request)


@post(ENDPOINTS, guard=may("enforcement.manage"), include_in_schema=False)
def add_endpoint(request: Page) -> Markup:
    """Set up a receiver; its secret is on the page that answers, and never again."""
    filled = form(request, NewReceiver)
    if filled.value is None:
        return _endpoints(request, filled=filled, status=422)
    private = request.app.state.settings.webhook_private
    sent = filled.value
    try:
        made = desk.add_endpoint(
            request.app.state.record, person(request).id, sent.address, private=private, wishes=_wishes(sent)
        )
    except refusals.AddressRefused as problem:
        return _endpoints(request, filled=filled.refuse("address", f"{problem.detail} {problem.remedy}".strip()), status=422)
    return _endpoints(request, made=made)


@post(ENDPOINTS + "/{endpoint:uuid}/change", guard=may("enforcement.manage"), include_in_schema=False)
def change_endpoint(request: Page, endpoint: FromPath[UUID]) -> Onward:
    """Tell a receiver of other things."""
    filled = form(request, Changed)
    wishes = _wishes(filled.value or Changed())
    desk.change_endpoint(request.app.state.record, person(request).id, EndpointId(endpoint), wishes)
    return redirect(request, ENDPOINTS, notice="From now on it is told of what you chose. What waited is still sent.")


@post(ENDPOINTS + "/{endpoint:uuid}/secret", guard=may("enforcement.manage"), include_in_schema=False)
def change_secret(request: Page, endpoint: FromPath[UUID]) -> Markup:
    """Give a receiver another secret; it is on the page that answers, and never again."""
    made = desk.change_secret(request.app.state.record, person(request).id, EndpointId(endpoint))
    return _endpoints(request, made=made, another=True)


@post(ENDPOINTS + "/{endpoint:uuid}/remove", guard=may("enforcement.manage"), include_in_schema=False)
def remove_endpoint(request: Page, endpoint: FromPath[UUID]) -> Onward:
    """Take a receiver down."""
    desk.remove_endpoint(request.app.state.record, person(request).id, EndpointId(endpoint))
    return redirect(request, ENDPOINTS, notice="It gets nothing more. What waited for it is written off.")


@post(ENDPOINTS + "/{endpoint:uuid}/replay", guard=may("enforcement.replay"), include_in_schema=False)
def replay_dead(request: Page, endpoint: FromPath[UUID]) -> Onward:
    """Send everything once more that never arrived at a receiver; with a moment, everything since then."""
    filled = form(request, Since)
    since = filled.value.since if filled.value else ""
    who, record = person(request).id, request.app.state.record
    if since:
        sent = desk.replay_since(record, who, EndpointId(endpoint), moment_of(since))
    else:
        sent = desk.replay_dead(record, who, EndpointId(endpoint))
    words = "1 message is" if sent == 1 else f"{sent} messages are"
    told = f"{words} sent once more. Those whose action was lifted since stay where they are."
    return redirect(request, DELIVERIES, notice=told)


def moment_of(text: str) -> Moment:
    """A moment as a browser sends it: UTC, ``2026-11-24T13:05``. Raises Refused."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise Refused("That is no moment.", remedy="Write it like 2026-11-24T13:05, in UTC.") from None
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def _wishes(sent: NewReceiver | Changed) -> desk.Wishes:
    """What was chosen, as far as there is such a thing."""
    return desk.Wishes(
        topics=_only(Topic, sent.topics),
        measures=tuple(MeasureCode(code) for code in sent.measures if is_code(code)),
        kinds=_only(SubjectKind, sent.kinds),
    )


def _only(words: type[T], chosen: Sequence[str]) -> tuple[T, ...]:
    return tuple(word for word in words if word.value in chosen)


def _endpoints(
    request: Page,
    *,
    filled: Form[NewReceiver] | None = None,
    made: desk.NewEndpoint | None = None,
    another: bool = False,
    status: int = 200,
) -> Markup:
    rows = desk.endpoint_lines(request.app.state.record, person(request).id)
    measures = {code: each.name for code, each in request.app.state.playbook().measures.items()}
    return render(
        request, "enforcement/endpoints.html", status=status, rows=rows, filled=filled, made=made, another=another,
        topics=TOPICS, measures=measures, kinds=[kind.value for kind in SubjectKind], plain=plain,
    )  # fmt: skip


ROUTES = [endpoints, add_endpoint, change_endpoint, change_secret, remove_endpoint, replay_dead]
