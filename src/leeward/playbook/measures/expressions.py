"""What may stand in a SELECT of a measure, and of which type it is. Only what means the same in DuckDB and in Spark is here.

``ALLOWED`` is the whole list: node of sqlglot -> how its type is found. What is not in it is refused.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec
from sqlglot import exp

from leeward.playbook.diagnostics import suggestion
from leeward.playbook.measures.text import Span, Text
from leeward.playbook.measures.views import BOOLEAN, FLOAT, INTERVAL, MOMENT, NULL, NUMBER, TEXT, Columns, Type

PERIOD = ("start", "end")
UNITS = {"SECOND": 1, "MINUTE": 60, "HOUR": 3_600, "DAY": 86_400, "WEEK": 604_800}
"""Units of INTERVAL, in seconds. A month has no length."""
TRUNCATED = ("HOUR", "DAY", "WEEK")
AGGREGATES = (exp.Count, exp.Sum, exp.Min, exp.Max, exp.Avg, exp.LogicalOr, exp.LogicalAnd)
NUMBERING = (exp.RowNumber, exp.Lag, exp.Lead)


class Mistake(Exception):
    """Something that does not belong, and where."""

    def __init__(self, span: Span, message: str, hint: str) -> None:
        super().__init__(message)
        self.span, self.message, self.hint = span, message, hint


class Scope(msgspec.Struct):
    """What can be named in a SELECT."""

    sources: dict[str, Columns]
    outer: "Scope | None"
    """Of the SELECT around an EXISTS."""
    named: Mapping[str, Columns]
    """The queries of WITH."""


class Expressions(ABC):
    """Finds the type of an expression. Raises Mistake for what is not in the subset."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.periodic = False

    @abstractmethod
    def query(self, node: exp.Expr, named: Mapping[str, Columns], outer: Scope | None) -> Columns:
        """The columns of a query; ``binding.py`` says."""

    def of(self, node: exp.Expr, scope: Scope) -> Type:
        """The type of an expression, which is left in its ``meta`` too."""
        found = ALLOWED.get(type(node))
        if found is None:
            start, end = self.text.word(node)
            word = self.text.text[start:end] if end - start < 40 else type(node).__name__
            near = suggestion(word, NAMES)
            raise Mistake(
                (start, end), f"{word} is not in the subset", near if near.startswith("did") else "docs: reference/measures.md"
            )
        kind = found(self, node, scope)
        node.meta["kind"] = kind
        return kind

    def must_be(self, node: exp.Expr, scope: Scope, wanted: Type, where: str) -> None:
        """Raises Mistake where an expression has another type."""
        kind = self.of(node, scope)
        fits = kind.name in (wanted.name, "null") or (wanted is FLOAT and kind.is_number)
        if not fits:
            raise Mistake(
                self.text.span(node), f"{where} takes {_a(wanted)}, and this is {_a(kind)}", _REMEDY.get(wanted.name, "")
            )

    def same(self, node: exp.Expr, left: Type, right: Type) -> Type:
        """The type of both. Raises Mistake where they cannot be compared."""
        if left.is_number and right.is_number:
            return FLOAT if FLOAT in (left, right) else NUMBER
        if NULL in (left, right):
            return right if left is NULL else left
        if left.name != right.name or left.of != right.of:
            hint = "codes, ids and digests are texts, in single quotes" if TEXT in (left, right) else ""
            raise Mistake(self.text.span(node), f"{_a(left)} is never {_a(right)}", hint)
        return left

    def all_same(self, node: exp.Expr, nodes: Sequence[exp.Expr], scope: Scope) -> Type:
        """The one type of several expressions."""
        kind = NULL
        for each in nodes:
            kind = self.same(each, kind, self.of(each, scope))
        return kind

    def aggregates(self, node: exp.Expr) -> bool:
        """Whether an expression counts over rows, other than by OVER."""
        return next(_aggregates(node), None) is not None

    def no_aggregate(self, node: exp.Expr, where: str) -> None:
        """Raises Mistake where an expression counts over rows."""
        if (found := next(_aggregates(node), None)) is not None:
            raise Mistake(self.text.span(found), f"{where} looks at one row", "count in a subquery, or use HAVING")

    def stray(self, node: exp.Expr, keys: Sequence[exp.Expr]) -> exp.Expr | None:
        """A column that may be different within a group: neither counted over nor one of the keys."""
        bare = node.this if isinstance(node, exp.Alias) else node
        if any(bare == key for key in keys) or isinstance(bare, (*AGGREGATES, exp.Filter, exp.Exists)):
            return None
        if isinstance(bare, exp.Column | exp.Dot):
            return bare
        return next((found for each in bare.iter_expressions() if (found := self.stray(each, keys)) is not None), None)


def _aggregates(node: exp.Expr) -> Iterator[exp.Expr]:
    if isinstance(node, exp.Window | exp.Query):
        return
    if isinstance(node, AGGREGATES):
        yield node
    for each in node.iter_expressions():
        yield from _aggregates(each)


def _a(kind: Type) -> str:
    return kind.name if kind is NULL else f"{'an' if kind.name[0] in 'aeio' else 'a'} {kind}"


def _name(node: exp.Expr) -> str:
    """What a function is called here."""
    called: Mapping[type[exp.Expr], str] = {
        exp.TimeToUnix: "epoch", exp.LogicalOr: "bool_or", exp.LogicalAnd: "bool_and", exp.DayOfWeekIso: "isodow",
    }  # fmt: skip
    return called.get(type(node), type(node).__name__.lower())


def _column(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    """``source.column``, ``column``, and fields of a struct behind either."""
    parts = _parts(node)
    here: Scope | None = scope
    while here is not None:
        if len(parts) > 1 and parts[0] in here.sources:
            columns = here.sources[parts[0]]
            if parts[1] not in columns:
                raise Mistake(self.text.span(node), f"{parts[0]} has no column {parts[1]}", suggestion(parts[1], columns))
            return _field(self, node, columns[parts[1]], parts[2:])
        holding = [columns for columns in here.sources.values() if parts[0] in columns]
        if len(holding) > 1:
            hint = "write it behind the name of its source and a point"
            raise Mistake(self.text.span(node), f"{parts[0]} is a column of several sources", hint)
        if holding:
            return _field(self, node, holding[0][parts[0]], parts[1:])
        here = here.outer
    known = [name for columns in scope.sources.values() for name in columns]
    unknown = parts[0] if len(parts) == 1 else ".".join(parts[:2])
    raise Mistake(self.text.span(node), f"there is no column {unknown}", suggestion(parts[-1], [*known, *scope.sources]))


def _parts(node: exp.Expr) -> list[str]:
    if isinstance(node, exp.Dot):
        return [*_parts(node.this), node.expression.name.lower()]
    return [part.name.lower() for part in node.parts]  # type: ignore[attr-defined]


def _field(self: Expressions, node: exp.Expr, kind: Type, path: Sequence[str]) -> Type:
    for name in path:
        fields = dict(kind.fields)
        if name not in fields:
            hint = suggestion(name, fields) if fields else f"it is {_a(kind)}"
            raise Mistake(self.text.span(node), f"there is no {name} in it", hint)
        kind = fields[name]
    return kind


def _literal(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    if node.args.get("is_string"):
        return TEXT
    written = str(node.this)
    if written.isdecimal():
        if len(written) > 18:
            raise Mistake(self.text.span(node), "this number has more than 18 digits", "write a smaller one")
        return NUMBER
    return FLOAT


def _placeholder(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    name = str(node.this or "")
    if name not in PERIOD:
        raise Mistake(self.text.word(node), f"there is no :{name}", ":start and :end are the period")
    self.periodic = True
    return MOMENT


def _comparison(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    kind = self.same(node, self.of(node.this, scope), self.of(node.expression, scope))
    if kind.name in ("list", "struct", "interval"):
        raise Mistake(self.text.span(node), f"{_a(kind)} cannot be compared", "compare what is in it")
    return BOOLEAN


def _is(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    if not isinstance(node.expression, exp.Null | exp.Boolean):
        raise Mistake(self.text.span(node), "IS takes NULL, TRUE or FALSE", "compare with = instead")
    kind = self.of(node.this, scope)
    if isinstance(node.expression, exp.Boolean) and kind is not BOOLEAN:
        raise Mistake(self.text.span(node), f"this is {_a(kind)}, and never {node.expression.sql()}", "write a condition")
    return BOOLEAN


def _logic(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    stack = [node]
    while stack:  # a chain is as deep as it is long
        here = stack.pop()
        for each in here.iter_expressions():
            if isinstance(each, exp.And | exp.Or):
                each.meta["kind"] = BOOLEAN
                stack.append(each)
            else:
                self.must_be(each, scope, BOOLEAN, type(here).__name__.upper())
    return BOOLEAN


def _in(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    kind, query = self.of(node.this, scope), node.args.get("query")
    if query is not None:
        columns = self.query(query.this if isinstance(query, exp.Subquery) else query, scope.named, scope)
        if len(columns) != 1:
            raise Mistake(self.text.span(node), "the SELECT behind IN yields one column", f"it yields {', '.join(columns)}")
        self.same(node, kind, next(iter(columns.values())))
        return BOOLEAN
    if node.args.get("field") or node.args.get("unnest") or not node.expressions:
        raise Mistake(self.text.span(node), "IN takes values in parentheses", "for a list: list_contains(list, value)")
    for each in node.expressions:
        self.same(each, kind, self.of(each, scope))
    return BOOLEAN


def _exists(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    self.query(node.this, scope.named, scope)
    return BOOLEAN


def _between(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    kind = self.of(node.this, scope)
    for name in ("low", "high"):
        self.same(node.args[name], kind, self.of(node.args[name], scope))
    return BOOLEAN


def _like(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    self.must_be(node.this, scope, TEXT, "LIKE")
    if not node.expression.is_string or "\\" in node.expression.name:
        raise Mistake(self.text.span(node), "LIKE takes a pattern in quotes, without \\", "e.g. harm LIKE 'sextortion.%'")
    return BOOLEAN


def _sum(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    """``+`` and ``-`` of numbers, or of a moment and an interval."""
    left, right = self.of(node.this, scope), self.of(node.expression, scope)
    if left is MOMENT and right is INTERVAL:
        return MOMENT
    if MOMENT in (left, right):
        hint = "seconds between two moments: epoch(later) - epoch(earlier); a moment takes + or - INTERVAL"
        raise Mistake(self.text.span(node), "moments are not calculated with like that", hint)
    return _arithmetic(self, node, scope, left, right)


def _product(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    return _arithmetic(self, node, scope, self.of(node.this, scope), self.of(node.expression, scope))


def _quotient(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    _product(self, node, scope)
    return FLOAT


def _arithmetic(self: Expressions, node: exp.Expr, scope: Scope, left: Type, right: Type) -> Type:
    for each, kind in ((node.this, left), (node.expression, right)):
        if not kind.is_number and kind is not NULL:
            raise Mistake(self.text.span(each), f"one cannot calculate with {_a(kind)}", _REMEDY["float"])
    return FLOAT if FLOAT in (left, right) else NUMBER


def _negative(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    self.must_be(node.this, scope, FLOAT, "-")
    return self.of(node.this, scope)


def _interval(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    unit = str(node.args["unit"].name if node.args.get("unit") else "").upper().removesuffix("S")
    if unit not in UNITS or not isinstance(node.this, exp.Literal) or not str(node.this.this).isdecimal():
        raise Mistake(self.text.word(node), "an interval is a whole number of seconds ... weeks", "e.g. INTERVAL 24 HOUR")
    node.meta["micros"] = int(node.this.this) * UNITS[unit] * 1_000_000
    return INTERVAL


def _case(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    if node.this is not None:
        raise Mistake(self.text.word(node), "CASE x WHEN is not in the subset", "write CASE WHEN x = ... THEN ...")
    for each in node.args["ifs"]:
        self.must_be(each.this, scope, BOOLEAN, "WHEN")
    values = [each.args["true"] for each in node.args["ifs"]]
    return self.all_same(node, [*values, *([node.args["default"]] if node.args.get("default") else [])], scope)


def _count(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    inner = node.this
    if isinstance(inner, exp.Distinct):
        if len(inner.expressions) != 1:
            raise Mistake(self.text.span(node), "count(DISTINCT ...) takes one column", "count in a subquery")
        inner = inner.expressions[0]
    if node.expressions:
        raise Mistake(self.text.span(node), "count takes one column, or *", "count(*)")
    if not isinstance(inner, exp.Star):
        self.of(inner, scope)
        self.no_aggregate(inner, "count")
    return NUMBER


def _aggregate(takes: Type | None, yields: Type | None) -> "Rule":
    def found(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
        if node.expressions or isinstance(node.this, exp.Distinct | exp.Order):
            raise Mistake(self.text.span(node), "this takes one column", "count(DISTINCT x) is the one that drops doubles")
        self.no_aggregate(node.this, "an aggregate")
        if takes is not None:
            self.must_be(node.this, scope, takes, _name(node))
        kind = self.of(node.this, scope)
        if takes is None and kind.name in ("list", "struct", "boolean"):
            raise Mistake(self.text.span(node), f"{_a(kind)} has no order", "bool_or and bool_and are for conditions")
        return yields or kind

    return found


def _filter(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    self.must_be(node.expression.this, scope, BOOLEAN, "FILTER")
    return self.of(node.this, scope)


def _window(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    inner = node.this
    if not isinstance(inner, (*AGGREGATES, *NUMBERING)) or node.args.get("spec") or node.args.get("alias"):
        hint = "OVER (PARTITION BY ... ORDER BY ...) behind row_number, lag, lead, count, sum, min, max"
        raise Mistake(self.text.word(node), "this OVER is not in the subset", hint)
    if isinstance(inner, exp.Count) and isinstance(inner.this, exp.Distinct):
        raise Mistake(self.text.span(node), "count(DISTINCT ...) OVER is not in the subset", "count in a subquery")
    order = node.args.get("order")
    if isinstance(inner, NUMBERING) and order is None:
        raise Mistake(
            self.text.word(node), "ORDER BY is missing in OVER", "e.g. ORDER BY position: without it any row may be first"
        )
    for each in node.args.get("partition_by") or ():
        self.of(each, scope)
    for each in order.expressions if order else ():
        self.of(each.this, scope)
    return self.of(inner, scope)


def _neighbour(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    if node.args.get("offset") or node.args.get("default"):
        raise Mistake(self.text.span(node), "lag and lead take one column", "use coalesce for what there is not")
    return self.of(node.this, scope)


def _first_of(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    kind = self.all_same(node, [node.this, *node.expressions], scope)
    if kind.name in ("list", "struct"):
        raise Mistake(self.text.span(node), f"this does not take {_a(kind)}", "name what is in it")
    return kind


def _nullif(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    return self.same(node, self.of(node.this, scope), self.of(node.expression, scope))


def _number(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    if any(value for name, value in node.args.items() if name != "this"):
        raise Mistake(self.text.span(node), "this takes one number", "")
    self.must_be(node.this, scope, FLOAT, _name(node))
    return NUMBER if not isinstance(node, exp.Abs) else self.of(node.this, scope)


def _lower(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    self.must_be(node.this, scope, TEXT, _name(node))
    return TEXT


def _joined(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    for each in (node.this, node.expression):
        self.must_be(each, scope, TEXT, "||")
    return TEXT


def _part(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    self.must_be(node.this, scope, TEXT, "split_part")
    delimiter, index = node.args.get("delimiter"), node.args.get("part_index")
    written = isinstance(delimiter, exp.Literal) and delimiter.is_string and len(delimiter.name) == 1
    if not written or not isinstance(index, exp.Literal) or index.is_string or not 0 < int(str(index.this)) < 10:
        raise Mistake(
            self.text.span(node), "split_part takes a text, one character in quotes and a number", "split_part(harm, '.', 1)"
        )
    return TEXT


def _starts(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    self.must_be(node.this, scope, TEXT, "starts_with")
    self.must_be(node.expression, scope, TEXT, "starts_with")
    return BOOLEAN


def _contains(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    kind = self.of(node.this, scope)
    if kind.of is None:
        raise Mistake(self.text.span(node.this), f"this is {_a(kind)}, and no list", "list_contains(list, value)")
    self.same(node, kind.of, self.of(node.expression, scope))
    return BOOLEAN


def _length(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    kind = self.of(node.this, scope)
    if kind.of is None:
        raise Mistake(self.text.span(node), f"len is for lists, and this is {_a(kind)}", "how long a code is says nothing")
    return NUMBER


def _of_moment(yields: Type) -> "Rule":
    def found(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
        self.must_be(node.this, scope, MOMENT, _name(node))
        return yields

    return found


def _truncated(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    self.must_be(node.this, scope, MOMENT, "date_trunc")
    unit = str(node.args["unit"].name).upper() if node.args.get("unit") else ""
    if unit not in TRUNCATED:
        raise Mistake(self.text.span(node), "date_trunc takes hour, day or week", "date_trunc('day', occurred)")
    return MOMENT


def _cast(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    kind, to = self.of(node.this, scope), node.args["to"].sql("duckdb")
    if to != "DOUBLE" or not (kind.is_number or kind is NULL) or node.args.get("format"):
        raise Mistake(self.text.span(node), f"CAST of {_a(kind)} to {to} is not in the subset", "CAST(number AS DOUBLE)")
    return FLOAT


def _inside(self: Expressions, node: exp.Expr, scope: Scope) -> Type:
    return self.of(node.this, scope)


def _always(kind: Type) -> "Rule":
    return lambda self, node, scope: kind


Rule = Callable[[Expressions, exp.Expr, Scope], Type]
ALLOWED: Mapping[type[exp.Expr], Rule] = {
    exp.Column: _column, exp.Dot: _column, exp.Literal: _literal, exp.Boolean: _always(BOOLEAN), exp.Null: _always(NULL),
    exp.Placeholder: _placeholder, exp.Paren: _inside, exp.Interval: _interval,
    exp.EQ: _comparison, exp.NEQ: _comparison, exp.LT: _comparison, exp.LTE: _comparison, exp.GT: _comparison,
    exp.GTE: _comparison, exp.NullSafeEQ: _comparison, exp.NullSafeNEQ: _comparison, exp.Is: _is, exp.In: _in,
    exp.Between: _between, exp.Like: _like, exp.Exists: _exists, exp.And: _logic, exp.Or: _logic, exp.Not: _logic,
    exp.Add: _sum, exp.Sub: _sum, exp.Mul: _product, exp.Div: _quotient, exp.Neg: _negative, exp.Case: _case,
    exp.Count: _count, exp.Sum: _aggregate(FLOAT, None), exp.Avg: _aggregate(FLOAT, FLOAT), exp.Min: _aggregate(None, None),
    exp.Max: _aggregate(None, None), exp.LogicalOr: _aggregate(BOOLEAN, BOOLEAN),
    exp.LogicalAnd: _aggregate(BOOLEAN, BOOLEAN), exp.Filter: _filter, exp.Window: _window,
    exp.RowNumber: _always(NUMBER), exp.Lag: _neighbour, exp.Lead: _neighbour,
    exp.Coalesce: _first_of, exp.Least: _first_of, exp.Greatest: _first_of, exp.Nullif: _nullif,
    exp.Abs: _number, exp.Floor: _number, exp.Ceil: _number, exp.Lower: _lower, exp.DPipe: _joined,
    exp.SplitPart: _part, exp.StartsWith: _starts, exp.ArrayContains: _contains, exp.Length: _length,
    exp.TimeToUnix: _of_moment(FLOAT), exp.Hour: _of_moment(NUMBER), exp.DayOfWeekIso: _of_moment(NUMBER),
    exp.TimestampTrunc: _truncated, exp.DateTrunc: _truncated, exp.Cast: _cast,
}  # fmt: skip
NAMES = (
    "count", "sum", "avg", "min", "max", "bool_or", "bool_and", "row_number", "lag", "lead", "coalesce", "least", "greatest",
    "nullif", "abs", "floor", "ceil", "lower", "split_part", "starts_with", "list_contains", "len", "epoch", "hour", "isodow",
    "date_trunc", "CASE", "EXISTS", "BETWEEN", "LIKE", "IN",
)  # fmt: skip
"""What somebody may have meant."""
_REMEDY = {
    "boolean": "write a condition",
    "float": "count(*) FILTER (WHERE ...) counts; epoch(moment) is a moment in seconds",
    "moment": "occurred is a moment",
    "text": "codes, ids and digests are texts",
}
