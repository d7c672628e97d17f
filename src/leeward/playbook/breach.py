"""The chance that work is begun too late: what is ahead of it against what can be done until then.

    late  when  (work ahead)  >  (what people can do until it is due)

Ahead of a piece of work is what is served before it and waits already, and what is graver and comes until then. Nobody is idle
while something waits, so all that can be done until then goes into what is ahead. Both sides are uncertain: their difference has
a mean and a variance, and its chance is taken from the gamma distribution that has both. Every room that shows such a chance asks
here, so that the job's page and the queue's never say two things. How a queue does (``Pace``) is forecast once a day.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from math import exp, inf, lgamma, log
from typing import Any

import msgspec

_HOUR = timedelta(hours=1)
_WEEK = 168


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """What comes into a queue, how long it takes, and what people can do there, hour by hour."""

    begins: datetime
    """Where the first hour begins. After the last hour the last week of them comes again."""
    arrivals: tuple[float, ...]
    """Expected, in each hour."""
    tiers: tuple[float, float, float, float, float]
    """Which share of them has severity 0 to 4."""
    spread: float
    """Variance of a number of arrivals over its mean; 1 for Poisson's."""
    handling: float
    """Mean minutes that one takes."""
    deviation: float
    """Standard deviation of these minutes."""
    capacity: tuple[float, ...]
    """Minutes of handling that people there can do in each hour."""
    unsure: float = 0.0
    """Standard deviation of what they can do until some moment, as a share of it."""


def pace_of(row: Mapping[str, Any], most_busy: float) -> Pace:
    """The pace of a queue from its row of the standing table ``forecast``: begins, hours, tiers, handling, deviation, luck.

    ``most_busy`` is the playbook's: so much of their time people handle work.
    """
    tiers = tuple(float(each) for each in row["tiers"])
    assert len(tiers) == 5
    return Pace(
        begins=row["begins"],
        arrivals=tuple(float(hour["expected"]) for hour in row["hours"]),
        tiers=tiers,
        spread=float(row["luck"]["spread"]),
        handling=float(row["handling"]),
        deviation=float(row["deviation"]),
        capacity=tuple(60 * most_busy * float(hour["people"]) for hour in row["hours"]),
        unsure=0.1,
    )


class Due(msgspec.Struct, frozen=True):
    """A piece of work that waits: how grave it is, and when somebody has to have begun it."""

    severity: int
    due: datetime


def chances_late(pace: Pace, waiting: Iterable[Due], now: datetime) -> list[float]:
    """For each piece of work, in the order in which they are served, the chance that nobody has begun it when it is due.

    What is due already is late for certain. ``now`` is a moment with a zone, as all are here.
    """
    return [chance_late(pace, each, ahead, now) for ahead, each in enumerate(waiting)]


def chance_late(pace: Pace, each: Due, ahead: int, now: datetime) -> float:
    """The chance that nobody has begun a piece of work when it is due, where ``ahead`` others are served before it."""
    if each.due <= now:
        return 1.0
    can = can_until(pace, each, now)
    return chance_over(*_work(pace, ahead, come_until(pace, each, now), can), can)


def come_until(pace: Pace, each: Due, now: datetime) -> float:
    """How many graver ones are expected until a piece of work is due."""
    return between(pace.arrivals, pace.begins, now, each.due) * sum(pace.tiers[each.severity + 1 :])


def can_until(pace: Pace, each: Due, now: datetime) -> float:
    """Minutes of work that people can do until a piece of work is due."""
    return between(pace.capacity, pace.begins, now, each.due)


def _work(pace: Pace, ahead: float, comes: float, can: float) -> tuple[float, float]:
    """Mean and variance of the minutes ahead; what is unsure of the capacity stands on this side too."""
    square = pace.deviation**2
    variance = ahead * square + comes * (square + pace.spread * pace.handling**2) + (pace.unsure * can) ** 2
    return (ahead + comes) * pace.handling, variance


def between(hours: Sequence[float], begins: datetime, since: datetime, until: datetime) -> float:
    """The sum of a series of hours from one moment to another, parts of hours by their length. 0 where nothing is between."""
    if until <= since or not hours:
        return 0.0
    return _before(hours, (until - begins) / _HOUR) - _before(hours, (since - begins) / _HOUR)


def _before(hours: Sequence[float], at: float) -> float:
    """The sum up to ``at`` hours after the beginning; before the beginning and after the end the series goes on by the week."""
    count = len(hours)
    week = hours[-min(count, _WEEK) :]
    if at < 0:
        turns, rest = divmod(at, len(week))
        return turns * sum(week) + _part(week, rest)
    if at <= count:
        return _part(hours, at)
    turns, rest = divmod(at - count, len(week))
    return sum(hours) + turns * sum(week) + _part(week, rest)


def _part(hours: Sequence[float], at: float) -> float:
    whole = int(at)
    return sum(hours[:whole]) + (hours[whole] * (at - whole) if whole < len(hours) else 0.0)


def chance_over(mean: float, variance: float, limit: float) -> float:
    """The chance that a gamma variable with this mean and variance is above a limit; a sure one either is or is not.

    Work that is at the limit to the minute is late: it has not begun yet.
    """
    if limit <= 0:
        return 1.0
    if mean <= 0 or variance <= 0:
        return 1.0 if mean >= limit else 0.0
    return gamma_above(mean * mean / variance, limit * mean / variance)


def gamma_above(shape: float, x: float) -> float:
    """The regularised upper incomplete gamma function Q(shape, x): by its series below the mean, by its continued fraction above.

    Where the shape is beyond 1e6 it is as good as normal, by Wilson and Hilferty. Good to 1e-10 elsewhere.
    """
    if x <= 0:
        return 1.0
    if shape > 1e6:
        from statistics import NormalDist

        third = 1 / (9 * shape)
        return 1.0 - NormalDist().cdf(((x / shape) ** (1 / 3) - 1 + third) / third**0.5)
    scale = exp(shape * log(x) - x - lgamma(shape)) if x < inf else 0.0
    return 1.0 - scale * _series(shape, x) if x < shape + 1 else scale * _fraction(shape, x)


def _series(shape: float, x: float) -> float:
    term = total = 1.0 / shape
    at = shape
    while term > total * 1e-16:
        at += 1
        term *= x / at
        total += term
    return total


def _fraction(shape: float, x: float) -> float:
    """Lentz's way through the continued fraction."""
    b = x + 1 - shape
    c, d = 1e300, 1 / b
    h = d
    for i in range(1, 100_000):
        a = -i * (i - shape)
        b += 2
        d = 1 / (a * d + b or 1e-300)
        c = b + a / c or 1e-300
        h *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return h
