"""Agreement of people who judged the same items, corrected for chance, with bootstrap intervals over items (Q31).

Everything but Cohen's kappa is worked out from one table, *items x categories*: how many put the item into the category. Ratings
may be missing and raters may differ from item to item. Sources: Krippendorff, *Content Analysis* (2019, ch. 12); Fleiss (1971);
Cohen (1960); Gwet, *Handbook of Inter-Rater Reliability* (2014), from whom the weighted forms are.

The bootstrap draws items again with replacement. Items with the same counts are one pattern, so a thousand draws of a hundred
thousand items are one matrix product over a few patterns.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from leeward.frontline.quality.proportions import Coefficient

Floats = NDArray[np.float64]
DRAWS = 1_000
_CHUNK = 4_000_000  # floats held at once while drawing


class Level(StrEnum):
    """What the categories are: names, an order, or places at equal distances (0, 1, 2 ...)."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


def table_of(items: Sequence[int], labels: Sequence[int], categories: int) -> NDArray[np.int64]:
    """The counts, *items x categories*, from one (item, label) for each rating; both are whole numbers from 0.

    Raises ValueError for a label outside the categories.
    """
    rows, columns = np.asarray(items, np.int64), np.asarray(labels, np.int64)
    if rows.size == 0:
        return np.zeros((0, categories), np.int64)
    if columns.min() < 0 or columns.max() >= categories:
        raise ValueError(f"labels are numbers from 0 to {categories - 1}")
    flat = np.bincount(rows * categories + columns, minlength=(int(rows.max()) + 1) * categories)
    return flat.reshape(-1, categories).astype(np.int64)


def percent(table: NDArray[np.int64], *, confidence: float = 0.95, draws: int = DRAWS, seed: int = 0) -> Coefficient:
    """How often two ratings of one item are the same, not corrected for chance. Never show it alone."""
    return _over_items(_pairs_and_shares(table, _identity(table)), lambda means: means[:, 0], table, confidence, draws, seed)


def alpha(
    table: NDArray[np.int64], level: Level = Level.NOMINAL, *, confidence: float = 0.95, draws: int = DRAWS, seed: int = 0
) -> Coefficient:
    """Krippendorff's alpha: 1 is perfect, 0 is chance, below 0 is systematic disagreement. Any raters, any gaps."""
    q = table.shape[1]
    rated = table.sum(1, keepdims=True)
    twice = np.where(rated >= 2, table, 0).astype(np.float64)
    # what each item adds to the coincidences of categories c and k, q x q laid flat
    each = (twice[:, :, None] * twice[:, None, :] - np.eye(q) * twice[:, :, None]) / np.maximum(rated - 1, 1)[:, :, None]

    def value(sums: Floats) -> Floats:
        coincidences = sums.reshape(-1, q, q)
        margins = coincidences.sum(2)
        n = margins.sum(1)
        distance = _distances(margins, level)
        seen = (coincidences * distance).sum((1, 2)) / n
        expected = (margins[:, :, None] * margins[:, None, :] * distance).sum((1, 2)) / (n * (n - 1))
        return np.asarray(1 - seen / expected, np.float64)

    return _over_items(each.reshape(-1, q * q), value, table, confidence, draws, seed, sums=True)


def gwet(
    table: NDArray[np.int64], level: Level = Level.NOMINAL, *, confidence: float = 0.95, draws: int = DRAWS, seed: int = 0
) -> Coefficient:
    """Gwet's AC1 (nominal) or AC2 (weighted by order or distance), which stays steady where nearly all ratings are the same."""
    weights = _weights(table.shape[1], level)

    def value(means: Floats) -> Floats:
        seen, shares = means[:, 0], means[:, 1:]
        q = shares.shape[1]
        expected = weights.sum() / (q * (q - 1)) * (shares * (1 - shares)).sum(1)
        return np.asarray((seen - expected) / (1 - expected), np.float64)

    return _over_items(_pairs_and_shares(table, weights), value, table, confidence, draws, seed)


def fleiss(table: NDArray[np.int64], *, confidence: float = 0.95, draws: int = DRAWS, seed: int = 0) -> Coefficient:
    """Fleiss' kappa for any number of raters, in Gwet's form for items that were not rated equally often."""

    def value(means: Floats) -> Floats:
        seen, shares = means[:, 0], means[:, 1:]
        expected = (shares * shares).sum(1)
        return np.asarray((seen - expected) / (1 - expected), np.float64)

    return _over_items(_pairs_and_shares(table, _identity(table)), value, table, confidence, draws, seed)


def cohen(
    first: Sequence[int], second: Sequence[int], categories: int, *, confidence: float = 0.95, draws: int = DRAWS, seed: int = 0
) -> Coefficient:
    """Cohen's kappa of two raters who both judged every item, in this order. Raises ValueError where lengths differ."""
    if len(first) != len(second):
        raise ValueError("both raters judge every item")
    pairs = np.asarray(first, np.int64) * categories + np.asarray(second, np.int64)
    each = np.zeros((len(pairs), categories * categories))
    each[np.arange(len(pairs)), pairs] = 1

    def value(means: Floats) -> Floats:
        square = means.reshape(-1, categories, categories)
        seen = np.trace(square, axis1=1, axis2=2)
        expected = (square.sum(2) * square.sum(1)).sum(1)
        return np.asarray((seen - expected) / (1 - expected), np.float64)

    both = table_of([*range(len(pairs))] * 2, [*first, *second], categories)
    return _over_items(each, value, both, confidence, draws, seed)


def _identity(table: NDArray[np.int64]) -> Floats:
    return np.eye(table.shape[1])


def _weights(q: int, level: Level) -> Floats:
    """How much two categories agree, 0..1 (Gwet 2014, 3.5): by the pairs between them in an order, by the squared distance."""
    apart = np.abs(np.arange(q)[:, None] - np.arange(q)[None, :]).astype(np.float64)
    if level is Level.NOMINAL or q < 2:
        return np.eye(q)
    if level is Level.ORDINAL:
        pairs = apart * (apart + 1) / 2
        return np.asarray(1 - pairs / (q * (q - 1) / 2), np.float64)
    return np.asarray(1 - (apart / (q - 1)) ** 2, np.float64)


def _distances(margins: Floats, level: Level) -> Floats:
    """Krippendorff's squared distances between categories, *draws x q x q*; of an order by how often each is used."""
    q = margins.shape[1]
    if level is Level.NOMINAL:
        return np.broadcast_to(1 - np.eye(q), (len(margins), q, q))
    if level is Level.INTERVAL:
        apart = np.arange(q)[:, None] - np.arange(q)[None, :]
        return np.broadcast_to((apart**2).astype(np.float64), (len(margins), q, q))
    upto = np.cumsum(margins, 1) - margins / 2  # the middle rank of a category, but for a constant
    return np.asarray((upto[:, :, None] - upto[:, None, :]) ** 2, np.float64)


def _pairs_and_shares(table: NDArray[np.int64], weights: Floats) -> Floats:
    """For each item: how its pairs of ratings agree (NaN below two), then the share of each category (NaN with none)."""
    rated = table.sum(1)
    agreeing = (table * (table @ weights - 1)).sum(1)
    with np.errstate(invalid="ignore", divide="ignore"):
        pairs = np.where(rated >= 2, agreeing / (rated * (rated - 1.0)), np.nan)
        shares = np.where(rated[:, None] >= 1, table / rated[:, None], np.nan)
    return np.column_stack([pairs, shares])


def _over_items(
    each: Floats, value: Callable[[Floats], Floats], table: NDArray[np.int64], confidence: float, draws: int, seed: int,
    *, sums: bool = False,
) -> Coefficient:  # fmt: skip
    """A statistic of sums or means over items, with its percentile bootstrap interval.

    A mean is over the items that have the number: agreement over those with two ratings, shares over those with one.
    """
    rated = table.sum(1)
    twice = rated >= 2
    items, ratings = int(twice.sum()), int(rated[twice].sum())
    if items == 0:
        return Coefficient(value=None, low=None, high=None, items=0, ratings=0)
    patterns, counts = np.unique(each[rated >= 1], axis=0, return_counts=True)
    has = ~np.isnan(patterns)
    filled = np.where(has, patterns, 0.0)

    def of(times: Floats) -> Floats:
        added = times @ filled
        with np.errstate(invalid="ignore", divide="ignore"):
            return value(added if sums else added / (times @ has))

    point = float(of(counts[None, :].astype(np.float64))[0])
    if not np.isfinite(point):
        return Coefficient(value=None, low=None, high=None, items=items, ratings=ratings)
    drawn = _drawn(counts, of, draws, seed)
    if drawn.size < draws / 2:  # where most draws have no value an interval would be made of the lucky ones
        return Coefficient(value=point, low=None, high=None, items=items, ratings=ratings)
    low, high = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Coefficient(value=point, low=min(point, float(low)), high=max(point, float(high)), items=items, ratings=ratings)


def _drawn(counts: NDArray[np.int64], of: Callable[[Floats], Floats], draws: int, seed: int) -> Floats:
    chance = np.random.default_rng(seed)
    n = int(counts.sum())
    step = max(1, _CHUNK // len(counts))
    parts = [
        of(chance.multinomial(n, counts / n, size=min(step, draws - done)).astype(np.float64)) for done in range(0, draws, step)
    ]
    drawn = np.concatenate(parts) if parts else np.zeros(0)
    return np.asarray(drawn[np.isfinite(drawn)], np.float64)
