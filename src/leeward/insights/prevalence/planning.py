"""How many labels it takes, before any is made: the half-width that so many labels will give, and the labels for a half-width.

    half-width = z * sqrt(variance + unseen weight**2 / 2) / (sensitivity - false)

The variance is the design's: of a simple sample ``p (1 - p) / n``, of a stratified one ``sum W**2 p (1 - p) / n_h`` with the
labels spread as a draw would spread them. How well a score tells is one number, its AUC: of two items, one of which violates, how
often the violating one has the higher score. The mistakes of people are taken as known; the estimate carries their uncertainty.
"""

from math import sqrt
from statistics import NormalDist

import msgspec

from leeward.insights.prevalence import designs
from leeward.record.terms.prevalence import Design

BANDS = 8
MOST_LABELS = 1_000_000
WHOLE = 10_000_000
"""So many items a plan reckons with, where it is not said: enough for the sample to be a small part."""
_GRID = 400


class Aim(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be known, and how."""

    expected: float
    """The share that is expected, 0..1."""
    design: Design = Design.SIMPLE
    auc: float = 0.9
    """How well the score tells; of no matter for a simple sample."""
    sensitivity: float = 1.0
    false: float = 0.0
    """Of a label: what it finds of what violates, and what it says violates of what does not."""
    confidence: float = 0.95

    def __post_init__(self) -> None:
        if not 0 < self.expected < 1:
            raise ValueError(f"a share is expected between 0 and 1, not {self.expected}")
        if not 0.5 <= self.auc < 1:
            raise ValueError(f"an AUC is from 0.5 (the score tells nothing) to below 1, not {self.auc}")
        if not 0 <= self.false < self.sensitivity <= 1:
            raise ValueError("labels have to find more of what violates than of what does not")


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """So many labels and what they give."""

    labels: int
    half_width: float
    positives: float
    """How many of them are expected to violate."""


def plan(aim: Aim, labels: int) -> Plan:
    """What so many labels give. Raises ValueError for fewer than 10 or more than a million."""
    if not 10 <= labels <= MOST_LABELS:
        raise ValueError(f"a plan has 10 to {MOST_LABELS:,} labels, not {labels:,}")
    shares, weights = _bands(aim)
    counts = _spread(aim, weights, shares, labels)
    seen = [(1 - share) * aim.false + share * aim.sensitivity for share in shares]
    variance = sum(w * w * p * (1 - p) / n for w, p, n in zip(weights, seen, counts, strict=True))
    positives = [n * p for n, p in zip(counts, seen, strict=True)]
    each = [w / n for w, n in zip(weights, counts, strict=True)]
    usual = sum(x * w * w for x, w in zip(positives, each, strict=True)) + max(each) ** 2
    unseen = usual / (sum(x * w for x, w in zip(positives, each, strict=True)) + max(each))
    z = NormalDist().inv_cdf(0.5 + aim.confidence / 2)
    half = z * sqrt(variance + unseen * unseen / 2) / (aim.sensitivity - aim.false)
    return Plan(labels=labels, half_width=half, positives=sum(positives))


def labels_for(aim: Aim, half_width: float) -> Plan | None:
    """The fewest labels whose half-width is at most this; None where a million are not enough. Raises ValueError."""
    if not 0 < half_width < 1:
        raise ValueError(f"a half-width is between 0 and 1, not {half_width}")
    low, high = 10, MOST_LABELS
    if plan(aim, high).half_width > half_width:
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if plan(aim, middle).half_width <= half_width else (middle + 1, high)
    return plan(aim, low)


def _spread(aim: Aim, weights: list[float], shares: list[float], labels: int) -> list[float]:
    if aim.design is Design.SIMPLE:
        return [labels * weight for weight in weights]
    import numpy as np

    sizes = np.maximum(1, np.round(np.array(weights) * WHOLE)).astype(np.int64)
    return [float(max(1, n)) for n in designs.allocate(sizes, np.array(shares), labels)]


def _bands(aim: Aim) -> tuple[list[float], list[float]]:
    """(share that violates, weight) of each band of a score with this AUC: normal scores, those that violate stand higher."""
    if aim.design is Design.SIMPLE or aim.auc == 0.5:
        return [aim.expected], [1.0]
    import numpy as np

    normal, p = NormalDist(), aim.expected
    apart = sqrt(2) * normal.inv_cdf(aim.auc)
    cuts = [-5 + (10 + apart) * step / _GRID for step in range(1, _GRID)]
    harmless = np.diff([0.0, *(normal.cdf(cut) for cut in cuts), 1.0])
    violating = np.diff([0.0, *(normal.cdf(cut - apart) for cut in cuts), 1.0])
    mass = harmless * (1 - p) + violating * p
    kept = mass > 1e-12
    mass, share = mass[kept], (violating * p)[kept] / mass[kept]
    worth = np.cumsum(mass * np.sqrt(share))
    band = np.minimum((np.concatenate([[0.0], worth[:-1]]) / worth[-1] * BANDS).astype(int), BANDS - 1)
    weight = np.bincount(band, mass, BANDS)
    there = weight > 0
    shares = np.bincount(band, mass * share, BANDS)[there] / weight[there]
    return shares.tolist(), (weight[there] / weight.sum()).tolist()
