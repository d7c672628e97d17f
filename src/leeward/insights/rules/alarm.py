"""When a rule fires far more than it does: each hour against the same hour of the days before, with a stated false-alarm rate.

The matches of an ordinary hour are taken as a negative binomial: Poisson, spread by what the rule's own past shows.

    mean   = (matches in that hour on the last ``n`` days + 1/2) / n          the past is short: half a match is added
    spread = the greater of 1 and Pearson's chi-square per degree of freedom over all hours of those days
    chance = P(X >= observed) where X has this mean and variance mean * spread * (1 + 1/n)

The factor 1 + 1/n is for the mean being an estimate. An hour is alarming when its chance is below the board's rate divided by
the number of tests (rules times hours, after Bonferroni), so that the whole board raises at most ``BOARD_RATE`` false alarms in
``BOARD_HOURS`` in expectation, however many rules there are and however they hang together.
"""

from collections.abc import Sequence
from math import exp, inf, lgamma, log

import msgspec

BOARD_RATE = 1.0
"""False alarms of the whole board ..."""
BOARD_HOURS = 24 * 28
"""... in four weeks, at most and in expectation."""
LEAST_DAYS = 7
"""A rule with a shorter past is not judged."""
MOST_DAYS = 28


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be said of an hour."""

    observed: int
    expected: float
    most: int
    """The highest number that is still ordinary."""
    chance: float
    days: int
    alarming: bool


def limit(rules: int) -> float:
    """The chance below which an hour of one rule is alarming, when ``rules`` are watched every hour."""
    return BOARD_RATE / (BOARD_HOURS * max(1, rules))


def judge(observed: int, past: Sequence[Sequence[int]], hour: int, rules: int) -> Judged | None:
    """An hour with ``observed`` matches, ``hour`` of the day; ``past`` has 24 numbers for each whole day before, the latest last.

    None while the past is too short. The hour may still be under way: its number only grows, so it is one test all the same.
    """
    days = len(past)
    if days < LEAST_DAYS:
        return None
    mean = (sum(day[hour] for day in past) + 0.5) / days
    spread = dispersion(past) * (1 + 1 / days)
    level = limit(rules)
    chance = tail(observed, mean, spread)
    return Judged(
        observed=observed,
        expected=mean,
        most=_most(mean, spread, level),
        chance=chance,
        days=days,
        alarming=chance < level,
    )


def dispersion(past: Sequence[Sequence[int]]) -> float:
    """How much more the numbers vary than Poisson's, from the hours of all days; 1 when they do not."""
    days = len(past)
    means = [sum(day[hour] for day in past) / days for hour in range(24)]
    chi = sum((day[hour] - mean) ** 2 / mean for day in past for hour, mean in enumerate(means) if mean > 0)
    freedom = sum(1 for mean in means if mean > 0) * (days - 1)
    return max(1.0, chi / freedom) if freedom else 1.0


def tail(observed: int, mean: float, spread: float) -> float:
    """P(X >= observed) of a negative binomial with this mean and variance ``mean * spread``, ``spread`` above 1."""
    if observed <= 0:
        return 1.0
    size = mean / (spread - 1)
    ratio = mean / (size + mean)
    if observed <= mean:
        return max(0.0, 1.0 - _sum(0, observed - 1, size, ratio))
    return min(1.0, _sum(observed, inf, size, ratio))


def _sum(first: int, last: float, size: float, ratio: float) -> float:
    """The probabilities from ``first`` to ``last``, each from the one before it."""
    at = lgamma(first + size) - lgamma(size) - lgamma(first + 1) + size * log(1 - ratio) + first * log(ratio)
    term, total, number = exp(at), 0.0, first
    while number <= last:
        total += term
        step = (number + size) / (number + 1) * ratio
        term, number = term * step, number + 1
        if last == inf and step < 1 and term < total * 1e-12 * (1 - step):
            break
        if last == inf and total == 0.0 and term == 0.0:
            break
    return total


def _most(mean: float, spread: float, level: float) -> int:
    """The highest number whose chance is not below ``level``."""
    high = 1
    while tail(high, mean, spread) >= level:
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if tail(middle, mean, spread) >= level else (low, middle)
    return low
