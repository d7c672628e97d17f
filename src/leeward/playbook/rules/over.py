"""``count(*) OVER account_day``: aggregates over named windows, checked against ``windows.toml`` and the fields of the event.

What they aggregate is kept in memory between events, so free text is nothing for them; equality of floats is none either.
"""

import re
from collections.abc import Mapping
from typing import Protocol

from sqlglot import exp

from leeward.playbook.diagnostics import suggestion
from leeward.playbook.rules.agree import Refusal
from leeward.playbook.rules.kinds import INTEGER, Kind, Type
from leeward.playbook.rules.known import Feature, Known, Window
from leeward.playbook.rules.syntax import Source
from leeward.playbook.rules.tree import Aggregate, Node, Span

FUNCTIONS: dict[type[exp.Expr], str] = {exp.Count: "count", exp.Sum: "sum", exp.Min: "min", exp.Max: "max"}
_FORMS = "count(*), count(field), count(DISTINCT field), sum(field), min(field) or max(field) OVER name"
_TAKES: dict[str, tuple[Kind, ...]] = {
    "count_distinct": (Kind.INTEGER, Kind.BOOLEAN, Kind.CODE, Kind.ID, Kind.TIMESTAMP),
    "sum": (Kind.INTEGER, Kind.FLOAT),
    "min": (Kind.INTEGER, Kind.FLOAT, Kind.TIMESTAMP),
    "max": (Kind.INTEGER, Kind.FLOAT, Kind.TIMESTAMP),
}
_OPENED = re.compile(r"\b(min|max)\s*\(\s*\Z", re.IGNORECASE)


class Checker(Protocol):
    """Whoever checks the whole predicate."""

    source: Source
    fields: Mapping[str, Type]
    known: Known


def over(checker: Checker, expression: exp.Expr, span: Span) -> Node:
    """A checked aggregate over a window, or ``Refusal``."""
    call = expression.this
    function = FUNCTIONS.get(type(call))
    if function is None:
        raise Refusal("this is no aggregate of the language", f"write {_FORMS}", span)
    window = _window(checker, expression, span)
    name = _field(checker, call)
    if name is not None and isinstance(call.this, exp.Distinct):
        if function != "count":
            raise Refusal(
                f"DISTINCT changes nothing in {function}" if function != "sum" else "sum takes no DISTINCT", "take it out"
            )
        function = "count_distinct"
    if name is None and function != "count":
        raise Refusal(f"{function} takes a field", f"write {function}(field) OVER {window.name}")
    type_ = INTEGER
    if name is not None:
        type_ = _aggregated(checker, function, name, checker.source.span(call.this))
    inside = "*" if name is None else f"DISTINCT {name}" if function == "count_distinct" else name
    written = f"{function.removesuffix('_distinct')}({inside}) OVER {window.name}"
    place = _place(checker.source, call, span)
    return Aggregate(type_, place, written, Feature(written, function, name, window, type_))


def _window(checker: Checker, expression: exp.Expr, span: Span) -> Window:
    alias = expression.args.get("alias")
    spelled_out = any(expression.args.get(key) for key in ("partition_by", "order", "spec", "first"))
    if not isinstance(alias, exp.Identifier) or spelled_out:
        raise Refusal("a window is named in windows.toml, not written out", f"write {_FORMS}", span)
    windows = {each.name: each for each in checker.known.windows}
    if alias.name in windows:
        return windows[alias.name]
    where = checker.source.span(alias)
    elsewhere = dict(checker.known.windows_elsewhere)
    if alias.name in elsewhere:
        hint = f"windows of this kind: {', '.join(windows) or 'none'}"
        raise Refusal(f'the window "{alias.name}" is of {elsewhere[alias.name]}', hint, where)
    hint = suggestion(alias.name, windows) if windows else "name it in windows.toml: [window.name] with on, by and last"
    raise Refusal(f'unknown window "{alias.name}"', hint, where)


def _field(checker: Checker, call: exp.Expr) -> str | None:
    """The field that is aggregated; None for ``count(*)``."""
    inside = call.this
    if isinstance(inside, exp.Star) and not call.expressions:
        return None
    columns = inside.expressions if isinstance(inside, exp.Distinct) else [inside, *call.expressions]
    if len(columns) != 1 or not isinstance(columns[0], exp.Column) or columns[0].args.get("table") is not None:
        raise Refusal("one field is aggregated at a time", f"write {_FORMS}")
    name: str = columns[0].name
    if name not in checker.fields:
        raise Refusal(f'unknown field "{name}"', suggestion(name, checker.fields), checker.source.span(columns[0]))
    return name


def _aggregated(checker: Checker, function: str, name: str, where: Span) -> Type:
    """The type of the result, or ``Refusal`` where the field is nothing for this function."""
    field = checker.fields[name]
    if field.many:
        raise Refusal(f"{name} is a list, and an aggregate takes one value", "aggregate a field that holds one", where)
    if function == "count":
        return INTEGER
    if field.kind not in _TAKES[function]:
        raise Refusal(_why(function, name, field), _instead(function, field), where)
    return INTEGER if function == "count_distinct" else field


def _why(function: str, name: str, field: Type) -> str:
    if function == "count_distinct":
        if field.kind in (Kind.DECIMAL, Kind.DURATION):
            return f"{name} is {field}, and count(DISTINCT ...) takes ids, codes, integers, booleans and moments"
        return f"{name} is {field}: its values are not compared for equality" if field.kind is Kind.FLOAT else _kept(name)
    takes = "integers and floats" if function == "sum" else "integers, floats and moments"
    return f"{name} is {field}, and {function} takes {takes}"


def _kept(name: str) -> str:
    return f"{name} is text, which is kept in no window"


def _instead(function: str, field: Type) -> str:
    if field.kind is Kind.TEXT:
        return "let the platform send a digest of it as an id"
    if function == "count_distinct" or field.kind in (Kind.DECIMAL, Kind.DURATION):
        return "count(field) counts those that are not NULL"
    return "count(field) or count(DISTINCT field) counts them"


def _place(source: Source, call: exp.Expr, span: Span) -> Span:
    """The whole expression: sqlglot leaves no place for some names, so they are found before what they take."""
    found = _OPENED.search(source.text[: span[0]])
    return (found.start(1), span[1]) if found and not isinstance(call.meta.get("start"), int) else span
