"""Named SQL: every statement has a sentence, is used, and is used under a name that exists."""

import ast
import re
from pathlib import Path

import pytest

from laws.house import ROOT, SOURCE, modules
from leeward.record.standing.queries import Queries

FILES = sorted(SOURCE.rglob("queries.sql"))
each_file = pytest.mark.parametrize("file", FILES, ids=lambda path: path.parent.name)


def statements(file: Path) -> Queries:
    """The named statements of a file."""
    return Queries(file.read_text("utf-8"), str(file.relative_to(ROOT)))


def names_used(file: Path) -> set[str]:
    """The names that the modules beside a ``queries.sql`` (and below) take from it: ``Q.next_job``, ``getattr`` included."""
    used = set()
    for module in modules().values():
        if module.path.is_relative_to(file.parent):
            used |= {
                node.attr
                for node in ast.walk(module.tree)
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Q"
            }
            used |= set(re.findall(r"\bQ\.statements\[\"(\w+)\"\]", module.source))
    return used


@each_file
def test_every_statement_is_used(file: Path) -> None:
    assert set(statements(file).statements) - names_used(file) == set()


@each_file
def test_every_name_that_is_used_is_a_statement(file: Path) -> None:
    assert names_used(file) - set(statements(file).statements) - {"statements", "sentences"} == set()


@each_file
def test_every_statement_is_told_in_a_sentence(file: Path) -> None:
    said = statements(file).sentences
    assert [name for name, sentence in said.items() if not re.fullmatch(r"[A-Z].{8,}[.?]", sentence)] == []
