"""The API of reporters: how one stands, for the platform that passes it on; and what they say against it."""

from typing import TypeVar

import msgspec
from litestar import Response
from litestar.concurrency import sync_to_thread
from litestar.exceptions import ClientException

from leeward.frontline.reporters import desk
from leeward.frontline.reporters.described import Asked, ContestIn, Standing
from leeward.record.terms.reporter import reporter_of
from leeward.web.kit import Page, may, person, post

CREATE = may("report.create")
T = TypeVar("T")


@post("/v1/reporters/standing", guard=CREATE, status_code=200, request_max_body_size=2**16, include_in_schema=False)
async def standing(request: Page) -> Response[bytes]:
    """How a reporter stands."""
    return await sync_to_thread(_standing, request, _read(await request.body(), Asked))


@post("/v1/reporters/contest", guard=CREATE, status_code=200, request_max_body_size=2**20, include_in_schema=False)
async def contest(request: Page) -> Response[bytes]:
    """Take in what a reporter says against a warning or suspension."""
    return await sync_to_thread(_contest, request, _read(await request.body(), ContestIn))


def _read(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise ClientException(f"{problem}. What is taken stands in /v1/openapi.json.") from None


def _standing(request: Page, asked: Asked | ContestIn) -> Response[bytes]:
    record = request.app.state.record
    told = desk.told_of(record, person(request).id, reporter_of(record.digest, asked.platform, asked.id))
    answer = Standing(state=told.state, until=told.until, text=told.text, contested=told.contested)
    return Response(msgspec.json.encode(answer), media_type="application/json")


def _contest(request: Page, asked: ContestIn) -> Response[bytes]:
    state = request.app.state
    reporter = reporter_of(state.record.digest, asked.platform, asked.id)
    desk.contest(state.record, state.playbook(), person(request).id, reporter, asked.text)
    return _standing(request, asked)


ROUTES = [standing, contest]
