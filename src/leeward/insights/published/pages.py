"""The pages of published figures: which there are, and a board for each."""

from collections.abc import Sequence
from datetime import date

import msgspec
from litestar.params import FromPath

from leeward.insights.published import desk
from leeward.insights.published.cube import CUBES, Cell, Cube, Dimension, shares
from leeward.insights.published.wording import words
from leeward.record.lake import views
from leeward.web.kit import Choice, Column, Markup, NotHere, Page, Place, csv_of, get, listing, may, render
from leeward.web.pictures.chart import MOST_SERIES, Chart, Series
from leeward.web.pictures.columns import columns
from leeward.web.pictures.lines import lines

VIEW = may("published.view")
COLUMNS = (
    Column(name="name", label="Name", sort=True),
    Column(name="low", label="Figure", digits=True, sort=True),
    Column(name="share", label="Share", digits=True),
)
EXPORTED = tuple((name, name) for name in ("period", "name", "low", "high", "rows", "unit"))
NAMED = {"month": "Month", "quarter": "Quarter", "year": "Year"}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A row beneath the picture: a period, or a name with its sum. ``value`` is what choosing it asks for."""

    name: str
    value: str | None
    low: float | None
    high: float | None
    share: float | None
    rows: int = 1


@get("/published", guard=VIEW, place=Place("Insights", "Published figures", order=60), include_in_schema=False)
def published(request: Page) -> Markup:
    """Every table that can be filled, and from what."""
    with request.app.state.record.reading() as look:
        found = desk.filled(look)
    tables = views.published()
    ordered = sorted(tables.values(), key=lambda each: (each.name not in found, each.title))
    return render(request, "published/published.html", tables=ordered, filled=found)


@get("/published/{name:str}", guard=VIEW, include_in_schema=False)
def board(request: Page, name: FromPath[str]) -> Markup:
    """One table by period, and by what somebody chooses."""
    cube = CUBES.get(name)
    if cube is None:
        raise NotHere("No table of published figures has this name.")
    state, query = request.app.state, request.query_params
    with state.record.reading() as look:
        filled = desk.filled(look).get(name)
    chosen = {each.name: str(query[each.name]) for each in cube.dimensions if query.get(each.name)}
    seen = desk.board(state.record, state.lake, cube, chosen, str(query.get("by", "")))
    if query.get("format") == "csv":
        return csv_of([msgspec.structs.asdict(cell) for cell in seen.cells], EXPORTED, name)
    asked = listing(request, COLUMNS, _choices(cube, seen), sort="-low", size=50)
    rows = _by_name(seen) if seen.asked.by else _by_period(cube, seen.cells)
    return render(
        request,
        "published/board.html",
        table=views.published()[name],
        cube=cube,
        filled=filled,
        seen=seen,
        list=asked,
        picture=_picture(cube, seen),
        rows=rows[:400],
        total=len(rows),
        unit=_unit(seen.cells),
        unclear=sum(cell.low is None and cell.rows > 1 for cell in seen.cells),
        grain=NAMED[cube.grain],
        editions=[(_period(cube, day), vintage, low, high) for day, vintage, low, high in seen.editions],
    )


def _choices(cube: Cube, seen: desk.Board) -> tuple[Choice, ...]:
    made = [_choice(each, seen) for each in cube.dimensions]
    by = Choice(
        name="by", label="Side by side", options=tuple((each.name, each.label) for each in cube.dimensions if not each.usual)
    )
    return (*(each for each in made if len(each.options) > 1), by)


def _choice(dimension: Dimension, seen: desk.Board) -> Choice:
    options = tuple((value, words(value)) for value in seen.options[dimension.name])
    usual = seen.asked.chosen.get(dimension.name, "") if dimension.usual else dimension.whole or ""
    return Choice(name=dimension.name, label=dimension.label, options=options, usual=usual)


def _unit(cells: Sequence[Cell]) -> str:
    return "share" if cells and cells[0].unit == "share" else "count"


def _picture(cube: Cube, seen: desk.Board) -> Chart:
    periods = sorted({cell.period for cell in seen.cells})
    unit = "share" if _unit(seen.cells) == "share" else cube.what
    title = f"{_title(cube, seen)}, by {cube.grain}"
    if seen.asked.by is None:
        return lines(title, periods, [_line(unit, seen.cells)], unit=unit, first=cube.grain, zero=True)
    series = _series(seen.cells, periods, [each[0] for each in shares(seen.cells)])
    if unit == "share":
        return lines(title, periods, series[:MOST_SERIES], unit=unit, first=cube.grain)
    return columns(title, periods, series, unit=unit, first=cube.grain)


def _line(name: str, cells: Sequence[Cell]) -> Series:
    """One line; where a figure is an interval its middle, with the interval around it."""
    low, high = [cell.low for cell in cells], [cell.high for cell in cells]
    middle = [None if a is None or b is None else (a + b) / 2 for a, b in zip(low, high, strict=True)]
    return Series(name=name, values=middle) if low == high else Series(name=name, values=middle, low=low, high=high)


def _series(cells: Sequence[Cell], periods: Sequence[date], names: Sequence[str]) -> list[Series]:
    found = {(cell.period, words(cell.name)): cell.high for cell in cells}
    return [Series(name=words(name), values=[found.get((period, words(name))) for period in periods]) for name in names]


def _title(cube: Cube, seen: desk.Board) -> str:
    return (
        ", ".join(words(seen.asked.chosen[each.name]) for each in cube.dimensions if each.name in seen.asked.chosen) or cube.what
    )


def _by_period(cube: Cube, cells: Sequence[Cell]) -> list[Line]:
    return [
        Line(name=_period(cube, cell.period), value=None, low=cell.low, high=cell.high, share=None, rows=cell.rows)
        for cell in reversed(cells)
    ]


def _by_name(seen: desk.Board) -> list[Line]:
    """Counts are added over the periods; of shares the last period's is shown."""
    if _unit(seen.cells) == "count":
        return [Line(name=words(name), value=name, low=a, high=b, share=share) for name, a, b, share in shares(seen.cells)]
    last = max((cell.period for cell in seen.cells if cell.low is not None), default=None)
    found = [cell for cell in seen.cells if cell.period == last]
    found.sort(key=lambda cell: (cell.low is None, -(cell.low or 0.0), cell.name or ""))
    return [Line(name=words(one.name), value=one.name, low=one.low, high=one.high, share=None, rows=one.rows) for one in found]


def _period(cube: Cube, day: date) -> str:
    if cube.grain == "year":
        return str(day.year)
    return f"{day.year} Q{(day.month + 2) // 3}" if cube.grain == "quarter" else f"{day:%Y-%m}"


ROUTES = [published, board]
