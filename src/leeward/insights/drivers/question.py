"""What somebody asks: which series, which days, against how many periods before, of which part, by which dimensions."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec

from leeward.insights.drivers.refusals import NoSuchPart, NoSuchSeries, NotAPeriod
from leeward.insights.drivers.series import SERIES, Series
from leeward.playbook.diagnostics import suggestion

LONGEST, FARTHEST = 366, 26  # days of a period, and periods before it
WIDEST = 200  # values of one dimension that are told apart; the rest is "others"
FEWEST = 5  # rows, over all periods, from which on a value is told apart: who came once is nobody to compare
OTHERS = "others"


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question. The period ends with ``last``; the earlier ones are as long and lie before it without a gap."""

    series: str
    last: date
    """The last day of the period, in UTC."""
    days: int = 7
    earlier: int = 4
    """How many periods before it are looked at."""
    where: tuple[tuple[str, str], ...] = ()
    """(dimension, value): only this part."""
    by: tuple[str, ...] = ()
    """Dimensions that may explain; all of the series without any."""

    @property
    def begins(self) -> datetime:
        """When the earliest period begins."""
        return self.began(self.earlier)

    @property
    def ends(self) -> datetime:
        """When the period asked about is over."""
        return datetime.combine(self.last + timedelta(days=1), time(), UTC)

    def began(self, before: int) -> datetime:
        """When the period that lies ``before`` periods before the one asked about begins."""
        return self.ends - timedelta(days=self.days * (before + 1))


def checked(asked: Question) -> tuple[Series, tuple[str, ...]]:
    """The series and the dimensions of a question. Raises NoSuchSeries, NoSuchPart, NotAPeriod."""
    series = SERIES.get(asked.series)
    if series is None:
        hint = suggestion(asked.series, SERIES) or f"There are {', '.join(SERIES)}."
        raise NoSuchSeries(f"Nobody counts {asked.series!r}.", remedy=hint)
    if not (1 <= asked.days <= LONGEST and 1 <= asked.earlier <= FARTHEST):
        raise NotAPeriod(
            f"{asked.days} days against {asked.earlier} periods is not asked here.",
            remedy=f"A period has 1 to {LONGEST} days, and 1 to {FARTHEST} such periods lie before it.",
        )
    for name in (*(each for each, _ in asked.where), *asked.by):
        if name not in series.dimensions:
            hint = suggestion(name, series.dimensions) or f"It has {', '.join(series.dimensions)}."
            raise NoSuchPart(f"{series.name} is not told apart by {name!r}.", remedy=hint)
    fixed = {name for name, _ in asked.where}
    dimensions = tuple(each for each in series.dimensions if (not asked.by or each in asked.by) and each not in fixed)
    if not dimensions:
        raise NoSuchPart("Nothing is left that could explain it.", remedy="Name fewer parts, or other dimensions.")
    return series, dimensions


def pieces_of(series: Series, dimensions: Sequence[str], asked: Question) -> dict[str, str]:
    """What goes into the places of ``queries.sql``: expressions over the lake's tables, never anything that somebody typed."""
    kept = ", ".join(
        f"{name}_kept AS (SELECT {name} FROM asked GROUP BY 1 HAVING count(*) >= {FEWEST} "
        f"ORDER BY count(*) DESC, 1 LIMIT {WIDEST})"
        for name in dimensions
    )
    shown = ", ".join(
        f"CASE WHEN {name} IS NULL OR {name} IN (SELECT {name} FROM {name}_kept WHERE {name} IS NOT NULL) "
        f"THEN {name} ELSE '{OTHERS}' END AS {name}"
        for name in dimensions
    )
    return {
        "table": series.table,
        "moment": series.moment,
        "number": series.number,
        "where": series.where + "".join(f" AND CAST({name} AS VARCHAR) = ?" for name, _ in asked.where),
        "days": str(asked.days),
        "columns": ", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in dimensions),
        "kept": kept,
        "shown": shown,
    }


def parameters_of(asked: Question) -> list[Any]:
    """The parameters of the query for the cells: when the earliest period begins, when it is over, the values of the parts."""
    begins = asked.begins.isoformat()
    return [begins, begins, asked.ends.isoformat(), *(value for _, value in asked.where)]
