"""The rules of the benchmark over Parquet in chDB (ClickHouse) and Polars: how often each is TRUE, from the same predicates.

ClickHouse gets what our own query is made of as well: cheap conjuncts first, required texts before a regular expression. Polars
gets expressions, which its optimiser orders and shares itself.
"""

from functools import reduce
from operator import and_, or_
from typing import Any

import polars as pl

from leeward.playbook.rules.functions import Function
from leeward.playbook.rules.sql import Sql
from leeward.playbook.rules.tree import (
    And,
    Arithmetic,
    Call,
    Column,
    Compare,
    Constant,
    In,
    IsNull,
    Node,
    Not,
    Or,
    Regex,
)

CALLS = {
    "lower": "lower({0})",
    "array_length": "length({0})",
    "list_contains": "has({0}, {1})",
    "to_float": "toFloat64({0})",
}


class ClickHouse(Sql):
    """Writes ClickHouse text, as far as the workload goes."""

    narrow, wide = "Int64", "Int128"

    def quoted(self, name: str) -> str:
        return f"`{name}`"

    def text(self, text: str) -> str:
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def integer(self, value: int) -> str:
        return str(value)

    def floating(self, value: float) -> str:
        return repr(value)

    def items(self, values: list[str]) -> str:
        return f"[{', '.join(values)}]"

    def microseconds(self, column: str) -> str:
        return f"toUnixTimestamp64Micro({column})"

    def moment(self, microseconds: str) -> str:
        return f"fromUnixTimestamp64Micro({microseconds})"

    def mapped(self, column: str, name: str, expression: str) -> str:
        return f"arrayMap({name} -> {expression}, {column})"

    def contains(self, text: str, part: str) -> str:
        return f"(position({text}, {part}) > 0)"

    def matches(self, text: str, pattern: str) -> str:
        return f"match({text}, {self.text(pattern)})"

    def like(self, text: str, pattern: tuple[tuple[str, str], ...]) -> str:
        raise NotImplementedError("the workload's LIKEs are contains()")

    def finite(self, number: str) -> str:
        return f"isFinite({number})"

    def function(self, function: Function) -> str:
        return CALLS[function.name]

    def called(self, node: Call, args: list[str]) -> str:
        return self.contains(*args) if node.name == "contains" else super().called(node, args)


def chdb_sql(roots: list[Node], path: str) -> str:
    """One query: a column of counts a rule, on two threads."""
    write = ClickHouse()
    counts = ", ".join(f"countIf({write.said(root)}) AS r{number}" for number, root in enumerate(roots))
    return f"SELECT {counts} FROM file('{path}', Parquet) SETTINGS max_threads = 2"


def polars_query(roots: list[Node], path: str) -> pl.LazyFrame:
    """The same as a lazy frame."""
    return pl.scan_parquet(path).select(expression(root).sum().alias(f"r{number}") for number, root in enumerate(roots))


def expression(node: Node) -> Any:
    """An expression of Polars, whose three-valued logic is SQL's. Raises NotImplementedError for what is not in the workload."""
    match node:
        case Column(name=name):
            return pl.col(name)
        case Constant(value=value):
            return pl.lit(value)
        case And(parts=parts):
            return reduce(and_, map(expression, parts))
        case Or(parts=parts):
            return reduce(or_, map(expression, parts))
        case Not(value=value):
            return ~expression(value)
        case IsNull(value=value):
            return expression(value).is_null()
        case In(value=value, values=values):
            return expression(value).is_in(list(values))
        case Regex(value=value, pattern=pattern):
            return expression(value).str.contains(pattern)
        case Compare() | Arithmetic():
            return _binary(node.op, expression(node.left), expression(node.right))
        case Call():
            return _called(node.name, *map(expression, node.args))
        case _:
            raise NotImplementedError(f"the workload is not known to use {node}")


def _binary(op: str, left: Any, right: Any) -> Any:
    return {
        "=": left.__eq__,
        "<>": left.__ne__,
        "<": left.__lt__,
        "<=": left.__le__,
        ">": left.__gt__,
        ">=": left.__ge__,
        "/": left.__truediv__,
    }[op](right)


def _called(name: str, first: Any, other: Any = None) -> Any:
    match name:
        case "contains":
            return first.str.contains(other, literal=True)
        case "lower":
            return first.str.to_lowercase()
        case "array_length":
            return first.list.len()
        case "list_contains":
            return first.list.contains(other)
        case "to_float":
            return first.cast(pl.Float64)
        case "coalesce":
            return pl.coalesce(first, other)
        case "nullif":
            return pl.when(first != other).then(first)
        case _:
            raise NotImplementedError(name)
