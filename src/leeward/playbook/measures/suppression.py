"""Small cells: nothing of fewer rows than the minimum is shown, and nothing from which such a number could be reckoned.

Everything is the sum of its slices, so one hidden slice is what everything leaves over. Therefore what is hidden of one line (of
slices that add up to something shown) is together at least the minimum and at least two cells; the smallest of the rest are
hidden with them until it is. With two dimensions each row and each column of the table is such a line, until nothing changes.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from leeward.playbook.measures.reckoning import BESIDE, FEW, Cell

Line = list[int]


def suppressed(cells: Sequence[Cell], minimum: int) -> list[Cell]:
    """The cells with those hidden that must be. An empty period's zero is shown: nobody stands behind it."""
    hidden = {place: FEW for place, cell in enumerate(cells) if 0 < cell.n < minimum}
    lines = list(_lines(cells))
    changed = bool(hidden)
    while changed:
        changed = False
        for whole, line in lines:
            if whole is None or whole not in hidden:
                changed |= _cover(cells, line, hidden, minimum)
    return [_hidden(cell, hidden[place]) if place in hidden else cell for place, cell in enumerate(cells)]


def _lines(cells: Sequence[Cell]) -> Iterable[tuple[int | None, Line]]:
    """Cells that add up to another one, with the place of that one; None where it was not asked for."""
    places = {(cell.period, frozenset(cell.by)): place for place, cell in enumerate(cells)}
    lines: defaultdict[tuple[int, frozenset[tuple[str, str]], str], Line] = defaultdict(list)
    for place, cell in enumerate(cells):
        for part in cell.by:
            lines[cell.period, frozenset(cell.by) - {part}, part[0]].append(place)
    for (period, rest, _), line in lines.items():
        yield places.get((period, rest)), line


def _cover(cells: Sequence[Cell], line: Line, hidden: dict[int, str], minimum: int) -> bool:
    """Hide the smallest of the rest while what is hidden of a line could be reckoned; whether that hid anything."""
    changed = False
    while True:
        gone = [place for place in line if place in hidden]
        if not gone or (len(gone) > 1 and sum(cells[place].n for place in gone) >= minimum):
            return changed
        rest = [place for place in line if place not in hidden and cells[place].n]
        if not rest:
            return changed
        hidden[min(rest, key=lambda place: (cells[place].n, cells[place].by))] = BESIDE
        changed = True


def _hidden(cell: Cell, reason: str) -> Cell:
    return msgspec.structs.replace(
        cell, numerator=None, denominator=None, value=None, n=0, low=None, high=None, suppressed=True, reason=reason
    )
