"""Expressions as DuckDB text. SQL has three-valued logic of its own, so conditions stay as they are; what needs care is numbers.

Integers are calculated in 64 bits where their ranges fit and in 128 where they might not, floats are NULL when not finite, a
moment is microseconds since 1970 (no extension, no session time zone), lists are never NULL. Nothing here depends on
DuckDB's implicit casts.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from leeward.playbook.rules.bounds import bounds, fits
from leeward.playbook.rules.conditions import rank
from leeward.playbook.rules.functions import FUNCTIONS
from leeward.playbook.rules.kinds import FLOAT, INTEGER, TIMESTAMP, Kind
from leeward.playbook.rules.like import as_pattern
from leeward.playbook.rules.needles import needles
from leeward.playbook.rules.regex import read
from leeward.playbook.rules.tree import (
    And,
    Arithmetic,
    Between,
    Call,
    Case,
    Column,
    Compare,
    Constant,
    Constants,
    Distinct,
    In,
    IsNull,
    IsTruth,
    Like,
    Node,
    Not,
    Or,
    Regex,
    Value,
)
from leeward.playbook.rules.truth import Truth
from leeward.playbook.rules.values import EPOCH, Names

MICROSECOND = timedelta(microseconds=1)


def quoted(name: str) -> str:
    """A name as SQL."""
    return '"' + name.replace('"', '""') + '"'


def text_literal(text: str) -> str:
    """A text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def literal(value: Value) -> str:
    """A literal as SQL; moments and durations in microseconds."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value) if value >= 0 else f"({value})"
    if isinstance(value, float):
        spelled = repr(value) if "e" in repr(value) else f"{value!r}e0"  # without an exponent it would be a DECIMAL
        return spelled if value >= 0 else f"({spelled})"
    if isinstance(value, datetime):
        return literal((value - EPOCH) // MICROSECOND)
    if isinstance(value, timedelta):
        return literal(value // MICROSECOND)
    return text_literal(value)


class Duck:
    """Writes DuckDB text. ``hoisted`` names subexpressions that the query has already calculated, ``near`` for a search the
    coarser one that it has made."""

    def __init__(self, hoisted: Mapping[Node, str] | None = None, near: Mapping[Node, str] | None = None) -> None:
        self.hoisted, self.near = hoisted or {}, near or {}
        self._truth = Truth(Names())

    def said(self, node: Node) -> str:
        """Any expression, in parentheses where it needs them."""
        if node in self.hoisted:
            return self.hoisted[node]
        if node in self.near:
            return f"({self.near[node]} AND {self._written(node)})"
        return self._written(node)

    def _written(self, node: Node) -> str:
        match node:
            case Column(name=name, type=type_):
                plain = quoted(name)
                return f"epoch_us({plain})" if type_ == TIMESTAMP else plain
            case Constant(value=value):
                return literal(value)
            case Constants(values=values):
                return f"[{', '.join(map(literal, values))}]"
            case Arithmetic():
                return self._arithmetic(node)
            case Call():
                return self._call(node)
            case Case(branches=branches, default=default):
                whens = " ".join(f"WHEN {self.said(when)} THEN {self.said(then)}" for when, then in branches)
                return f"CASE {whens} ELSE {self.said(default)} END"
            case _:
                return self._condition(node)

    def _condition(self, node: Node) -> str:
        match node:
            case And(parts=parts):
                return "(" + " AND ".join(self.said(part) for part in self.ordered(parts)) + ")"
            case Or(parts=parts):
                return "(" + " OR ".join(map(self.said, parts)) + ")"
            case Not(value=value):
                return f"(NOT {self.said(value)})"
            case IsNull(value=value):
                return f"({self.said(value)} IS NULL)"
            case IsTruth(value=value, truth=truth):
                return f"({self.said(value)} IS {'TRUE' if truth else 'FALSE'})"
            case Compare(op=op, left=left, right=right):
                one, other = self._sides(left, right)
                return f"({one} {op} {other})"
            case Distinct(left=left, right=right):
                one, other = self._sides(left, right)
                return f"({one} IS DISTINCT FROM {other})"
            case Between(value=value, low=low, high=high):
                one, least, most = self._sides(value, low, high)
                return f"({one} BETWEEN {least} AND {most})"
            case In(value=value, values=values):
                return f"({self.said(value)} IN ({', '.join(map(literal, values))}))"
            case Like(value=value, pattern=pattern):
                text, sign = as_pattern(pattern)
                escape = f" ESCAPE {text_literal(sign)}" if sign else ""
                return f"({self.said(value)} LIKE {text_literal(text)}{escape})"
            case Regex():
                return self._regex(node)
            case _:
                raise AssertionError(f"no condition: {node}")

    def ordered(self, parts: tuple[Node, ...]) -> list[Node]:
        """Conjuncts, cheapest and most telling first, as online."""
        return sorted(parts, key=lambda part: rank(self._truth.true(part)))

    def _sides(self, *sides: Node) -> list[str]:
        """Plain moments are compared as they are, so that Parquet's statistics help."""
        plain = all(isinstance(side, Column | Constant) and side.type == TIMESTAMP for side in sides)
        return [self._moment(side) if plain else self.said(side) for side in sides]

    def _moment(self, node: Node) -> str:
        if isinstance(node, Constant):
            return f"make_timestamptz({literal(node.value)})"
        assert isinstance(node, Column)
        return quoted(node.name)

    def _regex(self, node: Regex) -> str:
        text = self.said(node.value)
        look = needles(read(node.pattern))
        found = " OR ".join(f"contains({text}, {text_literal(part)})" for part in look.texts)
        if look.enough:
            return f"({found})"
        match = f"regexp_matches({text}, {text_literal(node.pattern)})"
        return f"(({found}) AND {match})" if found else match

    def _call(self, node: Call) -> str:
        args = [self.said(arg) for arg in node.args]
        if node.name in ("coalesce", "nullif", "least", "greatest"):
            return f"{node.name}({', '.join(args)})"
        if node.name == "list_contains" and isinstance(node.args[1], Constant):
            return f"COALESCE(list_contains({args[0]}, {args[1]}), FALSE)"
        if node.name == "to_float" and not fits(bounds(node.args[0])):
            return f"CAST(CAST({args[0]} AS VARCHAR) AS DOUBLE)"  # DuckDB rounds 128 bits wrongly one time in a hundred
        if node.name == "abs" and node.type == INTEGER and not fits(bounds(node)):
            return f"abs(CAST({args[0]} AS HUGEINT))"
        return FUNCTIONS[node.name].duckdb.format(*args)

    def _arithmetic(self, node: Arithmetic) -> str:
        text = self._calculated(node)
        return f"CASE WHEN isfinite({text}) THEN {text} END" if node.type == FLOAT else text

    def _calculated(self, node: Node) -> str:
        """As online: a chain of + - * is tested for finiteness once, a divisor on its own."""
        if not isinstance(node, Arithmetic):
            return self.said(node)
        left = self._calculated(node.left)
        right = self.said(node.right) if node.op == "/" else self._calculated(node.right)
        if node.type.kind is Kind.INTEGER:
            small = all(fits(bounds(each)) for each in (node, node.left, node.right))
            wide = "BIGINT" if small else "HUGEINT"
            left, right = f"CAST({left} AS {wide})", f"CAST({right} AS {wide})"
        return f"({left} {node.op} {right})"
