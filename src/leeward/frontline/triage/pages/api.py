"""The API of moving jobs: transfer, split, merge, take back. The same desk as the console, with the same rights and refusals."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from litestar import Response
from litestar.concurrency import sync_to_thread
from litestar.exceptions import ClientException
from litestar.params import FromPath

from leeward.frontline.triage import desk
from leeward.frontline.triage.described import MergeIn, SplitIn, TransferIn
from leeward.playbook.model import Playbook
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import JobId, PersonId, ReportId
from leeward.web.kit import Page, may, person, post

T = TypeVar("T")
MOVE = may("job.transfer")


@post("/v1/jobs/{job:uuid}/transfer", guard=MOVE, status_code=200, include_in_schema=False)
async def transfer(request: Page, job: FromPath[UUID]) -> Response[bytes]:
    """Put a job into another queue: ``{"queue": "trafficking", "reason": "wrong_queue"}``."""

    def does(record: Record, playbook: Playbook, who: PersonId, sent: TransferIn) -> desk.Moved:
        return desk.transfer(record, playbook, who, JobId(job), sent.queue, sent.reason)

    return await _done(request, TransferIn, does)


@post("/v1/jobs/{job:uuid}/split", guard=MOVE, status_code=200, include_in_schema=False)
async def split(request: Page, job: FromPath[UUID]) -> Response[bytes]:
    """Make a job of its own of some reports: ``{"reports": ["..."], "reason": "different_harm"}``."""

    def does(record: Record, playbook: Playbook, who: PersonId, sent: SplitIn) -> desk.Moved:
        return desk.split(record, playbook, who, JobId(job), [ReportId(each) for each in sent.reports], sent.reason)

    return await _done(request, SplitIn, does)


@post("/v1/jobs/{job:uuid}/merge", guard=MOVE, status_code=200, include_in_schema=False)
async def merge(request: Page, job: FromPath[UUID]) -> Response[bytes]:
    """Decide other jobs with this one: ``{"jobs": ["..."], "reason": "same_thing"}``."""

    def does(record: Record, playbook: Playbook, who: PersonId, sent: MergeIn) -> desk.Moved:
        return desk.merge(record, playbook, who, JobId(job), [JobId(each) for each in sent.jobs], sent.reason)

    return await _done(request, MergeIn, does)


@post("/v1/jobs/{job:uuid}/take-back", guard=MOVE, status_code=200, include_in_schema=False)
def take_back(request: Page, job: FromPath[UUID]) -> Response[bytes]:
    """Take the last transfer, split or merge back."""
    state = request.app.state
    return _json(desk.take_back(state.record, state.playbook(), person(request).id, JobId(job)))


async def _done(request: Page, kind: type[T], does: Callable[[Record, Playbook, PersonId, T], desk.Moved]) -> Response[bytes]:
    body, state = await request.body(), request.app.state
    try:
        sent = msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise ClientException(f"{problem}. What is taken stands in /v1/openapi.json.") from None
    return _json(await sync_to_thread(does, state.record, state.playbook(), person(request).id, sent))


def _json(value: Any) -> Response[bytes]:
    return Response(msgspec.json.encode(value), media_type="application/json")


ROUTES = [transfer, split, merge, take_back]
