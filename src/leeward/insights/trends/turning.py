"""When it turned: the period since which a series is not what was expected, the levels of a whole series, and whether a share
has another level than it had.

``since`` maximises the likelihood ratio of "from here on the mean is c times what was expected" over all beginnings, for the c
that fits best. ``levels`` cuts a series where its level changed: the cut that gains most likelihood, then each part again, while
the gain passes a penalty of three times log n (two new numbers, a place and a level, and a look at every place). Both divide by
the spread, as quasi-likelihood does. ``shift`` finds what drifts too slowly for any day to stand out: the cut in the last weeks
that tells two levels of a share best, whose chance is that of one likelihood ratio times the cuts that were looked at.
"""

from math import erfc, sqrt

import msgspec
import numpy as np

from leeward.insights.trends.tails import Array


class Level(msgspec.Struct, frozen=True):
    """Periods ``first`` up to, and not with, ``end``, and the mean in them."""

    first: int
    end: int
    mean: float


def since(counts: Array, expected: Array) -> int:
    """The period, by its place in both arrays, since which counts left what was expected. The last one belongs to it."""
    observed, usual = np.cumsum(counts[::-1])[::-1], np.maximum(np.cumsum(expected[::-1])[::-1], 1e-9)
    return int(np.argmax(_gain(observed, usual, observed / usual)))


LATELY, LONG, AFTER, FEWEST = 28, 180, 5, 30
"""A share's level may have changed in the last so many periods, is held against at most so many, and both parts have at least so
many periods and so many rows."""


class Shift(msgspec.Struct, frozen=True):
    """The best cut, the level before, and the chance of one as clear."""

    cut: int
    """Its place, counted back from the end: -1 is the last period."""
    before: float
    chance: float


def shift(hits: Array, of: Array) -> Shift | None:
    """Whether the last periods of a share have another level than those before; None where there is too little."""
    hits, of = hits[-LONG:], of[-LONG:]
    n = len(hits)
    cuts = np.arange(max(LATELY, n - LATELY), n - AFTER + 1)
    sums, totals = np.cumsum(hits), np.cumsum(of)
    left, right = totals[cuts - 1], totals[-1] - totals[cuts - 1] if len(cuts) else np.zeros(0)
    cuts = cuts[(left >= FEWEST) & (right >= FEWEST)]
    if not len(cuts) or not 0 < sums[-1] < totals[-1]:
        return None
    a, b, na, nb = sums[cuts - 1], sums[-1] - sums[cuts - 1], totals[cuts - 1], totals[-1] - totals[cuts - 1]
    gain = _share(a, na) + _share(b, nb) - _share(sums[-1:], totals[-1:])
    best = int(np.argmax(gain))
    cut = int(cuts[best])
    before, after = a[best] / na[best], b[best] / nb[best]
    usual = np.where(np.arange(n) < cut, before, after)
    noise = np.maximum(of * usual * (1 - usual), 1e-9)
    counted = of > 0
    spread = max(1.0, float((((hits - of * usual) ** 2 / noise)[counted]).sum() / max(1, counted.sum() - 2)))
    chance = erfc(sqrt(max(0.0, float(gain[best])) / spread))
    return Shift(cut=cut - n, before=float(before), chance=min(1.0, chance * len(cuts)))


def _share(hits: Array, of: Array) -> Array:
    """The binomial log-likelihood of a part at its own share."""
    yes, no = np.maximum(hits, 1e-12), np.maximum(of - hits, 1e-12)
    return np.asarray(hits * np.log(yes / of) + (of - hits) * np.log(no / of))


def levels(counts: Array, *, spread: float | None = None, least: int = 7) -> list[Level]:
    """The levels of a series, each ``least`` periods or longer."""
    if not len(counts):
        return []
    usual = max(1.0, _rough(counts)) if spread is None else spread
    cuts = sorted(_cuts(counts, 0, len(counts), usual, least))
    return [Level(a, b, float(counts[a:b].mean())) for a, b in zip([0, *cuts], [*cuts, len(counts)], strict=True)]


def _cuts(counts: Array, first: int, end: int, spread: float, least: int) -> list[int]:
    part = counts[first:end]
    if len(part) < 2 * least:
        return []
    left = np.cumsum(part)[:-1]
    size, total = np.arange(1.0, len(part)), part.sum(keepdims=True)
    gain = _parts(left, size) + _parts(total - left, len(part) - size) - _parts(total, np.full(1, float(len(part))))
    gain[: least - 1] = gain[len(part) - least :] = -np.inf
    best = int(np.argmax(gain))
    if gain[best] / spread < 3 * np.log(len(counts)):
        return []
    cut = first + best + 1
    return [*_cuts(counts, first, cut, spread, least), cut, *_cuts(counts, cut, end, spread, least)]


def _parts(total: Array, size: Array) -> Array:
    """Poisson's log-likelihood of a part at its own mean, without what does not depend on the cut."""
    return np.where(total > 0, total * np.log(np.maximum(total, 1e-12) / size), 0.0)


def _gain(observed: Array, usual: Array, factor: Array) -> Array:
    return np.where(observed > 0, observed * np.log(np.maximum(factor, 1e-12)), 0.0) - (observed - usual)


def _rough(counts: Array) -> float:
    """Variance over mean from one period to the next, so that changes of level do not count: half the squared differences,
    of which the greatest tenth is left out."""
    squares = np.sort(np.diff(counts) ** 2 / np.maximum(counts[1:] + counts[:-1], 1.0))
    kept = squares[: max(1, int(len(squares) * 0.9))]
    return float(kept.mean() / 0.62) if len(kept) else 1.0
