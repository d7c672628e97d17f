"""What people look at: alarms, one alarm, the board, one series."""

from collections.abc import Mapping
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import numpy as np

from leeward.insights.trends import views
from leeward.insights.trends.baseline import DAYS
from leeward.insights.trends.desk.watching import Q, read_boards
from leeward.insights.trends.judging import band, limit
from leeward.insights.trends.reading import Board
from leeward.insights.trends.refusals import NoSuchAlarm, NoSuchSeries
from leeward.insights.trends.ringing import watched
from leeward.insights.trends.streams import STREAMS
from leeward.insights.trends.tails import Array
from leeward.record.facts.trends import SeriesName
from leeward.record.lake.reading import open_lake
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.code import PurposeCode
from leeward.record.terms.ids import PersonId, VaultRef
from leeward.record.terms.moment import Moment

NOTE = PurposeCode("trend_note")
SHOWN = 84
"""So many days are drawn."""
LISTED = 28


def alarms(look: Look, who: PersonId, asked: Mapping[str, Any]) -> tuple[views.AlarmLine, ...]:
    """Alarms of a list. ``asked`` may say ``state`` (open, mine, silenced, all), ``stream``, ``cause``, ``sort``, ``down``,
    ``limit`` and ``offset``."""
    wanted = {"state": "open", "stream": None, "cause": None, "sort": "day", "down": True, "limit": 50, "offset": 0}
    rows = look.rows(Q.alarms, {**wanted, **asked, "who": who})
    return tuple(msgspec.convert(row, views.AlarmLine) for row in rows)


def numbers(look: Look, who: PersonId) -> views.Count:
    """How many alarms stand in each list."""
    return msgspec.convert(look.one(Q.numbers, {"who": who}), views.Count)


def alarm_view(look: Look, number: UUID) -> views.AlarmView:
    """Everything about one alarm. Raises NoSuchAlarm."""
    row = look.one(Q.alarm, {"id": number})
    if row is None:
        raise NoSuchAlarm("There is no such alarm.")
    spread = tuple(msgspec.convert(each, views.Spread) for each in look.rows(Q.spread, {"id": number}))
    fields = {
        **row, "line": {**row, "spread": len(spread)}, "spread": spread, "explained_by": row["explained_by_name"],
        "closed_by": row["closed_by_name"],
        "history": tuple(msgspec.convert(each, views.Event) for each in look.rows(Q.history, {"id": number})),
    }  # fmt: skip
    return msgspec.convert(fields, views.AlarmView)


def alarms_of(look: Look, series: SeriesName) -> list[dict[str, Any]]:
    """The alarms that a series is, or belongs to."""
    return look.rows(Q.alarms_of_series, msgspec.structs.asdict(series))


def read_note(record: Record, who: PersonId, number: UUID) -> str:
    """What somebody wrote when explaining an alarm; the reading is written down. Empty when there is nothing, or no more."""
    with record.writing() as tx:
        row = tx.one(Q.alarm, {"id": number})
        if row is None:
            raise NoSuchAlarm("There is no such alarm.")
        ref = row["note"]
        return "" if ref is None else str(tx.vault.read([VaultRef(ref)], actor=who, purpose=NOTE)[VaultRef(ref)])


def boards(look: Look, most: int = 7) -> tuple[views.WatchedDay, ...]:
    """The last days that were judged."""
    return tuple(msgspec.convert(row, views.WatchedDay) for row in look.rows(Q.last_boards, {"limit": most}))


def silences(look: Look, at: Moment) -> tuple[views.Silence, ...]:
    """Silences, those that hold first."""
    return tuple(msgspec.convert(row, views.Silence) for row in look.rows(Q.all_silences, {"now": at}))


def series_list(record: Record, folder: Path, stream: str, at: Moment) -> list[views.SeriesLine]:
    """Every series of a stream with its last weeks, the most frequent of each dimension first. Raises NoSuchSeries."""
    if stream not in STREAMS:
        raise NoSuchSeries(f'"{stream[:40]}" is not counted.', remedy=f"Streams are: {', '.join(STREAMS)}.")
    today = at.astimezone(UTC).date()
    with open_lake(record, folder) as lake:
        found = read_boards(lake, today - timedelta(days=LISTED + 7), today - timedelta(days=1), only=(stream,))
    return [_line(board, row) for board in found for row in range(len(board.names))]


def _line(board: Board, row: int) -> views.SeriesLine:
    values, of = board.counts[row], None if board.out_of is None else board.out_of[row]
    week, before = slice(-7, None), slice(-35, -7)
    (dimension, value), shown = board.names[row], values if of is None else _share(values, of)
    return views.SeriesLine(
        stream=board.stream.code, dimension=dimension, value=value, last=float(shown[-1]),
        week=float(values[week].sum() if of is None else _share(values[week].sum(), of[week].sum())),
        before=float(values[before].sum() / 4 if of is None else _share(values[before].sum(), of[before].sum())),
        days=tuple(float(each) for each in shown[-LISTED:]),
    )  # fmt: skip


def _share(hits: Any, of: Any) -> Any:
    return np.where(np.asarray(of) > 0, np.asarray(hits) / np.maximum(of, 1), 0.0)


def series_view(record: Record, folder: Path, series: SeriesName, last: date, *, days: int = SHOWN) -> views.SeriesDays:
    """One series day by day up to ``last``, with what was expected of each day and between which numbers it is ordinary.

    Raises NoSuchSeries.
    """
    first = last - timedelta(days=DAYS.past + DAYS.gap + days)
    with open_lake(record, folder) as lake:
        found = read_boards(lake, first, last, only=(series.stream,))
    wanted = (series.dimension, series.value)
    if not found or wanted not in found[0].names:
        raise NoSuchSeries("Nothing of it was ever counted.", remedy="The board lists every series that there is.")
    return _days(_only(found[0], found[0].names.index(wanted)), last, days, limit(len(found[0].names), DAYS))


def _only(board: Board, row: int) -> Board:
    of = None if board.out_of is None else board.out_of[row : row + 1]
    return msgspec.structs.replace(board, names=(board.names[row],), counts=board.counts[row : row + 1], out_of=of)


def _days(board: Board, last: date, days: int, level: float) -> views.SeriesDays:
    every = (board.counts if board.out_of is None else board.out_of)[0]
    began = board.first + timedelta(days=int(np.flatnonzero(every)[0]))
    wanted = [last - timedelta(days=n) for n in range(days - 1, -1, -1)]
    shown = [day for day in wanted if day >= began]
    seen = watched(board, shown)
    low, high = (each[0] for each in band(seen.judged, level))
    known, columns = seen.judged.known[0], [board.column(day) for day in shown]
    of = np.ones(len(shown)) if board.out_of is None else np.maximum(board.out_of[0, columns], 1.0)

    def where(values: Array) -> tuple[float | None, ...]:
        return tuple(round(float(each / out), 4) if yes else None for each, out, yes in zip(values, of, known, strict=True))

    return views.SeriesDays(
        stream=board.stream.code, dimension=board.names[0][0], value=board.names[0][1], days=tuple(shown),
        observed=tuple(float(each) for each in board.counts[0, columns] / of),
        out_of=() if board.out_of is None else tuple(float(each) for each in board.out_of[0, columns]),
        expected=where(seen.judged.expected[0]), low=where(low), high=where(high),
    )  # fmt: skip
