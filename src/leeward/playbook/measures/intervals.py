"""95 % intervals, each by the method that holds what it promises for its sort of number (FIELD.md 3.5). Never Wald's.

Sources: Wilson 1927 with Brown, Cai and DasGupta 2001; Clopper and Pearson 1934; Garwood 1936 for counts; order statistics
for quantiles (David and Nagaraja 2003, 7.1); Efron 1979 for means and ratios of sums, by a generator with a fixed seed, so that
the same rows give the same interval on any machine; Kish 1965 for how much a weighted sample is worth.
"""

from collections.abc import Sequence
from functools import lru_cache
from math import ceil, comb, floor, sqrt
from statistics import NormalDist

from leeward.playbook.measures.special import beta_point, beta_share, gamma_point

Pair = tuple[float, float]
CONFIDENCE = 0.95
RESAMPLES = 2_000
_SEED = 20_260_101


@lru_cache
def z_of(confidence: float) -> float:
    """How many standard errors such an interval reaches to each side."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def wilson(hits: float, n: float, confidence: float = CONFIDENCE) -> Pair:
    """Of a share. ``n`` may be an effective size, so neither has to be whole. Raises ValueError for no share."""
    _is_share(hits, n)
    part, square = hits / n, z_of(confidence) ** 2
    middle = (part + square / (2 * n)) / (1 + square / n)
    reach = sqrt(square * (part * (1 - part) / n + square / (4 * n * n))) / (1 + square / n)
    low = 0.0 if hits == 0 else max(0.0, middle - reach)
    return low, 1.0 if hits == n else min(1.0, middle + reach)


def clopper_pearson(hits: float, n: float, confidence: float = CONFIDENCE) -> Pair:
    """Of a share, never too narrow. Raises ValueError for no share."""
    _is_share(hits, n)
    tail = (1 - confidence) / 2
    low = 0.0 if hits == 0 else beta_point(hits, n - hits + 1, tail)
    high = 1.0 if hits == n else beta_point(hits + 1, n - hits, 1 - tail)
    return low, high


def jeffreys(hits: float, n: float, confidence: float = CONFIDENCE) -> Pair:
    """Of a share, from the beta distribution with a half more of each; closed at the ends. Raises ValueError for no share."""
    _is_share(hits, n)
    tail = (1 - confidence) / 2
    low = 0.0 if hits == 0 else beta_point(hits + 0.5, n - hits + 0.5, tail)
    high = 1.0 if hits == n else beta_point(hits + 0.5, n - hits + 0.5, 1 - tail)
    return low, high


def garwood(events: float, confidence: float = CONFIDENCE) -> Pair:
    """Of the number of events to be expected where ``events`` were counted. Raises ValueError below zero."""
    if events < 0:
        raise ValueError(f"{events} events cannot be counted")
    tail = (1 - confidence) / 2
    low = 0.0 if events == 0 else gamma_point(events, tail)
    return low, gamma_point(events + 1, 1 - tail)


def quantile_rank(n: int, quantile: float) -> int:
    """Which of ``n`` values in order, from 1, is the quantile: the first that so many are not above."""
    return min(n, max(1, ceil(round(n * quantile, 9))))


@lru_cache(maxsize=4_096)
def quantile_ranks(n: int, quantile: float, confidence: float = CONFIDENCE) -> tuple[int | None, int | None]:
    """Which of ``n`` values in order hold the true quantile between them. None: so few values set no bound on that side."""
    if n > 1_000:
        reach = z_of(confidence) * sqrt(n * quantile * (1 - quantile))
        return max(1, floor(n * quantile - reach)), min(n, ceil(n * quantile + reach) + 1)
    tail = (1 - confidence) / 2
    low = max((r for r in range(1, n + 1) if _below(r, n, quantile) <= tail), default=None)
    high = min((r for r in range(1, n + 1) if 1 - _below(r, n, quantile) <= tail), default=None)
    return low, high


def _below(rank: int, n: int, quantile: float) -> float:
    """How likely fewer than ``rank`` of ``n`` values lie under the true quantile."""
    return 1 - beta_share(rank, n - rank + 1, quantile) if n > 60 else _binomial(rank, n, quantile)


def _binomial(rank: int, n: int, quantile: float) -> float:
    return sum(comb(n, k) * quantile**k * (1 - quantile) ** (n - k) for k in range(rank))


def bootstrap_ratio(tops: Sequence[float], bottoms: Sequence[float], confidence: float = CONFIDENCE) -> Pair | None:
    """Of a sum over another, row by row; of a mean where every bottom is 1. None where fewer than two rows say nothing."""
    if len(tops) != len(bottoms):
        raise ValueError(f"{len(tops)} and {len(bottoms)} are no pairs")
    if len(tops) < 2 or not sum(bottoms):
        return None
    import numpy

    above, below = numpy.asarray(tops, float), numpy.asarray(bottoms, float)
    order = numpy.lexsort((below, above))
    drawn = numpy.random.default_rng(_SEED).integers(0, len(tops), (RESAMPLES, len(tops)))
    sums, under = above[order][drawn].sum(axis=1), below[order][drawn].sum(axis=1)
    found = numpy.sort(sums[under > 0] / under[under > 0])
    tail = (1 - confidence) / 2
    last = len(found) - 1
    return float(found[floor(tail * last)]), float(found[ceil((1 - tail) * last)])


def large_ratio(n: int, top: float, bottom: float, squares: tuple[float, float, float]) -> Pair:
    """The same for many rows, from the sums of ``top``², ``bottom``² and their product (the delta method)."""
    ratio = top / bottom
    spread = squares[0] - 2 * ratio * squares[2] + ratio * ratio * squares[1]
    reach = z_of(CONFIDENCE) * sqrt(max(0.0, spread) * n / max(1, n - 1)) / abs(bottom)
    return ratio - reach, ratio + reach


def effective_size(weights: float, squares: float) -> float:
    """How many rows of equal weight a weighted sample is worth, from the sum of its weights and of their squares."""
    return weights * weights / squares if squares else 0.0


def _is_share(hits: float, n: float) -> None:
    if not (n > 0 and 0 <= hits <= n * (1 + 1e-12)):
        raise ValueError(f"{hits} of {n} is no share")
