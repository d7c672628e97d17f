"""The pages of boards: which there are, and one of them, for everything or for one queue, problem area or market."""

from typing import Any

from litestar.params import FromPath

from leeward.insights.boards import desk, refusals
from leeward.insights.boards.rows import Row, sections
from leeward.playbook.board import Picture
from leeward.playbook.measures.drawing import interval, why, written
from leeward.record.terms.moment import now
from leeward.web import faults
from leeward.web.kit import Markup, Page, Place, csv_of, get, may, render
from leeward.web.pictures import chart, lines

faults.STATUS.update(refusals.STATUS)

HEADS = "measure of start end value low high n reason target state guardrail guarded"
EXPORTED = tuple((name, name) for name in HEADS.split())


@get("/boards", guard=may("measure.view"), place=Place("Insights", "Boards", order=8), include_in_schema=False)
def boards(request: Page) -> Markup:
    """Every board of the playbook in force, with whom it is for."""
    return render(request, "boards/boards.html", boards=list(request.app.state.playbook().boards.values()))


@get("/boards/{code:str}", guard=may("measure.view"), include_in_schema=False)
def board(request: Page, code: FromPath[str]) -> Markup:
    """One board."""
    playbook = request.app.state.playbook()
    found = desk.board_of(playbook, code)
    with request.app.state.record.reading() as look:
        seen = desk.look_at(look, playbook, found, now(), str(request.query_params.get("of", "")))
    if request.query_params.get("format") == "csv":
        return csv_of([_exported(row, seen.value) for row in seen.rows], EXPORTED, f"board-{found.code}")
    pictures = {row.asked.measure: _picture(row) for row in seen.rows if row.asked.picture is Picture.LINE and row.number.periods}
    return render(request, "boards/board.html", seen=seen, sections=sections(seen.rows), pictures=pictures, **WORDS)


def _picture(row: Row) -> chart.Chart:
    number, gauge = row.number, row.number.gauge
    cells = number.history
    drawn = chart.Series(
        name=gauge.name,
        values=[cell.value if cell else None for cell in cells],
        low=[cell.low if cell else None for cell in cells],
        high=[cell.high if cell else None for cell in cells],
    )
    goal = None if number.target is None else chart.Target(number.target.target)
    starts = [each.start for each in number.periods]
    return lines.lines(gauge.name, starts, [drawn], unit=gauge.unit, target=goal, first=gauge.period.value)


def _exported(row: Row, of: str) -> dict[str, object]:
    number, last, cell = row.number, row.number.last, row.number.cell
    head = {"measure": number.gauge.code, "of": of, "target": number.target.target if number.target else None}
    beside = row.guardrail.cell if row.guardrail else None
    guarded = {"guardrail": number.gauge.guardrail, "guarded": beside.value if beside else None}
    if last is None or cell is None:
        return {**head, **guarded}
    numbers = {"value": cell.value, "low": cell.low, "high": cell.high, "n": None if cell.suppressed else cell.n}
    when = {"start": last.start, "end": last.end, "reason": cell.reason, "state": number.state}
    return {**head, **guarded, **numbers, **when}


WORDS: dict[str, Any] = {
    "written": written,
    "interval": interval,
    "why": why,
    "states": {
        "met": "target met",
        "close": "close to the target",
        "missed": "target missed",
        "unsure": "misses the target, which lies within the interval",
    },
}
ROUTES = [boards, board]
