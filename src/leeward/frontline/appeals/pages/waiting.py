"""The list of appeals in their order of work, and the next one for whoever asks."""

from typing import Any

import msgspec
from litestar import Request, Response

from leeward.frontline.appeals import desk, refusals, views
from leeward.frontline.appeals.wording import APPELLANTS, OUTCOMES
from leeward.playbook.tree import NotAPath
from leeward.record.ledger.look import Look
from leeward.record.terms.appeal import AppealState
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
    allows,
    csv_of,
    get,
    listing,
    may,
    person,
    post,
    redirect,
    render,
)
from leeward.web.site import Due
from leeward.web.telling import VERDICTS, plain

faults.STATUS.update(refusals.STATUS | {NotAPath: 422})

COLUMNS = (
    Column(name="severity", label="Severity"),
    Column(name="received", label="Received", digits=True),
    Column(name="start_by", label="Start by", digits=True, hint="Expedited appeals first, then by this moment."),
    Column(name="due", label="Promised by", digits=True),
    Column(name="appellant", label="Appealed by"),
    Column(name="against", label="Against"),
    Column(name="language", label="Language"),
    Column(name="stands", label="Stands"),
)
SHOW = Choice(
    name="state",
    label="Show",
    usual=AppealState.OPEN,
    options=(("open", "waiting"), ("claimed", "being heard"), ("decided", "decided"), ("withdrawn", "withdrawn")),
)
EXPORTED = tuple((name, name.replace("_", " ")) for name in views.AppealLine.__struct_fields__)


@get("/appeals", guard=may("appeal.view"), place=Place("Front line", "Appeals", key="a", order=25), include_in_schema=False)
def appeals(request: Page) -> Markup | Response[str]:
    """Appeals that wait, in their order of work; or those being heard, decided, withdrawn."""
    asked = listing(request, COLUMNS, (SHOW,), sort="start_by")
    who = person(request)
    with request.app.state.record.reading() as look:
        if request.query_params.get("format") == "csv":
            rows = [
                msgspec.structs.asdict(row) | {"severity": int(row.severity)} for row in _lines(look, request, asked, LIMIT, 0)
            ]
            return csv_of(rows, EXPORTED, "appeals")
        lines = () if asked.too_deep else _lines(look, request, asked, asked.limit, asked.offset)
        held = desk.in_my_hand(look, who.id)
        names = desk.names_of(look, [row.claimed_by for row in lines])
    return render(
        request, "appeals/waiting.html", list=asked, rows=lines, held=held, names=names, appellants=APPELLANTS, outcomes=OUTCOMES,
        verdicts=VERDICTS, plain=plain, state=_state(asked),
    )  # fmt: skip


@post("/appeals/next", guard=may("appeal.decide"), include_in_schema=False)
def take_next(request: Page) -> Onward:
    """The first appeal in the order of work that is for me."""
    taken = desk.claim_next(request.app.state.record, request.app.state.playbook(), person(request).id)
    if taken is None:
        return redirect(request, "/appeals", notice="There is no appeal for you now. What comes in next, comes here.")
    return redirect(request, f"/appeals/{taken.appeal}")


def ribbon(request: Request[Any, Any, Any]) -> list[Due]:
    """What is due by the hand of whoever looks: the appeal they hold, by its lease or its promise."""
    who = person(request)
    if not allows(who, "appeal.decide"):
        return []
    with request.app.state.record.reading() as look:
        held = desk.in_my_hand(look, who.id)
    return (
        [Due(text="your appeal", href=f"/appeals/{held.id}", due=min(held.lease_until, held.due), late=held.late)] if held else []
    )


def _lines(look: Look, request: Page, asked: Listing, limit: int, offset: int) -> tuple[views.AppealLine, ...]:
    playbook, who = request.app.state.playbook(), person(request).id
    return desk.appeals(look, playbook, who, _state(asked), limit=limit, offset=offset)


def _state(asked: Listing) -> AppealState:
    return AppealState(asked.chosen.get("state", AppealState.OPEN))


ROUTES = [appeals, take_next]
