"""Aggregates over windows in Spark: the same values as in DuckDB (``windows``), by frames that Spark has.

Spark's frames have fixed bounds, so a window is two of them: the counted events of the key at earlier moments, and those of the
very moment that came no later. Within a key the moments never fall, so the two are all there is. Spark has no DISTINCT in a
window either: sets are collected and counted.
"""

from collections.abc import Iterable

from leeward.playbook.rules.kinds import FLOAT, INTEGER
from leeward.playbook.rules.known import Feature, Window
from leeward.playbook.rules.sql import Sql


def windowed(sql: Sql, relation: str, features: Iterable[Feature]) -> str:
    """A query, in parentheses, with all columns of ``relation`` and one for each feature, under its name.

    ``relation`` is a table or a query in parentheses with the columns ``position`` (an integer that rises in the order of
    arrival) and ``occurred`` (a moment) beside the fields of its events. Without features it is ``relation`` itself.
    """
    wanted = sorted(set(features), key=lambda feature: feature.name)
    if not wanted:
        return relation
    groups = list(dict.fromkeys((each.window.by, each.window.late_microseconds) for each in wanted))
    at = sql.microseconds("occurred")
    latest = "".join(
        f",\n    max({at}) OVER (PARTITION BY {sql.quoted(by)} ORDER BY position ROWS UNBOUNDED PRECEDING) AS _m{place}"
        for place, (by, _) in enumerate(groups)
    )
    counted = "".join(
        f",\n    {sql.quoted(by)} IS NOT NULL AND {at} >= _m{place} - {late}L AS _counted{place}"
        for place, (by, late) in enumerate(groups)
    )
    columns = ",\n    ".join(
        f"CASE WHEN _counted{group} THEN {_value(sql, each, *_frames(sql, each.window, group))} END AS {sql.quoted(each.name)}"
        for each in wanted
        for group in [groups.index((each.window.by, each.window.late_microseconds))]
    )
    return f"(SELECT *,\n    {columns}\n  FROM (SELECT *{counted}\n  FROM (SELECT *{latest}\n  FROM {relation})))"


def _frames(sql: Sql, window: Window, group: int) -> tuple[str, str]:
    key = f"PARTITION BY {sql.quoted(window.by)}, _counted{group}"
    earlier = f"({key} ORDER BY _m{group} RANGE BETWEEN {window.last_microseconds - 1}L PRECEDING AND 1L PRECEDING)"
    now = f"({key}, _m{group} ORDER BY position ROWS UNBOUNDED PRECEDING)"
    return earlier, now


def _value(sql: Sql, feature: Feature, earlier: str, now: str) -> str:
    """An aggregate over both frames, from one over each."""
    field = "*" if feature.field is None else sql.quoted(feature.field)
    match feature.function:
        case "count":
            return f"count({field}) OVER {earlier} + count({field}) OVER {now}"
        case "count_distinct":
            both = f"array_union(collect_set({field}) OVER {earlier}, collect_set({field}) OVER {now})"
            return f"CAST(size({both}) AS BIGINT)"
        case "sum" if feature.type == FLOAT:
            return _sum_in_order(sql, field, earlier, now)
        case "sum":
            wide = f"CAST({field} AS {sql.wide})" if feature.type == INTEGER else field
            one, other = f"sum({wide}) OVER {earlier}", f"sum({wide}) OVER {now}"
            return f"coalesce(CAST({one} + {other} AS {sql.wide}), {one}, {other})"
        case _:
            outer = "least" if feature.function == "min" else "greatest"
            return f"{outer}({feature.function}({field}) OVER {earlier}, {feature.function}({field}) OVER {now})"


def _sum_in_order(sql: Sql, field: str, earlier: str, now: str) -> str:
    """Floats are added in order of arrival, as online: in another order they make another sum."""
    value = f"CASE WHEN {field} IS NOT NULL THEN struct(position, {field} AS value) END"
    values = f"array_sort(concat(collect_list({value}) OVER {earlier}, collect_list({value}) OVER {now}))"
    total = f"aggregate({values}, -0.0D, (one, other) -> one + other.value)"  # which changes nothing it is added to
    return f"CASE WHEN size({values}) > 0 AND {sql.finite(total)} THEN {total} END"
