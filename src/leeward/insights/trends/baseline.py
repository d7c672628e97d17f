"""What was to be expected: seasonal count models of many series at once, in which past outbreaks count little.

Farrington et al. (1996) as improved by Noufaily et al. (2013): a quasi-Poisson regression with logarithmic link on trend and
season, fitted again and again while weeks far above the fit lose weight, so that yesterday's outbreak does not hide today's.
What differs, and why it was chosen, stands in docs/decisions: two harmonics of the year instead of ten levels, all weeks of the
past instead of some, a weak prior on every slope so that short and empty series have an answer too.

All series share one design, because lags count back from "now". So one step of the fit of thousands of series is three matrix
products and one batch of small solves.
"""

from collections.abc import Sequence

import msgspec
import numpy as np

from leeward.insights.trends.tails import Array

STEPS = (5, 2, 2, 2)
"""Newton's steps in each round; each round has weights from the one before and begins where that ended."""
FAR = 2.0
"""Residuals beyond so many standard deviations lose weight, as the square of how far they are."""
_SPREAD_LOST = 1.036
"""By what the spread falls short when residuals beyond ``FAR`` lose weight though nothing happened: under a normal one,
E[w] / E[w r^2]."""
PRIOR = 0.5
"""Precision of the prior of each slope, around none."""
_LEAST, _MOST = -12.0, 16.0
_BATCH = 2_000


class Rhythm(msgspec.Struct, frozen=True, kw_only=True):
    """How series of one grain go, in periods of that grain."""

    year: float
    harmonics: int
    weekdays: bool
    block: int
    """Over so many periods a level is taken to wander."""
    past: int
    """So many periods are looked at."""
    gap: int
    """So many of the latest are not: what begins slowly must not teach what is usual."""
    least: int
    """A shorter past is not judged."""
    a_week: float
    """Periods in a week."""
    lasting: tuple[int, ...]
    """Over so many periods a slow rise is looked for, too."""


WEEKS = Rhythm(year=52.1775, harmonics=2, weekdays=False, block=4, past=312, gap=4, least=26, a_week=1.0, lasting=())
DAYS = Rhythm(year=365.25, harmonics=2, weekdays=True, block=7, past=730, gap=7, least=28, a_week=7.0, lasting=(7, 14))


class Fit(msgspec.Struct, frozen=True, kw_only=True):
    """Fitted series, a row each."""

    rhythm: Rhythm
    slopes: Array
    """(series, columns)"""
    information: Array
    """(series, columns, columns): the inverse of the slopes' covariance, but for the spread."""
    spread: Array
    """(series,): variance over mean, 1 or more; so of a share it is more than the binomial's, on the safe side."""
    drift: Array
    """(series,): the variance, as a share of the mean squared, of a level that wanders from one block of periods to another."""
    yearly: bool

    def expected(self, lags: Sequence[int]) -> tuple[Array, Array]:
        """The mean of a new count so many periods before now, and the square of how unsure that mean is as a share of itself;
        both (series, lags). The variance of a new count is ``spread * mean + unsure * mean**2``."""
        rows = design(np.asarray(lags, float), self.rhythm, yearly=self.yearly)
        mean = np.exp(np.clip(self.slopes @ rows.T, _LEAST, _MOST))
        turned = np.linalg.solve(self.information, np.broadcast_to(rows.T, (len(mean), rows.shape[1], len(rows))))
        return mean, self.spread[:, None] * np.einsum("lp,spl->sl", rows, turned) + self.drift[:, None]


def design(lags: Array, rhythm: Rhythm, *, yearly: bool) -> Array:
    """(lags, columns): a one, the trend, the year's harmonics, the days of the week. Lags count back from now."""
    columns = [np.ones_like(lags), -lags / rhythm.year]
    if yearly:
        for each in range(1, rhythm.harmonics + 1):
            turn = 2 * np.pi * each * lags / rhythm.year
            columns += [np.cos(turn), np.sin(turn)]
    if rhythm.weekdays:
        columns += [(lags % 7 == day).astype(float) for day in range(7)]
    return np.stack(columns, axis=1)


def fit(past: Array, rhythm: Rhythm, weights: Array | None = None, exposure: Array | None = None) -> Fit:
    """Fit (series, periods) of counts; the last column is ``rhythm.gap + 1`` periods before now.

    ``weights`` of the same shape is 0 where nothing was counted yet; ``exposure`` is out of how many, for a share.
    """
    lags = np.arange(past.shape[1] + rhythm.gap, rhythm.gap, -1).astype(float)
    yearly = past.shape[1] >= 1.5 * rhythm.year
    columns = design(lags, rhythm, yearly=yearly)
    known = np.ones_like(past) if weights is None else weights
    of = np.zeros_like(past) if exposure is None else np.log(np.maximum(exposure, 1e-6))
    parts = [
        _fit(past[at : at + _BATCH], columns, known[at : at + _BATCH], of[at : at + _BATCH], rhythm.block)
        for at in range(0, max(1, len(past)), _BATCH)
    ]
    slopes, information, spread, drift = (np.concatenate(each) for each in zip(*parts, strict=True))
    return Fit(rhythm=rhythm, slopes=slopes, information=information, spread=spread, drift=drift, yearly=yearly)


def _fit(past: Array, columns: Array, known: Array, offset: Array, block: int) -> tuple[Array, Array, Array, Array]:
    count = columns.shape[1]
    squares = (columns[:, :, None] * columns[:, None, :]).reshape(len(columns), count * count)
    prior = np.diag(np.r_[1e-6, np.full(count - 1, PRIOR)])
    slopes = np.zeros((len(past), count))
    slopes[:, 0] = np.log(((known * past).sum(1) + 0.05) / np.maximum((known * np.exp(offset)).sum(1), 1e-6))
    weights, spread, mean = known, np.ones(len(past)), past
    for turn, steps in enumerate(STEPS):
        for _ in range(steps):
            mean = np.exp(np.clip(slopes @ columns.T + offset, _LEAST, _MOST))
            information = ((weights * mean) @ squares).reshape(-1, count, count) + prior
            pull = (weights * (past - mean)) @ columns - slopes @ prior
            slopes = slopes + np.clip(np.linalg.solve(information, pull[:, :, None])[:, :, 0], -2, 2)
        mean = np.exp(np.clip(slopes @ columns.T + offset, _LEAST, _MOST))
        freedom = np.maximum(weights.sum(1) - count, 1)
        lost = _SPREAD_LOST if turn else 1.0
        spread = np.maximum(1.0, lost * (weights * (past - mean) ** 2 / mean).sum(1) / freedom)
        if turn < len(STEPS) - 1:
            weights = known * _trust(past, mean, spread[:, None])
    information = ((weights * mean) @ squares).reshape(-1, count, count) + prior
    return slopes, information, spread, _drift(past, mean, weights, spread, block)


def _drift(past: Array, mean: Array, weights: Array, spread: Array, block: int) -> Array:
    """What is left of the residuals of whole blocks when the noise of single periods is taken off."""
    blocks = past.shape[1] // block
    if blocks < 4:
        return np.zeros(len(past))

    def summed(each: Array) -> Array:
        return np.asarray(each[:, -blocks * block :].reshape(len(each), blocks, block).sum(2))

    usual = summed(weights * mean)
    left = (summed(weights * (past - mean)) ** 2).sum(1) - spread * summed(weights**2 * mean).sum(1)
    return np.asarray(np.maximum(0.0, left) / np.maximum((usual**2).sum(1), 1e-9))


def _trust(past: Array, mean: Array, spread: Array) -> Array:
    """1 for what is near the fit; what is far above it counts the less the farther (Anscombe's residuals)."""
    far = 1.5 * (past ** (2 / 3) - mean ** (2 / 3)) / (mean ** (1 / 6) * np.sqrt(spread))
    return np.where(far > FAR, (FAR / np.maximum(far, FAR)) ** 2, 1.0)
