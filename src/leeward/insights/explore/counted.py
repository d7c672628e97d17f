"""Small cells: counts of few are not taken out of the house, nor what was counted with them, nor what would give them away.

Which columns are counts is read from the query: ``count(...)`` and its kin, a sum over one, and whatever passes such a column on
under its name or another. In an export a count below the limit is written ``<5``; the other numbers of its row are left out; and
where a single row would be hidden, the row with the next smallest count is hidden with it, since totals would tell.
"""

from collections.abc import Sequence
from typing import Any

from sqlglot import exp

_COUNTS = (exp.Count, exp.CountIf, exp.ApproxDistinct)


def count_columns(tree: exp.Expr, names: Sequence[str]) -> frozenset[int]:
    """The places of the columns of an answer that are counts."""
    given: set[str] = set()
    while True:
        before = len(given)
        for select in tree.find_all(exp.Select):
            for shown in select.expressions:
                if _counts(shown, given):
                    given.add(shown.alias_or_name.lower() or shown.sql("duckdb").lower())
        if len(given) == before:
            break
    places = {place for place, name in enumerate(names) if name.lower() in given or name.lower().startswith("count")}
    outer = tree
    while isinstance(outer, (exp.SetOperation, exp.Subquery)):
        outer = outer.this
    if isinstance(outer, exp.Select) and len(outer.expressions) == len(names) and not outer.is_star:
        places |= {place for place, shown in enumerate(outer.expressions) if _counts(shown, given)}
    return frozenset(places)


def _counts(shown: exp.Expr, given: set[str]) -> bool:
    if any(isinstance(node, _COUNTS) for node in shown.walk()):
        return True
    return any(column.name.lower() in given for column in shown.find_all(exp.Column))


def without_small(rows: Sequence[Sequence[Any]], counts: frozenset[int], small: int) -> tuple[list[list[Any]], int]:
    """The rows as they may leave the house, and how many of them had something left out."""
    if not counts:
        return [list(row) for row in rows], 0
    few = [place for place, row in enumerate(rows) if any(_is_small(row[column], small) for column in counts)]
    if len(few) == 1 and len(rows) > 1:
        rest = [place for place in range(len(rows)) if place != few[0]]
        few.append(min(rest, key=lambda place: min(_size(rows[place][column]) for column in counts)))
    hidden = set(few)
    return [_hide(row, counts, small) if place in hidden else list(row) for place, row in enumerate(rows)], len(hidden)


def _hide(row: Sequence[Any], counts: frozenset[int], small: int) -> list[Any]:
    return [
        (f"<{small}" if _is_small(value, small) else "hidden" if isinstance(value, (int, float)) else value)
        if place in counts
        else None
        if isinstance(value, (int, float)) and not isinstance(value, bool)
        else value
        for place, value in enumerate(row)
    ]


def _is_small(value: Any, small: int) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < small


def _size(value: Any) -> float:
    return float(value) if isinstance(value, (int, float)) else float("inf")
