"""How long work takes: a distribution for each group of decisions, with intervals; none where few people stand behind it.

Lognormal and gamma are fitted by maximum likelihood, and the likelier is named; quantiles are those of the data themselves, with
intervals that hold for any distribution (order statistics, binomial). The mean's interval is Cox's where the lognormal is the
likelier, else the normal one on the gamma's scale. Times of 0 count as half a second: they were taken, and no logarithm is 0.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from math import exp, inf, isfinite, lgamma, log, sqrt
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from leeward.insights.workload.seasonal import Array

LEAST = 20
"""Fewer times say too little of a distribution."""
_Z = 1.959963984540054  # 95 %
_LEAST_SECONDS = 0.5


class Law(StrEnum):
    """Which distribution fits better."""

    LOGNORMAL = "lognormal"
    GAMMA = "gamma"


class Quantile(msgspec.Struct, frozen=True):
    """Seconds that so many of the times do not exceed, with a 95 % interval; its ends are infinite where the data set none."""

    share: float
    seconds: float
    low: float
    high: float


class Times(msgspec.Struct, frozen=True, kw_only=True):
    """The distribution of handling times of one group, in seconds."""

    n: int
    people: int
    mean: float
    low: float
    high: float
    deviation: float
    quantiles: tuple[Quantile, ...]
    """Of 0.25, 0.5, 0.75, 0.9."""
    law: Law
    first: float
    """Of the lognormal the mean of the logarithms, of the gamma the shape."""
    second: float
    """Of the lognormal their standard deviation, of the gamma the scale."""
    distance: float
    """The largest distance between the data's distribution and the fitted one (Kolmogorov and Smirnov)."""


def times_of(seconds: "Array", people: int) -> Times:
    """The distribution of at least ``LEAST`` times. Raises ValueError for fewer, and for times that are none."""
    import numpy as np

    if len(seconds) < LEAST or not np.isfinite(seconds).all() or (seconds < 0).any():
        raise ValueError(f"{len(seconds)} times say too little, or are none: it takes {LEAST} that are not negative")
    sorted_ = np.sort(np.maximum(seconds, _LEAST_SECONDS))
    logs = np.log(sorted_)
    centre, width = float(logs.mean()), float(max(logs.std(), 1e-9))
    shape, scale = _gamma(float(sorted_.mean()), centre)
    lognormal = float(-logs.sum() - len(logs) * (log(width) + 0.5 * log(6.283185307179586) + 0.5))
    gamma = float(((shape - 1) * logs - sorted_ / scale).sum() - len(logs) * (lgamma(shape) + shape * log(scale)))
    law = Law.LOGNORMAL if lognormal >= gamma else Law.GAMMA
    first, second = (centre, width) if law is Law.LOGNORMAL else (shape, scale)
    mean, low, high = _mean(sorted_, law, centre, width)
    return Times(
        n=len(sorted_),
        people=people,
        mean=mean,
        low=low,
        high=high,
        deviation=float(sorted_.std(ddof=1)),
        quantiles=tuple(_quantile(sorted_, share) for share in (0.25, 0.5, 0.75, 0.9)),
        law=law,
        first=first,
        second=second,
        distance=_distance(sorted_, law, first, second),
    )


def _gamma(mean: float, mean_of_logs: float) -> tuple[float, float]:
    """Shape and scale by maximum likelihood: Minka's steps from a start that is near already."""
    apart = max(log(mean) - mean_of_logs, 1e-9)
    shape = (3 - apart + sqrt((apart - 3) ** 2 + 24 * apart)) / (12 * apart)
    for _ in range(50):
        step = (log(shape) - digamma(shape) - apart) / (1 / shape - trigamma(shape))
        shape, before = max(shape - step, shape / 2), shape
        if abs(shape - before) < 1e-12 * before:
            break
    return shape, mean / shape


def digamma(x: float) -> float:
    """The logarithmic derivative of the gamma function, for x above 0."""
    total = 0.0
    while x < 8:
        total -= 1 / x
        x += 1
    square = 1 / (x * x)
    return total + log(x) - 0.5 / x - square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square / 240)))


def trigamma(x: float) -> float:
    """Its derivative."""
    total = 0.0
    while x < 8:
        total += 1 / (x * x)
        x += 1
    square = 1 / (x * x)
    return total + 1 / x + square / 2 + square / x * (1 / 6 - square * (1 / 30 - square * (1 / 42 - square / 30)))


def _mean(sorted_: "Array", law: Law, centre: float, width: float) -> tuple[float, float, float]:
    """The mean of the data with its interval."""
    n, mean = len(sorted_), float(sorted_.mean())
    if law is Law.LOGNORMAL:
        reach = _Z * sqrt(width**2 / n + width**4 / (2 * (n - 1)))
        middle = centre + width**2 / 2
        return mean, min(mean, exp(middle - reach)), max(mean, exp(middle + reach))
    error = _Z * float(sorted_.std(ddof=1)) / sqrt(n) / mean
    return mean, mean * exp(-error), mean * exp(error)


def _quantile(sorted_: "Array", share: float) -> Quantile:
    """A quantile of the data; its interval are the order statistics between which it lies with 95 %."""
    import numpy as np

    n = len(sorted_)
    reach = _Z * sqrt(n * share * (1 - share))
    below, above = int(np.floor(n * share - reach)) - 1, int(np.ceil(n * share + reach))
    low = float(sorted_[below]) if below >= 0 else 0.0
    high = float(sorted_[above]) if above < n else inf
    return Quantile(share, float(np.quantile(sorted_, share)), low, high)


def _distance(sorted_: "Array", law: Law, first: float, second: float) -> float:
    import numpy as np

    from leeward.playbook.breach import gamma_above

    if law is Law.LOGNORMAL:
        from statistics import NormalDist

        fitted = np.array([NormalDist().cdf((log(x) - first) / second) for x in sorted_.tolist()])
    else:
        fitted = np.array([1 - gamma_above(first, x / second) for x in sorted_.tolist()])
    steps = np.arange(len(sorted_) + 1) / len(sorted_)
    return float(max((steps[1:] - fitted).max(), (fitted - steps[:-1]).max()))


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A group of decisions: by which clause and group of people, and their times; none where they are hidden."""

    row: str
    column: str
    times: Times | None
    hidden: str = ""
    """Why: ``few_people``, ``few_times``, or ``with_another``: it could be calculated from the others."""


def cells(seconds: Mapping[tuple[str, str], Sequence[float]], people: Mapping[tuple[str, str], int], small: int) -> list[Cell]:
    """Each group with its distribution, in the order of rows and columns.

    Hidden is what fewer than ``small`` people stand behind; where that is one column of a row, the smallest other column is
    hidden too, so that nobody calculates the one from a total.
    """
    import numpy as np

    keys = sorted(seconds)
    why = {key: _hidden(len(seconds[key]), people.get(key, 0), small) for key in keys}
    for row in dict.fromkeys(key[0] for key in keys):
        others = [key for key in keys if key[0] == row and not why[key]]
        if sum(why[key] == "few_people" for key in keys if key[0] == row) == 1 and others:
            why[min(others, key=lambda key: (people.get(key, 0), len(seconds[key])))] = "with_another"
    return [
        Cell(
            row=key[0], column=key[1], hidden=why[key],
            times=None if why[key] else times_of(np.array(seconds[key], float), people[key]),
        )
        for key in keys
    ]  # fmt: skip


def _hidden(n: int, people: int, small: int) -> str:
    return "few_people" if people < small else "few_times" if n < LEAST else ""


def finite(value: float) -> float | None:
    """None for what no data bound."""
    return value if isfinite(value) else None
