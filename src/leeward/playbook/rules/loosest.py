"""What several rules need in common: of their bounds on one value, the loosest one.

``score > 0.5`` and ``score > 0.9`` both need ``score > 0.5``. Where that does not hold, neither rule needs to be looked at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from leeward.playbook.rules.kinds import BOOLEAN, INTEGER
from leeward.playbook.rules.tree import Between, Call, Column, Compare, Constant, Constants, IsNull, Node, Not

_OPS = (">", ">=", "<", "<=")
_CHEAP = ("array_length", "coalesce", "to_float")
_ORDERED = (int, float, datetime, timedelta)


@dataclass(frozen=True, slots=True)
class Bound:
    """A cheap condition: ``node`` itself, and ``key``: the bounds of one key differ only in how strict they are."""

    key: tuple[object, ...]
    node: Node


def bounds(node: Node) -> Iterator[Bound]:
    """What a conjunct needs, if that is cheap to know: a bound, a list that is not empty, a flag, a missing value."""
    match node:
        case Compare(op=op, left=left, right=Constant(value=value)) if op in _OPS and _plain(left) and _ordered(value):
            yield Bound((left, op[0]), node)
        case Between(value=value, low=Constant() as low, high=Constant() as high) if _plain(value) and _ordered(low.value):
            yield Bound((value, ">"), Compare(BOOLEAN, node.span, ">=", value, low))
            yield Bound((value, "<"), Compare(BOOLEAN, node.span, "<=", value, high))
        case Call(name="list_contains" | "list_has_any", args=(Column() as elements, Constant() | Constants())):
            length = Call(INTEGER, node.span, "array_length", (elements,))
            yield Bound((elements, "filled"), Compare(BOOLEAN, node.span, ">", length, Constant(INTEGER, node.span, 0)))
        case Column() | Not(value=Column()) | IsNull(value=Column()):
            yield Bound((node, "itself"), node)


def _plain(node: Node) -> bool:
    return isinstance(node, Column) or (isinstance(node, Call) and node.name in _CHEAP and all(map(_read, node.args)))


def _read(node: Node) -> bool:
    return isinstance(node, Column | Constant)


def _ordered(value: object) -> bool:
    return isinstance(value, _ORDERED) and not isinstance(value, bool)


def loosest(several: Sequence[Bound]) -> Bound | None:
    """The one that holds wherever one of them does; None when they are not of one key."""
    if not several or len({bound.key for bound in several}) > 1:
        return None
    found = several[0]
    for bound in several[1:]:
        if isinstance(bound.node, Compare) and isinstance(found.node, Compare):
            found = bound if _looser(bound.node, found.node) else found
    return found


def _looser(one: Compare, other: Compare) -> bool:
    assert isinstance(one.right, Constant)
    assert isinstance(other.right, Constant)
    first, second = one.right.value, other.right.value
    if first == second:
        return len(one.op) > len(other.op)
    return (first < second) is (one.op[0] == ">")  # type: ignore[operator]
