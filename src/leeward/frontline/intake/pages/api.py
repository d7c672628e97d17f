"""The API of intake: reports, what is added to them later, and activity. Each answers when what it took is on disk."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response
from litestar.concurrency import sync_to_thread
from litestar.exceptions import ClientException
from litestar.params import FromPath

from leeward.frontline.intake import described, desk, wire
from leeward.frontline.intake.arrival import Problem, Receipt, ReportIn, Supplement, unknown_element
from leeward.frontline.intake.described import ActivityAnswer, Answer, RefusedEvent, Supplemented
from leeward.frontline.intake.shapes import shapes
from leeward.playbook.model import Playbook
from leeward.record.errors import MediaRefused
from leeward.record.ledger.record import Record
from leeward.record.terms.code import ElementCode, SourceCode, is_code
from leeward.record.terms.ids import PersonId, ReportId
from leeward.web import faults
from leeward.web.kit import Page, allows, anyone, get, may, person, post

faults.STATUS.update({desk.NoSuchReport: 404})

DOOR = SourceCode("api")
Described = Callable[[], Mapping[str, Any]]
"""A room's part of the API's description."""
_MOST_BYTES = 64 * 2**20
_JSON = "application/json"


@post("/v1/reports", guard=may("report.create"), status_code=200, request_max_body_size=_MOST_BYTES, include_in_schema=False)
async def reports(request: Page) -> Response[bytes]:
    """Take one report or a batch."""
    body = await request.body()
    return await sync_to_thread(_readable, _reports, request, body)


def _readable(take: Callable[[Page, bytes], Response[bytes]], request: Page, body: bytes) -> Response[bytes]:
    """What cannot be read at all is a bad request, with the reason."""
    try:
        return take(request, body)
    except wire.Unreadable as problem:
        raise ClientException(f"{problem.detail} {problem.remedy}".strip()) from None


def _reports(request: Page, body: bytes) -> Response[bytes]:
    record, playbook, who = _at(request)
    content_type = request.headers.get("content-type", "")
    _no_media(record, content_type, body, who)
    rows = wire.rows(body, content_type, most=playbook.limits.reports_per_batch, into=ReportIn)
    readable = [row for row in rows if not isinstance(row, Problem)]
    taken = iter(desk.receive(record, playbook, readable, door=DOOR, actor=who) if readable else [])
    receipts = [Receipt(id=None, status="refused", problem=row) if isinstance(row, Problem) else next(taken) for row in rows]
    counts = {status: sum(each.status == status for each in receipts) for status in ("received", "duplicate", "refused")}
    answer = Answer(
        received=counts["received"], duplicates=counts["duplicate"], refused=counts["refused"], receipts=receipts
    )  # fmt: skip
    return _answer(answer, none_fit=counts["refused"] == len(receipts))


@post("/v1/reports/{report:uuid}/elements", guard=may("report.create"), status_code=200, include_in_schema=False)
async def elements(request: Page, report: FromPath[UUID]) -> Response[bytes]:
    """Add to a notice what it lacked, or more words."""
    body = await request.body()
    return await sync_to_thread(_elements, request, ReportId(report), body)


def _elements(request: Page, report: ReportId, body: bytes) -> Response[bytes]:
    record, playbook, who = _at(request)
    _no_media(record, request.headers.get("content-type", ""), body, who)
    with record.reading() as look:  # who only gives notice adds to what they sent themselves, and learns of nothing else
        if not allows(person(request), "report.view") and desk.sender_of(look, report) != who:
            raise desk.NoSuchReport(f"No report has the number {report}.")
    try:
        added = msgspec.json.decode(body, type=Supplement)
    except (msgspec.DecodeError, UnicodeDecodeError) as mistake:
        raise ClientException(f"{mistake}. What is taken stands in /v1/openapi.json.") from None
    problem = unknown_element(added.elements) or desk.unfit(record, playbook, added.text, door=DOOR, actor=who)
    if problem is not None:
        return Response(msgspec.json.encode(Supplemented(report=report, problem=problem)), status_code=422, media_type=_JSON)
    after = desk.supplement(record, playbook, [report], added, actor=who)
    return Response(msgspec.json.encode(Supplemented(report=report, validity=after[report])), media_type=_JSON)


@post("/v1/activity", guard=may("activity.create"), status_code=200, request_max_body_size=_MOST_BYTES, include_in_schema=False)
async def activity(request: Page) -> Response[bytes]:
    """Take a batch of typed events."""
    body = await request.body()
    return await sync_to_thread(_readable, _activity, request, body)


def _activity(request: Page, body: bytes) -> Response[bytes]:
    record, playbook, who = _at(request)
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    most = playbook.limits.events_per_batch
    if content_type == wire.ARROW:
        kind, platform = _code(request, "kind", ""), _code(request, "platform", "platform")
        try:
            events = wire.arrow(body, kind, platform, shapes(playbook), most=most)
        except MediaRefused as refused:
            desk.refuse(record, door=DOOR, reason=wire.reason_of(refused), element=ElementCode("body"), actor=who)
            raise
    else:
        _no_media(record, content_type, body, who)
        events = wire.activity(body, content_type, shapes(playbook), most=most)
    took = desk.take_activity(record, playbook, events, door=DOOR, actor=who)
    answer = ActivityAnswer(
        taken=took.taken,
        duplicates=took.duplicates,
        signals=took.signals,
        refused=[RefusedEvent(row=place, problem=problem) for place, problem in took.refused],
    )
    return _answer(answer, none_fit=not took.taken and not took.duplicates)


@get("/v1/openapi.json", guard=anyone, include_in_schema=False)
async def openapi(request: Page) -> Response[bytes]:
    """The API's description: it holds nothing but what the documentation says too."""
    parts: tuple[Described, ...] = request.app.state.get("described", ())
    return Response(_described(*parts), media_type=_JSON)


@cache
def _described(*parts: Described) -> bytes:
    return msgspec.json.encode(described.document(*(part() for part in parts)))


def _at(request: Page) -> tuple[Record, Playbook, PersonId]:
    return request.app.state.record, request.app.state.playbook(), person(request).id


def _no_media(record: Record, content_type: str, body: bytes, who: PersonId) -> None:
    try:
        wire.refuse_media(content_type, body)
    except MediaRefused as refused:
        desk.refuse(record, door=DOOR, reason=wire.reason_of(refused), element=ElementCode("body"), actor=who)
        raise


def _code(request: Page, name: str, otherwise: str) -> str:
    value = request.query_params.get(name, otherwise)
    if not is_code(value):
        raise ClientException(f"Name the {name} in the query: ?{name}=...")
    return value


def _answer(answer: Answer | ActivityAnswer, *, none_fit: bool) -> Response[bytes]:
    return Response(msgspec.json.encode(answer), status_code=422 if none_fit else 200, media_type=_JSON)


ROUTES = [reports, elements, activity, openapi]
