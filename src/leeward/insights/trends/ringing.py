"""Which of all moves is an alarm: what begins, once for each story, under the name that says most.

A series rings on the day on which it leaves what was expected, and not again while it stays out. Series that move by the same
events are one alarm: its head is the narrowest series that still holds half of the greatest move, and another one belongs to it
when without the head's events it would be in the ordinary.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import msgspec
import numpy as np
import numpy.typing as npt

from leeward.insights.trends.baseline import DAYS
from leeward.insights.trends.judging import Judged, band, judge, starts_of
from leeward.insights.trends.newcomers import newcomers
from leeward.insights.trends.reading import Board
from leeward.insights.trends.streams import ALL, STREAMS
from leeward.insights.trends.tails import Array, at_least, at_most
from leeward.insights.trends.turning import Shift, shift, since
from leeward.record.terms.code import StreamCode
from leeward.record.terms.trend import Move

QUIET = 7
"""So many days a series has to be in the ordinary before it can ring anew."""
LOOKED_BACK = 14
"""A move is dated at most so many days back."""
HALF = 0.5
FEWEST, FEWEST_OF_A_SHARE = 3, 5
"""Fewer in two days ring for nobody, however rare they are."""
NAMED_BY = ("rule", "harm", "clause", "measure", "signal", "cohort")
"""Dimensions that say what it is, before those that say where; of two that hold as much the first of these."""


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """A series that began to be out of the ordinary."""

    stream: StreamCode
    name: tuple[str, str]
    move: Move
    day: date
    since: date
    observed: int
    out_of: int | None
    expected: float
    variance: float
    least: int
    most: int
    chance: float

    @property
    def excess(self) -> float:
        """How many more, or fewer, than expected."""
        return abs(self.observed - self.expected)


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """A stream's series, judged for some days."""

    board: Board
    days: tuple[date, ...]
    judged: Judged
    shifts: Mapping[tuple[int, int], Shift]
    """Of a share, by row and place among the days: where its level is another one than before."""


def watched(board: Board, days: Sequence[date], restarts: Mapping[tuple[str, str], date] | None = None) -> Watched:
    """Judge a board on days that follow each other. What was before a series' restart does not count."""
    columns = [board.column(day) for day in days]
    begins = starts_of(board.counts if board.out_of is None else board.out_of)
    for row, name in enumerate(board.names):
        if restarts and name in restarts:
            begins[row] = max(begins[row], board.column(restarts[name]))
    judged = judge(board.counts, DAYS, columns, begins=begins, exposure=board.out_of)
    return Watched(board=board, days=tuple(days), judged=judged, shifts=_shifts(board, columns, begins))


def _shifts(board: Board, columns: Sequence[int], begins: Sequence[int]) -> dict[tuple[int, int], Shift]:
    if board.out_of is None:
        return {}
    found = {}
    for row in range(len(board.names)):
        for place, column in enumerate(columns):
            past = slice(begins[row], column + 1)
            if column - begins[row] >= DAYS.least and (cut := shift(board.counts[row, past], board.out_of[row, past])):
                found[row, place] = cut
    return found


def moves(seen: Watched, wanted: Iterable[date], level: float, *, falls: bool = True) -> list[Moved]:
    """What began on the wanted days."""
    out = ((seen.judged.rise < level) & _enough(seen), (seen.judged.fall < level) & falls)
    low, high = band(seen.judged, level)
    found: list[Moved] = []
    for day in wanted:
        at = seen.days.index(day)
        for move, flags in zip((Move.RISE, Move.FALL), out, strict=True):
            begins = flags[:, at] & ~flags[:, max(0, at - QUIET) : at].any(1)
            found += [_moved(seen, int(row), at, move, (low, high)) for row in np.flatnonzero(begins)]
        found += _new(seen.board, day, level)
        found += _shifted(seen, at, level) if falls else []
    return found


def _enough(seen: Watched) -> npt.NDArray[np.bool_]:
    """Whether a day and the one before had so many that it is worth somebody's time."""
    columns = [seen.board.column(day) for day in seen.days]
    before = [max(0, column - 1) for column in columns]
    fewest = FEWEST if seen.board.out_of is None else FEWEST_OF_A_SHARE
    return np.asarray(seen.board.counts[:, columns] + seen.board.counts[:, before] >= fewest)


def _moved(seen: Watched, row: int, at: int, move: Move, edges: tuple[Array, Array]) -> Moved:
    board, day, judged = seen.board, seen.days[at], seen.judged
    first = max(0, at - LOOKED_BACK + 1)
    while first < at and not judged.known[row, first]:
        first += 1
    column = board.column(day)
    lately = board.counts[row, column - (at - first) : column + 1]
    begun = since(lately, judged.expected[row, first : at + 1])
    return Moved(
        stream=board.stream.code, name=board.names[row], move=move, day=day,
        since=day - timedelta(days=len(lately) - 1 - begun),
        observed=int(judged.observed[row, at]), out_of=None if board.out_of is None else int(board.out_of[row, column]),
        expected=float(judged.expected[row, at]), variance=float(judged.variance[row, at]),
        least=int(edges[0][row, at]), most=int(edges[1][row, at]),
        chance=float(judged.rise[row, at] if move is Move.RISE else judged.fall[row, at]),
    )  # fmt: skip


def _shifted(seen: Watched, at: int, level: float) -> list[Moved]:
    """Shares whose level is another one since a while, and was not found to be so in the days before."""
    found, board = [], seen.board
    assert board.out_of is not None or not seen.shifts
    for row, name in enumerate(board.names):
        lately = [seen.shifts[row, each].chance for each in range(max(0, at - QUIET), at + 1) if (row, each) in seen.shifts]
        if board.out_of is None or (row, at) not in seen.shifts or lately[-1] >= level or min(lately[:-1], default=1.0) < level:
            continue
        cut, end = seen.shifts[row, at], board.column(seen.days[at]) + 1
        of, hits = float(board.out_of[row, end + cut.cut : end].sum()), int(board.counts[row, end + cut.cut : end].sum())
        usual, noise = of * cut.before, of * cut.before * (1 - cut.before)
        found.append(
            Moved(
                stream=board.stream.code, name=name, move=Move.SHIFT, day=seen.days[at],
                since=seen.days[at] + timedelta(days=cut.cut + 1), observed=hits, out_of=int(of), expected=usual, variance=noise,
                least=int(max(0.0, usual - 4 * noise**0.5)), most=int(usual + 4 * noise**0.5), chance=cut.chance,
            )
        )  # fmt: skip
    return found


def _new(board: Board, day: date, level: float) -> list[Moved]:
    """Values that were never seen before."""
    found = []
    for dimension in board.stream.watched:
        rows = board.rows_of(dimension)
        every = board.counts if board.out_of is None else board.out_of
        for place, chance in newcomers(every[rows], board.column(day)) if rows else ():
            row = rows[place]
            observed = int(board.counts[row, board.column(day)])
            if chance < level and observed:
                found.append(
                    Moved(
                        stream=board.stream.code, name=board.names[row], move=Move.NEW, day=day, since=day, observed=observed,
                        out_of=None if board.out_of is None else int(board.out_of[row, board.column(day)]), expected=0.0,
                        variance=1.0, least=0, most=0, chance=chance,
                    )
                )  # fmt: skip
    return found


def head_of(together: Sequence[Moved]) -> Moved:
    """The one that gives the alarm its name: of the first stream, the narrowest that holds half of the greatest move there."""
    order = list(STREAMS)
    first = min((each.stream for each in together), key=order.index)
    own = [each for each in together if each.stream == first]
    greatest = max(each.excess for each in own)
    return min((each for each in own if each.excess >= HALF * greatest), key=_rank)


def _rank(moved: Moved) -> tuple[object, ...]:
    dimension = moved.name[0]
    order = NAMED_BY.index(dimension) if dimension in NAMED_BY else len(NAMED_BY)
    return dimension == ALL, order == len(NAMED_BY), round(moved.expected, 6), order, moved.chance, moved.name


def belongs(moved: Moved, shared: float, level: float) -> bool:
    """Whether a move would be in the ordinary without ``shared``: what the head's events brought beyond (or fell short of) their
    usual, that day and in this series."""
    rest = np.array(moved.observed - shared)
    mean, variance = np.array(moved.expected), np.array(moved.variance)
    if moved.move is Move.FALL:
        return bool(at_most(np.floor(rest), mean, variance) >= level)
    if moved.move is Move.RISE:
        return bool(at_least(np.ceil(rest), mean, variance) >= level)
    return bool(shared >= HALF * moved.excess)
