"""The checker: from sqlglot's expression to our typed tree, or to every mistake at once, each with its place and remedy.

Only what is written here is in the language. An expression class that has no method below is refused.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import ClassVar

from sqlglot import exp

from leeward.playbook.diagnostics import suggestion
from leeward.playbook.rules import literals
from leeward.playbook.rules.agree import (
    Refusal,
    as_decimal,
    as_float,
    comparable,
    condition,
    least_scale,
    rescaled,
    unified,
)
from leeward.playbook.rules.bounds import nullable
from leeward.playbook.rules.calls import call
from leeward.playbook.rules.casing import lower
from leeward.playbook.rules.compose import calculated, liked, same_truth
from leeward.playbook.rules.constancy import contradictions, settled, unreachable
from leeward.playbook.rules.extent import too_large
from leeward.playbook.rules.kinds import BOOLEAN, DURATION, FLOAT, NULL, TEXT, TIMESTAMP, UNKNOWN, Kind, Type
from leeward.playbook.rules.known import NOTHING, Known
from leeward.playbook.rules.over import over
from leeward.playbook.rules.refusals import CONSTRUCTS, FUNCTION_REMEDIES
from leeward.playbook.rules.syntax import Source
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
    Node,
    Not,
    Or,
    Span,
)

Report = Callable[[Span, str, str], None]
Other = Callable[[str, str], Node | None]
_OPERATORS: dict[type[exp.Expr], str] = {exp.EQ: "=", exp.NEQ: "<>", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">="}
_ARITHMETIC: dict[type[exp.Expr], str] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/"}
_BARE = (*_OPERATORS, exp.In, exp.Like, exp.ILike, exp.Escape, exp.Is, exp.Between, exp.Not, exp.NullSafeEQ, exp.NullSafeNEQ)


class Checker:
    """Checks the expressions of one predicate. ``report`` is called once per mistake."""

    def __init__(
        self,
        source: Source,
        fields: Mapping[str, Type],
        report: Report,
        known: Known = NOTHING,
        path: tuple[str, ...] = (),
        other: Other = lambda code, text: None,
    ) -> None:
        """``path``: the rules that led to this predicate; ``other`` reads another rule's."""
        self.source, self.fields, self.report = source, fields, report
        self.known, self.path, self.other = known, path, other
        self._checked: dict[int, Node] = {}

    def predicate(self) -> Node:
        """The whole predicate. Meaningless if anything was reported."""
        root = self.condition(self.source.expression)
        if isinstance(root, Constant) and root.type == BOOLEAN:
            self.report(root.span, "no field decides this: it is always the same", "compare a field with something")
        return root

    def node(self, expression: exp.Expr) -> Node:
        """Any expression; a constant of unknown type after a mistake. Each is looked at once."""
        if id(expression) not in self._checked:
            self._checked[id(expression)] = self._looked_at(expression)
        return self._checked[id(expression)]

    def _looked_at(self, expression: exp.Expr) -> Node:
        span = self.source.span(expression)
        try:
            found = self._node(expression, span)
            if any(child.type == UNKNOWN for child in found.children()):
                return Constant(UNKNOWN, span, None)
            if too_large(found):
                raise Refusal("this grows too large when it is written out", "nest less, or make it several rules")
            return settled(found)
        except Refusal as refusal:
            self.report(refusal.span or span, refusal.message, refusal.hint)
            return Constant(UNKNOWN, span, None)

    def condition(self, expression: exp.Expr) -> Node:
        """An expression that must be true or false."""
        found = self.node(expression)
        try:
            return condition(found)
        except Refusal as refusal:
            self.report(found.span, refusal.message, refusal.hint)
            return Constant(UNKNOWN, found.span, None)

    def _node(self, expression: exp.Expr, span: Span) -> Node:
        if isinstance(expression, exp.Paren):
            return self._node(expression.this, span)
        if type(expression) in _OPERATORS:
            return self._compare(expression, span)
        if type(expression) in _ARITHMETIC:
            return self._arithmetic(expression, span)
        handler = self._HANDLERS.get(type(expression))
        if handler is not None:
            return handler(self, expression, span)
        if name := self.source.name(expression):
            return call(self, name, expression, span)
        kind = type(expression).__name__
        if kind.lower() in FUNCTION_REMEDIES:
            raise Refusal(f"{kind.lower()} is not in the language", FUNCTION_REMEDIES[kind.lower()])
        raise Refusal(*CONSTRUCTS.get(kind, (f"{kind} is not in the language", "docs/reference/rules.md lists what is")))

    # Names and literals

    def _column(self, expression: exp.Expr, span: Span) -> Node:
        name = expression.name
        if expression.args.get("table") is not None or not isinstance(expression.this, exp.Identifier):
            raise Refusal("a field is named alone, without a table", f"write {name}")
        if name not in self.fields:
            raise Refusal(f'unknown field "{name}"', suggestion(name, self.fields))
        return Column(self.fields[name], span, name)

    def _literal(self, expression: exp.Expr, span: Span) -> Node:
        return (
            literals.text(expression.name, span) if expression.args.get("is_string") else literals.number(expression.name, span)
        )

    def _boolean(self, expression: exp.Expr, span: Span) -> Node:
        return Constant(BOOLEAN, span, bool(expression.this))

    def _null(self, expression: exp.Expr, span: Span) -> Node:
        return Constant(NULL, span, None)

    def _negative(self, expression: exp.Expr, span: Span) -> Node:
        inner = self.node(expression.this)
        if inner.type == UNKNOWN:
            return inner
        if isinstance(inner, Constant) and inner.type.numeric:
            written = f"-{inner.written}" if inner.written else ""
            return Constant(inner.type, span, -inner.value, written)  # type: ignore[operator]
        zero = Constant(inner.type, span, 0.0 if inner.type == FLOAT else timedelta(0) if inner.type == DURATION else 0)
        return self._calculated("-", zero, inner, span)

    def _interval(self, expression: exp.Expr, span: Span) -> Node:
        amount, unit = expression.this, expression.args.get("unit")
        if not isinstance(amount, exp.Literal) or (unit is not None and not isinstance(unit, exp.Var)):
            raise Refusal("an INTERVAL is a literal", "write INTERVAL '2 hours'")
        words = f"{amount.name} {unit.name}" if unit is not None else amount.name
        return literals.interval(words, span)

    def _cast(self, expression: exp.Expr, span: Span) -> Node:
        to = expression.args["to"].this.value
        if isinstance(expression.this, exp.Literal) and expression.this.is_string:
            return literals.moment(expression.this.name, to, span)
        inner = self.node(expression.this)
        if to != "DOUBLE":
            raise Refusal(
                "only CAST(number AS DOUBLE) is in the language", "engines round and truncate differently in other casts"
            )
        if not inner.type.numeric and inner.type != UNKNOWN:
            raise Refusal(f"only numbers are cast, and this is {inner.type}", "declare the field as what it is")
        return as_float(inner)

    def _array(self, expression: exp.Expr, span: Span) -> Node:
        nodes = [self.node(each) for each in expression.expressions]
        if not nodes:
            raise Refusal("an empty list has nothing in common with any", "name at least one element")
        if any(node.type == UNKNOWN for node in nodes):
            return Constant(UNKNOWN, span, None)
        if not all(isinstance(node, Constant) and node.value is not None for node in nodes):
            raise Refusal("a list is written with literals only, without NULL", "e.g. ['a', 'b']")
        nodes, type_ = unified(nodes)
        values = tuple(node.value for node in nodes if isinstance(node, Constant))
        return Constants(Type(type_.kind, many=True), span, values)

    def _window(self, expression: exp.Expr, span: Span) -> Node:
        return over(self, expression, span)

    def _joined(self, expression: exp.Expr, span: Span) -> Node:
        """``text || text``."""
        left, right = self._operand(expression.this), self._operand(expression.expression)
        for side in (left, right):
            if not side.type.textual and side.type != UNKNOWN:
                raise Refusal(f"|| joins texts, and this is {side.type}", "e.g. country || '-' || language", side.span)
        if isinstance(left, Constant) and isinstance(right, Constant):
            return Constant(TEXT, span, f"{left.value}{right.value}") if UNKNOWN not in (left.type, right.type) else left
        return Call(TEXT, span, "concat", (left, right))

    # Conditions

    def _connective(self, expression: exp.Expr, span: Span) -> Node:
        parts = [self.condition(each) for each in expression.flatten(unnest=False)]
        if any(part.type == UNKNOWN for part in parts):
            return Constant(UNKNOWN, span, None)
        flat: list[Node] = []
        for part in parts:
            flat += part.children() if isinstance(part, And | Or) and type(part).__name__ == type(expression).__name__ else [part]
        self._no_constants(flat)
        if isinstance(expression, exp.Or):
            return Or(BOOLEAN, span, tuple(flat))
        contradictions(flat)
        return And(BOOLEAN, span, tuple(flat))

    def _no_constants(self, parts: list[Node]) -> None:
        seen: set[Node] = set()
        for part in parts:
            if isinstance(part, Constant):
                raise Refusal("a literal decides nothing here", "take it out", part.span)
            if part in seen:
                raise Refusal("this condition is said twice", "take one out", part.span)
            seen.add(part)

    def _not(self, expression: exp.Expr, span: Span) -> Node:
        inner = self.condition(expression.this)
        if isinstance(inner, Constant):
            if inner.type == UNKNOWN:
                return inner
            raise Refusal("a literal decides nothing here", "take it out")
        return Not(BOOLEAN, span, inner)

    def _operand(self, expression: exp.Expr) -> Node:
        """A side of a comparison; engines bind bare conditions there differently, so they stand in parentheses."""
        if isinstance(expression, _BARE):
            message, hint = "it is not clear what belongs together here", "put the inner condition in parentheses"
            raise Refusal(message, hint, self.source.span(expression))
        return self.node(expression)

    def _compare(self, expression: exp.Expr, span: Span) -> Node:
        op = _OPERATORS[type(expression)]
        left, right = comparable(op, self._operand(expression.this), self._operand(expression.expression))
        if left.type == BOOLEAN:
            return same_truth(op, left, right, span)
        self._in_vocabulary(left, right)
        self._in_vocabulary(right, left)
        return Compare(BOOLEAN, span, op, left, right)

    def _in_vocabulary(self, field: Node, word: Node) -> None:
        """A field of a closed vocabulary equals none but its words."""
        if not isinstance(field, Column) or not isinstance(word, Constant):
            return
        words = dict(self.known.vocabulary).get(field.name)
        if words and word.value not in words:
            raise Refusal(f'{field.name} is never "{word.value}"', suggestion(str(word.value), words), word.span)

    def _distinct(self, expression: exp.Expr, span: Span) -> Node:
        left, right = comparable("=", self._operand(expression.this), self._operand(expression.expression))
        if left.type == BOOLEAN:
            raise Refusal("IS DISTINCT FROM is not for booleans", "write IS TRUE, IS FALSE, IS NULL, or =")
        found = Distinct(BOOLEAN, span, left, right)
        return found if isinstance(expression, exp.NullSafeNEQ) else Not(BOOLEAN, span, found)

    def _in(self, expression: exp.Expr, span: Span) -> Node:
        value = self._operand(expression.this)
        if not expression.expressions or expression.args.get("unnest") is not None:
            raise Refusal("IN takes a list of literals", "write x IN ('a', 'b'); for a list field list_contains(field, x)")
        values = [self.node(each) for each in expression.expressions]
        values = [self._in_value(value, each) for each in values]
        if value.type == BOOLEAN:
            raise Refusal("IN is not for booleans", "write the field alone, or NOT field")
        if value.type == UNKNOWN or any(each.type == UNKNOWN for each in values):
            return Constant(UNKNOWN, span, None)
        found = [each.value for each in values if isinstance(each, Constant)]
        if len(set(found)) < len(found):
            twice = next(each for place, each in enumerate(values) if each in values[:place])
            raise Refusal("this value is listed twice", "take one out", twice.span)
        return In(BOOLEAN, span, value, tuple(found))

    def _in_value(self, value: Node, each: Node) -> Node:
        """A literal of IN, as ``value`` is compared with it; ``Refusal`` where it never equals it."""
        if each.type == NULL:
            raise Refusal("NULL in a list makes NOT IN never true", "take it out, and add OR x IS NULL if you mean it", each.span)
        if not isinstance(each, Constant):
            raise Refusal("IN takes literals only", "compare with other fields by = and OR", each.span)
        try:
            if value.type.kind is Kind.DECIMAL and each.type.numeric:
                each = self._of_scale(value, each)
            else:
                comparable("=", value, each)
            self._in_vocabulary(value, each)
            settled(Compare(BOOLEAN, each.span, "=", value, each))
            return each
        except Refusal as refusal:
            raise Refusal(refusal.message, refusal.hint, each.span) from None

    def _of_scale(self, value: Node, each: Node) -> Node:
        """A number in IN beside a decimal, in the decimal's own units."""
        exact, scale = as_decimal(each), value.type.scale
        assert isinstance(exact, Constant)
        if least_scale(exact) > scale:
            raise Refusal("this can never be equal", f"the decimal has {scale} digits behind the point", each.span)
        if exact.type.scale <= scale:
            return rescaled(exact, scale)
        assert isinstance(exact.value, int)
        return Constant(Type(Kind.DECIMAL, scale=scale), each.span, exact.value // 10 ** (exact.type.scale - scale))

    def _between(self, expression: exp.Expr, span: Span) -> Node:
        if expression.args.get("symmetric"):
            raise Refusal("SYMMETRIC is not in the language", "write the lower bound first")
        value, low = self._operand(expression.this), self._operand(expression.args["low"])
        high = self._operand(expression.args["high"])
        comparable(">=", value, low)
        comparable("<=", value, high)
        if UNKNOWN in (value.type, low.type, high.type):
            return Constant(UNKNOWN, span, None)
        if BOOLEAN in (value.type, low.type):
            raise Refusal("BETWEEN is not for booleans", "write the field alone, or NOT field")
        if any(each.type.kind is Kind.DECIMAL for each in (value, low, high)):
            value, low, high = unified([value, low, high])[0]
        if isinstance(low, Constant) and isinstance(high, Constant) and low.value > high.value:  # type: ignore[operator]
            raise Refusal("the lower bound is above the upper one: never true", "write the lower bound first")
        if FLOAT in (value.type, low.type, high.type):
            value, low, high = as_float(value), as_float(low), as_float(high)
        settled(Compare(BOOLEAN, span, ">=", value, low))
        settled(Compare(BOOLEAN, span, "<=", value, high))
        return Between(BOOLEAN, span, value, low, high)

    def _like(self, expression: exp.Expr, span: Span, escape: str = "") -> Node:
        value, pattern = self._operand(expression.this), self.node(expression.expression)
        if not value.type.textual and value.type != UNKNOWN:
            raise Refusal(f"LIKE is for texts, and this is {value.type}", "compare it with =, < or >")
        if not isinstance(pattern, Constant) or (pattern.type != TEXT and pattern.type != UNKNOWN):
            raise Refusal("the pattern of LIKE is a text literal", "use contains(text, part) to look for another field")
        if value.type == UNKNOWN or pattern.type == UNKNOWN:
            return Constant(UNKNOWN, span, None)
        text = str(pattern.value)
        if isinstance(expression, exp.ILike):
            value, text = Call(TEXT, value.span, "lower", (value,)), lower(text)
        found = liked(value, text, escape, span, pattern.span)
        return Not(BOOLEAN, span, found) if expression.args.get("negate") else found

    def _escape(self, expression: exp.Expr, span: Span) -> Node:
        sign = expression.expression
        if not isinstance(expression.this, exp.Like | exp.ILike) or not isinstance(sign, exp.Literal) or len(sign.name) != 1:
            raise Refusal("ESCAPE names one character", "e.g. LIKE '50!% off%' ESCAPE '!'")
        if sign.name in "\\%_":
            raise Refusal(f"{sign.name} is a poor escape character: engines disagree", "e.g. ESCAPE '!'")
        return self._like(expression.this, span, sign.name)

    def _is(self, expression: exp.Expr, span: Span) -> Node:
        value = self._operand(expression.this)
        if value.type == UNKNOWN:
            return value
        wanted = expression.expression
        if isinstance(wanted, exp.Null):
            return self._is_null(value, span)
        if not isinstance(wanted, exp.Boolean):
            raise Refusal("IS is followed by NULL, NOT NULL, TRUE, FALSE or DISTINCT FROM", "for a comparison write =")
        if value.type != BOOLEAN:
            raise Refusal(f"only a condition is TRUE or FALSE, and this is {value.type}", "compare it with something")
        if isinstance(value, Constant):
            raise Refusal("a literal decides nothing here", "take it out")
        return IsTruth(BOOLEAN, span, value, bool(wanted.this))

    def _is_null(self, value: Node, span: Span) -> Node:
        if value.type.many:
            raise Refusal("a list is never NULL: a missing one is empty", "write array_length(list) = 0")
        if not nullable(value):
            raise Refusal("this is never NULL", "take the condition out")
        return IsNull(BOOLEAN, span, value)

    def _case(self, expression: exp.Expr, span: Span) -> Node:
        chosen = self.node(expression.this) if expression.this is not None else None
        conditions = [self._when(chosen, each.this) for each in expression.args["ifs"]]
        values = [self.node(each.args["true"]) for each in expression.args["ifs"]]
        default = expression.args.get("default")
        values.append(self.node(default) if default is not None else Constant(NULL, span, None))
        values, type_ = unified(values)
        unreachable(conditions)
        if type_ == UNKNOWN or any(each.type == UNKNOWN for each in conditions):
            return Constant(UNKNOWN, span, None)
        return Case(type_, span, tuple(zip(conditions, values[:-1], strict=True)), values[-1])

    def _when(self, chosen: Node | None, when: exp.Expr) -> Node:
        if chosen is None:
            found = self.condition(when)
            if isinstance(found, Constant) and found.type != UNKNOWN:
                raise Refusal("a literal decides nothing here", "make it the ELSE", found.span)
            return found
        value = self.node(when)
        left, right = comparable("=", chosen, value)
        if left.type == BOOLEAN:
            raise Refusal("CASE x WHEN is not for booleans", "write CASE WHEN x THEN ... END", value.span)
        return settled(Compare(BOOLEAN, value.span, "=", left, right)) if UNKNOWN not in (left.type, right.type) else chosen

    # Arithmetic

    def _arithmetic(self, expression: exp.Expr, span: Span) -> Node:
        left, right = self._operand(expression.this), self._operand(expression.expression)
        if UNKNOWN in (left.type, right.type):
            return Constant(UNKNOWN, span, None)
        return self._calculated(_ARITHMETIC[type(expression)], left, right, span)

    def _calculated(self, op: str, left: Node, right: Node, span: Span) -> Node:
        if left.type.numeric and right.type.numeric:
            return calculated(op, left, right, span)
        kinds = (left.type, op, right.type)
        results = {
            (TIMESTAMP, "-", TIMESTAMP): DURATION,
            (TIMESTAMP, "+", DURATION): TIMESTAMP,
            (TIMESTAMP, "-", DURATION): TIMESTAMP,
            (DURATION, "+", TIMESTAMP): TIMESTAMP,
            (DURATION, "+", DURATION): DURATION,
            (DURATION, "-", DURATION): DURATION,
        }
        if kinds not in results:
            raise Refusal(f"{left.type} {op} {right.type} cannot be calculated", "numbers with numbers, moments with intervals")
        if isinstance(left, Constant) and isinstance(right, Constant):
            return literals.folded(op, left, right, results[kinds], span)
        return Arithmetic(results[kinds], span, op, left, right)

    _HANDLERS: ClassVar[dict[type, Callable[["Checker", exp.Expr, Span], Node]]] = {
        exp.Column: _column,
        exp.Literal: _literal,
        exp.Boolean: _boolean,
        exp.Null: _null,
        exp.Neg: _negative,
        exp.Interval: _interval,
        exp.Cast: _cast,
        exp.Array: _array,
        exp.DPipe: _joined,
        exp.And: _connective,
        exp.Or: _connective,
        exp.Not: _not,
        exp.NullSafeEQ: _distinct,
        exp.NullSafeNEQ: _distinct,
        exp.In: _in,
        exp.Between: _between,
        exp.Like: _like,
        exp.ILike: _like,
        exp.Escape: _escape,
        exp.Is: _is,
        exp.Case: _case,
        exp.Window: _window,
    }
