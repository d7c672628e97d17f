"""Expressions that become other ones: equal conditions are spelled with AND and OR, LIKE becomes the function that says the
same, literals are calculated at once."""

from leeward.playbook.rules import literals
from leeward.playbook.rules.agree import Refusal, as_decimal, same_number
from leeward.playbook.rules.bounds import DIGITS_38, bounds, fits, not_zero
from leeward.playbook.rules.kinds import BOOLEAN, TEXT, Kind, Type
from leeward.playbook.rules.like import LikeError, cut, simple
from leeward.playbook.rules.tree import And, Arithmetic, Call, Compare, Constant, Like, Node, Not, Or, Span


def same_truth(op: str, left: Node, right: Node, span: Span) -> Node:
    """Equality of two conditions, spelled with AND, OR and NOT."""
    wanted = op == "="
    for one, other in ((left, right), (right, left)):
        if isinstance(other, Constant) and not isinstance(one, Constant):
            return one if other.value is wanted else Not(BOOLEAN, span, one)
    if isinstance(left, Constant):
        raise Refusal("this is always the same", "take it out")
    if left == right:
        raise Refusal("a value is compared with itself", "compare it with something else")
    opposite = Not(BOOLEAN, span, right)
    same, other = (right, opposite) if wanted else (opposite, right)
    return Or(BOOLEAN, span, (And(BOOLEAN, span, (left, same)), And(BOOLEAN, span, (Not(BOOLEAN, span, left), other))))


def liked(value: Node, text: str, escape: str, span: Span, where: Span) -> Node:
    """LIKE with the pattern ``text``, which stands at ``where``; the function that says the same where there is one."""
    if "\\" in text:
        raise Refusal(
            "a backslash in LIKE is read differently by engines", "use ESCAPE '!', contains(...) or regexp_matches(...)", where
        )
    try:
        tokens = cut(text, escape)
    except LikeError:
        raise Refusal(f"{escape} escapes nothing here", f"write {escape}%, {escape}_ or {escape}{escape}", where) from None
    if [kind for kind, _ in tokens] == ["any"]:
        raise Refusal("this matches every text", "write IS NOT NULL", where)
    found = simple(tokens)
    if found is None:
        return Like(BOOLEAN, span, value, tokens)
    name, part = found
    constant = Constant(TEXT, where, part)
    return Compare(BOOLEAN, span, "=", value, constant) if name == "equals" else Call(BOOLEAN, span, name, (value, constant))


def calculated(op: str, left: Node, right: Node, span: Span) -> Node:
    """Two numbers calculated with: safe from zero, from overflow, and done at once where both are literals."""
    if op == "/":
        if Kind.DECIMAL in (left.type.kind, right.type.kind):
            hint = "divide floats: CAST(a AS DOUBLE) / nullif(CAST(b AS DOUBLE), 0)"
            raise Refusal("engines cut quotients of decimals at different digits", hint)
        if left.type.exact and right.type.exact:
            raise Refusal(
                "integer division means two things in SQL", "say that it is a fraction: CAST(a AS DOUBLE) / nullif(b, 0)"
            )
        if not not_zero(right):
            raise Refusal("the divisor could be zero", "write ... / nullif(divisor, 0)", right.span)
    if op == "*" and Kind.DECIMAL in (left.type.kind, right.type.kind):
        left, right = as_decimal(left), as_decimal(right)
        type_ = Type(Kind.DECIMAL, scale=left.type.scale + right.type.scale)
    else:
        left, right = same_number(left, right)
        either = Kind.DECIMAL in (left.type.kind, right.type.kind)
        type_ = Type(Kind.DECIMAL, scale=left.type.scale) if either else left.type
    if isinstance(left, Constant) and isinstance(right, Constant):
        return literals.folded(op, left, right, type_, span)
    found = Arithmetic(type_, span, op, left, right)
    if type_.exact and not fits(bounds(found), (-DIGITS_38, DIGITS_38)):
        raise Refusal("this could pass 38 digits", "calculate in floats: CAST(a AS DOUBLE) * ...")
    return found
