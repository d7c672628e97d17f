"""How many there are whom no list has, from how lists overlap: Chao's bound, and a log-linear model of the lists.

``chao`` needs no model: ``n + f1**2 / (2 f2)``, with those on one list and on two. It says too few where people differ in how
easily they are found, and too many where lists shut each other out. The
log-linear model says how likely each list is to have somebody, and which pairs of lists hang together; pairs are taken in one by
one while they make Akaike's criterion better. Its interval is the profile likelihood's (Cormack 1992): every total is tried.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations, product
from math import exp, lgamma, log, sqrt
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    Floats = NDArray[float64]

Cell = tuple[int, ...]
"""On which lists somebody stands: 0 or 1 for each."""
_LIMIT = 3.841458820694124  # chi-square, one degree of freedom, 95 %
_TOO_MANY = 1e4


class Hidden(msgspec.Struct, frozen=True, kw_only=True):
    """How many there are in all, with a 95 % interval; ``high`` is None where the lists set no limit."""

    total: float
    low: float
    high: float | None
    known: int
    pairs: tuple[tuple[int, int], ...] = ()
    """The pairs of lists that the model lets hang together."""


def chao(counts: Mapping[Cell, int]) -> Hidden:
    """Chao's bound with his log-normal interval (1987). Raises ValueError where nobody stands on two lists."""
    known = sum(counts.values())
    once = sum(n for cell, n in counts.items() if sum(cell) == 1)
    twice = sum(n for cell, n in counts.items() if sum(cell) == 2)
    if not twice:
        raise ValueError("nobody stands on two lists, so the overlap says nothing")
    ratio = once / twice
    missing = once * once / (2 * twice)
    variance = twice * (0.25 * ratio**4 + ratio**3 + 0.5 * ratio**2)
    if not missing:
        return Hidden(total=known, low=known, high=known, known=known)
    reach = exp(1.96 * sqrt(log(1 + variance / missing**2)))
    return Hidden(total=known + missing, low=known + missing / reach, high=known + missing * reach, known=known)


def log_linear(counts: Mapping[Cell, int]) -> Hidden:
    """The model with the pairs that help, and its profile interval. Raises ValueError for fewer than three lists."""
    lists = len(next(iter(counts)))
    if lists < 3 or sum(counts.values()) <= 0:
        raise ValueError("a model of the overlap needs three lists and somebody on them")
    pairs: list[tuple[int, int]] = []
    best = _aic(counts, pairs)
    while better := _next(counts, pairs, best):
        best, pair = better
        pairs.append(pair)
    known = sum(counts.values())
    missing = _missing(counts, pairs)
    low, high = _profile(counts, pairs, missing)
    return Hidden(
        total=known + missing, low=known + low, high=None if high is None else known + high, known=known, pairs=tuple(pairs)
    )


def _next(counts: Mapping[Cell, int], pairs: list[tuple[int, int]], best: float) -> tuple[float, tuple[int, int]] | None:
    """The pair that helps most: it was seen together, leaves the hidden number within reason, and makes the criterion better."""
    found = []
    for pair in combinations(range(len(next(iter(counts)))), 2):
        together = sum(n for cell, n in counts.items() if cell[pair[0]] and cell[pair[1]])
        if pair in pairs or not together:
            continue
        value = _aic(counts, [*pairs, pair])
        if value < best - 2 and _missing(counts, [*pairs, pair]) < _TOO_MANY * sum(counts.values()):
            found.append((value, pair))
    return min(found, default=None)


def _aic(counts: Mapping[Cell, int], pairs: Sequence[tuple[int, int]]) -> float:
    design, seen = _table(counts, pairs)
    return _deviance(seen, _fit(design, seen)[1]) + 2 * float(design.shape[1])


def _missing(counts: Mapping[Cell, int], pairs: Sequence[tuple[int, int]]) -> float:
    """What the model expects on no list: the first coefficient is its logarithm."""
    return exp(min(700.0, float(_fit(*_table(counts, pairs))[0][0])))


def _profile(counts: Mapping[Cell, int], pairs: Sequence[tuple[int, int]], missing: float) -> tuple[float, float | None]:
    design, seen = _table(counts, pairs)
    import numpy as np

    whole = np.vstack([np.eye(1, design.shape[1]), design])
    known = float(seen.sum())

    def likelihood(hidden: float) -> float:
        with_hidden = np.concatenate([[hidden], seen])
        expected = _fit(whole, with_hidden)[1]
        shares = expected / expected.sum()
        return lgamma(known + hidden + 1) - lgamma(hidden + 1) + float((with_hidden * np.log(np.maximum(shares, 1e-300))).sum())

    top = likelihood(missing)

    def fits(hidden: float) -> bool:
        return 2 * (top - likelihood(hidden)) <= _LIMIT

    high = missing + 1
    while fits(high) and high < _TOO_MANY * known:
        high *= 2
    most = None if fits(high) else _edge(fits, missing, high)
    return _edge(fits, missing, 0.0), most


def _edge(fits: Callable[[float], bool], inside: float, outside: float) -> float:
    if fits(outside):
        return outside
    for _ in range(50):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if fits(middle) else (inside, middle)
    return inside


def _table(counts: Mapping[Cell, int], pairs: Sequence[tuple[int, int]]) -> tuple["Floats", "Floats"]:
    """Every cell but the empty one: a row of ones, lists and pairs, and how many were there."""
    import numpy as np

    cells = [cell for cell in product((0, 1), repeat=len(next(iter(counts)))) if any(cell)]
    rows = [[1, *cell, *(cell[a] * cell[b] for a, b in pairs)] for cell in cells]
    return np.array(rows, np.float64), np.array([counts.get(cell, 0) for cell in cells], np.float64)


def _fit(design: "Floats", seen: "Floats") -> tuple["Floats", "Floats"]:
    """Poisson regression by weighted least squares, repeated: coefficients and expected counts."""
    import numpy as np

    expected: Floats = seen + 0.5
    beta: Floats = np.zeros(design.shape[1])
    for _ in range(60):
        weight = np.sqrt(expected)
        working = np.log(expected) + (seen - expected) / expected
        fresh: Floats = np.asarray(np.linalg.lstsq(design * weight[:, None], working * weight, rcond=None)[0], np.float64)
        expected = np.asarray(np.exp(np.clip(design @ fresh, -30, 60)), np.float64)
        if float(np.abs(fresh - beta).max()) < 1e-10:
            return fresh, expected
        beta = fresh
    return beta, expected


def _deviance(seen: "Floats", expected: "Floats") -> float:
    import numpy as np

    logs = np.where(seen > 0, seen * np.log(np.maximum(seen, 1e-300) / expected), 0.0)
    return float(2 * (logs - (seen - expected)).sum())
