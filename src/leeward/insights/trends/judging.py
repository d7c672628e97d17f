"""What is out of the ordinary, and how often that is so by chance.

*Rise*: two chances, of this period alone and of this and the last together, and their geometric mean, so that what lasts weighs
more than what was once; of days also the chances of the last seven and fourteen together, for what
rises slowly. The period itself has to stand above what was
expected. *Fall*: the chance of so few in this period, or
in the last three or seven together. All are tails of a negative binomial whose variance knows that its mean is an estimate and
that levels wander. The geometric mean of two chances is below a level no more often than one of them would be, or so nearly that
the simulation in the test of this module finds no difference (Vovk and Wang 2020 bound it by the factor e for any dependence).

*The board*: with ``tests`` chances looked at each period, each is out of the ordinary below ``rate / (tests * periods a week)``;
so the whole board rings ``rate`` times a week by chance, in expectation, however the series hang together.
"""

from collections.abc import Sequence
from enum import StrEnum

import msgspec
import numpy as np
import numpy.typing as npt

from leeward.insights.trends.baseline import Fit, Rhythm, fit
from leeward.insights.trends.tails import Array, at_most, mid_upper, quantile

BOARD_RATE = 1.0
"""False alarms of the whole board in a week, at most and in expectation."""
LASTING = (1, 3, 7)
"""So many periods together are looked at for a fall."""
TESTS = 2 + len(LASTING)
"""Chances looked at for each series and period: two that make a rise, and those of which the least is a fall."""


class Move(StrEnum):
    """What a series did."""

    RISE = "rise"
    FALL = "fall"
    NEW = "new"
    GONE = "gone"


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """Series at some periods: arrays of (series, periods)."""

    observed: Array
    expected: Array
    variance: Array
    rise: Array
    """The chance of so many."""
    fall: Array
    """The chance of so few, over any of ``LASTING`` periods; already times how many these are."""
    known: npt.NDArray[np.bool_]
    """Whether the past was long enough to say anything."""


def limit(series: int, rhythm: Rhythm, *, rate: float = BOARD_RATE, more: int = 0) -> float:
    """The chance below which a move is out of the ordinary on a board of so many series; ``more`` are other tests."""
    return rate / (max(1, TESTS * series + more) * rhythm.a_week)


def judge(
    counts: Array, rhythm: Rhythm, at: Sequence[int], *, begins: Sequence[int] | None = None, exposure: Array | None = None,
    falls: bool = True,
) -> Judged:  # fmt: skip
    """Judge the periods ``at`` of (series, periods) of counts, each from what came before it alone.

    ``begins`` says for each series from which period on it was counted; else from its first that is not 0. ``exposure`` has the
    shape of ``counts``: out of how many, for a share.
    """
    starts = np.asarray(starts_of(counts) if begins is None else begins)
    if not at:
        raise ValueError("no period to judge; name at least one")
    found = [_judge(counts, rhythm, each, starts, exposure, falls) for each in at]
    return msgspec.convert({name: np.stack([each[name] for each in found], axis=1) for name in found[0]}, Judged)


def starts_of(counts: Array) -> list[int]:
    """For each series the first period that is not 0; the number of periods where none is."""
    return [int(seen[0]) if len(seen := np.flatnonzero(row)) else len(row) for row in counts]


def _judge(
    counts: Array, rhythm: Rhythm, at: int, starts: npt.NDArray[np.int64], exposure: Array | None, falls: bool
) -> dict[str, Array]:
    observed, known = counts[:, at], starts <= at - rhythm.gap - rhythm.least
    found = {
        "observed": observed.astype(float), "expected": np.zeros(len(counts)), "variance": np.ones(len(counts)),
        "rise": np.ones(len(counts)), "fall": np.ones(len(counts)), "known": known,
    }  # fmt: skip
    end = at - rhythm.gap
    for which, length in _alike(starts, known, end, rhythm):
        window = slice(end - length, end)
        weights = (np.arange(end - length, end)[None, :] >= starts[which][:, None]).astype(float)
        of = None if exposure is None else exposure[which]
        fitted = fit(counts[which, window], rhythm, weights, None if of is None else of[:, window])
        ahead = Ahead(fitted, counts[which], of, at, max(*LASTING, *rhythm.lasting))
        found["expected"][which], found["variance"][which] = ahead.mean[:, 0], ahead.variance(1)
        found["rise"][which] = ahead.rise(rhythm.lasting)
        if falls:
            found["fall"][which] = ahead.fall()
    return found


def _alike(
    starts: npt.NDArray[np.int64], known: npt.NDArray[np.bool_], end: int, rhythm: Rhythm
) -> list[tuple[npt.NDArray[np.int64], int]]:
    """Series to fit together, and over how many periods: those with a long past, and those with a short one."""
    reach = np.minimum(end - np.maximum(starts, 0), rhythm.past)
    long = reach >= 1.5 * rhythm.year
    parts = ((np.flatnonzero(known & long), rhythm.past), (np.flatnonzero(known & ~long), int(1.5 * rhythm.year) - 1))
    return [(which, int(min(most, reach[which].max()))) for which, most in parts if len(which)]


class Ahead:
    """The latest periods of fitted series, the last first, and what was expected of them."""

    def __init__(self, fitted: Fit, counts: Array, of: Array | None, at: int, most: int) -> None:
        back = slice(at, at - most if at >= most else None, -1)
        self._spread, self.counts = fitted.spread, counts[:, back]
        self.mean, self._unsure = fitted.expected(range(self.counts.shape[1]))
        if of is not None:
            self.mean = np.maximum(self.mean * of[:, back], 1e-9)

    def variance(self, periods: int) -> Array:
        """Of the latest periods together: their means are wrong together, their noise is not."""
        mean = self.mean[:, :periods]
        wrong = (mean * np.sqrt(self._unsure[:, :periods])).sum(1)
        return np.asarray(self._spread * mean.sum(1) + wrong**2)

    def rise(self, lasting: Sequence[int] = ()) -> Array:
        """The chance of so many, times how many were looked at; 1 where there are not more than expected."""
        found, above = np.ones(len(self.counts)), self.counts[:, 0] > self.mean[:, 0]
        once, twice, *slow = (
            mid_upper(self.counts[above, :n].sum(1), self.mean[above, :n].sum(1), self.variance(n)[above])
            for n in (1, 2, *lasting)
        )
        found[above] = np.minimum(1.0, (1 + len(slow)) * np.min([np.sqrt(once * twice), *slow], axis=0))
        return found

    def fall(self) -> Array:
        """The chance of so few, times how many were looked at; 1 where there are not fewer than expected."""
        found, below = np.ones(len(self.counts)), self.counts[:, 0] < self.mean[:, 0]
        chances = [at_most(self.counts[below, :n].sum(1), self.mean[below, :n].sum(1), self.variance(n)[below]) for n in LASTING]
        found[below] = np.minimum(1.0, len(LASTING) * np.min(chances, axis=0))
        return found


def band(judged: Judged, level: float) -> tuple[Array, Array]:
    """The least and the greatest number that are still ordinary at this level."""
    most = quantile(level, judged.expected, judged.variance)
    least = quantile(1 - level, judged.expected, judged.variance)
    return least, most
