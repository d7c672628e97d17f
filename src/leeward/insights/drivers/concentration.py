"""Is it one? One platform, one reporter, one market: for each dimension the value behind most of a move.

A function of numbers alone, for whoever raises an alarm and wants to know, before it rings, whether one of something is behind
it.
"""

from dataclasses import dataclass

import numpy as np

from leeward.insights.drivers.cube import Cube
from leeward.insights.drivers.lattice import Floats

HALF = 0.5  # of the move, at least, is one's before it is called concentrated
TIMES = 1.5  # and so many times as much as its usual share: a value that always was most of it explains nothing


@dataclass(frozen=True, slots=True)
class Concentration:
    """The value of a dimension that contributed most to a move."""

    dimension: str
    value: str
    contributed: float
    """How much of the move is its: above 1 where others went the other way."""
    usual: float
    """Its share of the whole before."""
    values: int
    """How many values the dimension has."""
    one: bool
    """Whether the move is this one value's."""


def concentration(cube: Cube) -> tuple[Concentration, ...]:
    """For each dimension of a count or amount that has more than one value, the largest contributor; the most concentrated first.

    Of a ratio it is about the numerator. Nothing where nothing moved.
    """
    before: Floats = cube.earlier.mean(axis=0)
    move, whole = float(cube.now.sum() - before.sum()), float(before.sum())
    if not move:
        return ()
    found = []
    for name, labels, codes in zip(cube.dimensions, cube.labels, cube.codes, strict=True):
        if len(labels) < 2:
            continue
        usual = np.bincount(codes, before, len(labels))
        shares = (np.bincount(codes, cube.now, len(labels)) - usual) / move
        most = int(shares.argmax())
        contributed, was = float(shares[most]), float(usual[most]) / whole if whole else 0.0
        one = contributed >= HALF and contributed >= TIMES * was
        found.append(Concentration(name, labels[most], contributed, was, len(labels), one))
    return tuple(sorted(found, key=lambda each: (not each.one, -each.contributed + each.usual)))
