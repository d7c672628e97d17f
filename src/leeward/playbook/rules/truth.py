"""Three-valued logic resolved at compile time: for each condition, when it is TRUE, when FALSE, when NULL.

Each of the three is a two-valued condition. NOT swaps TRUE and FALSE, AND and OR are duals, and a comparison is TRUE or FALSE
only where its guards hold, so that no third value exists when the function runs.
"""

import operator
from collections.abc import Callable
from typing import Any

from leeward.playbook.rules.conditions import (
    FALSE,
    TRUE,
    Access,
    Condition,
    Guard,
    Test,
    every,
    some,
    spelled,
)
from leeward.playbook.rules.functions import FUNCTIONS
from leeward.playbook.rules.kinds import BOOLEAN, TIMESTAMP, Kind
from leeward.playbook.rules.like import as_regex, longest
from leeward.playbook.rules.needles import Needles, joinable, needles
from leeward.playbook.rules.regex import read
from leeward.playbook.rules.tree import (
    And,
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
    Node,
    Not,
    Or,
    Regex,
)
from leeward.playbook.rules.values import Names, Values

_PYTHON = {"=": "==", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_OPERATIONS: dict[str, Callable[[Any, Any], object]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
EXACT_FLOAT = 2**53
"""Below this every integer is a float, so comparing with a smaller literal as Python does, exactly, is comparing as floats. At
it they differ: 2**53 + 1 becomes 2**53 as a float."""


class Truth:
    """Writes conditions."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.values = Values(names, lambda node: spelled(self.true(node)))

    # When is it TRUE

    def true(self, node: Node) -> Condition:
        """When ``node`` is TRUE."""
        match node:
            case And(parts=parts):
                return every(*map(self.true, parts))
            case Or(parts=parts):
                return some(*map(self.true, parts))
            case Not(value=value):
                return self.false(value)
            case IsNull(value=value):
                return self.null(value)
            case IsTruth(value=value, truth=truth):
                return self.true(value) if truth else self.false(value)
            case Call(name="coalesce", args=args):
                return self._first(args, wanted=True)
            case Compare(op=op, left=Call(name="coalesce", args=(value, Constant() as other)), right=Constant() as right):
                return self._defaulted(op, value, other, right, wanted=True)
            case Between() if not _plain(node):
                return self.true(_spread(node))
            case _:
                return self._tested(node, wanted=True)

    # When is it FALSE

    def false(self, node: Node) -> Condition:
        """When ``node`` is FALSE."""
        match node:
            case And(parts=parts):
                return some(*map(self.false, parts))
            case Or(parts=parts):
                return every(*map(self.false, parts))
            case Not(value=value):
                return self.true(value)
            case IsNull(value=value):
                return self._present(value)
            case IsTruth(value=value, truth=truth):
                return _negated(self.true(value) if truth else self.false(value))
            case Call(name="coalesce", args=args):
                return self._first(args, wanted=False)
            case Compare(op=op, left=Call(name="coalesce", args=(value, Constant() as other)), right=Constant() as right):
                return self._defaulted(op, value, other, right, wanted=False)
            case Between() if not _plain(node):
                return self.false(_spread(node))
            case _:
                return self._tested(node, wanted=False)

    # When is it NULL

    def null(self, node: Node) -> Condition:
        """When ``node``, a condition or a value, is NULL."""
        match node:
            case Not(value=value):
                return self.null(value)
            case IsNull() | IsTruth() | Distinct() | Constants():
                return FALSE
            case Constant(value=value):
                return TRUE if value is None else FALSE
            case And() | Or():
                return every(_negated(self.true(node)), _negated(self.false(node)))
            case Case(type=type_) if type_ == BOOLEAN:
                return every(_negated(self.true(node)), _negated(self.false(node)))
            case Call(name="coalesce", args=args, type=type_) if type_ == BOOLEAN:
                return every(*map(self.null, args))
            case Between() if not _plain(node):
                return self.null(_spread(node))
            case Column(type=type_, name=name) if type_ == BOOLEAN:
                return Test(f"{self.names.field(name, type_)} is None", 8.0, 0.2)
            case _:
                return _missing(self._guards(node))

    def _guards(self, node: Node) -> tuple[Guard, ...]:
        """What must hold for a value or a simple condition not to be NULL."""
        match node:
            case Compare(left=left, right=right):
                return (*self.values.value(left)[1], *self.values.value(right)[1])
            case In(value=value) | Between(value=value) | Like(value=value) | Regex(value=value) | Listed(value=value):
                return self.values.value(value)[1]
            case Call(args=args, type=type_) if type_ == BOOLEAN:
                return tuple(guard for arg in args for guard in self.values.value(arg)[1])
            case _:
                return self.values.value(node)[1]

    def _present(self, node: Node) -> Condition:
        """When a condition or value is not NULL."""
        if node.type == BOOLEAN and not isinstance(node, Column):
            return some(self.true(node), self.false(node))
        if isinstance(node, Column) and node.type == BOOLEAN:
            return Test(f"{self.names.field(node.name, node.type)} is not None", 8.0, 0.8)
        guards = self._guards(node)
        return Test("True", 0.0, 0.8, guards) if guards else TRUE

    def _first(self, args: tuple[Node, ...], wanted: bool) -> Condition:
        """The first of several conditions that is not NULL, and whether it is what is wanted."""
        decide = self.true if wanted else self.false
        *before, last = args
        found = decide(last)
        for arg in reversed(before):
            found = some(decide(arg), every(self.null(arg), found))
        return found

    def _defaulted(self, op: str, value: Node, other: Constant, right: Constant, wanted: bool) -> Condition:
        """``coalesce(x, literal) > literal``: what a missing x makes of it is known now, so x is compared on its own."""
        decide = self.true if wanted else self.false
        found = decide(Compare(BOOLEAN, value.span, op, value, right))
        return some(found, self.null(value)) if _OPERATIONS[op](other.value, right.value) is wanted else found

    # Tests

    def _tested(self, node: Node, wanted: bool) -> Condition:
        match node:
            case Column(name=name, type=type_):
                local = self.names.field(name, type_)
                code = local if wanted else f"{local} is False"
                return Test(code, 8.0, 0.5, access=Access("flag", code, ()))
            case Constant(value=value):
                return TRUE if value is wanted else FALSE
            case Compare():
                return self._compared(node, wanted)
            case Distinct(left=left, right=right):
                sign = "!=" if wanted else "=="
                return Test(f"{self.values.or_none(left)} {sign} {self.values.or_none(right)}", 20.0, 0.5)
            case In():
                return self._in(node, wanted)
            case Between():
                return self._between(node, wanted)
            case Like() | Regex():
                return self._pattern(node, wanted)
            case Listed():
                return self._listed(node, wanted)
            case Case():
                return self._case(node, wanted)
            case Call():
                return self._call(node, wanted)
            case _:
                raise AssertionError(f"no condition: {node}")

    def _compared(self, node: Compare, wanted: bool) -> Condition:
        op = _PYTHON[node.op] if wanted else _OPPOSITE[_PYTHON[node.op]]
        left, right = _without_casts(node.left, node.right)
        if isinstance(left, Constant):
            left, right, op = right, left, _TURNED.get(op, op)
        plain = node.left.type == TIMESTAMP and isinstance(left, Column) and isinstance(right, Column | Constant)
        write = self.values.moment if plain else self.values.value
        (code, guards), (other, other_guards) = write(left), write(right)
        passing = 0.05 if op == "==" else 0.95 if op == "!=" else 0.4
        access = None
        if isinstance(right, Constant):
            kind = "member" if op == "==" else "bound" if op in _TURNED else ""
            access = Access(kind, code, (self.values.compared(right, plain),), op, guards=guards) if kind else None
            if op == "==" and isinstance(left, Column):
                guards = ()  # None equals no literal
        return Test(f"{code} {op} {other}", 15.0, passing, (*guards, *other_guards), access)

    def _in(self, node: In, wanted: bool) -> Condition:
        code, guards = self.values.value(node.value)
        access = Access("member", code, node.values, guards=guards) if wanted else None
        members = f"{{{', '.join(map(self.values.literal, node.values))}}}"
        if len(node.values) > 40 or not all(isinstance(value, int | str) for value in node.values):
            elements = [self.values.literal(value) for value in node.values]
            members = self.names.constant(f"frozenset(({', '.join(elements)},))", "set")
            if node.value.type == TIMESTAMP:
                code, guards = (
                    self.values.moment(node.value) if isinstance(node.value, Column) else (f"(_EPOCH + {code})", guards)
                )
                access = None
        if wanted and isinstance(node.value, Column):
            guards = ()
        passing = min(0.5, 0.05 * len(node.values))
        word = "in" if wanted else "not in"
        return Test(f"{code} {word} {members}", 20.0, passing if wanted else 1 - passing, guards, access)

    def _listed(self, node: Listed, wanted: bool) -> Condition:
        code, guards = self.values.value(node.value)
        if node.distance is None:
            entries = self.names.constant(f"_entries({node.name!r}, {node.digest!r})", "list")
            word, cost = "in" if wanted else "not in", 60.0
            if wanted and isinstance(node.value, Column):
                guards = ()  # None is no entry
            return Test(f"{code} {word} {entries}", cost, 0.2 if wanted else 0.8, guards)
        near = self.names.constant(f"_near({node.name!r}, {node.digest!r}, {node.distance})", "bank")
        cost = 20_000.0 if node.distance else 200.0
        return Test(f"{near}({code})" if wanted else f"not {near}({code})", cost, 0.05 if wanted else 0.95, guards)

    def _between(self, node: Between, wanted: bool) -> Condition:
        value, low, high = node.value, node.low, node.high
        if _without_casts(value, low)[0] is _without_casts(value, high)[0]:
            value = _without_casts(value, low)[0]
        plain = node.value.type == TIMESTAMP and isinstance(value, Column)
        write = self.values.moment if plain else self.values.value
        code, guards = write(value)
        text = f"{write(low)[0]} <= {code} <= {write(high)[0]}"
        if not wanted:
            return Test(f"not {text}", 30.0, 0.8, guards)
        bound = self.values.compared(low, plain)
        return Test(text, 30.0, 0.2, guards, Access("bound", code, (bound,), ">=", whole=False, guards=guards))

    def _pattern(self, node: Like | Regex, wanted: bool) -> Condition:
        code, guards = self.values.value(node.value)
        together = ""
        if isinstance(node, Like):
            pattern, look = as_regex(node.pattern), Needles((longest(node.pattern),)) if longest(node.pattern) else Needles()
        else:
            expression = read(node.pattern)
            pattern, look = node.pattern, needles(expression)
            together = pattern if not look.enough and joinable(expression) else ""
        words = " or ".join(f"{text!r} in {code}" for text in look.texts)
        words = f"({words})" if len(look.texts) > 1 else words
        price, matcher = 80.0 * len(look.texts), ""
        if not look.enough:
            matcher = f"{self.names.constant(f'_matcher({pattern!r})', 'pattern')}({code})"
            words = f"{words} and {matcher}" if words else matcher
            price += 50.0 if look.texts else 900.0
        access = None
        if wanted and (look.texts or together):
            access = Access("needle", code, look.texts, "", look.enough, guards, matcher, together)
        passing = 0.05 if wanted else 0.95
        return Test(words if wanted else f"not ({words})", price, passing, guards, access)

    def _case(self, node: Case, wanted: bool) -> Condition:
        decide = self.true if wanted else self.false
        code = spelled(decide(node.default))
        for condition, value in reversed(node.branches):
            code = f"(({spelled(decide(value))}) if {spelled(self.true(condition))} else ({code}))"
        return Test(code, 60.0, 0.5)

    def _call(self, node: Call, wanted: bool) -> Condition:
        parts = [self.values.value(arg) for arg in node.args]
        texts = [text for text, _ in parts]
        guards = tuple(dict.fromkeys(guard for _, each in parts for guard in each))
        if node.name == "list_has_any" and not isinstance(node.args[1], Constants):
            texts[1] = f"frozenset({texts[1]})"
        code = FUNCTIONS[node.name].online.format(*texts)
        access = _call_access(node, texts, guards) if wanted else None
        passing = 0.1 if wanted else 0.9
        return Test(code if wanted else f"not ({code})", FUNCTIONS[node.name].cost, passing, guards, access)


def _call_access(node: Call, texts: list[str], guards: tuple[Guard, ...]) -> Access | None:
    sought = node.args[1]
    if node.args[0].type.kind is Kind.TIMESTAMP:
        return None  # in a list moments are compared as times since 1970
    if node.name == "contains" and isinstance(sought, Constant):
        return Access("needle", texts[0], (sought.value,), guards=guards)
    if node.name == "list_contains" and isinstance(sought, Constant):
        return Access("element", texts[0], (sought.value,))
    if node.name == "list_has_any" and isinstance(sought, Constants):
        return Access("element", texts[0], sought.values)
    return None


def _plain(node: Between) -> bool:
    """Whether the bounds are literals; then it is NULL exactly where its value is."""
    return isinstance(node.low, Constant) and isinstance(node.high, Constant)


def _spread(node: Between) -> Node:
    """As SQL defines it."""
    at_least = Compare(BOOLEAN, node.span, ">=", node.value, node.low)
    at_most = Compare(BOOLEAN, node.span, "<=", node.value, node.high)
    return And(BOOLEAN, node.span, (at_least, at_most))


def _without_casts(left: Node, right: Node) -> tuple[Node, Node]:
    """An integer beside a float literal needs no cast when the literal is small: Python compares the two exactly."""
    for one, other in ((left, right), (right, left)):
        small = isinstance(other, Constant) and isinstance(other.value, float) and abs(other.value) < EXACT_FLOAT
        if small and isinstance(one, Call) and one.name == "to_float" and one.args[0].type.kind is Kind.INTEGER:
            inner = one.args[0]
            return (inner, right) if one is left else (left, inner)
    return left, right


def _negated(condition: Condition) -> Condition:
    if condition == TRUE:
        return FALSE
    if condition == FALSE:
        return TRUE
    text = spelled(condition)
    return Test(f"not ({text})", 40.0, 0.5)


def _missing(guards: tuple[Guard, ...]) -> Condition:
    """When one of the guards fails. In their order: a later one may need an earlier one to hold."""
    if not guards:
        return FALSE
    text = " or ".join(dict.fromkeys(guard.fails for guard in guards))
    return Test(text, sum(guard.cost for guard in guards), 0.2, loose=len(guards) > 1)
