"""What waits for a second person, what nobody is told of, and whose end has passed."""

from uuid import UUID

import msgspec
from litestar.params import FromPath

from leeward.frontline.enforcement import desk, reasons
from leeward.frontline.enforcement.pages.endpoints import moment_of
from leeward.frontline.enforcement.pages.subject import CHANGE, SUBJECT, why_of
from leeward.frontline.enforcement.second import WHY
from leeward.playbook.quiet import QUIET
from leeward.record.terms.ids import ActionId, PersonId
from leeward.web.kit import Markup, Onward, Page, Place, Refused, form, get, may, person, post, redirect, render
from leeward.web.telling import plain

HELD = "/enforcement/held"
QUIETLY = "/enforcement/quiet"
MOST = 200


class Longer(msgspec.Struct, kw_only=True):
    """Until when, and why."""

    until: str = ""
    reason: str = ""


class To(msgspec.Struct, kw_only=True):
    """To whom."""

    to: UUID


@get(HELD, guard=may("enforcement.view"), place=Place("Front line", "Second person", order=58), include_in_schema=False)
def held(request: Page) -> Markup:
    """Actions that wait for a second person; what lapses soonest first."""
    with request.app.state.record.reading() as look:
        rows = desk.held_lines(look, MOST)
        names = desk.names_of(look, (each.decider for each in rows))
    return render(
        request, "enforcement/held.html", rows=rows, names=names, why=WHY, declining=reasons.DECLINE, measures=_measures(request),
        plain=plain, most=len(rows) >= MOST,
    )  # fmt: skip


@get(QUIETLY, guard=may("enforcement.view"), place=Place("Front line", "Quiet restrictions", order=59), include_in_schema=False)
def quiet(request: Page) -> Markup:
    """Restrictions of which nobody is told, with owner and end; first those whose end passed and at which nobody has looked."""
    with request.app.state.record.reading() as look:
        alerts, rows = desk.alert_lines(look, MOST), desk.quiet_lines(look, MOST)
        names = desk.names_of(look, (each.owner for each in (*alerts, *rows)))
    return render(
        request, "enforcement/quiet.html", alerts=alerts, rows=rows, names=names, grounds=QUIET, measures=_measures(request),
        plain=plain, most=len(rows) >= MOST,
    )  # fmt: skip


@post("/enforcement/actions/{action:uuid}/confirm", guard=CHANGE, include_in_schema=False)
def confirm(request: Page, action: FromPath[UUID]) -> Onward:
    """Agree, as the second person."""
    desk.confirm(request.app.state.record, person(request).id, ActionId(action))
    return redirect(request, HELD, notice="Confirmed. It comes into force now.")


@post("/enforcement/actions/{action:uuid}/decline", guard=CHANGE, include_in_schema=False)
def decline(request: Page, action: FromPath[UUID]) -> Onward:
    """Say no, as the second person."""
    desk.decline(request.app.state.record, person(request).id, ActionId(action), why_of(request))
    return redirect(request, HELD, notice="Declined. It never comes into force, and its strikes are gone.")


@post("/enforcement/actions/{action:uuid}/extend", guard=CHANGE, include_in_schema=False)
def extend(request: Page, action: FromPath[UUID]) -> Onward:
    """Let a measure last longer."""
    filled = form(request, Longer)
    if filled.value is None or not filled.value.until:
        raise Refused("There is no moment.", remedy="Say until when it lasts.")
    sent = filled.value
    about = desk.extend(request.app.state.record, person(request).id, ActionId(action), moment_of(sent.until), sent.reason)
    return redirect(request, f"{SUBJECT}/{about}", notice="It lasts longer. Whoever was told of it is told that too.")


@post("/enforcement/actions/{action:uuid}/end", guard=CHANGE, include_in_schema=False)
def end(request: Page, action: FromPath[UUID]) -> Onward:
    """End a measure before its time."""
    about = desk.end(request.app.state.record, person(request).id, ActionId(action), why_of(request))
    return redirect(request, f"{SUBJECT}/{about}", notice="Ended. Whoever was told of it is told that too; strikes stay.")


@post("/enforcement/actions/{action:uuid}/hand-over", guard=CHANGE, include_in_schema=False)
def hand_over(request: Page, action: FromPath[UUID]) -> Onward:
    """Let somebody else answer for a measure."""
    filled = form(request, To)
    if filled.value is None:
        raise Refused("Nobody was chosen.", remedy="Choose somebody from the list.")
    about = desk.hand_over(request.app.state.record, person(request).id, ActionId(action), PersonId(filled.value.to))
    return redirect(request, f"{SUBJECT}/{about}", notice="Handed over.")


@post("/enforcement/actions/{action:uuid}/tell", guard=CHANGE, include_in_schema=False)
def tell(request: Page, action: FromPath[UUID]) -> Onward:
    """Tell the person of a quiet restriction after all."""
    about = desk.make_known(request.app.state.record, person(request).id, ActionId(action), why_of(request))
    return redirect(request, f"{SUBJECT}/{about}", notice="The platform is asked to tell the person; the reasons go with it.")


@post("/enforcement/actions/{action:uuid}/seen", guard=CHANGE, include_in_schema=False)
def seen(request: Page, action: FromPath[UUID]) -> Onward:
    """Say that one looked at a quiet restriction whose end had passed."""
    desk.see(request.app.state.record, person(request).id, ActionId(action))
    return redirect(request, QUIETLY, notice="Noted that you looked.")


def _measures(request: Page) -> dict[str, str]:
    return {str(code): each.name for code, each in request.app.state.playbook().measures.items()}


ROUTES = [held, quiet, confirm, decline, extend, end, hand_over, tell, seen]
