"""Expressions as SQL text, for any engine. SQL has three-valued logic of its own, so conditions stay as they are.

What engines spell each their own way is a method of ``Sql`` that the engine's class fills in (``duck``, ``spark``). The rest is
one text for all: a moment is microseconds since 1970 (no session time zone), lists are never NULL, floats are NULL when not
finite, integers are calculated in 64 bits where their ranges fit and wider where they might not.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from leeward.playbook.model import DIGITS
from leeward.playbook.rules.bounds import bounds, fits
from leeward.playbook.rules.conditions import rank
from leeward.playbook.rules.functions import FUNCTIONS, Function
from leeward.playbook.rules.kinds import FLOAT, TIMESTAMP, Kind, Type
from leeward.playbook.rules.needles import needles
from leeward.playbook.rules.plain import TABLES
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
    Listed,
    Local,
    Node,
    Not,
    Or,
    Regex,
    Value,
)
from leeward.playbook.rules.truth import Truth
from leeward.playbook.rules.values import EPOCH, Names
from leeward.playbook.rules.zones import changes

MICROSECOND = timedelta(microseconds=1)


def relation_of(node: Listed) -> str:
    """The relation with one column, ``entry``, in which a query looks; digests are lower case there."""
    return f"list_{node.name}" if node.distance is None else f"bank_{node.name}"


def _as_decimal(side: Node) -> bool:
    """Whether a field or a literal can be written as a decimal of the engine."""
    small = not isinstance(side, Constant) or (isinstance(side.value, int) and abs(side.value) < 10**DIGITS)
    return small and side.type.kind is Kind.DECIMAL


class Sql(ABC):
    """Writes the text of one engine. ``hoisted`` names subexpressions that the query has already calculated, ``near`` for a
    search the coarser one that it has made."""

    narrow = "BIGINT"
    """The type of 64-bit integers."""
    string = "VARCHAR"
    wide: str
    """The type of integers of up to 38 digits."""

    def __init__(self, hoisted: Mapping[Node, str] | None = None, near: Mapping[Node, str] | None = None) -> None:
        self.hoisted, self.near = hoisted or {}, near or {}
        self._truth = Truth(Names())

    # What an engine spells its own way

    @abstractmethod
    def quoted(self, name: str) -> str:
        """A name."""

    @abstractmethod
    def text(self, text: str) -> str:
        """A text literal."""

    @abstractmethod
    def integer(self, value: int) -> str:
        """An integer literal, of 64 bits where it fits."""

    @abstractmethod
    def floating(self, value: float) -> str:
        """A finite float literal of 64 bits."""

    @abstractmethod
    def items(self, values: list[str]) -> str:
        """A list of these."""

    @abstractmethod
    def microseconds(self, column: str) -> str:
        """A column that holds moments, as microseconds since 1970."""

    @abstractmethod
    def moment(self, microseconds: str) -> str:
        """The other way round: a moment, to be compared with a column as it is."""

    @abstractmethod
    def mapped(self, column: str, name: str, expression: str) -> str:
        """A list with ``expression`` for each element, which is called ``name`` in it."""

    @abstractmethod
    def contains(self, text: str, part: str) -> str:
        """Whether a text holds another."""

    @abstractmethod
    def matches(self, text: str, pattern: str) -> str:
        """Whether a regular expression (the language's own text, not quoted) is found."""

    @abstractmethod
    def like(self, text: str, pattern: tuple[tuple[str, str], ...]) -> str:
        """LIKE."""

    def room(self, type_: Type) -> int:
        """How many digits a decimal is given, so that it can be multiplied by its unit."""
        return type_.digits

    @abstractmethod
    def finite(self, number: str) -> str:
        """Whether a float is finite."""

    def listed(self, node: Listed, text: str) -> str:
        """Whether a text is an entry of a list, or a digest near one. The entries are a relation beside the events."""
        relation = self.quoted(relation_of(node))
        if not node.distance:
            found = f"{text if node.distance is None else f'lower({text})'} IN (SELECT entry FROM {relation})"
        else:
            distance = self.function(FUNCTIONS["hash_distance"]).format("entry", text)
            found = f"EXISTS (SELECT 1 FROM {relation} WHERE {distance} <= {node.distance})"
        return f"CASE WHEN {text} IS NOT NULL THEN {found} END"

    @abstractmethod
    def function(self, function: Function) -> str:
        """The text of a function, with a place ``{0}`` for each argument."""

    # What is the same in all

    def literal(self, value: Value) -> str:
        """A literal; moments and durations in microseconds."""
        if value is None:
            return "NULL"
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, int):
            return self.integer(value)
        if isinstance(value, float):
            return self.floating(value)
        if isinstance(value, datetime):
            return self.integer((value - EPOCH) // MICROSECOND)
        if isinstance(value, timedelta):
            return self.integer(value // MICROSECOND)
        return self.text(value)

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
                plain = self.quoted(name)
                if type_.many and type_.kind is Kind.TIMESTAMP:
                    return self.mapped(plain, "each", self.microseconds("each"))
                if type_.kind is Kind.DECIMAL:
                    return self.units(plain, type_)
                return self.microseconds(plain) if type_ == TIMESTAMP else plain
            case Constant(value=value):
                return self.literal(value)
            case Constants(values=values):
                return self.items(list(map(self.literal, values)))
            case Arithmetic():
                return self._arithmetic(node)
            case Local(value=value, zone=zone):
                at = self.said(value)
                return f"({at} + {self._added(at, *changes(zone))})"
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
                return f"({self.said(value)} IN ({', '.join(map(self.literal, values))}))"
            case Like(value=value, pattern=pattern):
                return self.like(self.said(value), pattern)
            case Regex():
                return self._regex(node)
            case Listed():
                return self.listed(node, self.said(node.value))
            case _:
                raise AssertionError(f"no condition: {node}")

    def ordered(self, parts: tuple[Node, ...]) -> list[Node]:
        """Conjuncts, cheapest and most telling first, as online."""
        return sorted(parts, key=lambda part: rank(self._truth.true(part)))

    def _sides(self, *sides: Node) -> list[str]:
        """Plain moments and decimals are compared as they are, so that Parquet's statistics help."""
        plain = all(isinstance(side, Column | Constant) for side in sides)
        if plain and all(side.type == TIMESTAMP for side in sides):
            return [self._moment(side) for side in sides]
        if plain and all(map(_as_decimal, sides)):
            return [self._decimal(side) for side in sides]
        return [self.said(side) for side in sides]

    def _decimal(self, node: Node) -> str:
        if isinstance(node, Column):
            return self.quoted(node.name)
        assert isinstance(node, Constant)
        assert isinstance(node.value, int)
        text = format(Decimal(node.value).scaleb(-node.type.scale), "f")
        return f"CAST('{text}' AS DECIMAL({DIGITS}, {node.type.scale}))"

    def units(self, column: str, type_: Type) -> str:
        """A column that holds decimals, as a whole number of their smallest unit."""
        exact = f"CAST({column} AS DECIMAL({self.room(type_)}, {type_.scale}))"
        if type_.scale:
            exact = f"{exact} * CAST({10**type_.scale} AS DECIMAL({type_.scale + 1}, 0))"
        return f"CAST({exact} AS {self.narrow})"

    def _moment(self, node: Node) -> str:
        if isinstance(node, Constant):
            return self.moment(self.literal(node.value))
        assert isinstance(node, Column)
        return self.quoted(node.name)

    def _regex(self, node: Regex) -> str:
        text = self.said(node.value)
        look = needles(read(node.pattern))
        found = " OR ".join(self.contains(text, self.text(part)) for part in look.texts)
        if look.enough:
            return f"({found})"
        match = self.matches(text, node.pattern)
        return f"(({found}) AND {match})" if found else match

    def _call(self, node: Call) -> str:
        args = [self.said(arg) for arg in node.args]
        if node.name in ("coalesce", "nullif", "least", "greatest"):
            return f"{node.name}({', '.join(args)})"
        return self.called(node, args)

    def _added(self, at: str, moments: Sequence[timedelta], offsets: Sequence[timedelta]) -> str:
        """What a time zone adds to a moment, by halves."""
        if not moments:
            return self.literal(offsets[0])
        half = len(moments) // 2
        before = self._added(at, moments[:half], offsets[: half + 1])
        after = self._added(at, moments[half + 1 :], offsets[half + 1 :])
        return f"CASE WHEN {at} < {self.literal(moments[half])} THEN {before} ELSE {after} END"

    def called(self, node: Call, args: list[str]) -> str:
        """A strict function of these arguments."""
        if node.name in TABLES:
            args = [*args, *map(self.text, TABLES[node.name]())]
        if node.name == "to_float" and node.args[0].type.kind is Kind.DECIMAL:
            # As text, which both engines read as the nearest float; a quotient of floats would be rounded twice.
            return f"CAST((CAST({args[0]} AS {self.string}) || 'e-{node.args[0].type.scale}') AS DOUBLE)"
        if node.name == "abs" and node.type.exact and not fits(bounds(node)):
            return f"abs(CAST({args[0]} AS {self.wide}))"
        return self.function(FUNCTIONS[node.name]).format(*args)

    def _arithmetic(self, node: Arithmetic) -> str:
        text = self._calculated(node)
        return f"CASE WHEN {self.finite(text)} THEN {text} END" if node.type == FLOAT else text

    def _calculated(self, node: Node) -> str:
        """As online: a chain of + - * is tested for finiteness once, a divisor on its own."""
        if not isinstance(node, Arithmetic):
            return self.said(node)
        left = self._calculated(node.left)
        right = self.said(node.right) if node.op == "/" else self._calculated(node.right)
        if node.type.exact:
            small = all(fits(bounds(each)) for each in (node, node.left, node.right))
            width = self.narrow if small else self.wide
            left, right = f"CAST({left} AS {width})", f"CAST({right} AS {width})"
        return f"({left} {node.op} {right})"
