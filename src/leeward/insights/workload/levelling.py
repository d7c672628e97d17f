"""People for work that can wait: the calmest plan that begins everything in time.

Work comes in some hour and is due in a later one; it may be done in any hour between. Of all plans that meet every due hour the
one with the lowest peak is wanted, and below its peak again the lowest, and so on. That is the problem of Yao, Demers and Shenker
(1995), who slow a processor down: find the *critical interval*, the one with the most work that both comes and is due inside it
per open hour; that is the pace there; take it out; repeat. Exact, no simulation, no solver.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from leeward.insights.workload.seasonal import Array, Open, Slots


class Piece(msgspec.Struct, frozen=True):
    """So many minutes of work that come at the beginning of hour ``comes`` and have to be done before hour ``due`` begins."""

    comes: int
    due: int
    minutes: float


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """The plan, and what it could not do."""

    minutes: "Array"
    """To be done in each hour."""
    closed: float
    """Minutes that come and are due while nobody works; they are done in the next open hour, late, if the plan has one."""


def level(pieces: Sequence[Piece], open_hours: Sequence[bool]) -> Level:
    """Minutes for each hour, none where it is not open. What is due beyond the last hour is left to later plans.

    Work that is due before it could begin counts for the hour in which it comes. Raises ValueError where no hour is open.
    """
    import numpy as np

    hours = len(open_hours)
    free = np.array(open_hours, bool)
    if not free.any():
        raise ValueError("no hour is open, so nothing can be done in any")
    comes, due, minutes, closed = _fitted(pieces, free)
    plan = np.zeros(hours)
    while len(minutes):
        first, last, pace = _critical(comes, due, minutes, free)
        inside = (comes >= first) & (due <= last)
        chosen = free & (np.arange(hours) >= first) & (np.arange(hours) < last)
        plan[chosen] = pace
        free = free & ~chosen  # nothing more is done inside; what only begins or ends there is measured by the hours beside it
        comes, due, minutes = comes[~inside], due[~inside], minutes[~inside]
    return Level(minutes=plan, closed=closed)


def _fitted(pieces: Sequence[Piece], free: "Open") -> tuple["Slots", "Slots", "Array", float]:
    """The pieces due within the plan, each with an open hour: a piece that has none is moved to the next that is."""
    import numpy as np

    hours = len(free)
    opens = np.concatenate([np.where(free, np.arange(hours), hours), [hours]])
    nearest = np.minimum.accumulate(opens[::-1])[::-1]
    kept: dict[tuple[int, int], float] = {}
    closed = 0.0
    for piece in pieces:
        begins, due = max(0, piece.comes), max(piece.due, piece.comes + 1, 1)
        if due > hours or piece.minutes <= 0:
            continue
        if nearest[begins] >= due:
            closed += piece.minutes
            if nearest[begins] == hours:
                continue  # nobody works any more in this plan
            begins = int(nearest[begins])
            due = begins + 1
        kept[begins, due] = kept.get((begins, due), 0.0) + piece.minutes
    keys = np.array(list(kept), np.int64).reshape(-1, 2)
    return keys[:, 0], keys[:, 1], np.array(list(kept.values())), closed


def _critical(comes: "Slots", due: "Slots", minutes: "Array", free: "Open") -> tuple[int, int, float]:
    """The interval with the most minutes per open hour that both come and are due in it."""
    import numpy as np

    hours = len(free)
    grid = np.zeros((hours + 1, hours + 1))
    np.add.at(grid, (comes, due), minutes)
    inside = np.cumsum(np.cumsum(grid[::-1], axis=0)[::-1], axis=1)
    before = np.concatenate([[0.0], np.cumsum(free)])
    length = before[None, :] - before[:, None]
    pace = np.where(length > 0, inside / np.maximum(length, 1e-9), 0.0)
    first, last = np.unravel_index(int(np.argmax(pace)), pace.shape)
    return int(first), int(last), float(pace[first, last])
