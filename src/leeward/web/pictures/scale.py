"""From values to places on a line, and to the words beside it: round steps, calendar steps, units."""

import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import msgspec

from leeward.web.pictures.chart import Place, there
from leeward.web.words import THIN, duration, number, percent

SECONDS = (1, 5, 15, 30, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400, 172_800, 432_000, 864_000)
_HOUR, _DAY = 3_600, 86_400
_STEPS = (_HOUR, 3 * _HOUR, 6 * _HOUR, 12 * _HOUR, _DAY, 2 * _DAY, 7 * _DAY, 14 * _DAY)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240)


class Scale(msgspec.Struct, frozen=True):
    """A line from ``low`` to ``high`` with its round ``ticks``."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Where a value stands, from 0 (low) to 1 (high), never outside."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


def scale_of(values: Sequence[float], unit: str, *, zero: bool, about: int = 4) -> Scale:
    """A scale with round steps that holds all values: from zero, unless they lie far from it and ``zero`` is False."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    far = not zero and low > 0 and (high - low) < low * 0.75
    if not far:
        low, high = min(0.0, low), max(0.0, high)
    if high - low <= max(abs(low), abs(high)) * 1e-9 or high - low < 1e-280:  # one value, as far as can be drawn
        spread = abs(high) * 0.1 if abs(high) > 1e-280 else 1.0
        low, high = (low - spread, high + spread) if far else (low, high + spread)
    step = _step((high - low) / about, unit)
    bottom, top = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if unit == "share" and high <= 1.0:
        top = min(top, max(bottom + 1, math.ceil(1 / step - 1e-9)))
    return Scale(bottom * step, top * step, tuple(n * step for n in range(bottom, top + 1)))


def _step(rough: float, unit: str) -> float:
    if unit == "seconds" and rough < SECONDS[-1]:
        return float(next(each for each in SECONDS if each >= rough))
    size = 10.0 ** math.floor(math.log10(rough))
    return next(size * each for each in (1, 2, 5, 10) if size * each >= rough * (1 - 1e-9))


def said(value: float | None, unit: str) -> str:
    """A value in full, as a table shows it."""
    if value is None or not there(value):
        return "–"
    if unit == "share":
        return percent(value, 1 if abs(value) >= 0.01 or value == 0 else 3)
    if unit == "seconds":
        return ("-" if value < 0 else "") + duration(value)
    return number(
        value, 0 if value == int(value) or abs(value) >= 1_000 else 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 else 4
    )


def brief(value: float, unit: str, step: float) -> str:
    """A value beside a tick: as short as the step between ticks allows."""
    if unit == "share":
        return percent(value, _digits(step * 100))
    if unit == "seconds":
        return "0" if value == 0 else said(value, unit)
    if step < 1e-6 or abs(value) >= 1e15:
        return f"{value:.3g}"
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size * 10 or (abs(value) >= size and size > 1e3):
            return f"{number(value / size, _digits(step / size))}{THIN}{letter}"
    return number(value, _digits(step))


def _digits(step: float) -> int:
    """Digits behind the point that tell neighbours apart."""
    return min(6, max(0, -math.floor(math.log10(abs(step)) + 1e-9)))


def moment_of(place: Place) -> datetime | None:
    """A place as a moment in UTC; None where it is a name or a number."""
    if isinstance(place, datetime):
        return place.astimezone(UTC) if place.tzinfo else place.replace(tzinfo=UTC)
    return datetime(place.year, place.month, place.day, tzinfo=UTC) if isinstance(place, date) else None


def names_of(places: Sequence[Place]) -> list[str]:
    """Each place in words: days as days, hours only where a place has one."""
    moments = [moment_of(place) for place in places]
    whole_days = all(at is None or (at.hour, at.minute, at.second) == (0, 0, 0) for at in moments)
    form = "%Y-%m-%d" if whole_days else "%Y-%m-%d %H:%M"
    return [_name(place) if at is None else at.strftime(form) for place, at in zip(places, moments, strict=True)]


def short_names_of(places: Sequence[Place]) -> list[str]:
    """Each place in as few letters as under a column: ``1 Jul``, ``Jul 2026`` where all are first days, ``1 Jul 14:00``."""
    moments = [moment_of(place) for place in places]
    if not moments or not all(moments):
        return names_of(places)
    known = [at for at in moments if at]
    if len(known) > 1 and all((at.day, at.hour, at.minute) == (1, 0, 0) for at in known):
        return [f"{at:%b} {at.year}" for at in known]
    whole_days = all((at.hour, at.minute) == (0, 0) for at in known)
    return [f"{at.day} {at:%b}" + ("" if whole_days else f" {at:%H:%M}") for at in known]


def _name(place: Place) -> str:
    return f"{place:g}" if isinstance(place, (int, float)) else str(place)


def shares_of(places: Sequence[Place]) -> list[float]:
    """Where each place stands on the line, from 0 to 1: moments and numbers by distance, names one after another."""
    moments = [moment_of(place) for place in places]
    if moments and all(moments):
        numbers = [at.timestamp() for at in moments if at]
    elif all(isinstance(place, (int, float)) for place in places):
        numbers = [float(place) for place in places]  # type: ignore[arg-type]  # the line above says so
    else:
        numbers = [float(index) for index in range(len(places))]
    low, high = min(numbers, default=0.0), max(numbers, default=0.0)
    return [0.5 if high == low else (each - low) / (high - low) for each in numbers]


def ticks_of(places: Sequence[Place], most: int = 7) -> list[tuple[float, str]]:
    """Ticks under a line of places: (share, label), at round moments of the calendar, or at evenly chosen places."""
    moments = [moment_of(place) for place in places]
    if len(places) > 1 and all(moments):
        first, last = min(filter(None, moments)), max(filter(None, moments))
        if last > first:
            whole = (last - first).total_seconds()
            return [((at - first).total_seconds() / whole, label) for at, label in _calendar(first, last, most)]
    shares, names, every = shares_of(places), names_of(places), max(1, math.ceil(len(places) / most))
    return [(shares[index], names[index]) for index in range(0, len(places), every)]


def _calendar(first: datetime, last: datetime, most: int) -> list[tuple[datetime, str]]:
    for step in _STEPS:
        if (last - first).total_seconds() / step <= most:
            return _by_seconds(first, last, step)
    months = (last.year - first.year) * 12 + last.month - first.month
    return _by_months(first, last, next((each for each in _MONTHS if months / each <= most), _MONTHS[-1]))


def _by_seconds(first: datetime, last: datetime, step: int) -> list[tuple[datetime, str]]:
    start = first.replace(hour=0, minute=0, second=0, microsecond=0)
    if step % (7 * _DAY) == 0:
        start -= timedelta(days=start.weekday())  # weeks begin on Monday
    found, at, year = [], start, first.year
    while at <= last:
        if at >= first:
            day = f"{at.day} {at:%b}" + (f" {at.year}" if at.year != year else "")
            found.append((at, day if (at.hour, at.minute) == (0, 0) else f"{at:%H:%M}"))
            year = at.year
        at += timedelta(seconds=step)
    return found


def _by_months(first: datetime, last: datetime, step: int) -> list[tuple[datetime, str]]:
    month = (first.year * 12 + first.month - 1) // step * step
    found: list[tuple[datetime, str]] = []
    while (at := datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC)) <= last:
        if at >= first:
            yearly = step % 12 == 0
            with_year = not found or at.month <= step
            found.append((at, f"{at.year}" if yearly else f"{at:%b} {at.year}" if with_year else f"{at:%b}"))
        month += step
    return found
