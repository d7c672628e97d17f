"""Was the forecast any good: foretell days that are known already, each from what stood before it, beside simpler ways.

The others: *naive* (the same hour of the day before), *seasonal naive* (the same hour of the week before) and the *mean* of that
hour in the last four weeks. Their intervals are their own past errors. Figures, over all hours foretold:

- MASE: mean absolute error of the middle quantile over that of the seasonal naive way within the past (Hyndman and Koehler
  2006); below 1 is better
- pinball: the quantile loss, mean over nine tenths, 0.1 to 0.9; lower is better
- coverage: the share of hours in the interval that should hold 80 and 95 of 100
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from leeward.insights.workload.seasonal import WEEK, Model, ahead, fit, tune

if TYPE_CHECKING:
    from leeward.insights.workload.seasonal import Array, Slots

TENTHS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_LEVELS = (0.025, *TENTHS, 0.975)
OURS, NAIVE, SEASONAL, MEAN = "ours", "naive", "seasonal_naive", "mean_of_four_weeks"
WAYS = {
    OURS: "this forecast",
    MEAN: "mean of that hour, four weeks",
    SEASONAL: "same hour last week",
    NAIVE: "same hour yesterday",
}


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """How one way did."""

    way: str
    mase: float
    pinball: float
    cover80: float
    cover95: float
    hours: int
    """How many hours were foretold."""
    total_error: float
    """Of the days' totals, the mean absolute error as a share of what came."""


Foretold = tuple["Array", "Array"]
"""Means by hour, and quantiles *level x hour*."""


def backtest(counts: "Array", slots: "Slots", *, days: int = 28, horizon: int = 1) -> list[Figures]:
    """Foretell the last ``days``, ``horizon`` days at a time, from whole days of hours. Raises ValueError for a short past.

    The tuning is chosen once, on what came before the first day foretold, so that nothing is known of what is foretold.
    """
    import numpy as np

    whole = len(counts) // 24
    if whole < days + 21:
        raise ValueError(f"{whole} days are too few to foretell {days} of them: it takes {days + 21}")
    first = (whole - days) * 24
    tuning = tune(counts[:first], slots[:first])

    def ours(past: "Array", at: "Slots", till: int) -> Foretold:
        model: Model = fit(past, at[: len(past)], tuning)
        seen = ahead(model, at[len(past) : till], seed=len(past))
        return seen.mean, np.quantile(seen.paths, _LEVELS, axis=0)

    ways: dict[str, Callable[[Array, Slots, int], Foretold]] = {
        OURS: ours,
        MEAN: lambda past, at, till: _lagged(past, till, [WEEK * n for n in (1, 2, 3, 4)]),
        SEASONAL: lambda past, at, till: _lagged(past, till, [WEEK]),
        NAIVE: lambda past, at, till: _lagged(past, till, [24]),
    }
    starts = range(first, whole * 24, horizon * 24)
    spans = [(start, min(start + horizon * 24, whole * 24)) for start in starts]
    return [_figures(name, way, counts, slots, spans) for name, way in ways.items()]


def _lagged(past: "Array", till: int, lags: list[int]) -> Foretold:
    """The mean of what came so many hours before; further than that the last that is known repeats. With its own errors."""
    import numpy as np

    lags = [lag for lag in lags if lag + 24 * 7 <= len(past)]
    longest = max(lags)
    within = np.mean([past[longest - lag : len(past) - lag] for lag in lags], axis=0)
    errors = np.quantile(past[longest:] - within, _LEVELS)
    places = np.arange(len(past), till)
    back = [places - lag * (1 + (places - len(past)) // lag) for lag in lags]
    mean: Array = np.mean([past[at] for at in back], axis=0)
    return mean, np.maximum(0.0, mean[None, :] + errors[:, None])


def _figures(
    name: str, way: Callable[["Array", "Slots", int], Foretold], counts: "Array", slots: "Slots", spans: list[tuple[int, int]]
) -> Figures:
    import numpy as np

    told = [way(counts[:start], slots, till) for start, till in spans]
    came, mean = counts[spans[0][0] : spans[-1][1]], np.concatenate([each[0] for each in told])
    quantiles = np.concatenate([each[1] for each in told], axis=1)
    past = counts[: spans[0][0]]
    scale = float(np.abs(past[WEEK:] - past[:-WEEK]).mean()) or 1.0
    apart = came[None, :] - quantiles[1:-1]
    levels = np.array(TENTHS)[:, None]
    by_day, said = came.reshape(-1, 24).sum(axis=1), mean.reshape(-1, 24).sum(axis=1)
    return Figures(
        way=name,
        mase=float(np.abs(came - quantiles[5]).mean()) / scale,
        pinball=float(np.maximum(levels * apart, (levels - 1) * apart).mean()),
        cover80=float(((came >= quantiles[1]) & (came <= quantiles[-2])).mean()),
        cover95=float(((came >= quantiles[0]) & (came <= quantiles[-1])).mean()),
        hours=len(came),
        total_error=float(np.abs(by_day - said).sum() / max(by_day.sum(), 1.0)),
    )
