"""The API of appeals: ``POST /v1/appeals`` takes one in, ``GET /v1/appeals/{id}`` says how it stands and what to tell."""

from uuid import UUID

import msgspec
from litestar import Response
from litestar.concurrency import sync_to_thread
from litestar.exceptions import ClientException
from litestar.params import FromPath

from leeward.frontline.appeals import desk
from leeward.frontline.appeals.described import AppealIn, Told
from leeward.record.errors import MediaRefused
from leeward.record.terms import media
from leeward.record.terms.code import SourceCode
from leeward.record.terms.ids import AppealId
from leeward.web.kit import Page, get, may, person, post

DOOR = SourceCode("api")
CREATE = may("appeal.create")
_MOST_BYTES = 2**20
_JSON = "application/json"


@post("/v1/appeals", guard=CREATE, status_code=200, request_max_body_size=_MOST_BYTES, include_in_schema=False)
async def take(request: Page) -> Response[bytes]:
    """Take one appeal in."""
    body = await request.body()
    return await sync_to_thread(_take, request, body)


def _take(request: Page, body: bytes) -> Response[bytes]:
    if media.refuses_content_type(request.headers.get("content-type", "")) or media.is_media(body):
        raise MediaRefused(remedy="Send JSON; an appeal is words.")
    try:
        arrival = msgspec.json.decode(body, type=AppealIn)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise ClientException(f"{problem}. What is taken stands in /v1/openapi.json.") from None
    key = request.headers.get("idempotency-key", "")
    if key and arrival.id is None:
        arrival = msgspec.structs.replace(arrival, id=key)
    state = request.app.state
    receipt = desk.lodge(state.record, state.playbook(), arrival, door=DOOR, actor=person(request).id)
    return Response(msgspec.json.encode(receipt), status_code=201 if receipt.status == "received" else 200, media_type=_JSON)


@get("/v1/appeals/{appeal:uuid}", guard=CREATE, include_in_schema=False)
def tell(request: Page, appeal: FromPath[UUID]) -> Response[bytes]:
    """How an appeal stands; once it has taken effect with its outcome and the reasons to pass on, which is recorded."""
    found, reasons = desk.told(request.app.state.record, person(request).id, AppealId(appeal))
    done = found.took_effect is not None
    told = Told(
        id=found.id, decision=found.decision, appellant=found.appellant, state=found.state, expedited=found.expedited,
        received=found.received, due=found.due, outcome=found.outcome if done else None, instead=found.instead if done else None,
        took_effect=found.took_effect, reasons=reasons,
    )  # fmt: skip
    return Response(msgspec.json.encode(told), media_type=_JSON)


ROUTES = [take, tell]
