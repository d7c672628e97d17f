"""The pages of clocks: what is owed, due, kept and missed; a duty done; a request that came another way."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath

from leeward.frontline.triage import desk, views
from leeward.playbook.model import Playbook
from leeward.record.ledger.look import Look
from leeward.record.terms.code import ClockCode
from leeward.record.terms.ids import ReportId
from leeward.web.export import LIMIT
from leeward.web.kit import (
    Choice,
    Column,
    Listing,
    Markup,
    NotHere,
    Onward,
    Page,
    Place,
    csv_of,
    form,
    get,
    listing,
    local,
    may,
    person,
    post,
    redirect,
    render,
)

MEET = may("clock.meet")
COLUMNS = (
    Column(name="name", label="Clock"),
    Column(name="jurisdiction", label="Where"),
    Column(name="starts", label="Since", digits=True),
    Column(name="due", label="Due", digits=True, hint="None where the law says without undue delay and names no hour."),
    Column(name="must", label="What has to be done"),
    Column(name="does", label=""),
)
SHOW = Choice(
    name="show",
    label="Show",
    usual="owed",
    options=(("owed", "owed"), ("due", "due"), ("kept", "kept until"), ("missed", "missed")),
)
EXPORTED = tuple((name, name.replace("_", " ")) for name in views.ClockLine.__struct_fields__)


class Done(msgspec.Struct, kw_only=True):
    """How a duty was done."""

    note: Annotated[str, msgspec.Meta(max_length=2000, title="a note")] = ""


@get("/clocks", guard=MEET, place=Place("Front line", "Clocks", key="c", order=30), include_in_schema=False)
def clocks(request: Page) -> Markup:
    """Clocks that run: duties that somebody has yet to do first of all."""
    playbook = request.app.state.playbook()
    asked = listing(request, COLUMNS, (SHOW, _which(playbook)), sort="starts")
    with request.app.state.record.reading() as look:
        if request.query_params.get("format") == "csv":
            rows = [msgspec.structs.asdict(row) for row in _lines(look, playbook, asked, LIMIT, 0)]
            return csv_of(rows, EXPORTED, "clocks")
        lines = () if asked.too_deep else _lines(look, playbook, asked, asked.limit, asked.offset)
    return render(request, "triage/clocks.html", list=asked, rows=lines, show=_show(asked))


@get("/clocks/{report:uuid}", guard=MEET, include_in_schema=False)
def clocks_of(request: Page, report: FromPath[UUID]) -> Markup:
    """All clocks of one report, and those of requests that can be begun by hand."""
    playbook = request.app.state.playbook()
    with request.app.state.record.reading() as look:
        lines = desk.clocks_of(look, playbook, ReportId(report))
        can_begin = desk.requests_of(look, playbook, ReportId(report))
    if not lines and not can_begin:
        raise NotHere("There is no such report, or it has no job yet.")
    requests = [row for row in playbook.clocks if row.code in can_begin]
    return render(request, "triage/report.html", report=report, rows=lines, requests=requests)


@post("/clocks/{report:uuid}/{clock:str}/met", guard=MEET, include_in_schema=False)
def meet(request: Page, report: FromPath[UUID], clock: FromPath[str]) -> Onward:
    """Record that what a clock demands was done."""
    filled = form(request, Done)
    note = filled.value.note if filled.value is not None else None
    state = request.app.state
    desk.meet(state.record, state.playbook(), person(request).id, ReportId(report), ClockCode(clock), note=note)
    return redirect(request, local(request.query_params.get("back", ""), "/clocks"), notice="It is recorded as done.")


@post("/clocks/{report:uuid}/{clock:str}/begin", guard=MEET, include_in_schema=False)
def begin(request: Page, report: FromPath[UUID], clock: FromPath[str]) -> Onward:
    """Begin the clock of a request that came another way than the report."""
    state = request.app.state
    desk.begin(state.record, state.playbook(), person(request).id, ReportId(report), ClockCode(clock))
    return redirect(request, f"/clocks/{report}", notice="The clock runs from now on.")


def _lines(look: Look, playbook: Playbook, asked: Listing, limit: int, offset: int) -> tuple[views.ClockLine, ...]:
    code = asked.chosen.get("clock")
    return desk.clocks(look, playbook, _show(asked), clock=ClockCode(code) if code else None, limit=limit, offset=offset)


def _which(playbook: Playbook) -> Choice:
    """A filter by clock."""
    return Choice(name="clock", label="Clock", options=tuple(dict.fromkeys((row.code, row.name) for row in playbook.clocks)))


def _show(asked: Listing) -> str:
    return asked.chosen.get("show", "owed")


ROUTES = [clocks, clocks_of, meet, begin]
