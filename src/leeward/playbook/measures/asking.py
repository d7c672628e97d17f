"""From a measure to the one query that counts it: rows into periods, periods into everything and each slice of a dimension.

The query yields a row a period and slice: ``period`` (its number), ``split`` (the number of the dimensions it is split by, -1
for everything), a text for each of those dimensions, then the numbers that ``reckoning.py`` takes.
"""

from collections.abc import Sequence

import msgspec

from leeward.playbook.measures.binding import Bound
from leeward.playbook.measures.gauge import Form, Gauge, Interval
from leeward.playbook.measures.intervals import z_of
from leeward.playbook.measures.writing import DUCKDB, Engine, written
from leeward.record.terms.moment import Moment

FEW = 1_000
"""Of so many rows all values come along, and the interval is exact or resampled; of more, it is taken within the query."""
UNKNOWN = "unknown"
"""What a slice is called whose dimension is NULL."""


class Period(msgspec.Struct, frozen=True):
    """From a moment up to another, without it."""

    start: Moment
    end: Moment


def query(gauge: Gauge, bound: Bound, periods: Sequence[Period], splits: Sequence[Sequence[str]], engine: Engine = DUCKDB) -> str:
    """One query for all periods, without gaps and in order. ``splits``: by which dimensions, each set by itself."""
    unit = _units(gauge, bound, periods, engine)
    names = tuple(dict.fromkeys(name for split in splits for name in split))
    q = engine.quoted
    # A text for each dimension, never NULL: so NULL means that a row is not split by it.
    texts = [f"COALESCE(CAST({q(name)} AS {engine.text_type}), '{UNKNOWN}') AS {q(name)}" for name in names]
    placed = ", ".join(
        [q("period"), *texts, *(f"CAST({q(each)} AS DOUBLE) AS {q(each)}" for each in _values(gauge)), *_flags(gauge)]
    )
    sets = ", ".join(f"({', '.join([q('period'), *(q(each) for each in split)])})" for split in ((), *splits))
    split = _which(splits, names, engine)
    keys = ", ".join([q("period"), f"{split} AS {q('split')}", *(q(name) for name in names)])
    kept = f"SELECT {keys}, {', '.join(_numbers(gauge, engine))} FROM placed GROUP BY GROUPING SETS ({sets})"
    head = f"WITH unit AS ({unit}), placed AS (SELECT {placed} FROM unit{_wanted(gauge, engine)})"
    if gauge.form is not Form.SPREAD:
        return f"{head} {kept}"
    return f"{head}, grouped AS ({kept}) {_picked(gauge, names, engine)}"


def _units(gauge: Gauge, bound: Bound, periods: Sequence[Period], engine: Engine) -> str:
    """The rows of the measure with the number of their period; rows of no period are left out."""
    if not gauge.timed:
        # It says itself what belongs to a period: asked once for each.
        each = (
            f"SELECT {number} AS {engine.quoted('period')}, asked.* FROM ({written(bound, engine, one.start, one.end)}) AS asked"
            for number, one in enumerate(periods)
        )
        return " UNION ALL ".join(each)
    at = engine.quoted("at")
    whens = " ".join(f"WHEN {at} < {engine.moment(one.end)} THEN {number}" for number, one in enumerate(periods))
    inside = f"{at} >= {engine.moment(periods[0].start)} AND {at} < {engine.moment(periods[-1].end)}"
    text = written(bound, engine, periods[0].start, periods[-1].end)
    return f"SELECT CASE {whens} END AS {engine.quoted('period')}, asked.* FROM ({text}) AS asked WHERE {inside}"


def _values(gauge: Gauge) -> tuple[str, ...]:
    return {
        Form.SHARE: ("weight",) if gauge.weighted else (),
        Form.COUNT: (),
        Form.SPREAD: ("value",),
        Form.RATIO: ("numerator", "denominator"),
    }[gauge.form]


def _flags(gauge: Gauge) -> tuple[str, ...]:
    return ("hit",) if gauge.form is Form.SHARE else ()


def _wanted(gauge: Gauge, engine: Engine) -> str:
    """Rows without a value are no part of it, nor are such with a value that is no number."""
    present = [f"{engine.quoted(each)} IS NOT NULL" for each in _values(gauge)]
    return f" WHERE {' AND '.join(present)}" if present else ""


def _which(splits: Sequence[Sequence[str]], names: Sequence[str], engine: Engine) -> str:
    """The number of the split a row belongs to."""
    if not splits:
        return "-1"
    whens = []
    for number, split in enumerate(splits):
        said = [f"{engine.quoted(name)} IS {'NOT ' if name in split else ''}NULL" for name in names]
        whens.append(f"WHEN {' AND '.join(said)} THEN {number}")
    return f"CASE {' '.join(whens)} ELSE -1 END"


def _numbers(gauge: Gauge, engine: Engine) -> list[str]:
    """What is counted of a group: ``n`` and up to six numbers more, always as a, b, c, d, e and ``few``."""
    q = engine.quoted
    n = f"CAST(count(*) AS BIGINT) AS {q('n')}"
    nothing = "CAST(NULL AS DOUBLE)"
    if gauge.form is Form.COUNT:
        return [n]
    if gauge.form is Form.SHARE:
        if not gauge.weighted:
            return [n, f"CAST(count(*) FILTER (WHERE {q('hit')}) AS DOUBLE) AS {q('a')}"]
        weight = q("weight")
        return [
            n, f"COALESCE(sum({weight}) FILTER (WHERE {q('hit')}), 0) AS {q('a')}", f"sum({weight}) AS {q('b')}",
            f"sum({weight} * {weight}) AS {q('c')}",
        ]  # fmt: skip
    if gauge.form is Form.SPREAD:
        value = q("value")
        return [
            n, f"sum({value}) AS {q('a')}", f"sum({value} * {value}) AS {q('b')}", f"{engine.list_of(value)} AS {q('every')}",
        ]  # fmt: skip
    top, bottom = q("numerator"), q("denominator")
    few = f"CASE WHEN count(*) <= {FEW} THEN {engine.list_of(engine.pair(top, bottom))} END"
    return [
        n, f"sum({top}) AS {q('a')}", f"sum({bottom}) AS {q('b')}", f"sum({top} * {top}) AS {q('c')}",
        f"sum({bottom} * {bottom}) AS {q('d')}", f"sum({top} * {bottom}) AS {q('e')}",
        f"{few if gauge.interval is Interval.BOOTSTRAP else nothing} AS {q('few')}",
    ]  # fmt: skip


def _picked(gauge: Gauge, names: Sequence[str], engine: Engine) -> str:
    """Of the values in order: all of few, else the quantile and the two that hold it between them."""
    q = engine.quoted
    every, n = q("every"), q("n")
    columns = [q("period"), q("split"), *(q(name) for name in names), n, q("a"), q("b")]
    few = f"CASE WHEN {n} <= {FEW} THEN {every} END AS {q('few')}"
    if gauge.quantile is None:
        return f"SELECT {', '.join([*columns, few])} FROM grouped"
    share = _double(gauge.quantile)
    reach = f"{_double(z_of(0.95))} * sqrt({n} * {share} * {_double(1 - gauge.quantile)})"
    places = (
        f"least({n}, greatest(1, ceil({n} * {share} - 1e-9)))",
        f"greatest(1, floor({n} * {share} - {reach}))",
        f"least({n}, ceil({n} * {share} + {reach}) + 1)",
    )
    picked = [
        f"CASE WHEN {n} > {FEW} THEN {engine.entry(every, place)} END AS {q(name)}"
        for place, name in zip(places, "cde", strict=True)
    ]
    return f"SELECT {', '.join([*columns, *picked, few])} FROM grouped"


def _double(value: float) -> str:
    """A number as SQL that no engine takes for a decimal."""
    return repr(value) if "e" in repr(value) else f"{value!r}e0"
