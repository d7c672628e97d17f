"""All slices over combinations of dimensions, and sums over each of them.

A *cell* is one combination of the values of all dimensions; a *cuboid* is a choice of dimensions; a *slice* is one combination of
values in a cuboid, and covers the cells that have them. Slices are numbered through, cuboid by cuboid, the finest first.

Sums go up the lattice: those of a cuboid are made from those of the smallest cuboid that is finer by one dimension, so that all
slices together cost little more than the finest ones.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cuboid:
    """A choice of dimensions and the slices that it has."""

    dimensions: tuple[int, ...]
    begins: int
    """The number of its first slice."""
    slices: int
    finer: int | None
    """The cuboid that its sums are made from; None: from the cells."""
    up: Ints
    """Which of its slices each slice of the finer cuboid (each cell) belongs to, counted from 0."""
    of_cell: Ints
    """Which of its slices each cell belongs to, counted from 0."""
    example: Ints
    """For each of its slices a cell in it."""


class Lattice:
    """The slices of *cells*: ``codes`` is *dimensions x cells*, each a number below ``sizes`` of its dimension.

    ``depth`` is how many dimensions a slice may name at most (all of them when it is not said). The last slice names none: it is
    everything.
    """

    def __init__(self, codes: Ints, sizes: tuple[int, ...], depth: int | None = None) -> None:
        self.codes, self.sizes, self.cells = codes, sizes, codes.shape[1]
        self.cuboids: list[Cuboid] = []
        places: dict[tuple[int, ...], int] = {}
        deepest = min(depth or len(sizes), len(sizes))
        for k in range(deepest, -1, -1):
            for dimensions in combinations(range(len(sizes)), k):
                places[dimensions] = len(self.cuboids)
                self.cuboids.append(self._cuboid(dimensions, places))
        self.slices = sum(each.slices for each in self.cuboids)
        self.cuboid_of: Ints = np.repeat(np.arange(len(self.cuboids)), [each.slices for each in self.cuboids])

    def _cuboid(self, dimensions: tuple[int, ...], places: dict[tuple[int, ...], int]) -> Cuboid:
        others = (each for each in range(len(self.sizes)) if each not in dimensions)
        finer = [places[each] for more in others if (each := tuple(sorted((*dimensions, more)))) in places]
        best = min(finer, key=lambda each: self.cuboids[each].slices, default=None)
        source = self.codes if best is None else self.codes[:, self.cuboids[best].example]
        slices, up, example = _grouped(source, dimensions, self.sizes)
        begins = self.cuboids[-1].begins + self.cuboids[-1].slices if self.cuboids else 0
        if best is None:
            return Cuboid(dimensions, begins, slices, None, up, up, example)
        below = self.cuboids[best]
        return Cuboid(dimensions, begins, slices, best, up, up[below.of_cell], below.example[example])

    def sums(self, values: Floats) -> Floats:
        """The sum of the cells' values over every slice."""
        found: Floats = np.empty(self.slices)
        for each in self.cuboids:
            below = values if each.finer is None else self._within(found, self.cuboids[each.finer])
            self._within(found, each)[:] = np.bincount(each.up, below, each.slices)
        return found

    def take_out(self, sums: Floats, cells: Ints, values: Floats) -> None:
        """Take the values of some cells out of the sums of every slice that they belong to."""
        for each in self.cuboids:
            np.subtract.at(self._within(sums, each), each.of_cell[cells], values)

    def members(self, number: int) -> Ints:
        """The cells of a slice, in ascending order."""
        cuboid = self.cuboids[self.cuboid_of[number]]
        return np.flatnonzero(cuboid.of_cell == number - cuboid.begins)

    def values(self, number: int) -> tuple[tuple[int, int], ...]:
        """What a slice says: (dimension, code) by dimension."""
        cuboid = self.cuboids[self.cuboid_of[number]]
        cell = cuboid.example[number - cuboid.begins]
        return tuple((each, int(self.codes[each, cell])) for each in cuboid.dimensions)

    def numbered(self, dimensions: tuple[int, ...], cell: int) -> int:
        """The slice of a choice of dimensions in which a cell lies."""
        cuboid = next(each for each in self.cuboids if each.dimensions == dimensions)
        return cuboid.begins + int(cuboid.of_cell[cell])

    @staticmethod
    def _within(sums: Floats, cuboid: Cuboid) -> Floats:
        return sums[cuboid.begins : cuboid.begins + cuboid.slices]


def _grouped(codes: Ints, dimensions: tuple[int, ...], sizes: tuple[int, ...]) -> tuple[int, Ints, Ints]:
    """How many combinations there are, which one each column has, and for each a column that has it."""
    key: Ints = np.zeros(codes.shape[1], np.int64)
    possible = 1
    for each in dimensions:
        key = key * sizes[each] + codes[each]
        possible *= sizes[each]
        if possible > 2**40:  # numbers are made dense before they run out of bits
            key = np.unique(key, return_inverse=True)[1].astype(np.int64)
            possible = len(key)
    if possible <= 4 * len(key) + 1000:
        seen = np.zeros(possible, np.bool_)
        seen[key] = True
        dense = np.cumsum(seen) - 1
        slices, group = int(seen.sum()), dense[key]
    else:
        found, group = np.unique(key, return_inverse=True)
        slices = len(found)
    example: Ints = np.empty(slices, np.int64)
    example[group[::-1]] = np.arange(len(key) - 1, -1, -1)
    return slices, group.astype(np.int64), example
