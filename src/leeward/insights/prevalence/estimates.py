"""From labels to the share of all that violates, with an interval that holds where a handful of positives was found.

The point is Hajek's: in each stratum the weighted share of the labels, strata weighed by their known size. The interval is
fiducial, drawn by Monte Carlo, and design-based: nothing is assumed of how violations lie, only how items were drawn.

    found   = sum over positives of weight * G     G is Gamma(1): so often could one like it have been drawn
    others  = Gamma with the mean and variance of the weights of the rest
    share   = sum over strata of (size of it) * found / (found + others)
    low end   (share + u Gamma(1/4)) / (1 + u Gamma(1/4) + u Gamma(3/4))       u: what one stands for that was not drawn
    high end  (share + u Gamma(3/4)) / (1 + u Gamma(3/4) + u Gamma(1/4))

For a simple sample this is Beta(x + 1/4, n - x + 3/4) below and Beta(x + 3/4, n - x + 1/4) above: where violations are rare the
exact coverage of the pair is at least .942 for every expected number of positives from 0.5 to 25 (Jeffreys' own, 1/2 and 1/2,
falls to .916), at Wilson's width. In stratified and weighted samples Fay and Feuer (1997) reckon the unseen at the greatest
weight of all, which is safe and wide; ours at the weight behind an average part of the estimate, ``sum w**2 / sum w`` over what
was found and one more of the greatest weight: nearly the greatest where little was found, and nothing else where nothing was. A
stratum that was labelled to a part ``f`` varies by ``sqrt(1 - f)`` less, and one that was labelled whole not at all.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from numpy import float64
    from numpy.random import Generator
    from numpy.typing import NDArray

    Floats = NDArray[float64]

PSEUDO = 1
"""So many positives of the greatest weight are added where the weight of an unseen one is reckoned."""
LOW, HIGH = 0.25, 0.75
"""So much of one unseen positive is reckoned with at each end."""
DRAWS = 20_000
CONFIDENCE = 0.95


class Labelled(msgspec.Struct, frozen=True, kw_only=True):
    """One stratum of a sample, as far as it is labelled."""

    positives: tuple[float, ...]
    """The weight of each item that was found to violate: what it stands for."""
    labels: int
    """Items that were labelled, those among them."""
    weight: float
    """The sum of the weights of all that were labelled."""
    squares: float
    """The sum of their squares."""
    greatest: float
    """The greatest of them."""
    size: float
    """What the whole stratum weighs: items, or views where they count by views."""
    fraction: float = 0.0
    """How much of the stratum was labelled, 0..1."""


class Ends(msgspec.Struct, frozen=True, kw_only=True):
    """The share that violates as drawn again and again: the draws that the low end is taken from, and those of the high end."""

    value: float
    low: "Floats"
    high: "Floats"
    labels: int
    positives: int


def even(*, found: int, labels: int, size: float, weight: float | None = None) -> Labelled:
    """A stratum whose items all weigh the same: ``size / labels`` when not said. Raises ValueError for counts that cannot be."""
    if not 0 <= found <= labels or labels < 0 or size < 0:
        raise ValueError(f"{found} of {labels} labels of {size} cannot be")
    each = weight if weight is not None else size / labels if labels else 0.0
    return Labelled(
        positives=(each,) * found, labels=labels, weight=each * labels, squares=each * each * labels, greatest=each, size=size,
        fraction=min(1.0, labels / size) if size else 0.0,
    )  # fmt: skip


def shares(strata: Sequence[Labelled], rng: "Generator", draws: int = DRAWS) -> Ends:
    """What all strata together come to. Strata without a label count as the rest does; ValueError when none has one."""
    import numpy as np

    seen = [each for each in strata if each.labels and each.weight > 0]
    total = sum(each.size for each in seen)
    if not seen or total <= 0:
        raise ValueError("nothing is labelled, so nothing can be said")
    unseen = _unseen(seen) / total
    value, share = 0.0, np.zeros(draws)
    for each in seen:
        part, point = each.size / total, min(1.0, sum(each.positives) / each.weight)
        value += part * point
        share += part * (point + (1 - each.fraction) ** 0.5 * (_stratum(each, rng, draws) - point))
    low, high = (
        _with_unseen(share, unseen * rng.gamma(more, size=draws), unseen * rng.gamma(less, size=draws))
        for more, less in ((LOW, HIGH), (HIGH, LOW))
    )
    return Ends(
        value=min(1.0, value), low=np.clip(low, 0, 1), high=np.clip(high, 0, 1), labels=sum(each.labels for each in seen),
        positives=sum(len(each.positives) for each in seen),
    )  # fmt: skip


def interval(ends: Ends, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The interval of the uncorrected share: 0 is in it where nothing was found, and the value always is."""
    import numpy as np

    tail = (1 - confidence) / 2
    low = 0.0 if not ends.positives else float(np.quantile(ends.low, tail))
    high = 1.0 if ends.positives == ends.labels else float(np.quantile(ends.high, 1 - tail))
    return min(low, ends.value), max(high, ends.value)


def _with_unseen(share: "Floats", violating: "Floats", harmless: "Floats") -> "Floats":
    return (share + violating) / (1 + violating + harmless)


def _unseen(strata: Sequence[Labelled]) -> float:
    """What a positive stands for that was not drawn, in what strata are weighed in; nothing where all is labelled."""
    greatest = max(each.greatest * _scale(each) if each.fraction < 1 else 0.0 for each in strata)
    weights = [weight * _scale(each) for each in strata for weight in each.positives if each.fraction < 1]
    mass = sum(weights) + PSEUDO * greatest
    return (sum(weight * weight for weight in weights) + PSEUDO * greatest * greatest) / mass if mass else 0.0


def _scale(each: Labelled) -> float:
    """Labels that are missing are made up for by those of the same stratum."""
    return each.size / each.weight


def _stratum(each: Labelled, rng: "Generator", draws: int) -> "Floats":
    """The share of one stratum, drawn from what was found in it."""
    import numpy as np

    found = np.zeros(draws)
    if each.positives:
        weights, times = np.unique(np.round(each.positives, 9), return_counts=True)
        for weight, count in zip(weights, times, strict=True):
            found += weight * rng.gamma(count, size=draws)
    rest = max(0.0, each.weight - sum(each.positives))
    squares = max(0.0, each.squares - sum(one * one for one in each.positives))
    others = squares / rest * rng.gamma(rest * rest / squares, size=draws) if rest > 0 and squares > 0 else np.zeros(draws)
    return np.asarray(found / np.maximum(found + others, 1e-300), np.float64)
