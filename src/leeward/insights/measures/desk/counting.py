"""Counting: a measure, put to DuckDB over the files of the lake. The operational database says which files, and nothing else."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from leeward.insights.measures.refusals import NoSuchDimension, NoSuchMeasure
from leeward.playbook.diagnostics import suggestion
from leeward.playbook.measures.asking import Period, query
from leeward.playbook.measures.binding import bind
from leeward.playbook.measures.gauge import Gauge
from leeward.playbook.measures.reckoning import Cell, cells_of
from leeward.playbook.measures.text import Text
from leeward.playbook.measures.views import ACTIVITY, views_of
from leeward.playbook.model import Playbook
from leeward.record.lake.reading import Lake, open_lake
from leeward.record.ledger.record import Record
from leeward.record.terms.code import EventKind, GaugeCode
from leeward.record.terms.moment import Moment

Splits = Sequence[Sequence[str]]


def count(
    record: Record, playbook: Playbook, lake: Path, gauge: Gauge, periods: Sequence[Period], splits: Splits = (),
    *, as_of: Moment | None = None,
) -> list[Cell]:  # fmt: skip
    """What a measure says of periods (in order, without gaps), and of their slices, from what was recorded by ``as_of``.

    Nothing is suppressed yet: ``playbook.measures.suppression.suppressed`` is for who shows it.
    """
    with open_lake(record, lake) as opened:
        return count_in(opened, playbook, gauge, periods, splits, as_of=as_of)


def count_in(
    lake: Lake, playbook: Playbook, gauge: Gauge, periods: Sequence[Period], splits: Splits = (), *, as_of: Moment | None = None
) -> list[Cell]:
    """The same in an open lake, for who counts many."""
    asked = text_of(playbook, gauge, periods, splits)
    names, rows = lake.ask(asked, as_of=as_of, activity=activity_of(playbook, gauge))
    return cells_of(gauge, [dict(zip(names, row, strict=True)) for row in rows], splits, len(periods))


def text_of(playbook: Playbook, gauge: Gauge, periods: Sequence[Period], splits: Splits = ()) -> str:
    """The query that is put to DuckDB."""
    return query(gauge, bind(Text(gauge.sql), views_of(playbook.activity)), periods, splits)


def activity_of(playbook: Playbook, gauge: Gauge) -> Mapping[str, Mapping[str, str]]:
    """The kinds of activity that a measure reads, with the types of their fields; exact decimals are read as floats."""
    kinds = [EventKind(view.removeprefix(f"{ACTIVITY}.")) for view in gauge.reads if view.startswith(f"{ACTIVITY}.")]
    return {
        str(kind): {
            name: "float" if each.value.startswith("decimal") else each.value
            for name, each in playbook.activity[kind].fields.items()
        }
        for kind in kinds
    }


def gauge_of(playbook: Playbook, code: str) -> Gauge:
    """The measure of this code. Raises NoSuchMeasure with the nearest name."""
    found = playbook.gauges.get(GaugeCode(code))
    if found is None:
        raise NoSuchMeasure(f"There is no measure {code[:80]}.", remedy=suggestion(code, playbook.gauges))
    return found


def splits_of(gauge: Gauge, by: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The splits that show a measure by one dimension, or by two with both margins. Raises NoSuchDimension."""
    for name in by:
        if name not in gauge.dimensions:
            known = ", ".join(gauge.dimensions) or "none"
            raise NoSuchDimension(f"{gauge.code} cannot be split by {name[:40]}.", remedy=f"Its dimensions: {known}.")
    if len(set(by)) != len(by) or len(by) > 2:
        raise NoSuchDimension("A measure is split by one dimension, or by two different ones.")
    return () if not by else ((by[0],),) if len(by) == 1 else ((by[0],), (by[1],), tuple(by))
