"""What is looked at: a count, an amount or a ratio, by cell, in earlier periods and in the one asked about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from leeward.insights.drivers.lattice import Floats, Ints

NONE = "none"  # what a value that is not there is called


@dataclass(frozen=True, slots=True)
class Cube:
    """``codes`` is *dimensions x cells*, ``earlier`` *periods x cells*, ``now`` one number a cell; each cell is there once.

    Of a ratio these are the numerators, and ``earlier_of`` and ``now_of`` the denominators; of a count and an amount those are
    None. A forecast is one earlier period.
    """

    dimensions: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    """For each dimension what its codes are called."""
    codes: Ints
    earlier: Floats
    now: Floats
    earlier_of: Floats | None = None
    now_of: Floats | None = None

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many values each dimension has."""
        return tuple(map(len, self.labels))


def cube_of(
    dimensions: Sequence[str], rows: Iterable[tuple[int, tuple[str | None, ...], float, float | None]], periods: int
) -> Cube:
    """From rows (period, value of each dimension, number, denominator or None); the last of ``periods`` is the one asked about.

    Rows of the same cell and period are added up. The order of rows changes nothing. Raises ValueError when there are fewer than
    two periods, no dimension, or some rows with a denominator and some without.
    """
    taken = list(rows)
    if periods < 2 or not dimensions:
        raise ValueError("a move has at least two periods and one dimension")
    ratio = {row[3] is not None for row in taken}
    if len(ratio) > 1:
        raise ValueError("either every row has a denominator or none")
    values = [[NONE if row[1][at] is None else str(row[1][at]) for row in taken] for at in range(len(dimensions))]
    labels = tuple(tuple(sorted(set(each))) for each in values)
    numbers = [{label: n for n, label in enumerate(each)} for each in labels]
    if not taken:
        none: Floats = np.zeros((periods, 0))
        return Cube(tuple(dimensions), labels, np.zeros((len(dimensions), 0), np.int64), none[:-1], none[-1])
    table = np.array([[known[value] for value in each] for known, each in zip(numbers, values, strict=True)], np.int64)
    codes, cell = np.unique(table, axis=1, return_inverse=True)
    place = np.array([row[0] for row in taken], np.int64) * codes.shape[1] + cell.reshape(-1)

    def spread(column: Iterable[float]) -> Floats:
        found = np.bincount(place, np.fromiter(column, np.float64), periods * codes.shape[1])
        return found.reshape(periods, -1).astype(np.float64)

    top = spread(row[2] for row in taken)
    if ratio == {False}:
        return Cube(tuple(dimensions), labels, codes, top[:-1], top[-1])
    below = spread(row[3] or 0.0 for row in taken)
    return Cube(tuple(dimensions), labels, codes, top[:-1], top[-1], below[:-1], below[-1])
