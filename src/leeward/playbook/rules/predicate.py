"""A predicate: the text of a rule's ``when``, read once and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from leeward.playbook.diagnostics import Diagnostic, Location, PlaybookErrors
from leeward.playbook.model import FieldType
from leeward.playbook.rules.kinds import Type, type_of
from leeward.playbook.rules.known import NOTHING, Feature, Known, Mark, WordList
from leeward.playbook.rules.tree import Listed, Node, Span, columns, features, marks, walk

Fields = tuple[tuple[str, FieldType], ...]


@dataclass(frozen=True, slots=True)
class Conjunct:
    """A piece of a predicate between its ANDs and ORs, as it was written."""

    text: str
    node: Node


@dataclass(frozen=True, slots=True)
class Predicate:
    """A checked predicate. It matches an event when it is TRUE; FALSE and NULL do not match."""

    text: str
    root: Node
    conjuncts: tuple[Conjunct, ...]
    """In the order of the text; their numbers are what a match names."""
    fields: Mapping[str, Type]
    """The fields it reads."""
    features: tuple[Feature, ...] = ()
    """The aggregates over windows that it reads, which are among its fields by their names."""
    lists: tuple[WordList, ...] = ()
    """The lists in which it looks."""
    marks: tuple[Mark, ...] = ()
    """The labels that it asks about, which are among its fields by their names."""


def parse_predicate(sql: str, fields: Mapping[str, FieldType], where: Location, known: Known = NOTHING) -> Predicate:
    """Read and check ``sql`` against the fields of an event kind and what else is known.

    Raises ``PlaybookErrors`` with every mistake found, each with file, line, column, message and hint; ``where`` is the place
    at which ``sql`` begins. Reading the same text again is a dictionary look-up.
    """
    found = _read(sql, tuple(fields.items()), known.for_text(sql))
    if isinstance(found, Predicate):
        return replace(found, lists=tuple(each for each in known.lists if each in found.lists)) if found.lists else found
    raise PlaybookErrors(_diagnostic(where, *each) for each in found)


def _diagnostic(where: Location, span: Span, message: str, hint: str) -> Diagnostic:
    return where.diagnostic(message, hint, offset=span[0], length=max(1, span[1] - span[0]))


Mistake = tuple[Span, str, str]


@lru_cache(maxsize=8192)
def _read(sql: str, fields: Fields, known: Known, path: tuple[str, ...] = ()) -> Predicate | tuple[Mistake, ...]:
    # Imported here because sqlglot takes a fifth of a second to import, and who only asks for a type should not pay for it.
    from leeward.playbook.rules.check import Checker
    from leeward.playbook.rules.syntax import Source, SyntaxProblem

    mistakes: list[Mistake] = []
    try:
        source = Source(sql)
    except SyntaxProblem as problem:
        return ((problem.span, problem.message, problem.hint),)
    types = {name: type_of(field) for name, field in fields}

    def other(code: str, text: str) -> Node | None:
        found = _read(text, fields, known, (*path, code))
        return found.root if isinstance(found, Predicate) else None

    checker = Checker(source, types, lambda span, message, hint: mistakes.append((span, message, hint)), known, path, other)
    root = checker.predicate()
    if mistakes:
        return tuple(sorted(set(mistakes)))
    pieces = [(checker.node(leaf), sql[start:end]) for leaf, (start, end) in source.leaves()]
    named = {(node.name, node.digest) for node in walk(root) if isinstance(node, Listed)}
    lists = tuple(each for each in known.lists if (each.name, each.digest) in named)
    conjuncts = tuple(Conjunct(text, node) for node, text in pieces)
    return Predicate(sql, root, conjuncts, columns(root), features(root), lists, marks(root))
