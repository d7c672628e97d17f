"""Calls: a function by its written name, its arguments checked against its row of the table."""

from typing import Protocol

import re2
from sqlglot import exp

from leeward.playbook.diagnostics import nearest, suggestion
from leeward.playbook.rules import zones
from leeward.playbook.rules.agree import Refusal, as_float, comparable, unified
from leeward.playbook.rules.bounds import nullable
from leeward.playbook.rules.casing import lower, upper
from leeward.playbook.rules.functions import CALLED, Function, Parameter
from leeward.playbook.rules.kinds import BOOLEAN, FLOAT, ID, INTEGER, UNKNOWN, Kind, Type
from leeward.playbook.rules.named import Reader, banked, labelled, listed, outcome
from leeward.playbook.rules.refusals import FUNCTION_REMEDIES
from leeward.playbook.rules.regex import PatternError, letters, read
from leeward.playbook.rules.syntax import Source
from leeward.playbook.rules.tree import Call, Constant, Constants, Local, Node, Regex, Span


class Checker(Reader, Protocol):
    """Whoever checks the whole predicate, and so a call's arguments."""

    source: Source

    def node(self, expression: exp.Expr) -> Node:
        """The checked node of an expression."""
        ...


def call(checker: Checker, written: str, expression: exp.Expr, span: Span) -> Node:
    """A checked call, or ``Refusal``."""
    start = expression.meta["start"]
    where = (start, start + len(written))
    function = CALLED.get(written.lower())
    if function is None:
        raise _unknown(written, where)
    arguments = _arguments(expression)
    if not _right_number(function, len(arguments)):
        raise Refusal(f"{function.name} takes {_count(function)}", f"{function.signature}", where)
    nodes = [checker.node(each) for each in arguments]
    if any(node.type == UNKNOWN for node in nodes):
        return Constant(UNKNOWN, span, None)
    for node, parameter in zip(nodes, _parameters(function, len(nodes)), strict=True):
        _fits(function, node, parameter)
    if function.name == "regexp_matches":
        return _regex(checker, nodes[0], nodes[1], span)
    if function.name == "rule":
        return outcome(checker, nodes[0], span)
    if function.name == "has_label":
        return labelled(checker, nodes, span)
    if function.name in ("in_list", "in_bank"):
        return (listed if function.name == "in_list" else banked)(checker, nodes, span)
    _counted(function, nodes)
    if function.optional and function.takes[-1].name == "zone":
        return Call(INTEGER, span, function.name, (_local(nodes),))
    if function.name == "distance_km":
        return Call(FLOAT, span, function.name, tuple(map(as_float, nodes)))
    if function.name in ("list_min", "list_max", "list_sum"):
        return Call(Type(nodes[0].type.kind), span, function.name, tuple(nodes))
    if function.gives is None:
        return _same_type(function, nodes, span)
    _elements(function, nodes)
    _empty_part(function, nodes)
    return Call(function.gives, span, function.name, tuple(nodes))


def _counted(function: Function, nodes: list[Node]) -> None:
    """Places and numbers of characters count from 1, and what is looked for to be cut out is something."""
    for node, parameter in zip(nodes, function.takes, strict=False):
        if not isinstance(node, Constant) or not parameter.literal:
            continue
        if parameter.name == "number" and not 1 <= node.value <= 2**31 - 1:  # type: ignore[operator]
            raise Refusal("this counts from 1", function.signature, node.span)
        if parameter.name == "part" and function.name != "regexp_matches" and node.value == "":
            raise Refusal("the empty text is part of every text", "name a part", node.span)


def _local(nodes: list[Node]) -> Node:
    if len(nodes) == 1:
        return nodes[0]
    zone = nodes[1].value if isinstance(nodes[1], Constant) else None
    if zone not in zones.names():
        hint = suggestion(str(zone), zones.names()) if zones.names() else "this machine has no time zone data"
        raise Refusal(f'there is no time zone "{zone}"', hint, nodes[1].span)
    return Local(nodes[0].type, nodes[0].span, nodes[0], str(zone))


def _unknown(written: str, where: Span) -> Refusal:
    name = written.lower()
    if name in FUNCTION_REMEDIES:
        return Refusal(f"{written} is not in the language", FUNCTION_REMEDIES[name], where)
    near = nearest(name, CALLED)
    hint = f"did you mean {near}?" if near else "the functions are listed in docs/reference/rules.md"
    return Refusal(f"unknown function {written}", hint, where)


def _arguments(expression: exp.Expr) -> list[exp.Expr]:
    """In the order of the text: sqlglot keeps them under names."""
    found: list[exp.Expr] = []
    for key in type(expression).arg_types:
        value = expression.args.get(key)
        found += [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, exp.Expr)]
    return found


def _right_number(function: Function, given: int) -> bool:
    wanted = len(function.takes)
    return given >= wanted if function.variadic else wanted - function.optional <= given <= wanted


def _count(function: Function) -> str:
    number = len(function.takes)
    words = f"{number - function.optional} or {number}" if function.optional else str(number)
    return f"{'at least ' if function.variadic else ''}{words} argument{'s' if number > 1 else ''}"


def _parameters(function: Function, given: int) -> list[Parameter]:
    return [function.takes[min(place, len(function.takes) - 1)] for place in range(given)]


def _fits(function: Function, node: Node, parameter: Parameter) -> None:
    type_ = node.type
    if type_.kind is Kind.NULL:
        raise Refusal("NULL cannot stand here", "name a field or a value", node.span)
    if parameter.literal and not isinstance(node, Constant):
        raise Refusal(f"the {parameter.name} of {function.name} is a literal", f"{function.signature}", node.span)
    if type_.kind in parameter.kinds and type_.many == parameter.many:
        return
    hint = function.signature
    if function.name == "length" and type_.many:
        hint = "write array_length(list)"
    if function.name == "contains" and type_.many:
        hint = "write list_contains(list, element)"
    if function.name == "coalesce" and type_.many:
        hint = "a list is never NULL: a missing one is empty"
    raise Refusal(f"{function.name} does not take {type_} here", hint, node.span)


def _regex(checker: Checker, value: Node, pattern: Node, span: Span) -> Node:
    text = str(pattern.value) if isinstance(pattern, Constant) else ""
    try:
        expression = read(text)
    except PatternError as error:
        raise Refusal(error.message, error.hint, _inside(checker.source.text, pattern.span, error.offset, error.length)) from None
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(text, options)
    except re2.error as error:
        reason = error.args[0].decode() if error.args and isinstance(error.args[0], bytes) else str(error)
        raise Refusal(f"RE2 does not take this pattern: {reason}", "make it smaller or simpler", pattern.span) from None
    if expression.always():
        raise Refusal("this pattern is found in every text", "require at least one character", pattern.span)
    _case_blind(value, pattern, expression.flags, letters(expression.tree))
    return Regex(BOOLEAN, span, value, text)


def _case_blind(value: Node, pattern: Node, flags: str, found: frozenset[str]) -> None:
    if not isinstance(value, Call) or value.name not in ("lower", "upper") or "i" in flags:
        return
    folded = lower if value.name == "lower" else upper
    wrong = sorted(letter for letter in found if folded(letter) != letter)
    if wrong:
        raise Refusal(f"{value.name}(...) never holds '{wrong[0]}'", f"write '{folded(wrong[0])}'", pattern.span)


def _inside(source: str, span: Span, offset: int, length: int) -> Span:
    """Where a place of the pattern stands in the predicate: a quote in it is written as two."""
    at = span[0] + 1
    for _ in range(offset):
        at += 2 if source.startswith("''", at) else 1
    return (min(at, span[1] - 1), min(at + length, span[1]))


def _same_type(function: Function, nodes: list[Node], span: Span) -> Node:
    if function.name == "nullif":
        zero = isinstance(nodes[1], Constant) and nodes[1].value == 0 and nodes[0].type.numeric
        if not zero:
            comparable("=", *nodes)
    nodes, type_ = unified(nodes)
    if function.name == "nullif" and type_ == Type(Kind.BOOLEAN):
        raise Refusal("nullif is not for booleans", "write IS TRUE or IS FALSE")
    if function.name == "coalesce":
        _reached(nodes)
    if function.name != "coalesce" and all(isinstance(node, Constant) for node in nodes):
        raise Refusal("only literals stand here", "write the value")
    return Call(type_, span, function.name, tuple(nodes))


def _reached(nodes: list[Node]) -> None:
    for place, node in enumerate(nodes[:-1]):
        if not nullable(node):
            raise Refusal("this is never NULL, so what follows is never reached", "take out what follows", nodes[place].span)


def _elements(function: Function, nodes: list[Node]) -> None:
    """A list and what is looked for in it are of one sort."""
    if function.name not in ("list_contains", "list_has_any"):
        return
    holds, wanted = Type(nodes[0].type.kind), Type(nodes[1].type.kind)
    if holds == wanted or (holds.textual and wanted.textual):
        return
    hint = "an id is known only inside: compare it with another id field" if ID in (holds, wanted) else function.signature
    raise Refusal(f"a list of {holds} holds no {wanted}", hint, nodes[1].span)


def _empty_part(function: Function, nodes: list[Node]) -> None:
    if function.name not in ("contains", "starts_with", "ends_with"):
        return
    if isinstance(nodes[1], Constant) and nodes[1].value == "":
        raise Refusal("the empty text is part of every text", "name a part", nodes[1].span)
    if isinstance(nodes[1], Constants):
        raise Refusal("one part is looked for at a time", "join several with OR", nodes[1].span)
