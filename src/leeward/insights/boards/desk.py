"""The desk of boards: what was recorded of measures, put together as a board says. The lake is never read."""

from collections.abc import Iterable
from datetime import timedelta

import msgspec

from leeward.insights.boards.links import why_href
from leeward.insights.boards.refusals import NoSuchBoard, NoSuchValue
from leeward.insights.boards.rows import Closed, Compared, Now, Number, Row, closed
from leeward.playbook.board import Board, BoardRow, Dimension, Picture, families_of
from leeward.playbook.diagnostics import suggestion
from leeward.playbook.measures.gauge import Gauge
from leeward.playbook.measures.recorded import cells_of
from leeward.playbook.model import Playbook
from leeward.record.ledger.look import Look
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import GaugeCode
from leeward.record.terms.moment import Moment

Q = read_queries(__package__)
PERIODS = 12
"""So many periods of a measure are drawn."""
SIDE_BY_SIDE = 4
"""So many measures of a board, its first ones, are compared."""
MOST_COMPARED = 50


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A board as it is shown."""

    board: Board
    value: str
    """What it is looked at for; empty for everything."""
    values: tuple[tuple[str, str], ...]
    """What it can be looked at for, with their names."""
    rows: tuple[Row, ...]
    compared: tuple[Compared, ...]
    more: int
    """How many more could be compared."""
    now: Now | None


def board_of(playbook: Playbook, code: str) -> Board:
    """The board of this code. Raises NoSuchBoard with the nearest name."""
    found = playbook.boards.get(code)
    if found is None:
        raise NoSuchBoard(f"There is no board {code[:80]}.", remedy=suggestion(code, playbook.boards))
    return found


def look_at(look: Look, playbook: Playbook, board: Board, moment: Moment, value: str = "") -> Seen:
    """A board for one value of what it is about, or for everything. Raises NoSuchValue."""
    by = board.by.value if board.by else ""
    value = board.only or value
    found = _numbers(look, playbook, board, by, value)
    values = _values(playbook, board, found.values())
    if value and value not in dict(values) and value != board.only:
        raise NoSuchValue(f"{board.title} cannot be looked at for {value[:40]}.", remedy="Choose one of those that are offered.")
    compared = [] if value or not by else _compared(board, values, found)
    return Seen(
        board=board,
        value=value,
        values=() if board.only else values,
        rows=tuple(_row(each, found, value) for each in board.rows),
        compared=tuple(compared[:MOST_COMPARED]),
        more=max(0, len(compared) - MOST_COMPARED),
        now=look.one(Q.now, {"moment": moment, "soon": moment + timedelta(days=1)}, into=Now) if board.now else None,
    )


Numbers = dict[GaugeCode, Number]


def _numbers(look: Look, playbook: Playbook, board: Board, by: str, value: str) -> Numbers:
    """Each measure of a board over its periods, and the last of those that guard them."""
    gauges = [playbook.gauges[each.measure] for each in board.rows]
    gauges += [playbook.gauges[each.guardrail] for each in gauges if each.guardrail]
    wanted = {each.code: each for each in gauges}
    drawn = {row.measure for row in board.rows if row.picture is not Picture.NONE}
    most = [PERIODS if code in drawn else 1 for code in wanted]
    named = {"measures": list(wanted), "versions": [each.version for each in wanted.values()], "by": by, "most": most}
    known = {(row["measure"], row["version"]): row["definition"] for row in look.rows(Q.definitions, named)}
    periods: dict[str, list[Closed]] = {}
    for row in look.rows(Q.closed, named | {"sliced": bool(value)}):
        gauge, cells = wanted[row["measure"]], cells_of(msgspec.json.decode(row["results"]), 0)
        periods.setdefault(gauge.code, []).append(closed(gauge, row["start"], row["until"], row["as_of"], cells))
    targets = {each.measure: each for each in playbook.targets}
    return {
        code: Number(
            gauge=gauge,
            target=targets.get(code),
            periods=tuple(periods.get(code, ())),
            by=by if by in gauge.dimensions else "",
            value="",
            changed=known.get((code, gauge.version), gauge.digest) != gauge.digest,
        )
        for code, gauge in wanted.items()
    }


def _for(number: Number, value: str) -> Number:
    """The number for one value, where it can be split so."""
    return msgspec.structs.replace(number, value=value) if number.by else number


def _row(asked: BoardRow, found: Numbers, value: str) -> Row:
    number = _for(found[asked.measure], value)
    guard: Gauge | None = found[number.gauge.guardrail].gauge if number.gauge.guardrail else None
    last = f"{number.last.end - timedelta(days=1):%Y-%m-%d}" if number.last else ""
    return Row(
        asked=asked,
        number=number,
        guardrail=_for(found[guard.code], value) if guard else None,
        why=why_href(asked.measure, number.by, value, last) if last else "",
    )


def _values(playbook: Playbook, board: Board, numbers: Iterable[Number]) -> tuple[tuple[str, str], ...]:
    """What a board can be looked at for: what the playbook names, and what was recorded beside it."""
    if board.by is None:
        return ()
    names: dict[str, str] = {}
    if board.by is Dimension.QUEUE:
        names = {str(queue.code): queue.name for queue in playbook.queues}
    elif board.by is Dimension.FAMILY:
        names = {family: family.replace("_", " ") for family in families_of(playbook.harms)}
    lasts = [number.last for number in numbers if number.by and number.last]
    recorded = {cell.by[0][1] for last in lasts for cell in last.cells if cell.by}
    return tuple((names | {each: each.replace("_", " ") for each in sorted(recorded - set(names))}).items())


def _compared(board: Board, values: tuple[tuple[str, str], ...], found: Numbers) -> list[Compared]:
    """One line for each value of which there is anything, in their order."""
    shown = [found[row.measure] for row in board.rows[:SIDE_BY_SIDE]]
    lines = [Compared(value=value, name=name, numbers=tuple(_for(each, value) for each in shown)) for value, name in values]
    return [
        line for line in lines if any(each.cell is not None and (each.cell.n or each.cell.suppressed) for each in line.numbers)
    ]
