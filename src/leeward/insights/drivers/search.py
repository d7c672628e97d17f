"""The smallest set of slices that explains a move: what a description of all cells costs, made as short as it gets.

Each cell either did what was expected of it or was moved by one effect together with all other cells of a slice. ``evidence``
says for each cell and each effect on a grid how much better the effect explains it (in nats: the logarithm of a ratio of
likelihoods). Naming a slice costs the nats that it takes to choose its dimensions and then it among theirs, so that coarse slices
come cheaper than fine ones. Taken one after another is the slice that gains most beyond its cost; before it is taken, it is tried
whether parts of it explain more, because a coarse slice with a small effect looks like a few fine ones with a large one. Cells
that are explained count no longer.
"""

from dataclasses import dataclass, field

import numpy as np

from leeward.insights.drivers.lattice import Floats, Ints, Lattice

CAUTION = 1.5  # nats beyond choosing the slice; noise alone is then named in about 5 of 100 worlds, or fewer
SPLIT = 1.25  # how many times as much the parts of a slice have to explain as the whole, before they are named instead of it
MOST = 20  # slices that one move is explained by; more are no explanation


@dataclass(frozen=True, slots=True)
class Found:
    """A slice that explains."""

    number: int
    effect: int
    """Which effect of the grid fits it best."""
    gain: float
    """How much better the move is explained with it than without, in nats, beyond its cost."""
    cells: Ints = field(repr=False)


def search(lattice: Lattice, evidence: Floats, *, caution: float = CAUTION, most: int = MOST) -> list[Found]:
    """The slices that explain, the one that explains most first. ``evidence`` is *effects x cells*, in nats."""
    evidence = evidence.copy()
    sums = np.stack([lattice.sums(each) for each in evidence])
    cost = costs(lattice, caution)
    cost[-1] = np.inf  # everything is no part of itself: see ``evenly``
    found: list[Found] = []
    while len(found) < most:
        gains = sums.max(axis=0) - cost
        number = int(gains.argmax())
        if gains[number] <= 0:
            break
        while (part := _better_part(lattice, number, float(gains[number]), evidence, cost)) is not None:
            number = part
        cells = lattice.members(number)
        found.append(Found(number, int(sums[:, number].argmax()), float(gains[number]), cells))
        for row, of_cells in zip(sums, evidence, strict=True):
            lattice.take_out(row, cells, of_cells[cells])
        evidence[:, cells] = 0.0
    return found


def evenly(lattice: Lattice, evidence: Floats, found: list[Found]) -> bool:
    """Whether one effect on everything explains more than the slices that were found."""
    gain = float(evidence.sum(axis=1).max() - costs(lattice, CAUTION)[-1])
    return gain > sum(each.gain for each in found)


def costs(lattice: Lattice, caution: float) -> Floats:
    """What naming each slice costs: choosing its dimensions, choosing it among theirs, and caution."""
    slices = np.array([each.slices for each in lattice.cuboids], np.float64)
    per_cuboid = np.log(len(lattice.cuboids)) + np.log(slices) + caution
    costs: Floats = per_cuboid[lattice.cuboid_of]
    return costs


def _better_part(lattice: Lattice, number: int, gain: float, evidence: Floats, cost: Floats) -> int | None:
    """The best part of a slice, when some parts together explain more of it than it does as a whole."""
    cells = lattice.members(number)
    named = lattice.cuboids[lattice.cuboid_of[number]].dimensions
    free = tuple(each for each in range(len(lattice.sizes)) if each not in named)
    depth = max(map(len, (each.dimensions for each in lattice.cuboids))) - len(named)
    if not free or depth < 1 or len(cells) < 2:
        return None
    inside = Lattice(lattice.codes[free, :][:, cells], tuple(lattice.sizes[each] for each in free), depth)
    within = evidence[:, cells].copy()
    sums = np.stack([inside.sums(each) for each in within])
    whole = _numbers(lattice, inside, named, free, cells)
    price = cost[whole]
    covered = inside.sums(np.ones(len(cells)))
    price = np.where(covered == len(cells), np.inf, price)  # a part that is the whole is none
    first, together = None, 0.0
    while together <= SPLIT * gain:
        gains = sums.max(axis=0) - price
        best = int(gains.argmax())
        if gains[best] <= 0:
            return None
        first = int(whole[best]) if first is None else first
        together += float(gains[best])
        taken = inside.members(best)
        for row, of_cells in zip(sums, within, strict=True):
            inside.take_out(row, taken, of_cells[taken])
        within[:, taken] = 0.0
    return first


def _numbers(lattice: Lattice, inside: Lattice, named: tuple[int, ...], free: tuple[int, ...], cells: Ints) -> Ints:
    """The numbers that the slices of a slice's inside have in the whole lattice."""
    by_dimensions = {each.dimensions: each for each in lattice.cuboids}
    found: Ints = np.empty(inside.slices, np.int64)
    for each in inside.cuboids:
        there = by_dimensions[tuple(sorted((*named, *(free[at] for at in each.dimensions))))]
        found[each.begins : each.begins + each.slices] = there.begins + there.of_cell[cells[each.example]]
    return found
