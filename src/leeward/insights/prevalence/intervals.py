"""Intervals of a plain share, to be shown beside: Wilson's, Clopper and Pearson's, the textbook's, which fails (FIELD 3.5)."""

from collections.abc import Callable
from math import exp, lgamma, log, sqrt
from statistics import NormalDist


def wilson(found: int, labels: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval. Raises ValueError for counts that cannot be."""
    _sound(found, labels)
    p, z = found / labels, NormalDist().inv_cdf(0.5 + confidence / 2)
    middle = (p + z * z / (2 * labels)) / (1 + z * z / labels)
    reach = z / (1 + z * z / labels) * sqrt(p * (1 - p) / labels + z * z / (4 * labels * labels))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def clopper_pearson(found: int, labels: int, confidence: float = 0.95) -> tuple[float, float]:
    """The exact interval, conservative: each tail by bisection of the binomial distribution. Raises ValueError."""
    _sound(found, labels)
    tail = (1 - confidence) / 2
    low = 0.0 if found == 0 else _bisect(lambda p: at_most(found - 1, labels, p) > 1 - tail)
    high = 1.0 if found == labels else _bisect(lambda p: at_most(found, labels, p) > tail)
    return low, high


def wald(found: int, labels: int, confidence: float = 0.95) -> tuple[float, float]:
    """The textbook interval that fails for rare events; only ever shown beside, to be seen failing. Raises ValueError."""
    _sound(found, labels)
    p = found / labels
    reach = NormalDist().inv_cdf(0.5 + confidence / 2) * sqrt(p * (1 - p) / labels)
    return p - reach, p + reach


def at_most(found: int, labels: int, p: float) -> float:
    """P(X <= found) for X binomial."""
    if p <= 0 or found >= labels:
        return 1.0
    if p >= 1:
        return 0.0
    logs = (
        lgamma(labels + 1) - lgamma(k + 1) - lgamma(labels - k + 1) + k * log(p) + (labels - k) * log(1 - p)
        for k in range(found + 1)
    )
    return min(1.0, sum(exp(each) for each in logs))


def _bisect(below: Callable[[float], bool]) -> float:
    """Where a question that is true for small shares turns."""
    low, high = 0.0, 1.0
    for _ in range(70):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) else (low, middle)
    return (low + high) / 2


def _sound(found: int, labels: int) -> None:
    if labels <= 0 or not 0 <= found <= labels:
        raise ValueError(f"{found} of {labels} cannot be")
