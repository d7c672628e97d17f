"""How types go together: what may be compared, what becomes one type. Raises ``Refusal`` with the reason and the remedy."""

import re
from dataclasses import replace

from leeward.playbook.rules.bounds import DIGITS_38 as LARGEST
from leeward.playbook.rules.bounds import bounds, fits
from leeward.playbook.rules.kinds import BOOLEAN, CODE, FLOAT, INTEGER, NULL, TEXT, UNKNOWN, Kind, Type
from leeward.playbook.rules.tree import Arithmetic, Call, Column, Constant, Node, Span

ORDERING = frozenset(("<", "<=", ">", ">="))
EQUALITY = frozenset(("=", "<>"))
DIGITS_38 = 38
TOO_LARGE = "calculate in floats: CAST(a AS DOUBLE) * ..."
_PLAIN = re.compile(r"-?\d+\.\d+", re.ASCII)


class Refusal(Exception):
    """Something that is not allowed here. ``span`` is set where it is narrower than the expression at hand."""

    def __init__(self, message: str, hint: str = "", span: Span | None = None) -> None:
        super().__init__(message)
        self.message, self.hint, self.span = message, hint, span


def as_float(node: Node) -> Node:
    """A number as a float."""
    if not node.type.exact:
        return node
    if isinstance(node, Constant) and node.type.kind is Kind.DECIMAL and isinstance(node.value, int):
        return Constant(FLOAT, node.span, node.value / 10**node.type.scale)
    if isinstance(node, Constant) and isinstance(node.value, int):
        return Constant(FLOAT, node.span, float(node.value))
    return Call(FLOAT, node.span, "to_float", (node,))


def same_number(left: Node, right: Node) -> tuple[Node, Node]:
    """Two numbers as one type: decimals of one scale when either is a decimal, else floats when either is one."""
    if left.type == right.type:
        return left, right
    if Kind.DECIMAL in (left.type.kind, right.type.kind):
        left, right = as_decimal(left), as_decimal(right)
        scale = max(left.type.scale, right.type.scale)
        return rescaled(left, scale), rescaled(right, scale)
    return as_float(left), as_float(right)


def as_decimal(node: Node) -> Node:
    """A number beside a decimal: a literal with a point is meant as it is written, a float is nothing exact. An integer, which
    has no point, stays what it is."""
    if node.type.kind is not Kind.FLOAT:
        return node
    if isinstance(node, Constant) and _PLAIN.fullmatch(node.written):
        behind = node.written.partition(".")[2]
        if len(node.written.lstrip("-")) - 1 > DIGITS_38:
            raise Refusal("a decimal has at most 38 digits", "write fewer", node.span)
        return Constant(Type(Kind.DECIMAL, scale=len(behind)), node.span, int(node.written.replace(".", "")))
    hint = "write it out, e.g. 1250.00" if isinstance(node, Constant) else "write CAST(decimal AS DOUBLE), or declare both alike"
    raise Refusal("a decimal is exact, and a float is not", hint, node.span)


def rescaled(node: Node, scale: int) -> Node:
    """A decimal with more digits behind the point."""
    more, type_ = scale - node.type.scale, Type(Kind.DECIMAL, scale=scale)
    if more == 0:
        return node
    if isinstance(node, Constant):
        value = node.value * 10**more if isinstance(node.value, int) else node.value
        return Constant(type_, node.span, value)
    found = Arithmetic(type_, node.span, "*", node, Constant(INTEGER, node.span, 10**more))
    if not fits(bounds(found), (-LARGEST, LARGEST)):
        raise Refusal("this could pass 38 digits beside a decimal with more digits behind the point", TOO_LARGE, node.span)
    return found


def least_scale(node: Constant) -> int:
    """How many digits behind the point a decimal literal needs: 1.50 needs one."""
    scale, value = node.type.scale, node.value
    while scale and isinstance(value, int) and value % 10 == 0:
        scale, value = scale - 1, value // 10
    return scale


def comparable(op: str, left: Node, right: Node) -> tuple[Node, Node]:
    """The two sides of a comparison as one type, or ``Refusal``."""
    one, other = left.type, right.type
    if UNKNOWN in (one, other):
        return left, right
    if NULL in (one, other):
        raise Refusal("a comparison with NULL is never true", "write IS NULL or IS NOT NULL")
    if one.many or other.many:
        raise Refusal("a list is not compared as a whole", "use list_contains, list_has_any or array_length")
    if one.numeric and other.numeric:
        return _numbers(op, left, right)
    if one.textual and other.textual:
        _words(op, one, other)
        return left, right
    if one != other:
        raise Refusal(f"{_a(one)} cannot be compared with {_a(other)}", _remedy(left, right))
    if one.kind in (Kind.ID, Kind.BOOLEAN) and op in ORDERING:
        raise Refusal(
            f"{_a(one)} has no order", "write = or <>" if one.kind is Kind.ID else "write the field alone, or NOT field"
        )
    return left, right


def _numbers(op: str, left: Node, right: Node) -> tuple[Node, Node]:
    one, other = left, right
    left, right = same_number(left, right)
    if left.type.kind is Kind.DECIMAL and op not in ORDERING:
        _reachable(one, right)
        _reachable(other, left)
    if left.type == FLOAT and op not in ORDERING:
        raise Refusal(
            "floats are not compared for equality: the last bits depend on how they came about",
            "write a range, e.g. x BETWEEN 0.49 AND 0.51",
        )
    return left, right


def _reachable(field: Node, literal: Node) -> None:
    """A decimal never equals a number with more digits behind the point than it has."""
    if isinstance(literal, Constant) and isinstance(field, Column) and least_scale(literal) > field.type.scale:
        raise Refusal("this can never be equal", f"{field.name} has {field.type.scale} digits behind the point", literal.span)


def _words(op: str, one: Type, other: Type) -> None:
    if op in ORDERING and CODE in (one, other):
        raise Refusal("codes have no order", "write = or IN ('a', 'b')")


def _a(type_: Type) -> str:
    return f"{'an' if str(type_)[0] in 'aeiou' else 'a'} {type_}"


def _remedy(left: Node, right: Node) -> str:
    kinds = {left.type.kind, right.type.kind}
    if Kind.TIMESTAMP in kinds and kinds & {Kind.TEXT, Kind.CODE}:
        return "write the moment as TIMESTAMPTZ '2026-01-31 00:00:00+00'"
    if Kind.TIMESTAMP in kinds and Kind.INTEGER in kinds:
        return "write epoch_seconds(at), or compare with TIMESTAMPTZ '...'"
    if Kind.DURATION in kinds:
        return "write the duration as INTERVAL '2 hours'"
    if Kind.ID in kinds:
        return "an id is known only inside: compare it with another id field"
    if Kind.BOOLEAN in kinds:
        return "write the boolean alone: verified, or NOT verified"
    if kinds & {Kind.INTEGER, Kind.DECIMAL, Kind.FLOAT} and kinds & {Kind.TEXT, Kind.CODE}:
        text = next(side for side in (left, right) if side.type.textual)
        return "numbers stand without quotes" if isinstance(text, Constant) else "a text field is compared with '...'"
    return ""


def unified(nodes: list[Node]) -> tuple[list[Node], Type]:
    """Several values as one type; NULL joins any."""
    types = {node.type for node in nodes} - {NULL}
    if UNKNOWN in types:
        return nodes, UNKNOWN
    if not types:
        raise Refusal("every value here is NULL", "give at least one value")
    if any(type_.many for type_ in types):
        raise Refusal("a list cannot stand here", "a list is never NULL; use array_length, list_contains or list_has_any")
    if types == {INTEGER, FLOAT}:
        return [_typed(as_float(node), FLOAT) for node in nodes], FLOAT
    if any(type_.kind is Kind.DECIMAL for type_ in types) and all(type_.numeric for type_ in types):
        return _as_decimals(nodes)
    if types == {TEXT, CODE}:
        return [_typed(node, TEXT) for node in nodes], TEXT
    if len(types) > 1:
        names = " and ".join(sorted(map(str, types)))
        raise Refusal(f"the values here are of different types: {names}", "make them one type")
    (type_,) = types
    return [_typed(node, type_) for node in nodes], type_


def _as_decimals(nodes: list[Node]) -> tuple[list[Node], Type]:
    exact = [node if node.type == NULL else as_decimal(node) for node in nodes]
    scale = max(node.type.scale for node in exact)
    type_ = Type(Kind.DECIMAL, scale=scale)
    return [_typed(node, type_) if node.type == NULL else rescaled(node, scale) for node in exact], type_


def _typed(node: Node, type_: Type) -> Node:
    return replace(node, type=type_) if node.type == NULL else node


def condition(node: Node) -> Node:
    """``node``, which must be true or false."""
    if node.type in (BOOLEAN, UNKNOWN):
        return node
    raise Refusal(f"a condition is needed here, and this is {_a(node.type)}", "compare it with something, e.g. reach > 1000")
