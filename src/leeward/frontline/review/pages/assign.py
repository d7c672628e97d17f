"""Giving a job to somebody: who can take it now, and taking it back. By page and by API."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response
from litestar.concurrency import sync_to_thread
from litestar.exceptions import ClientException
from litestar.params import FromPath

from leeward.frontline.review import desk, reasons
from leeward.frontline.review.described import GiveIn
from leeward.frontline.review.pages.calm import calmly, playbook_of, record_of
from leeward.record.terms.ids import JobId, PersonId
from leeward.web.kit import Markup, Onward, Page, Refused, form, get, may, person, post, redirect, render
from leeward.web.telling import STATES, plain

ASSIGN = may("job.assign")


class Give(msgspec.Struct, kw_only=True):
    """To whom, why, and for how long at most."""

    to: Annotated[UUID, msgspec.Meta(title="a person", extra={"problem": "Choose a person."})]
    reason: Annotated[str, msgspec.Meta(title="a reason")]
    hours: Annotated[int | None, msgspec.Meta(ge=1, le=8, title="hours")] = None


class Why(msgspec.Struct, kw_only=True):
    """Why it is for everybody again."""

    reason: Annotated[str, msgspec.Meta(title="a reason")]


@get("/jobs/{job:uuid}/assign", guard=ASSIGN, include_in_schema=False)
def choose(request: Page, job: FromPath[UUID]) -> Markup:
    """Who can take it now."""
    who, playbook = person(request), playbook_of(request)
    with calmly(), record_of(request).reading() as look:
        head = desk.head_of(look, playbook, who.id, JobId(job))
        able = desk.can_take(look, playbook, who.id, JobId(job))
        name = desk.name_of(look, head.assigned_to or head.claimed_by)
    queue = next((each.name for each in playbook.queues if each.code == head.queue), plain(head.queue))
    return render(
        request, "review/assign.html", job=head, able=able, holder=name, queue=queue, assigns=reasons.ASSIGN,
        backs=reasons.TAKE_BACK, states=STATES, plain=plain,
    )  # fmt: skip


@post("/jobs/{job:uuid}/assign", guard=ASSIGN, include_in_schema=False)
def assign(request: Page, job: FromPath[UUID]) -> Onward:
    """Give it to somebody."""
    filled = form(request, Give)
    if filled.value is None:
        raise Refused(next(iter(filled.problems.values())), remedy="Choose who gets it, and why.")
    sent = filled.value
    with calmly():
        given = desk.assign(
            record_of(request),
            playbook_of(request),
            person(request).id,
            JobId(job),
            PersonId(sent.to),
            sent.reason,
            hours=sent.hours,
        )
    told = f"It is the next that they get. If they have not taken it by {given.until:%H:%M} UTC, it goes back to its queue."
    return redirect(request, f"/jobs/{job}", notice=told)


@post("/jobs/{job:uuid}/unassign", guard=ASSIGN, include_in_schema=False)
def unassign(request: Page, job: FromPath[UUID]) -> Onward:
    """Let it be for everybody again."""
    filled = form(request, Why)
    with calmly():
        reason = filled.value.reason if filled.value else ""
        desk.take_back(record_of(request), playbook_of(request), person(request).id, JobId(job), reason)
    return redirect(request, f"/jobs/{job}", notice="It is for everybody again.")


@post("/v1/jobs/{job:uuid}/assign", guard=ASSIGN, status_code=200, include_in_schema=False)
async def give(request: Page, job: FromPath[UUID]) -> Response[bytes]:
    """Give a job to somebody: ``{"to": "...", "reason": "expertise", "hours": 2}``."""
    body = await request.body()
    try:
        sent = msgspec.json.decode(body, type=GiveIn)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise ClientException(f"{problem}. What is taken stands in /v1/openapi.json.") from None
    given = await sync_to_thread(_give, request, JobId(job), sent)
    return Response(msgspec.json.encode(given), media_type="application/json")


def _give(request: Page, job: JobId, sent: GiveIn) -> desk.Given:
    with calmly():
        return desk.assign(
            record_of(request), playbook_of(request), person(request).id, job, PersonId(sent.to), sent.reason, hours=sent.hours
        )


ROUTES = [choose, assign, unassign, give]
