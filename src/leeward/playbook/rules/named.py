"""What a rule calls by name: the lists and labels of the playbook, and other rules."""

from collections.abc import Mapping
from typing import Protocol

from leeward.playbook.diagnostics import suggestion
from leeward.playbook.rules.agree import Refusal
from leeward.playbook.rules.bank import most_distance
from leeward.playbook.rules.kinds import BOOLEAN, INTEGER
from leeward.playbook.rules.known import Known, Mark, WordList
from leeward.playbook.rules.tree import Aggregate, Column, Constant, IsTruth, Listed, Marked, Node, Span

FARTHEST = 10
"""Through so many others a rule may lead."""
_WHOLE = "only digests of whole 16 bits are compared nearly; leave the distance out"


class Circle(Exception):
    """Rules that lead back to themselves."""

    def __init__(self, around: tuple[str, ...]) -> None:
        super().__init__(" > ".join(around))


class Reader(Protocol):
    """Whoever checks a predicate and can read those of other rules."""

    known: Known
    path: tuple[str, ...]
    """The rules through which this predicate was come to."""

    def other(self, code: str, text: str) -> Node | None:
        """The checked predicate of another rule; None when it has mistakes. Raises ``Circle``."""
        ...


def outcome(reader: Reader, code: Node, span: Span) -> Node:
    """``rule('folder/name')``: TRUE when that rule matches, else FALSE."""
    assert isinstance(code, Constant)
    name, rules = str(code.value), dict(reader.known.rules)
    if name not in rules:
        raise _unknown_rule(name, rules, dict(reader.known.elsewhere), code.span)
    if name in reader.path:
        raise Circle((*reader.path[reader.path.index(name) :], name))
    if len(reader.path) >= FARTHEST:
        raise Refusal(f"this leads through more than {FARTHEST} rules", "name fewer rules by way of others", span)
    try:
        root = reader.other(name, rules[name])
    except Circle as circle:
        if reader.path:
            raise
        raise Refusal(f"these rules lead back to themselves: {circle}", "take one of the calls out", code.span) from None
    if root is None:
        raise Refusal(f"the rule {name} has mistakes of its own", "mend it first", code.span)
    return IsTruth(BOOLEAN, span, root, True)


def _unknown_rule(name: str, rules: Mapping[str, str], elsewhere: Mapping[str, str], span: Span) -> Refusal:
    if name in elsewhere:
        hint = "a rule looks at one event, so it can only name rules that read the same kind"
        return Refusal(f'the rule "{name}" reads events of another kind, {elsewhere[name]}', hint, span)
    return Refusal(f'there is no rule "{name}"', suggestion(name, rules) or "rules are named by folder and file", span)


def listed(reader: Reader, nodes: list[Node], span: Span) -> Node:
    """``in_list(text, 'name')``."""
    found = _list(reader, nodes[1])
    return Listed(BOOLEAN, span, nodes[0], found.name, found.digest)


def banked(reader: Reader, nodes: list[Node], span: Span) -> Node:
    """``in_bank(digest, 'name', distance)``; without a distance it is 0."""
    found, distance = _list(reader, nodes[1]), 0
    if not found.bits:
        hint = "a bank holds digests in hexadecimal, all of one length, of at most 256 bits"
        raise Refusal(f'the list "{found.name}" is no bank of digests', hint, nodes[1].span)
    if len(nodes) == 3:
        assert isinstance(nodes[2], Constant)
        distance = nodes[2].value if nodes[2].type == INTEGER and isinstance(nodes[2].value, int) else -1
        most = most_distance(found.bits)
        if not 1 <= distance <= most:
            hint = f"digests of {found.bits} bits may be 1 to {most} apart: an eighth of them" if most else _WHOLE
            raise Refusal("this distance is out of range", hint, nodes[2].span)
    return Listed(BOOLEAN, span, nodes[0], found.name, found.digest, distance)


def labelled(reader: Reader, nodes: list[Node], span: Span) -> Node:
    """``has_label(account_id, 'name')``."""
    field, label = nodes
    assert isinstance(label, Constant)
    if not isinstance(field, Column) or isinstance(field, Aggregate):
        raise Refusal("a label stands on the id in one field", "name the field: has_label(account_id, 'name')", field.span)
    if label.value not in reader.known.labels:
        hint = suggestion(str(label.value), reader.known.labels) if reader.known.labels else ""
        declared = f"declare it in labels.toml: [label.{label.value}] with means and lasts"
        raise Refusal(f'there is no label "{label.value}"', hint or declared, label.span)
    name = f"has_label({field.name}, '{label.value}')"
    return Marked(BOOLEAN, span, name, Mark(name, field.name, str(label.value)))


def _list(reader: Reader, name: Node) -> WordList:
    assert isinstance(name, Constant)
    for each in reader.known.lists:
        if each.name == name.value:
            return each
    known = [each.name for each in reader.known.lists]
    hint = suggestion(str(name.value), known) or f"a list is a file lists/{name.value}.csv with a column entry"
    raise Refusal(f'there is no list "{name.value}"', hint, name.span)
