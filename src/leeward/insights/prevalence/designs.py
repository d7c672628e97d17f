"""Who is drawn, and with which chance: simple, stratified after Neyman, weighted by a score; the same for one seed.

Every item has a *place*, evenly spread over (0, 1): a digest of the seed and its id. Who has the seed can draw again and prove
that nothing was picked by hand.

    simple      the ``n`` lowest places
    stratified  the ``n_h`` lowest places of each band of the score
    weighted    the ``n`` lowest of ``u / (1 - u) * (1 - c) / c``: Rosen's Pareto sampling, of fixed size, whose chances of
                inclusion are ``c`` to within a fraction of a percent

**Why Neyman's allocation alone is not enough.** ``n_h`` in proportion to ``W_h sqrt(p_h (1 - p_h))`` makes the variance least,
and leaves so few labels where the score is low that one missed item there would stand for thousands: no interval that holds its
coverage is short then. So no label may stand for more than ``cap`` times what it would in a simple sample, and the cap is the
one that makes ``variance + UNSEEN * (greatest weight)**2`` least: the second part is what an interval pays for the unseen.
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from numpy import bool_, float64, int64
    from numpy.typing import NDArray

    Floats = NDArray[float64]
    Ints = NDArray[int64]
    Flags = NDArray[bool_]

CAPS = (1.0, 1.05, 1.1, 1.15, 1.2, 1.25, 1.3, 1.4, 1.5, 1.6, 1.8, 2.0, 2.5, 3.0)
"""What a label may stand for at most, in units of a simple sample's."""
UNSEEN = 0.3
LEAST_CHANCE = 1e-9
_CLASSES = 256


def neyman(weights: Sequence[float], shares: Sequence[float], n: int) -> list[float]:
    """How many of ``n`` each stratum gets where all cost the same: in proportion to ``W sqrt(p (1 - p))`` (FIELD 3.5).

    Raises ValueError where lengths differ or nothing has any spread.
    """
    spreads = [weight * (share * (1 - share)) ** 0.5 for weight, share in zip(weights, shares, strict=True)]
    if not (total := sum(spreads)):
        raise ValueError("no stratum has any spread; divide by size instead")
    return [n * spread / total for spread in spreads]


def places(seed: bytes, items: Sequence[UUID]) -> "Floats":
    """Where each item stands in the draw of this seed, in (0, 1). ``seed`` has 1 to 64 bytes."""
    import numpy as np

    found = b"".join(blake2b(item.bytes, key=seed, digest_size=8).digest() for item in items)
    return ((np.frombuffer(found, ">u8") >> np.uint64(11)).astype(np.float64) + 0.5) / 2.0**53


def bands(guesses: "Floats", count: int) -> "Ints":
    """A band from 0 (low) for each guess of 0..1: equal parts of the cumulated square root of the guess (Dalenius and Hodges).

    Equal guesses share a band, so that there may be fewer than ``count``.
    """
    import numpy as np

    values, inverse, times = np.unique(guesses, return_inverse=True, return_counts=True)
    worth = np.cumsum(np.sqrt(np.maximum(values, LEAST_CHANCE)) * times)
    before = np.concatenate([[0.0], worth[:-1]])
    found = np.minimum((before / worth[-1] * count).astype(np.int64), count - 1)
    return np.unique(found, return_inverse=True)[1][inverse].astype(np.int64)


def allocate(sizes: "Ints", guesses: "Floats", n: int) -> "Ints":
    """How many of ``n`` labels each stratum gets: Neyman's, held back by a cap (see above), never more than there are.

    ``sizes`` counts items, ``guesses`` are expected shares of 0..1. Raises ValueError when there is nothing to draw from.
    """
    import numpy as np

    total = int(sizes.sum())
    if total <= 0 or n <= 0:
        raise ValueError("there is nothing to draw, or nothing to draw from")
    if n >= total:
        return sizes.astype(np.int64)
    whole = sizes.astype(np.float64)
    spread = np.sqrt(np.maximum(guesses * (1 - guesses), LEAST_CHANCE))
    best = min((_within(whole, whole * spread, n, cap) for cap in CAPS), key=lambda each: _cost(each, whole, spread))
    return _rounded(best, sizes, n)


def chances(weights: "Floats", guesses: "Floats", n: int) -> "Floats":
    """The chance of inclusion of each item where ``n`` are drawn: it grows with what the item counts for and the spread expected.

    No label stands for more than a cap, chosen as in ``allocate``. An item that counts for nothing is not drawn.
    """
    import numpy as np

    if n >= len(weights):
        return np.ones(len(weights))
    spread = np.sqrt(np.maximum(guesses * (1 - guesses), LEAST_CHANCE))
    # The cap is chosen over classes of like spread: the same answer, without passing a thousand times over all items.
    logs = np.log(spread)
    kind = np.minimum(((logs - logs.min()) / max(float(np.ptp(logs)), 1e-12) * _CLASSES).astype(np.int64), _CLASSES - 1)
    many: Floats = np.bincount(kind).astype(np.float64)
    sizes: Floats = np.bincount(kind, weights).astype(np.float64)
    mean = np.bincount(kind, weights * spread) / np.maximum(sizes, 1e-300)
    cap = min(CAPS, key=lambda each: _cost(_within(sizes, sizes * mean, n, each, many), sizes, mean))
    return np.maximum(_within(weights, weights * spread, n, cap, np.ones(len(weights))), 1e-12)


def drawn(chance: "Floats", place: "Floats", n: int) -> "Flags":
    """Which ``n`` items are drawn with these chances (Rosen 1997). Certain ones, with chance 1, always are."""
    import numpy as np

    odds = np.where(chance < 1, chance / np.maximum(1 - chance, 1e-300), np.inf)
    rank = np.where(np.isinf(odds), -1.0, place / (1 - place) / odds)
    return _lowest(rank, place, n)


def lowest_of_each(stratum: "Ints", place: "Floats", counts: "Ints") -> "Flags":
    """Which items are drawn when each stratum gives its ``counts`` lowest places."""
    import numpy as np

    chosen = np.zeros(len(place), bool)
    for number, count in enumerate(counts):
        inside = np.flatnonzero(stratum == number)
        chosen[inside[_lowest(place[inside], place[inside], int(count))]] = True
    return chosen


def _lowest(rank: "Floats", place: "Floats", n: int) -> "Flags":
    import numpy as np

    chosen = np.zeros(len(rank), bool)
    if n >= len(rank):
        return ~chosen
    few = np.flatnonzero(rank <= np.partition(rank, n)[n])
    chosen[few[np.lexsort((place[few], rank[few]))][:n]] = True
    return chosen


def _within(sizes: "Floats", worth: "Floats", n: int, cap: float, most: "Floats | None" = None) -> "Floats":
    """``n`` spread in proportion to ``worth``, at least ``n / cap`` in proportion to ``sizes``, at most ``most``."""
    import numpy as np

    most = sizes if most is None else most
    least = np.minimum(sizes * (n / cap / max(float(sizes.sum()), 1e-300)), most)
    if n >= float(most[worth > 0].sum()):
        return np.asarray(np.where(worth > 0, most, least), np.float64)
    low, high = 0.0, float(n / max(worth.sum(), 1e-300))
    while np.minimum(np.maximum(least, high * worth), most).sum() < n * (1 - 1e-12):
        high *= 2
    for _ in range(45):
        middle = (low + high) / 2
        if np.minimum(np.maximum(least, middle * worth), most).sum() < n:
            low = middle
        else:
            high = middle
    return np.asarray(np.minimum(np.maximum(least, high * worth), most), np.float64)


def _cost(counts: "Floats", sizes: "Floats", spread: "Floats") -> float:
    """Expected variance of the total, and what the interval pays for an item that was not seen."""
    import numpy as np

    each = np.where(counts < sizes, sizes / np.maximum(counts, 1e-12), 0.0)
    variance = float(((sizes * spread) ** 2 / np.maximum(counts, 1e-12) * (1 - counts / np.maximum(sizes, 1e-12))).sum())
    return variance + UNSEEN * float(each.max()) ** 2


def _rounded(wanted: "Floats", sizes: "Ints", n: int) -> "Ints":
    """Whole numbers that add up to ``n``: at least one each where it can be, the greatest remainders first."""
    import numpy as np

    counts = np.minimum(np.maximum(np.floor(wanted), (sizes > 0) & (n >= len(sizes))), sizes).astype(np.int64)
    while (missing := n - int(counts.sum())) != 0:
        room = counts < sizes if missing > 0 else counts > 1
        if not room.any():
            break
        order = np.argsort(-(wanted - counts) if missing > 0 else wanted - counts, kind="stable")
        chosen = [place for place in order if room[place]][: abs(missing)]
        counts[chosen] += 1 if missing > 0 else -1
    return counts
