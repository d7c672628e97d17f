"""What was to be expected of each cell, from earlier periods, and how firmly.

A cell that was seen little is drawn towards what is usual for all of them. Firmness holds both what the past did not say (a
posterior is as firm as the cases behind it) and how much periods differ from one another beyond chance, which the past shows.
"""

from dataclasses import dataclass

import numpy as np

from leeward.insights.drivers.evidence import beta_binomial, negative_binomial
from leeward.insights.drivers.lattice import Floats, Ints

_DRAWN = 20.0  # cases with which the usual ratio is mixed into that of a cell
_PRIOR = 0.02, 5.0  # the least and the most shape that the sizes of cells are believed to have among themselves
_NEVER = 0.5  # what a value that was never seen is taken to have had, over all earlier periods
_ROUNDS = 10  # of raking; the margins are then met within a thousandth
_SHAPES = np.geomspace(2, 2000, 13)
_WEIGHTS = np.geomspace(5, 2000, 12)
_UNKNOWN = 50.0  # the firmness of periods of which there is only one, so that they cannot be compared
_ENOUGH = 10  # cells in periods that it takes to say how periods differ
_LEAST = 5.0  # cases below which a cell's period says nothing about how periods differ


@dataclass(frozen=True, slots=True)
class Expectation:
    """For each cell: its expected count a period (or ratio) and its firmness."""

    value: Floats
    firmness: Floats


def of_counts(history: Floats, codes: Ints, sizes: tuple[int, ...], *, share: float = 1.0) -> Expectation:
    """From *periods x cells*. ``share`` is how long the period asked about is, beside an earlier one."""
    periods, total = len(history), history.sum(axis=0)
    usual = max(float(total.mean()), 0.5 / total.size)
    prior = _sizes(total)
    mean = raked((total + prior) / (1 + prior / usual), total, codes, sizes) / periods
    return Expectation(mean * share, _both(total + prior, _shape(history, mean)))


def raked(drawn: Floats, total: Floats, codes: Ints, sizes: tuple[int, ...]) -> Floats:
    """Numbers by cell, scaled so that every value of every dimension has the total that it had.

    Without it, what many small cells have in common would be expected too high, and what few large ones have too low.
    """
    found = drawn.copy()
    wanted = [np.maximum(np.bincount(each, total, size), _NEVER) for each, size in zip(codes, sizes, strict=True)]
    for _ in range(_ROUNDS):
        for each, size, want in zip(codes, sizes, wanted, strict=True):
            found *= (want / np.maximum(np.bincount(each, found, size), 1e-12))[each]
    return found


def _sizes(total: Floats) -> float:
    """How alike cells are in size: the shape of a gamma distribution that their totals were drawn from, by its moments."""
    mean, variance = float(total.mean()), float(total.var())
    return float(np.clip(mean**2 / (variance - mean), *_PRIOR)) if variance > mean > 0 else _PRIOR[1]


def of_ratios(hits: Floats, n: Floats) -> Expectation:
    """From *periods x cells* each."""
    yes, of = hits.sum(axis=0), n.sum(axis=0)
    usual = (hits.sum() + 0.5) / (n.sum() + 1.0)
    mean = np.clip((yes + _DRAWN * usual) / (of + _DRAWN), 1e-4, 1 - 1e-4)
    return Expectation(mean, _both(of + _DRAWN, _weight(hits, n, mean)))


def _shape(history: Floats, mean: Floats) -> float:
    wide: Floats = np.broadcast_to(mean, history.shape)
    say = wide >= _LEAST
    if len(history) < 2 or say.sum() < _ENOUGH:
        return _UNKNOWN
    counts, means = history[say], wide[say]
    likely = [float(negative_binomial(counts, means, np.full_like(means, each)).sum()) for each in _SHAPES]
    return float(_SHAPES[int(np.argmax(likely))])


def _weight(hits: Floats, n: Floats, mean: Floats) -> float:
    say = n >= _LEAST
    if len(n) < 2 or say.sum() < _ENOUGH:
        return _UNKNOWN
    means = np.broadcast_to(mean, n.shape)[say]
    likely = [float(beta_binomial(hits[say], n[say], means, np.full_like(means, each)).sum()) for each in _WEIGHTS]
    return float(_WEIGHTS[int(np.argmax(likely))])


def _both(known: Floats, alike: float) -> Floats:
    found: Floats = 1 / (1 / known + 1 / alike)
    return found
