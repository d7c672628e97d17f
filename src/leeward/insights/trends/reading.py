"""The questions that the watch puts to the lake, as SQL over the streams' queries; and their answers as arrays."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec
import numpy as np

from leeward.insights.trends.streams import ALL, MOST_VALUES, Stream, read
from leeward.insights.trends.tails import Array

Row = Sequence[Any]
_DAY = timedelta(days=1)
NOTHING = "none"
"""What stands for a dimension that has no value."""


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """The series of one stream: a row a series, a column a day from ``first`` on."""

    stream: Stream
    first: date
    names: tuple[tuple[str, str], ...]
    """Dimension and value of each row."""
    counts: Array
    out_of: Array | None
    """For a share: out of how many."""

    def rows_of(self, dimension: str) -> list[int]:
        """The rows of one dimension."""
        return [row for row, (name, _) in enumerate(self.names) if name == dimension]

    def column(self, day: date) -> int:
        """The column of a day."""
        return (day - self.first).days


def question(name: str, **about: object) -> str:
    """A question of ``questions/`` about something. Moments are days; nothing of it comes from outside but values of series."""
    return read("questions", name).format(**about)


def counts_sql(stream: Stream, first: date, last: date) -> str:
    """Rows (dimension, value, day, hits, rows) of every series of a stream, between two days and with both."""
    hit = "count(*) FILTER (WHERE hit)" if stream.share else "count(*)"
    series = [
        f"(SELECT '{name}', {_value(name) if name != ALL else _quoted(ALL)}, CAST(moment AS DATE), {hit}, count(*)"
        " FROM seen GROUP BY ALL)"
        for name in (ALL, *stream.watched)
    ]
    return question("counts", stream=stream.sql, first=first, end=last + _DAY, series=" UNION ALL ".join(series))


def board_of(stream: Stream, rows: Iterable[Row], first: date, last: date) -> Board | None:
    """The answer as arrays; None when there is nothing. Values beyond the most frequent ones are left out."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row[0], row[1]), []).append(row)
    if not found:
        return None
    days = (last - first).days + 1
    names = _kept(found)
    hits, of = np.zeros((len(names), days)), np.zeros((len(names), days))
    for at, name in enumerate(names):
        for _, _, day, hit, every in found[name]:
            hits[at, (day - first).days], of[at, (day - first).days] = hit, every
    return Board(stream=stream, first=first, names=tuple(names), counts=hits, out_of=of if stream.share else None)


def _kept(found: Mapping[tuple[str, str], Sequence[Row]]) -> list[tuple[str, str]]:
    totals = {name: sum(row[4] for row in rows) for name, rows in found.items()}
    kept: list[tuple[str, str]] = []
    for dimension in dict.fromkeys(name for name, _ in found):
        own = sorted((name for name in found if name[0] == dimension), key=lambda name: (-totals[name], name[1]))
        kept += own[:MOST_VALUES]
    return kept


def parts_sql(stream: Stream, name: tuple[str, str], since: date, last: date, before: int) -> str:
    """Of the rows kept at hand, what a series is made of: (dimension, value, now, before, of now, of before), the twenty greatest
    values of each dimension. Now is between ``since`` and ``last``, before the ``before`` days before; ``of`` is out of how many.
    """
    dimension, own = name[0], _own(name)
    hit = "hit" if stream.share else "true"
    now, then = f"moment >= DATE '{since}'", f"moment < DATE '{since}'"
    figures = (
        f"count(*) FILTER (WHERE {hit} AND {now}) AS now, count(*) FILTER (WHERE {hit} AND {then}) AS past,"
        f" count(*) FILTER (WHERE {now}) AS of_now, count(*) FILTER (WHERE {then}) AS of_past"
    )
    asked = [
        f"(SELECT '{each}' AS name, {_value(each)} AS value, {figures} FROM own"
        " GROUP BY ALL ORDER BY now DESC, past DESC LIMIT 20)"
        for each in stream.dimensions
        if each != dimension
    ]
    whole = f"(SELECT '{ALL}' AS name, '{ALL}' AS value, {figures} FROM seen)"
    mine = f"(SELECT '' AS name, '' AS value, {figures} FROM own)"
    parts = " UNION ALL ".join([whole, mine, *asked])
    return question("parts", code=stream.code, begin=since - before * _DAY, end=last + _DAY, own=own, parts=parts)


def shared_sql(stream: Stream, name: tuple[str, str], day: date, head: Stream, its: tuple[str, str], since: date) -> str:
    """One number: how many rows of a series on a day are about a subject that a series of another stream was about since."""
    return question(
        "shared", code=stream.code, day=day, end=day + _DAY,
        hit="hit" if stream.share else "true", own=_own(name), head=head.code,
        since=since, its=_own(its),
    )  # fmt: skip


def _own(name: tuple[str, str]) -> str:
    dimension, value = name
    return "true" if dimension == ALL else f"{_value(dimension)} = {_quoted(value)}"


def firsts_sql(stream: Stream, name: tuple[str, str], since: date, last: date, before: int) -> str:
    """One row: reporters of each day of a series, in the window and before, and how many of them had never reported before."""
    return question(
        "firsts", stream=stream.sql, own=_own(name), since=since, begin=since - before * _DAY, end=last + _DAY
    )  # fmt: skip


def kept_sql(stream: Stream, first: date, last: date) -> str:
    """Keep the rows of a stream of some days at hand."""
    return question("kept", code=stream.code, stream=stream.sql, first=first, end=last + _DAY)


def _value(name: str) -> str:
    return f"coalesce(CAST({name} AS VARCHAR), '{NOTHING}')"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
