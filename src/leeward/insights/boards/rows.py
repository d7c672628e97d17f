"""Recorded results put together as the rows of a board. Nothing small is shown, as on the measures' own pages."""

from collections.abc import Mapping, Sequence

import msgspec

from leeward.playbook.board import BoardRow
from leeward.playbook.measures.gauge import Gauge, Target
from leeward.playbook.measures.reckoning import Cell, nothing
from leeward.playbook.measures.suppression import suppressed
from leeward.record.terms.moment import Moment


class Closed(msgspec.Struct, frozen=True, kw_only=True):
    """A closed period of a measure: everything and the slices of one dimension, with what is small hidden already."""

    start: Moment
    end: Moment
    as_of: Moment
    cells: tuple[Cell, ...]

    def of(self, gauge: Gauge, by: str, value: str) -> Cell | None:
        """Everything, or the slice of ``value``: a number of nothing is zero. None where its slices were too many to record."""
        slices = [cell for cell in self.cells if cell.by]
        whole = next((cell for cell in self.cells if not cell.by), None)
        if not value:
            return whole
        found = next((cell for cell in slices if cell.by == ((by, value),)), None)
        if found is not None or (not slices and whole is not None and whole.n):
            return found
        return nothing(gauge, 0)


def closed(gauge: Gauge, start: Moment, end: Moment, as_of: Moment, cells: Sequence[Cell]) -> Closed:
    """A period with what must be hidden hidden: the slices together with what they add up to."""
    return Closed(start=start, end=end, as_of=as_of, cells=tuple(suppressed(cells, gauge.minimum)))


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """What a measure says, and how that stands against its target."""

    gauge: Gauge
    target: Target | None
    periods: tuple[Closed, ...]
    """Earliest first."""
    by: str
    value: str
    """The slice; empty for everything."""
    changed: bool = False
    """The text in force is another one than its version was counted by."""

    @property
    def last(self) -> Closed | None:
        """The period it is of."""
        return self.periods[-1] if self.periods else None

    @property
    def cell(self) -> Cell | None:
        """The last period's result; None where there is none."""
        return self.last.of(self.gauge, self.by, self.value) if self.last else None

    @property
    def history(self) -> tuple[Cell | None, ...]:
        """Every period's result."""
        return tuple(each.of(self.gauge, self.by, self.value) for each in self.periods)

    @property
    def state(self) -> str:
        """``met``, ``close``, ``missed``, or ``unsure``: it misses its target, which lies within its interval."""
        cell = self.cell
        if self.target is None or cell is None or cell.value is None:
            return ""
        found = self.target.state(cell.value)
        if found == "missed" and cell.low is not None and cell.high is not None and cell.low <= self.target.target <= cell.high:
            return "unsure"
        return found


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a board."""

    asked: BoardRow
    number: Number
    guardrail: Number | None
    """Of the same slice where it can be split so, else of everything."""
    why: str
    """Where its moves are taken apart; empty where nothing fits."""


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """What stands side by side: one queue, family or market, and a number for each of some measures."""

    value: str
    name: str
    numbers: tuple[Number, ...]


class Now(msgspec.Struct, frozen=True, kw_only=True):
    """What stands at this moment."""

    waiting: int
    late: int
    """Said to wait past their start-by by more than their queue allows."""
    overdue: int
    """Running clocks whose due moment is over."""
    soon: int
    """Running clocks that come due within a day."""
    escalated: int
    alarms: int


def sections(rows: Sequence[Row]) -> Mapping[str, list[Row]]:
    """The rows by their section, in the order of the file."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.asked.section, []).append(row)
    return found
