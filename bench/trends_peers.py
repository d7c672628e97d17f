"""The peers of bench/trends, ported by us from their papers: what they do, no more and no less, vectorised over series too.

- EARS C1, C2, C3 (Hutwagner et al. 2003; limits as in R's surveillance, ``earsC``: three standard deviations' normal quantile at
  0.001, seven periods of baseline, C2 two periods earlier, C3 the sum of what the last three C2 stood out by);
- Farrington et al. (1996) with R's defaults of ``farrington`` but five years: the seven weeks around this one in each of the last
  five years, quasi-Poisson with a trend that is kept where it is significant, what stood out weighs less, a limit on the 2/3
  power, and no alarm with fewer than five cases in the last four weeks.
"""

from statistics import NormalDist

import numpy as np

from leeward.insights.trends.tails import Array

YEARS, HALF = 5, 3
Z = NormalDist().inv_cdf


def ears(counts: Array, at: int, kind: int) -> Array:
    """(series,) how many limits this period is above: an alarm above 1."""
    if kind == 3:
        parts = [np.maximum(0.0, _stands_out(counts, at - lag, 2) - (0.0 if lag == 0 else 1.0)) for lag in range(3)]
        return np.asarray(np.sum(parts, axis=0) / Z(0.975))
    return _stands_out(counts, at, 0 if kind == 1 else 2) / Z(0.999)


def _stands_out(counts: Array, at: int, lag: int) -> Array:
    past = counts[:, at - lag - 7 : at - lag]
    return np.asarray((counts[:, at] - past.mean(1)) / np.maximum(past.std(1, ddof=1), 1e-9))


def farrington(counts: Array, at: int, level: float) -> Array:
    """(series,) how far above the upper limit, of two sides together at ``level``: an alarm above 1."""
    weeks = np.array([at - round(52.18 * year) + step for year in range(YEARS, 0, -1) for step in range(-HALF, HALF + 1)])
    past, now = counts[:, weeks], (at - weeks.mean()) / 52.18
    trend = (weeks - weeks.mean()) / 52.18
    sloped, flat = _reweighted(past, np.stack([np.ones_like(trend), trend], 1)), _reweighted(past, np.ones((len(trend), 1)))
    error = np.sqrt(np.maximum(sloped[1][:, 1, 1] * sloped[2], 1e-12))
    keeps = np.abs(sloped[0][:, 1]) / error > Z(0.975)
    ahead = [_limit(*each, level, row) for each, row in ((sloped, np.array([1.0, now])), (flat, np.array([1.0])))]
    sane = ahead[0][0] <= past.max(1)
    limit = np.where(keeps & sane, ahead[0][1], ahead[1][1])
    enough = counts[:, at - 3 : at + 1].sum(1) >= 5
    return np.where(enough, counts[:, at] / np.maximum(limit, 1e-9), 0.0)


def _reweighted(past: Array, columns: Array) -> tuple[Array, Array, Array]:
    weights = np.ones_like(past)
    slopes, _, spread = _quasi(past, columns, weights)
    mean = np.exp(np.clip(slopes @ columns.T, -12, 16))
    far = 1.5 * (past ** (2 / 3) - mean ** (2 / 3)) / (mean ** (1 / 6) * np.sqrt(spread)[:, None])
    weights = np.where(far > 1, 1 / np.maximum(far, 1) ** 2, 1.0)
    weights *= past.shape[1] / weights.sum(1, keepdims=True)
    return _quasi(past, columns, weights)


def _quasi(past: Array, columns: Array, weights: Array) -> tuple[Array, Array, Array]:
    count = columns.shape[1]
    slopes = np.zeros((len(past), count))
    slopes[:, 0] = np.log(past.mean(1) + 0.01)
    covariance = np.zeros((len(past), count, count))
    for _ in range(15):
        mean = np.exp(np.clip(slopes @ columns.T, -12, 16))
        covariance = np.linalg.inv(np.einsum("sn,np,nq->spq", weights * mean, columns, columns) + 1e-6 * np.eye(count))
        pull = (weights * (past - mean)) @ columns
        slopes = slopes + np.clip(np.einsum("spq,sq->sp", covariance, pull), -2, 2)
    mean = np.exp(np.clip(slopes @ columns.T, -12, 16))
    spread = np.maximum(1.0, (weights * (past - mean) ** 2 / mean).sum(1) / (past.shape[1] - count))
    return slopes, covariance, spread


def _limit(slopes: Array, covariance: Array, spread: Array, level: float, row: Array) -> tuple[Array, Array]:
    mean = np.exp(np.clip(slopes @ row, -12, 16))
    unsure = np.einsum("p,spq,q->s", row, covariance, row) * spread * mean**2
    width = Z(1 - level / 2) * np.sqrt(np.maximum(4 / 9 * mean ** (-2 / 3) * (spread * mean + unsure), 0))
    return mean, np.maximum(0.0, mean ** (2 / 3) + width) ** 1.5
