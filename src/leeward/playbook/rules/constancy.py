"""Conditions that are always the same: a rule with one is a mistake, so it is refused.

Comparisons that their ranges decide, values compared with themselves, and conditions joined by AND that exclude each other.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from leeward.playbook.rules.agree import Refusal
from leeward.playbook.rules.bounds import bounds, decided
from leeward.playbook.rules.casing import lower, upper
from leeward.playbook.rules.kinds import BOOLEAN, UNKNOWN
from leeward.playbook.rules.tree import (
    And,
    Between,
    Call,
    Column,
    Compare,
    Constant,
    Distinct,
    In,
    IsNull,
    Node,
    Not,
    Value,
    walk,
)

_OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
Ordered = int | float | datetime | timedelta


def settled(node: Node) -> Node:
    """``node``, or ``Refusal`` when it is the same whatever the event."""
    if node.type != BOOLEAN or isinstance(node, Constant):
        return node
    if not any(isinstance(each, Column) for each in walk(node)):
        raise Refusal("no field decides this: it is always the same", "compare a field with something")
    if isinstance(node, Compare | Distinct) and node.left == node.right:
        raise Refusal("a value is compared with itself", "compare it with something else")
    if isinstance(node, Compare) and node.left.type.exact and node.right.type.exact:
        _decided(node)
    if isinstance(node, Compare | Call):
        _case_blind(node)
    return node


def _decided(node: Compare) -> None:
    left, right = bounds(node.left), bounds(node.right)
    always = decided(node.op, left, right)
    if always is None:
        return
    side, units = ("left", left) if isinstance(node.right, Constant) else ("right", right)
    scale = node.left.type.scale
    limits = [Decimal(each).scaleb(-scale) for each in units] if scale else units
    raise Refusal(
        "this is true for every value" if always else "this can never be true",
        f"the {side} side is between {limits[0]:,} and {limits[1]:,}",
    )


def _case_blind(node: Compare | Call) -> None:
    """``lower(text) = 'Visa'`` can never be true: the lower-case text holds no capital."""
    sides = node.args if isinstance(node, Call) else (node.left, node.right)
    for one, other in (sides, sides[::-1]) if len(sides) == 2 else ():
        if not (isinstance(one, Call) and isinstance(other, Constant) and isinstance(other.value, str)):
            continue
        folded = {"lower": lower, "upper": upper}.get(one.name)
        if folded is not None and folded(other.value) != other.value:
            raise Refusal(f"{one.name}(...) never holds this text", f"write '{folded(other.value)}'", other.span)


@dataclass
class _Room:
    """What is left for one value when several conditions hold at once."""

    low: Ordered | None = None
    high: Ordered | None = None
    open_low: bool = False
    open_high: bool = False
    allowed: set[Value] | None = None
    excluded: set[Value] = field(default_factory=set)

    def above(self, value: Ordered, is_open: bool) -> None:
        if self.low is None or value > self.low or (value == self.low and is_open):  # type: ignore[operator]
            self.low, self.open_low = value, is_open

    def below(self, value: Ordered, is_open: bool) -> None:
        if self.high is None or value < self.high or (value == self.high and is_open):  # type: ignore[operator]
            self.high, self.open_high = value, is_open

    def only(self, values: set[Value]) -> None:
        self.allowed = values if self.allowed is None else self.allowed & values

    def empty(self, integer: bool) -> bool:
        if self.allowed is not None:
            return not any(self._admits(value) for value in self.allowed - self.excluded)
        if self.low is None or self.high is None:
            return False
        if self.low == self.high:
            return self.open_low or self.open_high or self.low in self.excluded
        if integer and self.open_low and self.open_high and self.high - self.low == 1:  # type: ignore[operator]
            return True
        return self.low > self.high  # type: ignore[operator]

    def _admits(self, value: Value) -> bool:
        above = self.low is None or value > self.low or (value == self.low and not self.open_low)  # type: ignore[operator]
        below = self.high is None or value < self.high or (value == self.high and not self.open_high)  # type: ignore[operator]
        return above and below


def contradictions(parts: list[Node]) -> None:
    """``Refusal`` when conditions joined by AND exclude each other."""
    rooms: dict[Node, _Room] = {}
    missing = {part.value for part in parts if isinstance(part, IsNull)}
    for part in parts:
        value = _narrowed(part, rooms)
        if value is None:
            continue
        if value in missing or rooms[value].empty(value.type.exact):
            raise Refusal("this can never be true together with the other conditions", "they exclude each other", part.span)


def unreachable(conditions: list[Node]) -> None:
    """``Refusal`` for a branch of CASE that is never come to: wherever it is TRUE, an earlier one is."""
    for place, condition in enumerate(conditions):
        if condition.type == UNKNOWN:
            continue
        for earlier in conditions[:place]:
            if earlier == condition or _within(condition, earlier):
                hint = "the first branch that is TRUE counts: put the narrower condition first, or take one out"
                raise Refusal("this branch is never reached: an earlier one takes all of it", hint, condition.span)


def _within(condition: Node, other: Node) -> bool:
    """Whether ``other``, which compares one value with literals, is TRUE wherever ``condition`` is."""
    opposite: Node
    match other:
        case Compare(op=op, left=left, right=right):
            opposite = Compare(BOOLEAN, other.span, _OPPOSITE[op], left, right)
        case In():
            opposite = Not(BOOLEAN, other.span, other)
        case Not(value=In() as inner):
            opposite = inner
        case _:
            return False
    parts = list(condition.parts) if isinstance(condition, And) else [condition]
    rooms: dict[Node, _Room] = {}
    known = {_narrowed(part, rooms) for part in parts}
    value = _narrowed(opposite, rooms)
    return value is not None and value in known and rooms[value].empty(value.type.exact)


def _narrowed(part: Node, rooms: dict[Node, _Room]) -> Node | None:
    """Take one condition into account; the value it speaks of, if it compares one with literals."""
    match part:
        case Compare(op=op, left=left, right=Constant(value=value)):
            _compared(rooms.setdefault(left, _Room()), op, value)
            return left
        case Compare(op=op, left=Constant(value=value), right=right):
            _compared(rooms.setdefault(right, _Room()), _turned(op), value)
            return right
        case In(value=left, values=values):
            rooms.setdefault(left, _Room()).only(set(values))
            return left
        case Not(value=In(value=left, values=values)):
            rooms.setdefault(left, _Room()).excluded |= set(values)
            return left
        case Between(value=left, low=Constant(value=low), high=Constant(value=high)):
            room = rooms.setdefault(left, _Room())
            _compared(room, ">=", low)
            _compared(room, "<=", high)
            return left
        case _:
            return None


def _turned(op: str) -> str:
    return {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(op, op)


def _compared(room: _Room, op: str, value: Value) -> None:
    if op == "=":
        room.only({value})
    elif op == "<>":
        room.excluded.add(value)
    elif isinstance(value, int | float | datetime | timedelta):
        (room.above if op[0] == ">" else room.below)(value, len(op) == 1)
