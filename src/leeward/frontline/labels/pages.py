"""The pages and the API of labels: which stand, and those of one, to put and to take away."""

from typing import Annotated, Any, TypeVar
from uuid import UUID

import msgspec
from litestar import Response
from litestar.concurrency import sync_to_thread
from litestar.exceptions import ClientException
from litestar.params import FromPath

from leeward.frontline.labels import desk, reasons, refusals, views
from leeward.playbook.model import Playbook
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
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
    form,
    get,
    listing,
    may,
    person,
    post,
    redirect,
    render,
)

T = TypeVar("T")

faults.STATUS.update(refusals.STATUS)

COLUMNS = (
    Column(name="subject", label="Stands on"),
    Column(name="label", label="Label"),
    Column(name="until", label="Until", digits=True, sort=True),
    Column(name="changed", label="Put", digits=True, sort=True),
    Column(name="by", label="By"),
)
EXPORTED = tuple((name, name) for name in ("subject", "label", "until", "changed", "by", "rule", "reason"))


class Put(msgspec.Struct, kw_only=True):
    """A label to put."""

    label: Annotated[str, msgspec.Meta(title="a label")]
    reason: Annotated[str, msgspec.Meta(title="a reason")]
    lasts: str | None = None


class Take(msgspec.Struct, kw_only=True):
    """A label to take away."""

    label: Annotated[str, msgspec.Meta(title="a label")]
    reason: Annotated[str, msgspec.Meta(title="a reason")]


class PutIn(Put, kw_only=True, forbid_unknown_fields=True):
    """The same, as a program sends it."""


class TakeIn(Take, kw_only=True, forbid_unknown_fields=True):
    """The same, as a program sends it."""


@get("/labels", guard=may("label.view"), place=Place("Front line", "Labels", key="l", order=70), include_in_schema=False)
def labels(request: Page) -> Markup:
    """Labels that stand."""
    playbook = _playbook(request)
    with _record(request).reading() as look:
        counted = desk.counts(look, playbook)
        choice = Choice(name="label", label="Show", options=tuple((name, name.replace("_", " ")) for name in counted))
        asked = listing(request, COLUMNS, (choice,) if counted else (), sort="-changed")
        if request.query_params.get("format") == "csv":
            return csv_of([_row(each) for each in _lines(look, playbook, asked, LIMIT, 0)], EXPORTED, "labels")
        rows = () if asked.too_deep else _lines(look, playbook, asked, asked.limit, asked.offset)
    return render(request, "labels/labels.html", list=asked, rows=rows, counts=counted, known=playbook.labels)


def _lines(look: Look, playbook: Playbook, asked: Listing, limit: int, offset: int) -> tuple[views.Stands, ...]:
    label = asked.chosen.get("label")
    return desk.standing(look, playbook, label, by=asked.sort, down=asked.descending, limit=limit, offset=offset)


def _row(line: views.Stands) -> dict[str, object]:
    return msgspec.structs.asdict(line)


@get("/labels/{subject:uuid}", guard=may("label.view"), include_in_schema=False)
def of_one(request: Page, subject: FromPath[UUID]) -> Markup:
    """The labels of one: what stands, what stood, and what was done."""
    playbook = _playbook(request)
    with _record(request).reading() as look:
        seen = desk.labels_of(look, playbook, subject)
    mine = [each for each in playbook.labels.values() if each.people]
    return render(request, "labels/one.html", seen=seen, mine=mine, puts=reasons.PUT, takes=reasons.TAKE)


@post("/labels/{subject:uuid}/put", guard=may("label.put"), include_in_schema=False)
def put(request: Page, subject: FromPath[UUID]) -> Onward:
    """Put a label."""
    given = form(request, Put).value or Put(label="", reason="")
    desk.put(
        _record(request), _playbook(request), person(request).id, subject, given.label, reason=given.reason, lasts=given.lasts
    )
    return redirect(request, f"/labels/{subject}", notice="It stands from the next event on.")


@post("/labels/{subject:uuid}/take", guard=may("label.put"), include_in_schema=False)
def take(request: Page, subject: FromPath[UUID]) -> Onward:
    """Take a label away."""
    given = form(request, Take).value or Take(label="", reason="")
    desk.take(_record(request), _playbook(request), person(request).id, subject, given.label, reason=given.reason)
    return redirect(request, f"/labels/{subject}", notice="It is taken away. Rules do not put it again for a while.")


@get("/v1/labels", guard=may("label.view"), include_in_schema=False)
def list_labels(request: Page) -> Response[bytes]:
    """The labels of the playbook: what they mean, and on how many each stands."""
    playbook = _playbook(request)
    with _record(request).reading() as look:
        counted = desk.counts(look, playbook)
    known = playbook.labels
    return _json(
        {
            "labels": [
                {
                    "name": name,
                    "means": known[name].means if name in known else None,
                    "lasts": known[name].lasts if name in known else None,
                    "people": name in known and known[name].people,
                    "standing": standing,
                }
                for name, standing in counted.items()
            ]
        }
    )


@get("/v1/labels/{subject:uuid}", guard=may("label.view"), include_in_schema=False)
def show_labels(request: Page, subject: FromPath[UUID]) -> Response[bytes]:
    """The labels of one, and what was done with them."""
    with _record(request).reading() as look:
        return _json(desk.labels_of(look, _playbook(request), subject))


@post("/v1/labels/{subject:uuid}/put", guard=may("label.put"), status_code=200, include_in_schema=False)
async def put_label(request: Page, subject: FromPath[UUID]) -> Response[bytes]:
    """Put a label: ``{"label": "known_recruiter", "reason": "told", "lasts": "30 days"}``."""
    body = await request.body()
    return await sync_to_thread(_put_in, request, subject, body)


@post("/v1/labels/{subject:uuid}/take", guard=may("label.put"), status_code=200, include_in_schema=False)
async def take_label(request: Page, subject: FromPath[UUID]) -> Response[bytes]:
    """Take a label away: ``{"label": "fee_asked", "reason": "wrong"}``."""
    body = await request.body()
    return await sync_to_thread(_take_in, request, subject, body)


def _put_in(request: Page, subject: UUID, body: bytes) -> Response[bytes]:
    given = _read(body, PutIn, "{'label': '...', 'reason': '...', 'lasts': '14 days'}")
    until = desk.put(
        _record(request), _playbook(request), person(request).id, subject, given.label, reason=given.reason, lasts=given.lasts
    )
    return _json({"subject": subject, "label": given.label, "until": until})


def _take_in(request: Page, subject: UUID, body: bytes) -> Response[bytes]:
    given = _read(body, TakeIn, "{'label': '...', 'reason': '...'}")
    held = desk.take(_record(request), _playbook(request), person(request).id, subject, given.label, reason=given.reason)
    return _json({"subject": subject, "label": given.label, "until": None, "held": held})


def _read(body: bytes, kind: type[T], form_: str) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise ClientException(f"The body is {form_}: {problem}") from None


def _json(value: Any) -> Response[bytes]:
    return Response(msgspec.json.encode(value), media_type="application/json")


def _record(request: Page) -> Record:
    found: Record = request.app.state.record
    return found


def _playbook(request: Page) -> Playbook:
    found: Playbook = request.app.state.playbook()
    return found


ROUTES = [labels, of_one, put, take, list_labels, show_labels, put_label, take_label]
