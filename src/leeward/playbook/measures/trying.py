"""Cases, tried: a measure over the rows that a case gives, and what came out otherwise than it says."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from leeward.playbook.diagnostics import Diagnostic
from leeward.playbook.measures.asking import Period, query
from leeward.playbook.measures.binding import Bound, bind
from leeward.playbook.measures.gauge import Expected, Gauge, GaugeCase
from leeward.playbook.measures.reckoning import Cell, cells_of
from leeward.playbook.measures.suppression import suppressed
from leeward.playbook.measures.text import Text
from leeward.playbook.measures.views import Columns, Type
from leeward.record.lake.asked import over_rows

if TYPE_CHECKING:
    import pyarrow

Views = Mapping[str, Columns]


def try_cases(gauge: Gauge, views: Views) -> list[Diagnostic]:
    """What the cases of a measure find wrong with it."""
    bound = bind(Text(gauge.sql), views)
    return [finding for case in gauge.cases for finding in _try(gauge, bound, views, case)]


def _try(gauge: Gauge, bound: Bound, views: Views, case: GaugeCase) -> list[Diagnostic]:
    splits = list(dict.fromkeys(tuple(each.by) for each in case.expect if each.by))
    cells = case_cells(gauge, bound, views, case, splits)
    hidden = suppressed(cells, gauge.minimum)
    found = []
    for each in case.expect:
        place = next((n for n, cell in enumerate(cells) if dict(cell.by) == each.by), None)
        found += _differences(case, each, None if place is None else cells[place], place is not None and hidden[place].suppressed)
    return found


def case_cells(gauge: Gauge, bound: Bound, views: Views, case: GaugeCase, splits: Sequence[Sequence[str]]) -> list[Cell]:
    """What a measure says of the rows of a case, nothing suppressed."""
    tables = {view: table_of(views[view], _known(case, case.tables.get(view, ()))) for view in gauge.reads}
    asked = query(gauge, bound, [Period(case.start, case.end)], splits)
    with over_rows(tables) as connection:
        return cells_of(gauge, connection.rows(asked), splits, 1)


def _known(case: GaugeCase, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rows that were recorded by the moment as of which the case looks."""
    if case.as_of is None:
        return list(rows)
    recorded = ((row.get("recorded") or row.get("received"), row) for row in rows)
    return [row for moment, row in recorded if moment is None or moment <= case.as_of]


def table_of(columns: Columns, rows: Sequence[Mapping[str, Any]]) -> "pyarrow.Table":
    """Rows as a table with all columns of a view; what a row leaves out is NULL."""
    import pyarrow

    return pyarrow.Table.from_pylist(list(rows), schema=pyarrow.schema([(name, _arrow(kind)) for name, kind in columns.items()]))


def _arrow(kind: Type) -> Any:
    import pyarrow

    if kind.of is not None:
        return pyarrow.list_(_arrow(kind.of))
    if kind.fields:
        return pyarrow.struct([(name, _arrow(each)) for name, each in kind.fields])
    simple = {
        "number": pyarrow.int64(),
        "float": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "moment": pyarrow.timestamp("us", "UTC"),
    }
    return simple.get(kind.name, pyarrow.string())


def _differences(case: GaugeCase, expected: Expected, cell: Cell | None, hidden: bool) -> list[Diagnostic]:
    where = expected.where
    what = f"case {case.name!r}" + "".join(f", {name} {value}" for name, value in expected.by.items())
    if cell is None:
        return [where.diagnostic(f"{what}: no row is in this slice", "look at what the SELECT yields, and at by")]
    found = []
    for name, (wanted, off) in expected.numbers.items():
        got = getattr(cell, name)
        if got is None or abs(got - wanted) > off:
            shown = "nothing" if got is None else f"{got:.12g}"
            found.append(where.diagnostic(f"{what}: {name} is {shown}, not {wanted:.12g}", _all(cell)))
    if expected.refused is not None and cell.reason != expected.refused:
        found.append(where.diagnostic(f"{what}: the value is not refused", _all(cell)))
    if expected.suppressed is not None and hidden is not expected.suppressed:
        found.append(where.diagnostic(f"{what}: it is {'' if hidden else 'not '}suppressed", _all(cell)))
    return found


def _all(cell: Cell) -> str:
    """What came out, to write down where it is right."""
    numbers = {name: getattr(cell, name) for name in ("value", "n", "numerator", "denominator", "low", "high")}
    said = ", ".join(f"{name} = {value:.6g}" for name, value in numbers.items() if value is not None)
    return f"what comes out: {said}" + (f", refused = {cell.reason!r}" if cell.reason else "")
