"""Second looks: what waits, the one in hand, and going through the questions without knowing how they were answered."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response
from litestar.params import FromPath

from leeward.frontline.quality import desk, reasons, refusals
from leeward.frontline.quality.pages.path import Path, policy_asked
from leeward.playbook.tree import NotAPath, steps_of
from leeward.record.terms.code import ClauseCode, is_code
from leeward.record.terms.ids import CheckId
from leeward.web import faults
from leeward.web.kit import (
    Markup,
    Onward,
    Page,
    Place,
    Refused,
    allows,
    form,
    get,
    is_swap,
    may,
    person,
    post,
    redirect,
    render,
    session,
)
from leeward.web.prose import blocks
from leeward.web.site import Due
from leeward.web.telling import plain

faults.STATUS.update(refusals.STATUS | {NotAPath: 422})
LOOK = may("quality.look")


class Look(msgspec.Struct, kw_only=True):
    """The end of a path."""

    clause: str
    path: str
    note: str | None = None


class Why(msgspec.Struct, kw_only=True):
    """A reason."""

    reason: Annotated[str, msgspec.Meta(title="a reason")]


@get("/quality/checks", guard=LOOK, place=Place("Front line", "Second looks", order=26), include_in_schema=False)
def checks(request: Page) -> Markup:
    """How many second looks wait, and the way to the next one. Nobody chooses: who could choose would know."""
    with request.app.state.record.reading() as look:
        held, waits = desk.in_my_hand(look, person(request).id), desk.waiting(look)
    return render(request, "quality/checks.html", held=held, waits=waits, judges=allows(person(request), "quality.judge"))


@post("/quality/checks/next", guard=LOOK, include_in_schema=False)
def take_next(request: Page) -> Onward:
    """The next second look that is for me."""
    taken = desk.claim_next(request.app.state.record, request.app.state.playbook(), person(request).id)
    if taken is None:
        return redirect(request, "/quality/checks", notice="There is no second look for you now. A draw comes every day.")
    return redirect(request, f"/quality/checks/{taken.check}")


@get("/quality/checks/{check:uuid}", guard=LOOK, include_in_schema=False)
def show(request: Page, check: FromPath[UUID]) -> Markup:
    """The second look in hand; only its questions for a swap."""
    playbook = request.app.state.playbook()
    with request.app.state.record.reading() as look:
        seen = desk.blind(look, playbook, person(request).id, CheckId(check))
    policy = policy_asked(request, seen.policies)
    path = Path.read(request, policy, clause=policy.id)
    template = "quality/look.html" if is_swap(request) else "quality/check.html"
    queue = next((each.name for each in playbook.queues if each.code == seen.queue), plain(seen.queue))
    return render(
        request, template, seen=seen, path=path, policy=blocks(policy.text), queue=queue,
        releases={**reasons.RELEASE, **reasons.RECUSE}, may_reveal=allows(person(request), "text.reveal"),
    )  # fmt: skip


@post("/quality/checks/{check:uuid}/reveal", guard=may("text.reveal"), status_code=200, include_in_schema=False)
def reveal(request: Page, check: FromPath[UUID]) -> Response[Any]:
    """The texts in clear; that they were read, by whom and why, is a fact."""
    texts = desk.reveal(request.app.state.record, request.app.state.playbook(), person(request).id, CheckId(check))
    parts = [{"label": what, "text": text or "This text was erased."} for what, text in texts]
    return Response({"parts": parts}, media_type="application/json")


@post("/quality/checks/{check:uuid}/look", guard=LOOK, include_in_schema=False)
def take(request: Page, check: FromPath[UUID]) -> Onward:
    """Say what one found. By a person, in the console: a program with a key takes no second look."""
    if session(request) is None:
        raise Refused("A second look is taken by a person, in the console.", remedy="Sign in and open it.")
    filled = form(request, Look)
    if filled.value is None or not is_code(filled.value.clause):
        raise Refused("The look was not complete.", remedy="Open it again and answer every question.")
    sent = filled.value
    made = desk.take_look(
        request.app.state.record, request.app.state.playbook(), person(request).id, CheckId(check),
        clause=ClauseCode(sent.clause), path=steps_of(sent.path), note=sent.note,
    )  # fmt: skip
    return redirect(request, "/quality/checks", notice="Noted." if made.verdict else "An expert looks at it now.")


@post("/quality/checks/{check:uuid}/release", guard=LOOK, include_in_schema=False)
def release(request: Page, check: FromPath[UUID]) -> Onward:
    """Give it back, or step back from it for good."""
    filled = form(request, Why)
    desk.release(request.app.state.record, person(request).id, CheckId(check), filled.value.reason if filled.value else "")
    return redirect(request, "/quality/checks", notice="Given back.")


def ribbon(request: Request[Any, Any, Any]) -> list[Due]:
    """What is due by the hand of whoever looks: the second look they hold."""
    who = person(request)
    if not allows(who, "quality.look"):
        return []
    with request.app.state.record.reading() as look:
        held = desk.in_my_hand(look, who.id)
    return [Due(text="your second look", href=f"/quality/checks/{held.id}", due=held.lease_until, late=False)] if held else []


ROUTES = [checks, take_next, show, reveal, take, release]
