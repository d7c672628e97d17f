"""A predicate: the text of a rule's ``when``, read once and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from leeward.playbook.diagnostics import Diagnostic, Location, PlaybookErrors
from leeward.playbook.model import FieldType
from leeward.playbook.rules.kinds import Type, type_of
from leeward.playbook.rules.known import NOTHING, Feature, Known
from leeward.playbook.rules.tree import Node, Span, columns

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


def parse_predicate(sql: str, fields: Mapping[str, FieldType], where: Location, known: Known = NOTHING) -> Predicate:
    """Read and check ``sql`` against the fields of an event kind and what else is known.

    Raises ``PlaybookErrors`` with every mistake found, each with file, line, column, message and hint; ``where`` is the place
    at which ``sql`` begins. Reading the same text again is a dictionary look-up.
    """
    found = _read(sql, tuple(fields.items()), known)
    if isinstance(found, Predicate):
        return found
    raise PlaybookErrors(_diagnostic(where, *each) for each in found)


def _diagnostic(where: Location, span: Span, message: str, hint: str) -> Diagnostic:
    return where.diagnostic(message, hint, offset=span[0], length=max(1, span[1] - span[0]))


Mistake = tuple[Span, str, str]


@lru_cache(maxsize=8192)
def _read(sql: str, fields: Fields, known: Known) -> Predicate | tuple[Mistake, ...]:
    # Imported here because sqlglot takes a fifth of a second to import, and who only asks for a type should not pay for it.
    from leeward.playbook.rules.check import Checker
    from leeward.playbook.rules.syntax import Source, SyntaxProblem

    mistakes: list[Mistake] = []
    try:
        source = Source(sql)
    except SyntaxProblem as problem:
        return ((problem.span, problem.message, problem.hint),)
    types = {name: type_of(field) for name, field in fields}
    checker = Checker(source, types, lambda span, message, hint: mistakes.append((span, message, hint)))
    root = checker.predicate()
    if mistakes:
        return tuple(sorted(set(mistakes)))
    pieces = [(checker.node(leaf), sql[start:end]) for leaf, (start, end) in source.leaves()]
    return Predicate(sql, root, tuple(Conjunct(text, node) for node, text in pieces), columns(root))
