"""Moves with planted causes, made here: over five dimensions at every depth (s-like), and in single cells of four (l-like).

The two kinds follow the description in RiskLoc (Kalander, 2022): sizes are Weibull, some cells are empty, the forecast errs by a
normal relative error, and the cells of a cause are short of it by a share of their own. The seeds are ours.
"""

from typing import Any

import numpy as np

from leeward.insights.drivers.lattice import Floats, Ints

Made = tuple[Ints, Floats, Floats, set[frozenset[tuple[str, str]]], tuple[int, ...]]


def s_like(rng: np.random.Generator) -> Made:
    """One to three kinds of cause, each one to three slices of one depth, over 48,000 cells; noise up to a quarter."""
    return _made(rng, (10, 12, 10, 8, 5), noise=0.25, short=(0.2, 1.0), unlike=0.1, kinds=3, slices=3, deepest_only=False)


def l_like(rng: np.random.Generator) -> Made:
    """One to five single cells of 36,000; noise up to a tenth."""
    return _made(rng, (10, 24, 10, 15), noise=0.1, short=(0.5, 1.0), unlike=0.0, kinds=5, slices=1, deepest_only=True)


def _made(
    rng: np.random.Generator, sizes: tuple[int, ...], *, noise: float, short: tuple[float, float], unlike: float, kinds: int,
    slices: int, deepest_only: bool,
) -> Made:  # fmt: skip
    cells = int(np.prod(sizes))
    codes = np.stack(np.unravel_index(np.arange(cells), sizes)).astype(np.int64)
    true = rng.weibull(rng.uniform(0.5, 1.0), cells) * 100 * (rng.uniform(size=cells) > rng.uniform(0, 0.25))
    error = rng.uniform(0, noise)
    erring = np.maximum(true * (1 + rng.normal(0, error, cells)), 0.0)
    swapped = rng.integers(0, 2, cells) == 1
    expected, actual = np.where(swapped, true, erring), np.where(swapped, erring, true)
    causes: set[frozenset[tuple[str, str]]] = set()
    taken: list[dict[int, int]] = []
    less, base = (expected, actual) if actual.sum() > expected.sum() else (actual, expected)
    for _ in range(rng.integers(1, kinds + 1)):
        depth = len(sizes) if deepest_only else int(rng.integers(1, len(sizes) + 1))
        dimensions = np.sort(rng.choice(len(sizes), depth, replace=False))
        missing = rng.uniform(*short) + error
        spread = rng.uniform(0, unlike)
        for where in _apart(rng, sizes, dimensions, int(rng.integers(1, slices + 1)), taken):
            inside = np.all([codes[at] == code for at, code in where.items()], axis=0)
            if base[inside].sum() == 0:
                continue  # a cause that nobody could see
            taken.append(where)
            less[inside] = base[inside] * np.clip(1 - rng.normal(missing, spread, int(inside.sum())), 0, None)
            causes.add(frozenset(("abcde"[at], f"{'abcde'[at]}{code}") for at, code in where.items()))
    return codes, expected, actual, causes, sizes


def _apart(
    rng: np.random.Generator, sizes: tuple[int, ...], dimensions: Any, wanted: int, taken: list[dict[int, int]]
) -> list[dict[int, int]]:
    """Slices that share no value of a dimension with those of other kinds, so that none lies inside another."""
    free = {int(at): [n for n in range(sizes[at]) if all(each.get(int(at)) != n for each in taken)] for at in dimensions}
    if not all(free.values()):
        return []
    found: list[dict[int, int]] = []
    for _ in range(wanted):
        each = {at: int(rng.choice(codes)) for at, codes in free.items()}
        if each not in found:
            found.append(each)
    return found
