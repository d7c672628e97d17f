"""The questions of ``figures.sql``, for what somebody chose."""

from collections.abc import Mapping

from leeward.insights.published.cube import Asked, Cube, Dimension, conditions, literal
from leeward.record.standing.queries import read_queries

F = read_queries("leeward.insights.published", "figures.sql")


def question(cube: Cube, asked: Asked) -> str:
    """SQL for the figures by period (and by the dimension asked for): ``period, name, low, high, rows, unit``.

    Counts are added up; a share is given where exactly one row says it, and none where several would have to be added.
    """
    return F.question.format(
        grain=cube.grain,
        name=asked.by if asked.by is not None else "NULL::VARCHAR",
        unit=cube.unit,
        low=cube.low,
        high=cube.high,
        table=cube.table,
        where="\n    AND ".join(conditions(cube, asked)),
    )


def values_of(cube: Cube, known: Mapping[str, str], dimension: Dimension, most: int) -> str:
    """SQL for the values that a dimension can have, the largest first, given those of the dimensions that must have one."""
    fixed = [f"{each.name} = {literal(known[each.name])}" for each in cube.dimensions if each.usual and each.name in known]
    where = " AND ".join([cube.always, *fixed])
    return F.values_of.format(name=dimension.name, table=cube.table, where=where, high=cube.high, most=most)


def editions(cube: Cube, asked: Asked, most: int) -> str:
    """SQL for figures that editions differ about: ``day, vintage, low, high``, of what is chosen."""
    where = " AND ".join(each for each in conditions(cube, asked) if each != cube.always)
    return F.editions.format(table=cube.table, where=where, most=most)
