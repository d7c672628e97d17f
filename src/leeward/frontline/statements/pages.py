"""The pages of statements: what waits, what was accepted, refused or blocked and why, one in full, and the way out by hand."""

import csv
import io
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from leeward.frontline.statements import desk, refusals, views
from leeward.frontline.statements.statement import FIELDS, row_of
from leeward.record.ledger.look import Look
from leeward.record.terms.ids import StatementId
from leeward.record.terms.statement import StatementState
from leeward.web import faults
from leeward.web.export import LIMIT, safe
from leeward.web.kit import (
    Choice,
    Column,
    Listing,
    Markup,
    Onward,
    Page,
    Place,
    csv_of,
    get,
    listing,
    may,
    person,
    post,
    redirect,
    render,
)

faults.STATUS.update(refusals.STATUS)

STATEMENTS = "/statements"
COLUMNS = (
    Column(name="id", label="Number", hint="Its number in the database (PUID), for good."),
    Column(name="clause", label="Clause"),
    Column(name="owed", label="Owed since", digits=True, sort=True),
    Column(name="attempts", label="Failures", digits=True),
    Column(name="status", label="Answer", digits=True, hint="The HTTP status of the last attempt; none when nobody answered."),
    Column(name="why", label="What is wrong"),
    Column(name="does", label=""),
)
STATES = Choice(
    name="state",
    label="Show", usual=StatementState.READY,
    options=(
        ("ready", "waiting to be sent"), ("blocked", "blocked"), ("refused", "refused"), ("dead", "never arrived"),
        ("accepted", "accepted"), ("owed", "to be drafted"),
    ),
)  # fmt: skip
EXPORTED = tuple((name, name.replace("_", " ")) for name in views.Line.__struct_fields__)


@get(
    STATEMENTS, guard=may("enforcement.view"), place=Place("Front line", "Statements", key="s", order=62), include_in_schema=False
)
def statements(request: Page) -> Markup:
    """Statements of reasons: those that wait first of all."""
    asked = listing(request, COLUMNS, (STATES,), sort="-owed")
    with request.app.state.record.reading() as look:
        if request.query_params.get("format") == "csv":
            rows = [_plain(row) for row in _lines(look, asked, LIMIT, 0)]
            return csv_of(rows, EXPORTED, "statements")
        lines = () if asked.too_deep else _lines(look, asked, asked.limit, asked.offset)
        counts = desk.counts(look)
    settings = request.app.state.settings
    sends = settings.statements_address is not None and settings.statements_token is not None
    made = request.app.state.playbook().statements is not None
    return render(
        request, "statements/statements.html", list=asked, rows=lines, counts=counts, state=_state(asked), sends=sends, made=made
    )


@get(STATEMENTS + "/{statement:uuid}", guard=may("enforcement.view"), include_in_schema=False)
def statement(request: Page, statement: FromPath[UUID]) -> Markup:
    """One statement in full: what it says, what it rests on, what became of it."""
    whole = desk.statement(request.app.state.record, person(request).id, StatementId(statement))
    return render(request, "statements/statement.html", sheet=whole.sheet, fields=whole.fields, answer=whole.answer)


@post(STATEMENTS + "/{statement:uuid}/again", guard=may("enforcement.replay"), include_in_schema=False)
def again(request: Page, statement: FromPath[UUID]) -> Onward:
    """Have one drafted, checked and sent once more."""
    desk.reopen(request.app.state.record, person(request).id, StatementId(statement))
    return redirect(request, f"{STATEMENTS}/{statement}", notice="It is drafted once more, by the playbook in force.")


@post(STATEMENTS + "/{statement:uuid}/submitted", guard=may("enforcement.replay"), include_in_schema=False)
def submitted(request: Page, statement: FromPath[UUID]) -> Onward:
    """Record that one was submitted by hand."""
    desk.submitted(request.app.state.record, person(request).id, StatementId(statement))
    return redirect(request, f"{STATEMENTS}/{statement}", notice="It is recorded as submitted.")


@get(STATEMENTS + "/ready.json", guard=may("enforcement.replay"), include_in_schema=False)
def ready_json(request: Page) -> Response[bytes]:
    """What waits to be sent, as the database's API takes it; a hundred at most go in one request."""
    ready = desk.ready(request.app.state.record, person(request).id)
    body = msgspec.json.format(msgspec.json.encode({"statements": ready}), indent=1)
    return Response(body, media_type="application/json", headers=_attached("statements.json"))


@get(STATEMENTS + "/ready.csv", guard=may("enforcement.replay"), include_in_schema=False)
def ready_csv(request: Page) -> Response[str]:
    """What waits to be sent, a row each, a column a field, in the order of the database's own dumps."""
    ready, out = desk.ready(request.app.state.record, person(request).id), io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(FIELDS)
    writer.writerows([safe(value) for value in row_of(each).values()] for each in ready)
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=_attached("statements-ready.csv"))


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _lines(look: Look, asked: Listing, limit: int, offset: int) -> tuple[views.Line, ...]:
    return desk.lines(look, _state(asked), limit=limit, offset=offset)


def _plain(row: views.Line) -> dict[str, object]:
    """A row for a spreadsheet: problems as ``field rule``."""
    problems = [f"{each.field} {each.rule}" for each in row.problems or ()]
    return msgspec.structs.asdict(row) | {"problems": "; ".join(problems)}


def _state(asked: Listing) -> StatementState:
    return StatementState(asked.chosen.get("state", StatementState.READY))


ROUTES = [statements, statement, again, submitted, ready_json, ready_csv]
