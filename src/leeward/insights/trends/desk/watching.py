"""Watching the board: every series of every stream, day by day, each day once; and today so far, for what rises."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import msgspec

from leeward.insights.trends import explaining
from leeward.insights.trends.baseline import DAYS
from leeward.insights.trends.desk.gathering import Asked, asking, evidence_of, parts_of, shared_across, shared_with
from leeward.insights.trends.judging import TESTS, limit
from leeward.insights.trends.reading import Board, board_of, counts_sql
from leeward.insights.trends.ringing import QUIET, Moved, Watched, belongs, head_of, moves, watched
from leeward.insights.trends.streams import STREAMS, dimension
from leeward.record.facts import Fact
from leeward.record.facts.trends import AlarmRaised, AlarmSpread, BoardWatched, SeriesName
from leeward.record.lake.reading import Lake, open_lake
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.standing.queries import read_queries
from leeward.record.terms.ids import AlarmId, SilenceId, new_id
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import CLOCKWORK
from leeward.record.terms.trend import Move

Q = read_queries("leeward.insights.trends")
EVERY = timedelta(minutes=10)
CATCH_UP = 60
"""So many days back are watched when nobody watched before."""
KNOWN_FOR = timedelta(days=QUIET)
_DAY = timedelta(days=1)


class Head(msgspec.Struct, kw_only=True):
    """An alarm that other series may belong to."""

    alarm: AlarmId
    moved: Moved


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What stands before a watch."""

    last: date | None
    alarms: Sequence[Mapping[str, Any]]
    rung: Sequence[Mapping[str, Any]]
    silences: Mapping[tuple[str, str, str], SilenceId]
    restarted: Mapping[tuple[str, str, str], date]


class Found(msgspec.Struct, kw_only=True):
    """What a watch found."""

    raised: int = 0
    silenced: int = 0
    spread: int = 0
    days: int = 0
    series: int = 0


class _Turn:
    """When this process last watched each record."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: dict[str, Moment] = {}

    def is_due(self, record: Record, at: Moment) -> bool:
        with self._lock:
            last = self._last.get(record.url)
            if last is not None and last <= at < last + EVERY:
                return False
            self._last[record.url] = at
            return True


_TURN = _Turn()


def watch_when_due(record: Record, folder: Path, at: Moment) -> int:
    """Watch when it is time, for the clockwork; how many alarms were raised."""
    return watch(record, folder, at).raised if _TURN.is_due(record, at) else 0


def watch(record: Record, folder: Path, at: Moment) -> Found:
    """Judge every whole day since the last time, and today so far. A day is judged once; today's rises ring at once."""
    with record.reading() as look:
        known = _known(look, at)
    facts, found = foresee(record, folder, at, known)
    if not facts:
        return found
    with record.writing() as tx:
        if not tx.value(Q.one_watcher) or _known(tx, at).last != known.last:
            return Found()
        tx.append(facts)
    return found


def foresee(record: Record, folder: Path, at: Moment, known: Known | None = None) -> tuple[list[Fact], Found]:
    """What a watch would write, without writing it; as if nobody had watched before, where nothing is said to be known."""
    nothing = Known(last=None, alarms=(), rung=(), silences={}, restarted={})
    with open_lake(record, folder) as lake:
        return _watch(lake, known or nothing, at)


def _known(look: Look, at: Moment) -> Known:
    last = look.value(Q.last_watched)
    return Known(
        last=last.astimezone(UTC).date() if last else None,
        alarms=look.rows(Q.alarms_of_late, {"since": at - timedelta(days=CATCH_UP)}),
        rung=look.rows(Q.rung, {"since": at - timedelta(days=CATCH_UP)}),
        silences={_key(row): SilenceId(row["id"]) for row in look.rows(Q.silences, {"now": at})},
        restarted={_key(row): row["since"].astimezone(UTC).date() for row in look.rows(Q.restarted)},
    )


def _key(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return row["stream"], row["dimension"], row["value"]


def _watch(lake: Lake, known: Known, at: Moment) -> tuple[list[Fact], Found]:
    today = at.astimezone(UTC).date()
    first = today - timedelta(days=DAYS.past + DAYS.gap + CATCH_UP)
    boards = read_boards(lake, first, today)
    if not boards:
        return [], Found()
    begin = max(known.last + _DAY if known.last else today - timedelta(days=CATCH_UP), today - timedelta(days=CATCH_UP))
    whole = [begin + timedelta(days=n) for n in range((today - begin).days)]
    series = sum(len(board.names) for board in boards)
    dimensions = sum(len(board.stream.watched) for board in boards)
    more = dimensions + sum(len(board.names) for board in boards if board.stream.share)
    board_level = limit(series, DAYS, more=more)
    looked = [begin + timedelta(days=n) for n in range(-QUIET, (today - begin).days + 1)]
    seen = [watched(board, looked, _restarts(known, board)) for board in boards]
    found, tests = Found(series=series, days=len(whole)), series * TESTS + more
    with asking(lake, begin, today) as asked:
        round_ = Round(asked, known, {each.board.stream.code: each.board for each in seen}, board_level, tests)
        facts = [fact for day in [*whole, today] for fact in _day(round_, seen, day, today, at, found)]
    return facts, found


def _day(round_: "Round", seen: Sequence[Watched], day: date, today: date, at: Moment, found: Found) -> list[Fact]:
    before = (found.raised, found.silenced)
    facts = round_.day(day, _moves(seen, day, round_.level, falls=day != today), at, found)
    if day == today:
        return facts
    watched_ = BoardWatched(
        subject=new_id(), actor=CLOCKWORK, occurred=at, day=moment(day), series=found.series, tests=round_.tests,
        level=round_.level,
        raised=found.raised - before[0], silenced=found.silenced - before[1],
    )  # fmt: skip
    return [*facts, watched_]


def _restarts(known: Known, board: Board) -> dict[tuple[str, str], date]:
    return {name: known.restarted[key] for name in board.names if (key := (board.stream.code, *name)) in known.restarted}


def read_boards(lake: Lake, first: date, last: date, only: Iterable[str] | None = None) -> list[Board]:
    """The series of all streams, or of some, that have any."""
    found = []
    for stream in STREAMS.values():
        if only is None or stream.code in only:
            board = board_of(stream, lake.ask(counts_sql(stream, first, last))[1], first, last)
            found += [board] if board else []
    return found


def _moves(seen: Sequence[Watched], day: date, level: float, *, falls: bool) -> list[Moved]:
    return [each for one in seen for each in moves(one, [day], level, falls=falls)]


class Round:
    """One watch: which moves become alarms, which belong to one there is, which are kept silent."""

    def __init__(self, lake: Asked, known: Known, boards: Mapping[str, Board], level: float, tests: int) -> None:
        self._lake, self._known, self._boards, self.level, self.tests = lake, known, boards, level, tests
        self._heads = [_head(row) for row in known.alarms]

    def day(self, day: date, moved: Sequence[Moved], at: Moment, found: Found) -> list[Fact]:
        """The facts of one day."""
        self._heads = [head for head in self._heads if timedelta() <= day - head.moved.day <= KNOWN_FOR]
        waiting = [each for each in moved if not self._rang(each)]
        facts: list[Fact] = []
        for head in self._heads:
            waiting = self._spread(head, waiting, at, facts)
        while waiting:
            first = head_of(waiting)
            waiting.remove(first)
            raised = self._raised(first, at)
            facts.append(raised)
            found.silenced += raised.silence is not None
            found.raised += raised.silence is None
            head = Head(alarm=raised.alarm, moved=first)
            self._heads.append(head)
            waiting = self._spread(head, waiting, at, facts)
        found.spread += sum(isinstance(each, AlarmSpread) for each in facts)
        return facts

    def _rang(self, moved: Moved) -> bool:
        """Whether an alarm of this series is open, or it rang for this move."""
        key = (moved.stream, *moved.name)
        for row in self._known.rung:
            same = _key(row) == key and row["move"] == moved.move
            if same and (row["closed"] is None or abs(row["day"].astimezone(UTC).date() - moved.day) <= KNOWN_FOR):
                return True
        return False

    def _spread(self, head: Head, waiting: Sequence[Moved], at: Moment, facts: list[Fact]) -> list[Moved]:
        if not waiting:
            return []
        mine = [each for each in waiting if self._same_story(head, each)]
        facts += [
            AlarmSpread(
                subject=head.alarm, actor=CLOCKWORK, occurred=at, alarm=head.alarm, series=named(each), move=each.move,
                day=moment(each.day), chance=each.chance,
            )
            for each in mine
        ]  # fmt: skip
        return [each for each in waiting if each not in mine]

    def _same_story(self, head: Head, moved: Moved) -> bool:
        """Whether it would be in the ordinary without the head's events; in another stream, without those about its subjects."""
        if moved.stream != head.moved.stream:
            return belongs(moved, shared_across(self._lake, moved, head.moved), self.level)
        if moved.name == head.moved.name:
            return moved.move == head.moved.move
        on_the_day = msgspec.structs.replace(head.moved, day=moved.day)
        parts = parts_of(self._lake, on_the_day, moved.day)
        return belongs(moved, shared_with(moved, parts, self._days_before(moved)), self.level)

    def _days_before(self, moved: Moved) -> int:
        return min(28, max(1, self._boards[moved.stream].column(moved.day)))

    def _raised(self, moved: Moved, at: Moment) -> AlarmRaised:
        checks = explaining.explain(evidence_of(self._lake, self._boards[moved.stream], moved))
        cause = explaining.cause_of(checks)
        alarm, series = AlarmId(new_id()), named(moved)
        return AlarmRaised(
            subject=alarm, actor=CLOCKWORK, occurred=at, alarm=alarm, series=series, move=moved.move, day=moment(moved.day),
            since=moment(moved.since), observed=moved.observed, of=moved.out_of, expected=moved.expected, least=moved.least,
            most=moved.most, chance=moved.chance, level=self.level, tests=self.tests, checks=checks, cause=cause.check,
            dimension=cause.dimension, value=cause.value, share=cause.share,
            silence=self._known.silences.get((moved.stream, *moved.name)),
        )  # fmt: skip


def _head(row: Mapping[str, Any]) -> Head:
    """An alarm that there is, as something that others may belong to."""
    moved = Moved(
        stream=row["stream"], name=(row["dimension"], row["value"]), move=Move(row["move"]),
        day=row["day"].astimezone(UTC).date(),
        since=row["since"].astimezone(UTC).date(), observed=row["observed"], out_of=row["out_of"], expected=row["expected"],
        variance=max(1.0, row["expected"]), least=row["least"], most=row["most"], chance=row["chance"],
    )  # fmt: skip
    return Head(alarm=AlarmId(row["id"]), moved=moved)


def named(moved: Moved) -> SeriesName:
    """The series of a move, as facts name it."""
    return SeriesName(stream=moved.stream, dimension=dimension(moved.name[0]), value=explaining.code(moved.name[1]))


def moment(day: date) -> Moment:
    """When a day begins, UTC."""
    return datetime.combine(day, time.min, UTC)
