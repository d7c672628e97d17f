"""What is shown of measures: a line a measure in the list, a series of periods on its page."""

from collections.abc import Sequence

import msgspec

from leeward.playbook.measures.gauge import Gauge, Target
from leeward.playbook.measures.reckoning import Cell
from leeward.record.terms.moment import Moment


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One period of a measure."""

    start: Moment
    end: Moment
    """Of the period that runs: when it was counted."""
    closed: bool
    as_of: Moment
    whole: Cell
    """Everything; suppressed where it must be."""
    recounted: Moment | None = None
    differing: int | None = None
    """How many results of it came out otherwise when it was last counted again."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A measure in the list: the last closed period, and the one that runs."""

    gauge: Gauge
    last: Point | None
    running: Point | None
    target: Target | None
    changed: bool = False
    """Its text is another one than its version had: nothing is counted by it."""
    failed: str = ""

    @property
    def shown(self) -> Point | None:
        """What the list shows: the last closed period, else the one that runs."""
        return self.last or self.running

    @property
    def state(self) -> str:
        """How the shown value stands against its target; empty where there is no target or no value."""
        point = self.shown
        return "" if self.target is None or point is None or point.whole.value is None else self.target.state(point.whole.value)


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """A measure over its periods, earliest first, and the slices of the last one."""

    line: Line
    points: tuple[Point, ...]
    slices: tuple[Cell, ...]
    """Of the period and dimension that were asked for, the largest first; what is hidden last."""
    sliced: Point | None
    """The period of which they are."""
    by: str
    more: int
    """How many slices more there are."""
    guardrail: Line | None


MOST_SHOWN = 50


def ordered(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The largest first; what is hidden last."""
    return tuple(sorted(cells, key=lambda cell: (cell.suppressed, -cell.n, cell.by)))
