"""How much better an effect explains what a cell did than nothing does: three kinds of noise, one scale, nats.

*Amounts* (money, minutes, views) vary in proportion to their size; how much is learned from the cells themselves. *Counts* vary
as things do that happen independently, and more: negative binomial. *Ratios* vary as shares of their denominator do, and more:
beta-binomial. ``firmness`` says how much more, for each cell: what was expected is itself only known from the past
(``expectation``). No cell alone can say more than ``TRUST``: one that fits nothing is an accident, not proof.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leeward.insights.drivers.gamma import log_beta, log_gamma
from leeward.insights.drivers.lattice import Floats

TRUST = 20.0  # nats; beyond it a cell is taken for an accident, whatever explains it
_SPREAD = 0.06  # how unlike the amounts of one cause are, on the scale of relative change: between two effects of the grid
_LEAST = 1e-3  # the least relative noise that is believed
_ALIKE = 1.4826  # from the median deviation to the standard deviation of a normal distribution
_FACTORS = np.array([0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1.0, 1.4, 1.8, 2.4, 3.2, 4.0, 5.5, 7.5])  # of counts, as logarithms
_UNLIKE = 10.0  # how firm the ratios of one cause's cells are about the cause's effect: as if seen in so many cases


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for each effect in each cell."""

    effects: Floats
    """The effects: of an amount relative to the larger of the two, of a count the logarithm of a factor, of a ratio log-odds."""
    nats: Floats
    """*effects x cells*"""


def relative(expected: Floats, actual: Floats) -> Floats:
    """The change relative to the larger of the two, from -1 (all gone) to 1 (all new); 0 where there is nothing."""
    larger = np.maximum(expected, actual)
    found: Floats = np.divide(actual - expected, larger, out=np.zeros_like(larger), where=larger > 0)
    return found


def of_amounts(expected: Floats, actual: Floats) -> Evidence:
    """Evidence for amounts that are not counted; both non-negative."""
    effects = _both(np.arange(1, 11) * 0.1)
    change, alive = relative(expected, actual), np.maximum(expected, actual) > 0
    if not alive.any():
        return Evidence(effects, np.zeros((len(effects), len(change))))
    noise = noise_of(change[alive])
    accident = np.exp(-TRUST) / 2
    nothing = np.log(_normal(change, noise) + accident)
    wide = float(np.hypot(noise, _SPREAD))
    nats = np.stack([np.log(_normal(change - effect, wide) + accident) - nothing for effect in effects])
    nats[:, ~alive] = 0.0
    return Evidence(effects, nats)


def of_counts(expected: Floats, actual: Floats, firmness: Floats) -> Evidence:
    """Evidence for counts. ``expected`` is above 0; ``firmness`` is the shape of a negative binomial: the larger, the nearer to
    Poisson."""
    effects = _both(_FACTORS)
    gaps = np.gradient(np.concatenate([[0.0], _FACTORS]))[1:]
    spreads = np.concatenate([gaps[::-1], gaps]) / 2 + 0.05
    accident = -np.log(actual + 1) - np.log(10) - TRUST  # any order of magnitude is as likely as any other
    nothing = np.logaddexp(negative_binomial(actual, expected, firmness), accident)
    rows = []
    for effect, spread in zip(effects, spreads, strict=True):
        shape = 1 / (1 / firmness + spread**2)
        rows.append(np.logaddexp(negative_binomial(actual, expected * np.exp(effect), shape), accident) - nothing)
    return Evidence(effects, np.stack(rows))


def noise_of(change: Floats) -> float:
    """How much amounts vary in proportion to their size, robustly: what moved in a part of them does not show."""
    return max(float(np.median(np.abs(change))) * _ALIKE, _LEAST) if len(change) else _LEAST


def of_ratios(hits: Floats, n: Floats, expected: Floats, firmness: Floats) -> Evidence:
    """Evidence for ratios of counts. ``expected`` is strictly between 0 and 1; ``firmness`` the weight of a beta distribution."""
    effects = _both(np.arange(1, 9) * 0.5)
    accident = log_beta(hits + 1, n - hits + 1) - TRUST  # any ratio is as likely as any other
    nothing = np.logaddexp(beta_binomial(hits, n, expected, firmness), accident)
    odds = np.log(expected / (1 - expected))
    firm = 1 / (1 / firmness + 1 / _UNLIKE)
    rows = []
    for effect in effects:
        moved = 1 / (1 + np.exp(-(odds + effect)))
        rows.append(np.logaddexp(beta_binomial(hits, n, moved, firm), accident) - nothing)
    nats = np.stack(rows)
    nats[:, n <= 0] = 0.0
    return Evidence(effects, nats)


def _normal(distance: Floats, spread: float) -> Floats:
    found: Floats = np.exp(-0.5 * (distance / spread) ** 2) / (spread * np.sqrt(2 * np.pi))
    return found


def negative_binomial(count: Floats, mean: Floats, shape: Floats) -> Floats:
    """The logarithm of the probability of counts with a mean and a shape."""
    ways = log_gamma(count + shape) - log_gamma(shape) - log_gamma(count + 1)
    found: Floats = ways + shape * np.log(shape / (shape + mean)) + count * np.log(mean / (shape + mean))
    return found


def beta_binomial(hits: Floats, n: Floats, mean: Floats, weight: Floats) -> Floats:
    """The logarithm of the probability of so many hits, without the number of ways, which is the same for every mean."""
    yes, no = mean * weight, (1 - mean) * weight
    return log_beta(yes + hits, no + n - hits) - log_beta(yes, no)


def _both(up: "NDArray[np.floating[Any]]") -> Floats:
    return np.concatenate([-up[::-1], up]).astype(np.float64)
