"""Evidence for one move, out of the lake."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import numpy as np

from leeward.insights.trends.explaining import Evidence, Part
from leeward.insights.trends.reading import Board, firsts_sql, kept_sql, parts_sql, question, shared_sql
from leeward.insights.trends.ringing import LOOKED_BACK, Moved
from leeward.insights.trends.streams import ALL, STREAMS
from leeward.record.lake.reading import Lake

BEFORE = 28
"""So many days before a move are what was usual."""
_GRACE = 1


class Asked:
    """The lake as the explanations of one watch ask it: the rows of the last weeks at hand, and no question put twice."""

    def __init__(self, connection: Any, first: date, last: date) -> None:
        self._connection, self._first, self._last = connection, first, last
        self._kept: set[str] = set()
        self._said: dict[str, list[Any]] = {}

    def rows(self, sql: str, *streams: str) -> list[Any]:
        """The rows of a question about these streams, as they are kept at hand, or about facts."""
        for code in streams:
            if code not in self._kept:
                self._connection.execute(kept_sql(STREAMS[code], self._first, self._last))
                self._kept.add(code)
        if sql not in self._said:
            self._said[sql] = self._connection.execute(sql).fetchall()
        return self._said[sql]


_FACTS = "playbook_applied rule_switched_off rule_switched_on"


@contextmanager
def asking(lake: Lake, first: date, last: date) -> Iterator[Asked]:
    """Ask about the days from ``first`` less what was usual before, to ``last``."""
    named = " ".join([_FACTS, *(f"{stream.kind} {stream.sql}" for stream in STREAMS.values())])
    with lake.tables(named) as connection:
        yield Asked(connection, first - timedelta(days=BEFORE + LOOKED_BACK), last)


def parts_of(lake: Asked, moved: Moved, since: date) -> dict[str, list[Part]]:
    """What a series is made of between ``since`` and the day that rang, beside what it was before; by dimension."""
    found: dict[str, list[Part]] = {}
    for name, value, *figures in lake.rows(parts_sql(STREAMS[moved.stream], moved.name, since, moved.day, BEFORE), moved.stream):
        now, before, of_now, of_before = figures
        found.setdefault(name, []).append(Part(value=value, now=now, before=before, of_now=of_now, of_before=of_before))
    return found


def evidence_of(lake: Asked, board: Board, moved: Moved) -> Evidence:
    """Everything that the checks ask about a move."""
    stream, parts = STREAMS[moved.stream], parts_of(lake, moved, moved.since)
    [whole], [own] = parts.pop(ALL), parts.pop("")
    days = (moved.day - moved.since).days + 1
    firsts = None
    if "reporter" in stream.dimensions:
        [row] = lake.rows(firsts_sql(stream, moved.name, moved.since, moved.day, BEFORE))
        firsts = (row[0], row[1], row[2], row[3])
    new, gone = _codes(board, moved)
    return Evidence(
        move=moved.move, days=days, days_before=_counted_before(board, moved), share=stream.share, whole=whole, own=own,
        parts=parts,
        late=_late(lake, stream.kind, moved), firsts=firsts, new_codes=new, gone_codes=gone,
        playbooks=_playbooks(lake, moved), switched=_switched(lake, moved), dimension=moved.name[0], value=moved.name[1],
    )  # fmt: skip


def _counted_before(board: Board, moved: Moved) -> int:
    """So many of the days before there were: the stream may be younger."""
    column = board.column(moved.since)
    every = (board.counts if board.out_of is None else board.out_of)[board.rows_of(ALL)].sum(0)
    began = int(np.flatnonzero(every)[0]) if every.any() else column
    return max(1, min(BEFORE, column - began))


def _codes(board: Board, moved: Moved) -> tuple[list[tuple[str, str]], list[tuple[str, str, float]]]:
    """Codes of the series' dimension that are new in the window, and those that were there and are not."""
    first, last = board.column(moved.since), board.column(moved.day)
    every = board.counts if board.out_of is None else board.out_of
    new: list[tuple[str, str]] = []
    gone: list[tuple[str, str, float]] = []
    if first < BEFORE:
        return new, gone
    for row in board.rows_of(moved.name[0]):
        before, now = every[row, :first], every[row, first : last + 1].sum()
        usual = before[-BEFORE:].sum() / BEFORE * (last - first + 1)
        if now and not before.any():
            new.append(board.names[row])
        if not now and usual >= 3:
            gone.append((*board.names[row], float(usual)))
    return new, gone


def _late(lake: Asked, kind: str, moved: Moved) -> tuple[float, float]:
    begin, end = moved.since - timedelta(days=BEFORE), moved.day + timedelta(days=1)
    [(now, before)] = lake.rows(question("late", kind=kind, since=moved.since, begin=begin, end=end))
    return float(now or 0), float(before or 0)


def _around(moved: Moved) -> dict[str, date]:
    return {"begin": moved.since - timedelta(days=_GRACE), "end": moved.day + timedelta(days=1)}


def _playbooks(lake: Asked, moved: Moved) -> int:
    [(count,)] = lake.rows(question("playbooks", **_around(moved)))
    return int(count)


def _switched(lake: Asked, moved: Moved) -> list[str]:
    return [row[0] for row in lake.rows(question("switched", **_around(moved)))]


def shared_with(moved: Moved, parts: Mapping[str, Sequence[Part]], days_before: int) -> float:
    """What the head's events of that day brought to another series of the same stream, beyond their usual."""
    dimension, value = moved.name
    names = parts.get("", ()) if dimension == ALL else parts.get(dimension, ())
    for part in names:
        if dimension == ALL or part.value == value:
            usual = part.before / max(1, days_before)
            if STREAMS[moved.stream].share:
                usual = part.before / part.of_before * part.of_now if part.of_before else 0.0
            return part.now - usual
    return 0.0


def shared_across(lake: Asked, moved: Moved, head: Moved) -> float:
    """What a series of another stream has, that day, from the subjects of the head: as much as the head has beyond its usual."""
    since = min(head.since, moved.day) - timedelta(days=_GRACE)
    sql = shared_sql(STREAMS[moved.stream], moved.name, moved.day, STREAMS[head.stream], head.name, since)
    [(count,)] = lake.rows(sql, moved.stream, head.stream)
    return float(count) * min(1.0, head.excess / max(1, head.observed))
