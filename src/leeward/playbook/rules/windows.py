"""Aggregates over windows in DuckDB: the same values as the memory's, over the whole history at once.

Events count in the order of their arrival, ``position``. An event that lies too far behind the latest of its key is set aside;
every other one counts as at the latest moment of its key, ``m``, which therefore never falls. Over a key's counted events a
RANGE frame from ``m - last`` would take in later events of the same moment (RULES: 336 of 2 M cells differed), so they are put
in order by moment and position in one number, ``u``.
"""

from collections.abc import Iterable

from leeward.playbook.rules.duck import quoted
from leeward.playbook.rules.kinds import FLOAT
from leeward.playbook.rules.known import Feature, Window

STEP = 2**40
"""How many positions a moment has: more than events ever come."""


def windowed(relation: str, features: Iterable[Feature]) -> str:
    """A query, in parentheses, with all columns of ``relation`` and one for each feature, under its name.

    ``relation`` is a table or a query in parentheses with the columns ``position`` (an integer that rises in the order of
    arrival) and ``occurred`` (a moment) beside the fields of its events. Without features it is ``relation`` itself.
    """
    wanted = sorted(set(features), key=lambda feature: feature.name)
    if not wanted:
        return relation
    groups = list(dict.fromkeys((each.window.by, each.window.late_microseconds) for each in wanted))
    latest = "".join(
        f",\n    max(epoch_us(occurred)) OVER (PARTITION BY {quoted(by)} ORDER BY position ROWS UNBOUNDED PRECEDING) AS _m{place}"
        for place, (by, _) in enumerate(groups)
    )
    counted = "".join(
        f",\n    {quoted(by)} IS NOT NULL AND epoch_us(occurred) >= _m{place} - {late} AS _counted{place},"
        f" CAST(_m{place} AS HUGEINT) * {STEP} + position AS _u{place}"
        for place, (by, late) in enumerate(groups)
    )
    columns = ",\n    ".join(
        f"{_value(each, groups.index((each.window.by, each.window.late_microseconds)))} AS {quoted(each.name)}" for each in wanted
    )
    unneeded = ", ".join(f"_m{place}, _counted{place}, _u{place}" for place in range(len(groups)))
    return (
        f"(SELECT * EXCLUDE ({unneeded}),\n    {columns}\n  FROM (SELECT *{counted}\n"
        f"  FROM (SELECT *{latest}\n  FROM {relation})))"
    )


def _value(feature: Feature, group: int) -> str:
    frame = _frame(feature.window, group)
    field = quoted(feature.field) if feature.field is not None else "*"
    if feature.function == "sum" and feature.type == FLOAT:
        # In order of arrival, from the oldest, as online: floats added in another order make another sum.
        values = f"list({field}) FILTER (WHERE {field} IS NOT NULL) OVER {frame}"
        found = f"list_reduce({values}, lambda one, other: one + other)"
        return f"CASE WHEN _counted{group} AND isfinite({found}) THEN {found} END"
    inside = f"DISTINCT {field}" if feature.function == "count_distinct" else field
    return f"CASE WHEN _counted{group} THEN {feature.function.removesuffix('_distinct')}({inside}) OVER {frame} END"


def _frame(window: Window, group: int) -> str:
    back = (window.last_microseconds - 1) * STEP
    return (
        f"(PARTITION BY {quoted(window.by)}, _counted{group} ORDER BY _u{group}"
        f" RANGE BETWEEN CAST({back} AS HUGEINT) + position PRECEDING AND CURRENT ROW)"
    )
