"""Prevalence of a rare harm from 5,000 labels: simple, stratified and weighted samples beside each other, in made-up worlds.

Run: ``python -m bench.prevalence [--json] [--worlds 1000]``. A world has 200,000 items; .17 % violate. A score knows something of
it: violating items stand ``sqrt(2) * z(AUC)`` higher. As a likelihood it is wrong twice: too flat, and half as high again.
People who label err, and not evenly: some items are hard for everybody. Two of them look, blind; where one finds a violation an
expert, who errs too, has the last word. What is known of their mistakes are 300 golden answers (60 of violations) of peers and
150 (50) of experts, drawn anew in each world; estimators see nothing else.
"""

import json
import os
import platform
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from leeward.insights.prevalence import correction, designs, estimates, intervals
from leeward.record.terms.prevalence import Basis

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Interval = tuple[float, float]

SHARE, LABELS, ITEMS, BANDS, DRAWS = 0.0017, 5_000, 200_000, 8, 2_000
AUC = 0.97
OTHERS = (0.9, 0.95, 0.96, 0.98)
FOUND, STEADY = 0.9, 12.0  # how often a look finds a violation, and how alike items are in that
FALSE, HARD, HARD_FALSE = 0.0006, 0.03, 0.04  # false alarms of easy items, how many are hard, theirs
EXPERT = (0.97, 0.995)
PROCESS = correction.Process(looks=2, confirmed=True)
AIM_WIDTH, AIM_COVERAGE = 0.6, 0.94


class World:
    """One made-up world: what is so, what the score says, and how people would label each item."""

    def __init__(self, auc: float, rng: np.random.Generator) -> None:
        self.rng = rng
        self.true: Flags = rng.random(ITEMS) < SHARE
        apart = sqrt(2) * NormalDist().inv_cdf(auc)
        score = rng.standard_normal(ITEMS, np.float32).astype(np.float64) + apart * self.true
        flat = np.exp(0.7 * (apart * score - apart * apart / 2))
        self.guess: Floats = np.minimum(0.5, flat * (1.5 * SHARE / flat.mean()))
        self.first, self.final = self._labels(self.true)
        self.peers, self.experts = self._golden()

    def _look(self, true: Flags) -> tuple[Floats, Flags]:
        """How often each item is found to violate, the same for all who look, and one look."""
        rng, n = self.rng, len(true)
        false = np.where(rng.random(n) < HARD, HARD_FALSE, FALSE)
        often = false
        often[true] = rng.beta(FOUND * STEADY, (1 - FOUND) * STEADY, int(true.sum()))
        return often, rng.random(n) < often

    def _labels(self, true: Flags) -> tuple[Flags, Flags]:
        often, first = self._look(true)
        flagged = np.flatnonzero(first | (self.rng.random(len(true)) < often))
        chance = np.where(true[flagged], EXPERT[0], 1 - EXPERT[1])
        final = np.zeros(len(true), bool)
        final[flagged] = self.rng.random(len(flagged)) < chance
        return first, final

    def _golden(self) -> tuple[correction.Answers, correction.Answers]:
        true = np.arange(300) < 60
        _, said = self._look(true)
        peers = correction.Answers(violating=60, found=int(said[:60].sum()), harmless=240, left=int((~said[60:]).sum()))
        rng = self.rng
        experts = correction.Answers(
            violating=50, found=int(rng.binomial(50, EXPERT[0])), harmless=100, left=int(rng.binomial(100, EXPERT[1]))
        )
        return peers, experts


def ways(world: World) -> Iterator[tuple[str, Interval | None]]:
    """Every way of drawing and reckoning, and the interval it gives in this world."""
    rng, place = world.rng, (world.rng.random(ITEMS))
    yield from _simple(world, place, rng)
    band = designs.bands(world.guess, BANDS)
    sizes = np.bincount(band)
    guessed = np.bincount(band, world.guess) / sizes
    counts = designs.allocate(sizes, guessed, LABELS)
    chosen = designs.lowest_of_each(band, place, counts)
    found = np.bincount(band[chosen], world.final[chosen], len(sizes)).astype(int)
    strata = [
        estimates.even(found=int(x), labels=int(n), size=float(size)) for x, n, size in zip(found, counts, sizes, strict=True)
    ]
    yield "stratified, Leeward", _ours(strata, world, rng)
    yield "stratified, Horvitz-Thompson and Wald", _wald(sizes, found, counts)
    chance = designs.chances(np.ones(ITEMS), world.guess, LABELS)
    yield "weighted, Leeward", _ours([_weighted(world, chance, designs.drawn(chance, place, LABELS))], world, rng)


def _simple(world: World, place: Floats, rng: np.random.Generator) -> Iterator[tuple[str, Interval | None]]:
    chosen = np.argpartition(place, LABELS)[:LABELS]
    once, found = int(world.first[chosen].sum()), int(world.final[chosen].sum())
    yield "simple, Leeward", _ours([estimates.even(found=found, labels=LABELS, size=ITEMS)], world, rng)
    yield "simple, Wilson, mistakes left in", intervals.wilson(found, LABELS)
    yield "simple, Clopper-Pearson, mistakes left in", intervals.clopper_pearson(found, LABELS)
    yield "simple, Wald, mistakes left in", intervals.wald(found, LABELS)
    yield "simple, one look, Wilson", intervals.wilson(once, LABELS)
    yield "simple, one look, Lang-Reiczigel", correction.lang_reiczigel(once, LABELS, world.peers)[1:]


def _ours(strata: list[estimates.Labelled], world: World, rng: np.random.Generator) -> Interval | None:
    ends = estimates.shares(strata, rng, DRAWS)
    found = correction.correct(ends, PROCESS, world.peers, world.experts, rng)
    if found.basis is not Basis.CORRECTED or found.low is None or found.high is None:
        return None
    return found.low, found.high


def _weighted(world: World, chance: Floats, chosen: Flags) -> estimates.Labelled:
    weight = 1 / chance[chosen]
    return estimates.Labelled(
        positives=tuple(weight[world.final[chosen]].tolist()), labels=LABELS, weight=float(weight.sum()),
        squares=float((weight**2).sum()), greatest=float(weight.max()), size=float(ITEMS), fraction=LABELS / ITEMS,
    )  # fmt: skip


def _wald(sizes: NDArray[np.int64], found: NDArray[np.int64], counts: NDArray[np.int64]) -> Interval:
    share, weight = found / counts, sizes / sizes.sum()
    value, spread = float(weight @ share), float(weight**2 @ (share * (1 - share) / counts))
    return value - 1.96 * sqrt(spread), value + 1.96 * sqrt(spread)


def run(auc: float, worlds: int, seed: int) -> dict[str, dict[str, float]]:
    """Way -> coverage, the misses on each side, mean width in percentage points, refusals."""
    covered, width, above, refused = (defaultdict[str, float](float) for _ in range(4))
    for number in range(worlds):
        world = World(auc, np.random.default_rng([seed, number]))
        truth = float(world.true.mean())
        for way, found in ways(world):
            if found is None:
                refused[way] += 1
                continue
            covered[way] += found[0] <= truth <= found[1]
            above[way] += found[0] > truth
            width[way] += 100 * (found[1] - found[0])
    return {
        way: {
            "coverage": covered[way] / worlds, "missed_above": above[way] / worlds, "width_points": width[way] / worlds,
            "refused": refused[way] / worlds,
        }
        for way in width
    }  # fmt: skip


def main() -> None:
    """Print the ways beside each other, then what better and worse scores make of it."""
    worlds = int(sys.argv[sys.argv.index("--worlds") + 1]) if "--worlds" in sys.argv else 1_000
    began = time.process_time()
    found = run(AUC, worlds, 7)
    scores = {auc: run(auc, max(1, worlds // 5), 11) for auc in OTHERS}
    seconds = time.process_time() - began
    if "--json" in sys.argv:
        print(json.dumps({"worlds": worlds, "auc": AUC, "ways": found, "scores": scores, "cpu_seconds": seconds}))
        return
    simple = found["simple, Leeward"]["width_points"]
    print(f"prevalence: {100 * SHARE:.2f} % of {ITEMS:,} items, {LABELS:,} labels, score of AUC {AUC}, {worlds:,} worlds")
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores, {seconds:.0f} CPU s, CPython {platform.python_version()}")
    print(f"{'':<44}coverage  width    of the simple one's")
    for way, each in found.items():
        aims = f"  [<= {AIM_WIDTH}, coverage >= {AIM_COVERAGE}]" if way == "stratified, Leeward" else ""
        print(f"{way:<44}{each['coverage']:<10.3f}{each['width_points']:.4f}   {each['width_points'] / simple:.2f}{aims}")
    for auc, other in scores.items():
        base = other["simple, Leeward"]["width_points"]
        told = [
            f"{way.split(',')[0]} {one['width_points'] / base:.2f} ({one['coverage']:.3f})"
            for way, one in other.items()
            if "Leeward" in way
        ]
        print(f"score of AUC {auc}, {worlds // 5:,} worlds: {', '.join(told)}")


if __name__ == "__main__":
    main()
