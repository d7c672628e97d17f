"""A checked predicate as a tree of typed nodes: what the checker makes and both emitters read.

Two nodes are equal when they mean the same; where they stand in the text (``span``) does not count, so equal
subexpressions of different rules are found by comparing them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from leeward.playbook.rules.kinds import Type
from leeward.playbook.rules.known import Feature, Mark

Span = tuple[int, int]
"""From, to: offsets into the predicate's text, the end excluded."""

Value = bool | int | float | str | datetime | timedelta | None


@dataclass(frozen=True, slots=True)
class Node:
    """Any expression."""

    type: Type
    span: Span = field(compare=False)

    def children(self) -> tuple["Node", ...]:
        """The expressions it is made of, in the order of the text."""
        return ()


@dataclass(frozen=True, slots=True)
class Column(Node):
    """A field of the event."""

    name: str


@dataclass(frozen=True, slots=True)
class Aggregate(Column):
    """An aggregate over a window. It is read from the event under its name, like a field; history calculates it first."""

    feature: Feature


@dataclass(frozen=True, slots=True)
class Marked(Column):
    """Whether a label stands on the id of a field. Read from the event under its name; history joins it first."""

    mark: Mark


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """A literal. Timestamps are aware datetimes in UTC, durations timedeltas."""

    value: Value
    written: str = field(default="", compare=False)
    """A float as it stands in the text, for where it turns out to be a decimal."""


@dataclass(frozen=True, slots=True)
class Constants(Node):
    """A list of literals, ``['a', 'b']``."""

    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """``=  <>  <  <=  >  >=`` between two values of one type (integer and float mix)."""

    op: str
    left: Node
    right: Node

    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Distinct(Node):
    """``IS DISTINCT FROM``: never NULL; two NULLs are not distinct."""

    left: Node
    right: Node

    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class In(Node):
    """``x IN (literals)``; no NULL among them."""

    value: Node
    values: tuple[Value, ...]

    def children(self) -> tuple[Node, ...]:
        return (self.value,)


@dataclass(frozen=True, slots=True)
class Listed(Node):
    """``in_list(x, 'name')`` and ``in_bank(x, 'name', distance)``: a text is an entry of a list, or a digest near one."""

    value: Node
    name: str
    digest: str
    """Of the list's file. The entries are not part of a tree: they may be a million, and trees are kept."""
    distance: int | None = None
    """In bits, of digests in hexadecimal; None when texts are compared as they are."""

    def children(self) -> tuple[Node, ...]:
        return (self.value,)


@dataclass(frozen=True, slots=True)
class Between(Node):
    """``low <= x AND x <= high``."""

    value: Node
    low: Node
    high: Node

    def children(self) -> tuple[Node, ...]:
        return (self.value, self.low, self.high)


@dataclass(frozen=True, slots=True)
class Like(Node):
    """``x LIKE pattern``; the literal is cut into texts and the wildcards ``%`` and ``_``. ILIKE is LIKE on lower()."""

    value: Node
    pattern: tuple[tuple[str, str], ...]
    """("text", ...), ("any", "%"), ("one", "_") in order."""

    def children(self) -> tuple[Node, ...]:
        return (self.value,)


@dataclass(frozen=True, slots=True)
class Regex(Node):
    """``regexp_matches(x, pattern)``: the pattern is found somewhere in x."""

    value: Node
    pattern: str

    def children(self) -> tuple[Node, ...]:
        return (self.value,)


@dataclass(frozen=True, slots=True)
class IsNull(Node):
    """``x IS NULL``."""

    value: Node

    def children(self) -> tuple[Node, ...]:
        return (self.value,)


@dataclass(frozen=True, slots=True)
class IsTruth(Node):
    """``p IS TRUE`` or ``p IS FALSE``."""

    value: Node
    truth: bool

    def children(self) -> tuple[Node, ...]:
        return (self.value,)


@dataclass(frozen=True, slots=True)
class And(Node):
    """All of them."""

    parts: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.parts


@dataclass(frozen=True, slots=True)
class Or(Node):
    """Any of them."""

    parts: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.parts


@dataclass(frozen=True, slots=True)
class Not(Node):
    """The opposite; of NULL it is NULL."""

    value: Node

    def children(self) -> tuple[Node, ...]:
        return (self.value,)


@dataclass(frozen=True, slots=True)
class Case(Node):
    """``CASE WHEN condition THEN value ... ELSE value END``."""

    branches: tuple[tuple[Node, Node], ...]
    default: Node

    def children(self) -> tuple[Node, ...]:
        return (*(node for branch in self.branches for node in branch), self.default)


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """``+ - * /`` on numbers, ``+ -`` on moments and durations."""

    op: str
    left: Node
    right: Node

    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Local(Node):
    """A moment as the clock on the wall shows it in a time zone, as if that were UTC."""

    value: Node
    zone: str

    def children(self) -> tuple[Node, ...]:
        return (self.value,)


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function of the table in ``functions.py``."""

    name: str
    args: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.args


def walk(node: Node) -> Iterator[Node]:
    """The node and everything in it, outside in, in the order of the text."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += found.children()[::-1]


def columns(node: Node) -> dict[str, Type]:
    """The fields an expression reads, in the order it first names them."""
    return {each.name: each.type for each in walk(node) if isinstance(each, Column)}


def features(node: Node) -> tuple[Feature, ...]:
    """The aggregates over windows that an expression reads, each once, in the order it first names them."""
    return tuple(dict.fromkeys(each.feature for each in walk(node) if isinstance(each, Aggregate)))


def marks(node: Node) -> tuple[Mark, ...]:
    """The labels that an expression asks about, each once, in the order it first names them."""
    return tuple(dict.fromkeys(each.mark for each in walk(node) if isinstance(each, Marked)))
