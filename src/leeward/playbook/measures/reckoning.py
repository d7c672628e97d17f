"""From what was counted to what may be said: the value, n, its 95 % interval; or why there is none (FIELD.md 3.5).

A value is *refused* where it is not defined (nothing to divide by), and *suppressed* where so few rows stand behind it that
somebody could be recognised, or could be reckoned from the rest (``suppression.py``).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from leeward.playbook.measures import intervals
from leeward.playbook.measures.gauge import Form, Gauge, Interval

UNDEFINED, FEW, BESIDE = "undefined", "few", "beside"
"""Why nothing is shown: nothing to divide by; fewer rows than the minimum; it could be reckoned from what is shown."""
WHY = {
    UNDEFINED: "not defined: there was nothing of which it could be said",
    FEW: "not shown: so few stand behind it that somebody could be recognised",
    BESIDE: "not shown: with it, a number that is not shown could be reckoned",
}


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One result: a measure's number for one period and slice."""

    period: int
    """Its number among the periods that were asked for."""
    by: tuple[tuple[str, str], ...] = ()
    """Dimension and value; empty for everything."""
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    n: int = 0
    """How many rows stand behind it."""
    low: float | None = None
    high: float | None = None
    suppressed: bool = False
    reason: str | None = None
    """Why there is no value: ``undefined``, ``few`` or ``beside``."""


def cells_of(gauge: Gauge, rows: Sequence[Mapping[str, Any]], splits: Sequence[Sequence[str]], periods: int) -> list[Cell]:
    """The results of a query, every period's everything included, nothing suppressed yet. In order of period and slice."""
    found = [_cell(gauge, row, splits) for row in rows]
    counted = {cell.period for cell in found if not cell.by}
    found += [nothing(gauge, period) for period in range(periods) if period not in counted]
    return sorted(found, key=lambda cell: (cell.period, len(cell.by), cell.by))


def nothing(gauge: Gauge, period: int) -> Cell:
    """A period in which there was no row: a number is zero then, everything else is not defined."""
    return _reckoned(gauge, {"period": period, "n": 0}, ())


def _cell(gauge: Gauge, row: Mapping[str, Any], splits: Sequence[Sequence[str]]) -> Cell:
    split = splits[row["split"]] if row["split"] >= 0 else ()
    return _reckoned(gauge, row, tuple((name, row[name]) for name in split))


def _reckoned(gauge: Gauge, row: Mapping[str, Any], by: tuple[tuple[str, str], ...]) -> Cell:
    make = {Form.SHARE: _share, Form.COUNT: _count, Form.SPREAD: _spread, Form.RATIO: _ratio}[gauge.form]
    numbers = make(gauge, row) if row["n"] or gauge.form is Form.COUNT else {}
    reason = UNDEFINED if numbers.get("value") is None else None
    return Cell(period=row["period"], by=by, n=int(row["n"]), reason=reason, **numbers)


def _share(gauge: Gauge, row: Mapping[str, Any]) -> dict[str, Any]:
    hits, of = float(row["a"]), float(row["b"] if gauge.weighted else row["n"])
    if of <= 0:
        return {"numerator": hits, "denominator": of}
    share = min(1.0, max(0.0, hits / of))
    size = intervals.effective_size(of, float(row["c"])) if gauge.weighted else of
    low, high = share_interval(gauge.interval, share * size if gauge.weighted else hits, size)
    return {"numerator": hits, "denominator": of, "value": share, "low": low, "high": high}


def share_interval(method: Interval, hits: float, n: float) -> tuple[float | None, float | None]:
    """The interval of a share by the method of a header."""
    if method is Interval.NONE:
        return None, None
    ways = {
        Interval.WILSON: intervals.wilson,
        Interval.CLOPPER_PEARSON: intervals.clopper_pearson,
        Interval.JEFFREYS: intervals.jeffreys,
    }
    return ways[method](hits, n)


def _count(gauge: Gauge, row: Mapping[str, Any]) -> dict[str, Any]:
    n = int(row["n"])
    low, high = intervals.garwood(n) if gauge.interval is Interval.POISSON else (None, None)
    return {"numerator": float(n), "value": float(n), "low": low, "high": high}


def _spread(gauge: Gauge, row: Mapping[str, Any]) -> dict[str, Any]:
    n, few = int(row["n"]), row.get("few")
    numbers: dict[str, Any] = {"numerator": float(row["a"]), "denominator": float(n)}
    if gauge.quantile is None:
        numbers["value"] = float(row["a"]) / n
        if gauge.interval is Interval.BOOTSTRAP:
            numbers |= _resampled(n, few, [1.0] * n, (float(row["a"]), float(n), (float(row["b"]), float(n), float(row["a"]))))
        return numbers
    if few is None:
        numbers["value"] = float(row["c"])
        if gauge.interval is Interval.QUANTILE:
            numbers |= {"low": float(row["d"]), "high": float(row["e"])}
        return numbers
    numbers["value"] = float(few[intervals.quantile_rank(n, gauge.quantile) - 1])
    if gauge.interval is Interval.QUANTILE:
        low, high = intervals.quantile_ranks(n, gauge.quantile)
        numbers |= {"low": None if low is None else float(few[low - 1]), "high": None if high is None else float(few[high - 1])}
    return numbers


def _ratio(gauge: Gauge, row: Mapping[str, Any]) -> dict[str, Any]:
    top, bottom, n = float(row["a"]), float(row["b"]), int(row["n"])
    numbers: dict[str, Any] = {"numerator": top, "denominator": bottom}
    if bottom <= 0:
        return numbers
    numbers["value"] = top / bottom
    if gauge.interval is Interval.POISSON:
        low, high = intervals.garwood(top)
        numbers |= {"low": low / bottom, "high": high / bottom}
    elif gauge.interval is Interval.BOOTSTRAP:
        pairs = row["few"]
        few = None if pairs is None else [each["a"] for each in pairs]
        below = [] if pairs is None else [each["b"] for each in pairs]
        numbers |= _resampled(n, few, below, (top, bottom, (float(row["c"]), float(row["d"]), float(row["e"]))))
    return numbers


def _resampled(
    n: int, few: Sequence[float] | None, below: Sequence[float], sums: tuple[float, float, tuple[float, float, float]]
) -> dict[str, float]:
    """The interval of a ratio of sums: resampled from few rows, from sums of squares for many."""
    found = intervals.large_ratio(n, *sums) if few is None else intervals.bootstrap_ratio(few, below)
    return {} if found is None else {"low": found[0], "high": found[1]}
