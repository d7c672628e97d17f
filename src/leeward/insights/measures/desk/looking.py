"""Looking: closed periods as they were recorded, open ones as they were counted last; nothing small is shown."""

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from leeward.insights.measures.desk.closing import BACK, Q, definitions
from leeward.insights.measures.desk.counting import text_of
from leeward.insights.measures.desk.running import Running, kept, running
from leeward.insights.measures.lines import MOST_SHOWN, Line, Point, Series, ordered
from leeward.playbook.measures.asking import Period
from leeward.playbook.measures.gauge import Gauge, Target
from leeward.playbook.measures.periods import before, start_of
from leeward.playbook.measures.reckoning import Cell
from leeward.playbook.measures.recorded import cells_of
from leeward.playbook.measures.suppression import suppressed
from leeward.playbook.model import Playbook
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.code import GaugeCode
from leeward.record.terms.moment import Moment


def list_of(record: Record, playbook: Playbook, lake: Path, moment: Moment, codes: Sequence[GaugeCode] = ()) -> list[Line]:
    """A line for every measure, or for those named, by their codes: the last closed period and the one that runs."""
    gauges = [each for each in playbook.gauges.values() if not codes or each.code in codes]
    with record.reading() as look:
        known = definitions(look)
        newest = _newest(look, moment)
    sound = [each for each in gauges if known.get((each.code, each.version), each.digest) == each.digest]
    # Nobody waits for all of them: what the clockwork has not counted yet is not there yet.
    opened = running(record, playbook, lake, sound, moment) if codes else kept(lake)
    targets = {each.measure: each for each in playbook.targets}
    lines = [
        _line(each, newest.get((each.code, each.version)), _by_text(each, opened), targets.get(each.code), each not in sound)
        for each in gauges
    ]
    return sorted(lines, key=lambda line: line.gauge.code)


def _by_text(gauge: Gauge, opened: dict[GaugeCode, Running]) -> Running | None:
    """What was counted by the text in force."""
    found = opened.get(gauge.code)
    return found if found is not None and found.definition == gauge.digest else None


def _newest(look: Look, moment: Moment) -> dict[tuple[str, int], dict[str, Any]]:
    since = moment - timedelta(days=150)
    return {(row["measure"], row["version"]): row for row in look.rows(Q.newest, {"since": since}) if row["whole"]}


def _line(gauge: Gauge, row: dict[str, Any] | None, opened: Running | None, target: Target | None, changed: bool) -> Line:
    last = None
    if row is not None:
        [cell] = cells_of([json.loads(row["whole"])], 0)
        last = Point(start=row["start"], end=row["until"], closed=True, as_of=row["as_of"], whole=_hidden(gauge, cell))
    points = _open_points(gauge, opened) if opened else []
    return Line(
        gauge=gauge,
        last=last,
        running=points[-1] if points else None,
        target=target,
        changed=changed,
        failed=opened.failed if opened else "",
    )


def _hidden(gauge: Gauge, cell: Cell) -> Cell:
    return suppressed([cell], gauge.minimum)[0]


def _open_points(gauge: Gauge, opened: Running) -> list[Point]:
    whole = {cell.period: cell for cell in opened.cells if not cell.by}
    return [
        Point(start=each.start, end=each.end, closed=False, as_of=opened.as_of, whole=_hidden(gauge, whole[place]))
        for place, each in enumerate(opened.periods)
        if place in whole
    ]


def series_of(
    record: Record, playbook: Playbook, lake: Path, gauge: Gauge, moment: Moment, *, by: str = "", of: Moment | None = None
) -> Series:
    """A measure over its periods, with the slices of one of them (the last closed one, unless ``of`` says which begins when)."""
    codes = [gauge.code, *([gauge.guardrail] if gauge.guardrail else [])]
    lines = {line.gauge.code: line for line in list_of(record, playbook, lake, moment, codes)}
    since = before(gauge.period, start_of(gauge.period, moment - BACK[gauge.period]))
    with record.reading() as look:
        named = {"measure": gauge.code, "version": gauge.version, "since": since}
        rows = look.rows(Q.closed, named)
    line = lines[gauge.code]
    opened = None if line.changed else running(record, playbook, lake, [gauge], moment)[gauge.code]
    closed = {row["start"]: cells_of(json.loads(row["results"]), 0) for row in rows}
    points = [_closed_point(gauge, row, closed[row["start"]]) for row in rows]
    points += [each for each in (_open_points(gauge, opened) if opened else []) if each.start not in closed]
    by = by or (gauge.dimensions[0] if gauge.dimensions else "")
    asked = next((each for each in points if each.start == of), None)
    sliced = asked or next((each for each in reversed(points) if each.closed), points[-1] if points else None)
    cells = _slices(gauge, closed, opened, sliced, by)
    return Series(
        line=line,
        points=tuple(points),
        slices=cells[:MOST_SHOWN],
        sliced=sliced,
        by=by,
        more=max(0, len(cells) - MOST_SHOWN),
        guardrail=lines.get(gauge.guardrail) if gauge.guardrail else None,
    )


def _closed_point(gauge: Gauge, row: dict[str, Any], cells: Sequence[Cell]) -> Point:
    whole = next(cell for cell in cells if not cell.by)
    return Point(
        start=row["start"],
        end=row["until"],
        closed=True,
        as_of=row["as_of"],
        whole=_hidden(gauge, whole),
        recounted=row["recounted"],
        differing=row["differing"],
    )


def _slices(
    gauge: Gauge, closed: dict[Moment, list[Cell]], opened: Running | None, sliced: Point | None, by: str
) -> tuple[Cell, ...]:
    if sliced is None or not by:
        return ()
    if sliced.closed:
        cells = closed[sliced.start]
    else:
        assert opened is not None
        place = next(place for place, each in enumerate(opened.periods) if each.start == sliced.start)
        cells = [cell for cell in opened.cells if cell.period == place]
    wanted = [cell for cell in cells if not cell.by or [name for name, _ in cell.by] == [by]]
    return ordered([cell for cell in suppressed(wanted, gauge.minimum) if cell.by])


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """A measure's definition, its versions, and what is put to DuckDB."""

    gauge: Gauge
    versions: tuple[tuple[int, Moment, bool], ...]
    """Each version with when it was first counted, and whether its definition is the one in force."""
    sql: str


def explanation(record: Record, playbook: Playbook, gauge: Gauge, period: Period) -> Explanation:
    """What a measure is."""
    with record.reading() as look:
        rows = [row for row in look.rows(Q.versions) if row["measure"] == gauge.code]
    versions = tuple((row["version"], row["since"], row["definition"] == gauge.digest) for row in rows)
    return Explanation(gauge=gauge, versions=versions, sql=text_of(playbook, gauge, [period]))
