"""Shares with their intervals (FIELD 3.5): Wilson's score interval, Newcombe's for a difference, strata, and two corrections.

Never Wald: it is wrong where errors are rare, which is where quality is decided. A share of nothing is None, never 0.
"""

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist

import msgspec


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """A share of 0..1 with its interval; ``of`` is the number of cases behind it. Nothing is known where ``of`` is 0."""

    value: float | None
    low: float
    high: float
    of: int


class Coefficient(msgspec.Struct, frozen=True, kw_only=True):
    """One measure of agreement. None where nothing can be said: no item has two ratings, or all ratings are the same."""

    value: float | None
    low: float | None
    high: float | None
    items: int
    """Items with two ratings or more."""
    ratings: int
    """Ratings of those items."""


class Stratum(msgspec.Struct, frozen=True, kw_only=True):
    """What a sample found in one stratum: how many there are, how many were looked at, how many of those had it."""

    size: int
    looked_at: int
    found: int


class NotCorrectable(ValueError):
    """The look is no better than chance, or the observed share cannot come from it: no corrected share exists."""


def z_of(confidence: float) -> float:
    """The normal quantile of a two-sided interval: 1.96 for 0.95. Raises ValueError outside 0..1."""
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence is between 0 and 1, not {confidence}")
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson(found: float, of: float, confidence: float = 0.95) -> Share:
    """``found`` of ``of`` with Wilson's score interval; everything is possible where ``of`` is 0.

    ``of`` may be an effective size, so neither has to be whole. Raises ValueError for counts that cannot be.
    """
    if of < 0 or not 0 <= found <= of:
        raise ValueError(f"{found} of {of} cannot be")
    if of == 0:
        return Share(value=None, low=0.0, high=1.0, of=0)
    p, z = found / of, z_of(confidence)
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    reach = z / (1 + z * z / of) * sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return Share(value=p, low=max(0.0, min(p, middle - reach)), high=min(1.0, max(p, middle + reach)), of=round(of))


def difference(one: Share, other: Share) -> Share:
    """``one - other`` with Newcombe's interval (1998, method 10), from -1 to 1; None where either is unknown."""
    if one.value is None or other.value is None:
        return Share(value=None, low=-1.0, high=1.0, of=0)
    gap = one.value - other.value
    down = sqrt((one.value - one.low) ** 2 + (other.high - other.value) ** 2)
    up = sqrt((one.high - one.value) ** 2 + (other.value - other.low) ** 2)
    return Share(value=gap, low=max(-1.0, gap - down), high=min(1.0, gap + up), of=min(one.of, other.of))


def stratified(strata: Sequence[Stratum], confidence: float = 0.95) -> Share:
    """The share in all strata together, each weighed by its size, not by how much of it was looked at: ``sum W_h p_h``.

    The interval is Wilson's for the effective size that the stratified variance leaves. Strata nobody looked into are left out
    of value and weights, so that ``of`` and the plan's achieved numbers have to be shown beside it.
    """
    seen = [each for each in strata if each.looked_at > 0 and each.size > 0]
    total = sum(each.size for each in seen)
    if not total:
        return wilson(0, 0, confidence)
    looked = sum(each.looked_at for each in seen)
    value = min(1.0, sum(each.size / total * each.found / each.looked_at for each in seen))  # weights may add up to a hair more
    # where a stratum shows no spread at all its variance is taken from (found + 1) of (looked at + 2): unseen is not impossible
    variance = sum((each.size / total) ** 2 * _spread(each) / each.looked_at for each in seen)
    effective = min(looked, max(1.0, value * (1 - value) / variance)) if 0 < value < 1 else float(looked)
    return msgspec.structs.replace(wilson(value * effective, effective, confidence), of=looked)


def neyman(weights: Sequence[float], shares: Sequence[float], n: int) -> list[float]:
    """How many of ``n`` each stratum gets where all of them cost the same: in proportion to ``W sqrt(p (1 - p))``.

    Raises ValueError where lengths differ or there is no spread to divide by.
    """
    spreads = [weight * sqrt(share * (1 - share)) for weight, share in zip(weights, shares, strict=True)]
    if not (total := sum(spreads)):
        raise ValueError("no stratum has any spread; divide by size instead")
    return [n * spread / total for spread in spreads]


def corrected(observed: float, sensitivity: float, specificity: float) -> float:
    """The true share behind one seen through an imperfect look (Rogan and Gladen 1978). Raises NotCorrectable."""
    if sensitivity + specificity <= 1:
        raise NotCorrectable(f"a look with sensitivity {sensitivity} and specificity {specificity} is no better than chance")
    found = (observed + specificity - 1) / (sensitivity + specificity - 1)
    if not 0 <= found <= 1:
        raise NotCorrectable(f"a share of {observed} cannot come from a look with these errors; they were measured elsewhere")
    return found


def _spread(each: Stratum) -> float:
    p = each.found / each.looked_at
    if each.found in (0, each.looked_at):
        p = (each.found + 1) / (each.looked_at + 2)
    return p * (1 - p)
