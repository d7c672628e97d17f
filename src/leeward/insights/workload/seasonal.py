"""How much will come: counts by hour, forecast with the hour of the week, a level that wanders, and what is uncertain of both.

    count of hour t  ~  Poisson(level(day) * profile(hour of the week) * gamma noise)

- *profile*: 168 expected counts. Of each hour of the week what was seen of it, drawn towards (day factor) x (hour factor) by as
  much as ``pull`` expected counts weigh; weeks long past weigh less (``half_life``); a day that was far out of the ordinary
  weighs less too, so that one campaign does not become next week's expectation.
- *level*: a gamma distribution that forgets (Harvey and Fernandes 1989): each evening ``a = keep a + seen`` and
  ``b = keep b + expected``.
- *noise*: within an hour as much as the past shows beyond Poisson, and a whole day's beside it.

``keep``, ``pull`` and ``half_life`` are chosen by how well each would have foretold the last four weeks. A holiday is an hour of
the weekday it is most like. All of it is numpy: a queue takes some hundredths of a second.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING, TypeAlias
from zoneinfo import ZoneInfo

import msgspec

if TYPE_CHECKING:
    import numpy as np

    Array: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    Open: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    Slots: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

WEEK = 168
HOUR = timedelta(hours=1)
LEAST_DAYS = 7
"""A shorter past is not forecast from."""
_TUNED_ON = 28  # days
_PATHS = 1_000
_FIRST = 40.0  # expected counts that the first level weighs
_HALF_LIVES = (21.0, 56.0, 182.0)
_PULLS = (4.0, 24.0, 1e9)
_KEEPS = (0.65, 0.8, 0.92, 0.98, 0.995)


class Tuning(msgspec.Struct, frozen=True, kw_only=True):
    """What is chosen by how well it would have foretold."""

    half_life: float = 56.0
    """Days after which a day weighs half."""
    pull: float = 8.0
    keep: float = 0.8


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """A fitted series."""

    profile: "Array"
    """Expected counts of the 168 hours of a week, at level 1."""
    level: tuple[float, float]
    """The gamma distribution's a and b."""
    tuning: Tuning
    spread: float
    """Variance over mean within an hour; at least 1."""
    shock: float
    """Variance of a whole day's factor."""
    days: int
    """How many days it was fitted on."""


class Luck(msgspec.Struct, frozen=True, kw_only=True):
    """What is uncertain of a forecast: all that plays need beside what is expected."""

    weight: float
    """Counts that stand behind the level: its relative variance is one over it."""
    wander: float
    """Variance of the logarithm of the level, a day."""
    spread: float
    """Variance over mean within an hour; at least 1."""
    shock: float
    """Variance of a whole day's factor."""


class Ahead(msgspec.Struct, frozen=True, kw_only=True):
    """What is expected: by hour, with the interval in which 95 of 100 lie, and plays of it, *play x hour*."""

    mean: "Array"
    low: "Array"
    high: "Array"
    paths: "Array"

    def spans(self, firsts: "Slots") -> list[tuple[float, float, float]]:
        """Of the spans of hours that begin at ``firsts`` and end before the next: mean, low, high."""
        import numpy as np

        sums = np.add.reduceat(self.paths, firsts, axis=1)
        low, high = np.quantile(sums, (0.025, 0.975), axis=0)
        return list(zip(np.add.reduceat(self.mean, firsts).tolist(), low.tolist(), high.tolist(), strict=True))


def slots_of(begins: datetime, hours: int, zone: str, like: Mapping[date, int]) -> "Slots":
    """The hour of the week, 0 to 167 from Monday, of each hour from ``begins`` on, in a zone.

    ``like`` says of a holiday which day of the week it is most like, 0 for Monday.
    """
    import numpy as np

    local, there = begins, ZoneInfo(zone)
    found = np.empty(hours, np.int64)
    for n in range(hours):
        at = local.astimezone(there)
        found[n] = like.get(at.date(), at.weekday()) * 24 + at.hour
        local += HOUR
    return found


def fit(counts: "Array", slots: "Slots", tuning: Tuning | None = None) -> Model:
    """A model of whole days of hours, the latest last. Without a tuning one is chosen. Raises ValueError for a short past."""
    days = len(counts) // 24
    if days < LEAST_DAYS:
        raise ValueError(f"{days} days are too few to forecast from: it takes {LEAST_DAYS}")
    counts, slots = counts[-days * 24 :], slots[-days * 24 :]
    chosen = tuning or tune(counts, slots)
    profile = profile_of(counts, slots, chosen)
    level, foretold = _level(counts, profile[slots], chosen.keep)
    spread, shock = _noise(counts, foretold)
    return Model(profile=profile, level=level, tuning=chosen, spread=spread, shock=shock, days=days)


def tune(counts: "Array", slots: "Slots") -> Tuning:
    """The tuning that would have foretold the last four weeks best, by Poisson's likelihood; the usual one for a short past."""
    import numpy as np

    days = len(counts) // 24
    tried = min(_TUNED_ON, days - 14)
    if tried < 14:  # of a week or less the best is mostly luck
        return Tuning()
    cut = (days - tried) * 24
    best, found = -np.inf, Tuning()
    for half_life, pull in product(_HALF_LIVES, _PULLS):
        profile = profile_of(counts[:cut], slots[:cut], Tuning(half_life=half_life, pull=pull))
        for keep in _KEEPS:
            _, foretold = _level(counts, profile[slots], keep)
            mean = foretold[cut:]
            score = float((counts[cut:] * np.log(mean) - mean).sum())
            if score > best:
                best, found = score, Tuning(half_life=half_life, pull=pull, keep=keep)
    return found


def profile_of(counts: "Array", slots: "Slots", tuning: Tuning) -> "Array":
    """What each hour of the week brings at level 1."""
    import numpy as np

    weights = np.repeat(0.5 ** (np.arange(len(counts) // 24)[::-1] / tuning.half_life), 24)
    first = _profile(counts, slots, weights, tuning.pull)
    # A day far above or below what its profile says is one day; as in Farrington's method it weighs less the second time.
    seen, said = counts.reshape(-1, 24).sum(axis=1), first[slots].reshape(-1, 24).sum(axis=1)
    middle = max(float(np.median(seen / said)), 1e-9)
    apart = np.abs(seen - said * middle) / np.sqrt(said * middle + 1e-9)
    usual = max(float(np.median(apart)) / 0.6745, 1.0)
    trusted = np.minimum(1.0, (2.5 * usual / np.maximum(apart, 1e-9)) ** 2)
    return _profile(counts, slots, weights * np.repeat(trusted, 24), tuning.pull)


def _profile(counts: "Array", slots: "Slots", weights: "Array", pull: float) -> "Array":
    import numpy as np

    hours = np.bincount(slots, weights, WEEK).reshape(7, 24)
    seen = np.bincount(slots, weights * counts, WEEK).reshape(7, 24)
    mean = (seen.sum() + 0.5) / (hours.sum() + 1e-9)
    by_hour, by_day = np.ones(24), np.ones(7)
    for _ in range(3):
        by_day = (seen.sum(axis=1) + 8) / (hours @ by_hour * mean + 8)
        by_hour = (seen.sum(axis=0) + 4) / (by_day @ hours * mean + 4)
    plain = np.outer(by_day, by_hour) * mean
    found: Array = (plain * (seen + pull) / (hours * plain + pull)).ravel()
    return found


def _level(counts: "Array", said: "Array", keep: float) -> tuple[tuple[float, float], "Array"]:
    """The level after the last day, and what each hour was foretold to be the evening before."""
    import numpy as np

    seen, expected = counts.reshape(-1, 24).sum(axis=1).tolist(), said.reshape(-1, 24).sum(axis=1).tolist()
    a = b = _FIRST
    levels = []
    for here, there in zip(seen, expected, strict=True):
        levels.append(a / b)
        a, b = keep * a + here, keep * b + there
    return (a, b), np.repeat(np.array(levels), 24) * said


def _noise(counts: "Array", foretold: "Array") -> tuple[float, float]:
    """Spread within hours, and the variance of a day's factor that is beyond it, from the errors of the last eight weeks.

    One day in twenty, the farthest off, does not count: a campaign is for the alarms to tell, not for every day's band to hold.
    """
    import numpy as np

    recent = slice(-min(len(counts) - 72, 56 * 24), None)
    apart, said = (counts[recent] - foretold[recent]).reshape(-1, 24), foretold[recent].reshape(-1, 24)
    off = np.abs(apart.sum(axis=1)) / np.sqrt(said.sum(axis=1))
    usual = off <= np.quantile(off, 0.95)
    apart, said = apart[usual], said[usual]
    spread = max(1.0, float((apart**2).sum() / said.sum()))
    by_day, whole = apart.sum(axis=1), said.sum(axis=1)
    shock = float((by_day**2 - spread * whole).sum() / (whole**2).sum())
    return spread, min(4.0, max(0.0, shock))


def luck_of(model: Model) -> Luck:
    """What is uncertain of what a model foretells. What varies more than Poisson's says as much less of the level."""
    weight = max(model.level[0] / model.spread, 1e-3)
    keep = model.tuning.keep
    return Luck(weight=weight, wander=(1 - keep) / (keep * weight), spread=model.spread, shock=model.shock)


def expected(model: Model, slots: "Slots") -> "Array":
    """What the hours after the last day of the past bring on average."""
    found: Array = model.profile[slots] * (model.level[0] / model.level[1])
    return found


def ahead(model: Model, slots: "Slots", *, seed: int = 0, paths: int = _PATHS) -> Ahead:
    """What the hours after the last day of the past bring. The same seed gives the same plays."""
    import numpy as np

    mean = expected(model, slots)
    played = plays(mean, luck_of(model), seed=seed, paths=paths)
    low, high = np.quantile(played, (0.025, 0.975), axis=0)
    return Ahead(mean=mean, low=low, high=high, paths=played)


def plays(mean: "Array", luck: Luck, *, seed: int, paths: int, first_day: int = 24) -> "Array":
    """Plays of what comes where so much is expected, *play x hour*. The first day has ``first_day`` hours, all others 24."""
    import numpy as np

    random = np.random.default_rng(seed)
    day = (np.arange(len(mean)) + 24 - first_day) // 24
    days = int(day[-1]) + 1
    level = random.gamma(luck.weight, 1 / luck.weight, (paths, 1))
    # Each day on, the level may wander as far as forgetting lets it.
    steps = random.normal(-luck.wander / 2, luck.wander**0.5, (paths, days))
    steps[:, 0] = 0
    factor = level * np.exp(np.clip(np.cumsum(steps, axis=1), -3, 3))
    if luck.shock > 1e-6:
        factor *= random.gamma(1 / luck.shock, luck.shock, (paths, days))
    rate = factor[:, day] * mean
    if luck.spread > 1.001:
        rate = random.gamma(np.maximum(rate / (luck.spread - 1), 1e-12), luck.spread - 1)
    return random.poisson(rate).astype(np.float64)
