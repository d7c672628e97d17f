"""The desk of drivers: a question becomes a query over the lake, its cells a cube, and that an answer in words."""

from datetime import UTC, datetime, timedelta
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from leeward.insights.drivers.question import Question, checked, parameters_of, pieces_of
from leeward.insights.drivers.refusals import NothingBefore
from leeward.insights.drivers.series import Kind, Series
from leeward.insights.drivers.views import Answer, Mixed, One, Slice
from leeward.insights.drivers.wording import NAMELESS, Harms, sentences_of, slice_words, value_words
from leeward.record.lake.reading import Lake, open_lake
from leeward.record.ledger.record import Record
from leeward.record.standing.queries import read_queries

if TYPE_CHECKING:
    from leeward.insights.drivers.cube import Cube
    from leeward.insights.drivers.effects import Contribution
    from leeward.insights.drivers.explaining import Driver, Explanation

Q = read_queries(__package__)
Rows = list[tuple[Any, ...]]


def explain(record: Record, lake: Path, asked: Question, harms: Harms = NAMELESS) -> Answer:
    """Why a series moved; ``harms`` says what classes of harm are called.

    Raises NoSuchSeries, NoSuchPart, NotAPeriod, NothingBefore.
    """
    series, dimensions = checked(asked)
    with open_lake(record, lake) as opened:
        shortened = _known(opened, series, asked)
        sql, rows = _cells(opened, series, dimensions, shortened)
    return _answer(series, dimensions, shortened, rows, sql, asked.earlier - shortened.earlier, harms)


def _known(lake: Lake, series: Series, asked: Question) -> Question:
    """The question with only those earlier periods in which something could be known."""
    sql = Q.first_day.format(table=series.table, moment=series.moment, where=series.where)
    with lake.tables(sql) as connection:
        found = connection.execute(sql).fetchone()
    if found is None or found[0] is None:
        raise NothingBefore(f"The lake holds no {series.noun} yet.", remedy="A running server writes it several times a minute.")
    first = datetime.fromtimestamp(found[0] / 1e6, UTC)
    whole = [n for n in range(1, asked.earlier + 1) if asked.began(n) >= first - timedelta(days=1)]
    if not whole:
        earliest = (first + timedelta(days=2 * asked.days - 1)).date()
        raise NothingBefore(
            f"{series.name}: the first of them is of {first.date()}, so nothing as long lies before this period.",
            remedy=f"Ask for a period of {asked.days} days that ends on {earliest} or later, or for a shorter one.",
        )
    return msgspec.structs.replace(asked, earlier=max(whole))


def _cells(lake: Lake, series: Series, dimensions: tuple[str, ...], asked: Question) -> tuple[str, Rows]:
    sql = Q.cells.format(**pieces_of(series, dimensions, asked))
    with lake.tables(sql) as connection:
        return sql, connection.execute(sql, parameters_of(asked)).fetchall()


def _answer(
    series: Series, dimensions: tuple[str, ...], asked: Question, rows: Rows, sql: str, left_out: int, harms: Harms
) -> Answer:
    from leeward.insights.drivers.concentration import concentration  # numpy, which nobody needs who asks nothing
    from leeward.insights.drivers.cube import cube_of
    from leeward.insights.drivers.explaining import explain_count, explain_ratio, explain_sum

    ratio = series.kind is Kind.RATIO
    taken = ((int(row[0]), row[1:-3], float(row[-3] or 0), float(row[-1]) if ratio else None) for row in rows)
    cube: Cube = cube_of(dimensions, taken, asked.earlier + 1)
    found: Explanation
    if ratio:
        found = explain_ratio(cube)
    elif series.kind is Kind.AMOUNT:
        whole = sum(row[-3] or 0 for row in rows)
        found = explain_sum(cube, sum(row[-2] or 0 for row in rows) / whole if whole else 0.0)
    else:
        found = explain_count(cube)
    return _told(series, asked, cube, found, concentration(cube), sql, left_out, harms)


def _told(
    series: Series,
    asked: Question,
    cube: "Cube",
    found: "Explanation",
    ones: tuple[Any, ...],
    sql: str,
    left_out: int,
    harms: Harms,
) -> Answer:
    sure = _is_sure(found.whole)
    whole = _slice((), found.whole, 1.0 if sure else None, found.values, series.noun)
    drivers, against = (tuple(_named(series, each, sure, harms) for each in some) for some in (found.drivers, found.against))
    of_rest = found.rest.amount / found.whole.amount if sure else None
    mixed = tuple(
        Mixed(dimension=each.name, rate=each.rate, mix=each.mix, reversal=each.reversal and sure) for each in found.dimensions
    )
    concentrated = tuple(
        One(
            dimension=each.dimension, value=each.value, words=value_words(each.dimension, each.value, harms),
            contributed=each.contributed, usual=each.usual, values=each.values, one=each.one,
        )
        for each in ones
    )  # fmt: skip
    told = sentences_of(
        series, whole, drivers, against, everywhere=found.everywhere, periods=asked.earlier, mixed=mixed,
        concentration=concentrated if series.kind is not Kind.RATIO else (),
    )  # fmt: skip
    return Answer(
        series=series,
        question=asked,
        sentences=told,
        whole=whole,
        drivers=drivers,
        against=against,
        rest=_slice((), found.rest, of_rest, (), "everything else"),
        everywhere=found.everywhere,
        mixed=mixed,
        concentration=concentrated if series.kind is not Kind.RATIO else (),
        cells=cube.codes.shape[1],
        left_out=left_out,
        sql=sql,
    )


def _named(series: Series, each: "Driver", sure: bool, harms: Harms) -> Slice:
    share, words = each.share if sure else None, slice_words(series, each.where, harms)
    return _slice(each.where, each.contribution, share, each.values, words)


def _slice(
    where: tuple[tuple[str, str], ...], each: "Contribution", share: float | None, values: tuple[float, ...], words: str
) -> Slice:
    return Slice(
        where=where,
        words=words,
        before=_there(each.before),
        after=_there(each.after),
        before_of=each.before_of,
        after_of=each.after_of,
        amount=each.amount,
        low=each.low,
        high=each.high,
        sure=_is_sure(each),
        share=share if share is None else _there(share),
        rate=each.rate,
        mix=each.mix,
        values=tuple(_there(value) for value in values),
    )


def _is_sure(each: "Contribution") -> bool:
    return each.low > 0 or each.high < 0


def _there(value: float) -> float | None:
    return None if isnan(value) else value
