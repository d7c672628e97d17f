"""The pages of hash signals: the banks, one in full, and the endpoint that takes a file in. No page shows a hash."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath

from leeward.frontline.signals import desk, refusals
from leeward.frontline.signals.copies import LEFT, Confirmed
from leeward.record.errors import MediaRefused
from leeward.record.terms import media
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.ids import HashId, JobId
from leeward.record.terms.signal import Feedback
from leeward.record.terms.subject import HashKind
from leeward.web import faults
from leeward.web.kit import Markup, Onward, Page, Place, Refused, form, get, may, person, post, redirect, render

faults.STATUS.update(refusals.STATUS)

SIGNALS = "/signals"
COPIES = "/signals/copies"
VIEW, MANAGE, SEARCH = may("bank.view"), may("bank.manage"), may("copies.search")
MOST_BYTES = 64 << 20


class Judgement(msgspec.Struct, kw_only=True):
    """What somebody thinks of a hash."""

    hash: Annotated[UUID, msgspec.Meta(title="the number of a hash")]
    feedback: Annotated[Feedback, msgspec.Meta(title="a judgement")]


@get(SIGNALS, guard=VIEW, place=Place("Front line", "Banks", key="b", order=64), include_in_schema=False)
def banks(request: Page) -> Markup:
    """The banks of hashes, and how each stands."""
    state = request.app.state
    with state.record.reading() as look:
        rows = desk.banks(look, state.playbook(), state.exchanges)
    return render(request, "signals/banks.html", rows=rows)


@get(SIGNALS + "/{bank:str}", guard=VIEW, include_in_schema=False)
def bank(request: Page, bank: FromPath[str]) -> Markup:
    """One bank: what it holds, what it points at, and its latest versions."""
    state = request.app.state
    with state.record.reading() as look:
        seen, updates = desk.bank(look, state.playbook(), bank, state.exchanges)
        found = desk.matches(look, bank)
    return render(request, "signals/bank.html", seen=seen, updates=updates, found=found, feedbacks=desk.sayable(seen.bank))


class Told(msgspec.Struct, kw_only=True):
    """What somebody confirms of a search for copies."""

    actioned: Annotated[int, msgspec.Meta(title="how many were removed", ge=0)] = 0
    platform_kinds: tuple[str, ...] = ()
    platform_matched: Annotated[int, msgspec.Meta(title="how many the platform found", ge=0)] = 0
    left: str | None = None


@get(COPIES, guard=SEARCH, place=Place("Front line", "Copies", order=63), include_in_schema=False)
def copies(request: Page) -> Markup:
    """Which removals owe a search for identical copies, and what was searched lately."""
    state = request.app.state
    with state.record.reading() as look:
        owed, done = desk.tasks(look, state.playbook()), desk.searches(look)
    return render(request, "signals/copies.html", owed=owed, done=done)


@get(COPIES + "/{job:uuid}", guard=SEARCH, include_in_schema=False)
def search(request: Page, job: FromPath[UUID]) -> Markup:
    """What the machine finds for one removal, and the form to confirm it."""
    state = request.app.state
    with state.record.reading() as look:
        found = desk.search(look, state.playbook(), JobId(job))
        done = desk.search_of(look, JobId(job))
    return render(
        request,
        "signals/search.html",
        found=found,
        done=done,
        kinds=[(each.value, each.upper()) for each in HashKind],
        lefts=LEFT,
        lefts_options=[("", "none was left"), *LEFT.items()],
    )


@post(COPIES + "/{job:uuid}", guard=SEARCH, include_in_schema=False)
def confirm(request: Page, job: FromPath[UUID]) -> Onward:
    """Record a search for copies."""
    filled = form(request, Told)
    if filled.value is None or not set(filled.value.platform_kinds) <= set(HashKind):
        raise Refused(" ".join(filled.problems.values()) or "No such kind of hash.", remedy="Numbers are whole, from 0.")
    sent = filled.value
    told = Confirmed(
        actioned=sent.actioned,
        platform_kinds=tuple(HashKind(each) for each in sent.platform_kinds),
        platform_matched=sent.platform_matched,
        left=ReasonCode(sent.left) if sent.left and sent.left in LEFT else None,
    )
    state = request.app.state
    desk.record_search(state.record, state.playbook(), person(request).id, JobId(job), told)
    return redirect(request, f"{COPIES}/{job}", notice="The search is recorded; the duties that waited for it are done.")


@post(SIGNALS + "/{bank:str}/judge", guard=MANAGE, include_in_schema=False)
def judge(request: Page, bank: FromPath[str]) -> Onward:
    """Say what a hash is worth."""
    filled = form(request, Judgement)
    if filled.value is None:
        problems = " ".join(filled.problems.values())
        raise Refused(f"It is not recorded. {problems}", remedy="The number of a hash stands with its match.")
    state, sent = request.app.state, filled.value
    desk.judge(state.record, state.playbook(), person(request).id, bank, HashId(sent.hash), sent.feedback)
    return redirect(request, f"{SIGNALS}/{bank}", notice="It is recorded, and waits to be handed over.")


@get(SIGNALS + "/{bank:str}/feedback", guard=MANAGE, include_in_schema=False)
def feedback(request: Page, bank: FromPath[str]) -> Response[bytes]:
    """What we think of hashes, in the form of the exchange, without counting as said: a look before it is handed over."""
    state = request.app.state
    body = desk.unsaid(state.record, state.playbook(), bank)
    headers = {"Content-Disposition": f'attachment; filename="feedback-{bank}.json"'}
    return Response(body, media_type="application/json", headers=headers)


@post("/v1/signals/{bank:str}", guard=MANAGE, status_code=200, request_max_body_size=MOST_BYTES, include_in_schema=False)
async def take(request: Page, bank: FromPath[str]) -> Response[bytes]:
    """Take an answer of the bank's exchange in, or the list of a bank of our own; ``?whole=true`` when it is all there is."""
    body = await request.body()
    return await sync_to_thread(_take, request, bank, body)


def _take(request: Page, bank: str, body: bytes) -> Response[bytes]:
    if media.refuses_content_type(request.headers.get("content-type", "")) or media.is_media(body):
        raise MediaRefused(remedy="Send hashes as their exchange does, never the media.")
    state = request.app.state
    whole = request.query_params.get("whole", "") in ("true", "1", "yes")
    took = desk.take_file(state.record, state.playbook(), person(request).id, bank, body, whole=whole)
    return Response(msgspec.json.encode(took), media_type="application/json")


ROUTES = [copies, search, confirm, banks, bank, judge, feedback, take]
