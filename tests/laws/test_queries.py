"""Named SQL: every statement has a sentence, is used, and is used under a name that exists; and no SQL stands anywhere else."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

from laws.house import ROOT, SOURCE, Module, modules
from leeward.record.standing.queries import Queries

STATEMENT = re.compile(r"\s*(SELECT\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|WITH\s+\w+\s+AS\s*\()")
MAY_HOLD_SQL = (
    "leeward.record.", "leeward.playbook.rules", "leeward.playbook.measures", "leeward.insights.explore",
)  # fmt: skip  # the ground, the emitters of SQL, and where people write their own to the lake


def files_read(module: Module) -> dict[str, Path]:
    """Variable -> the file of named statements it stands for: ``Q = read_queries(__package__)``, or another module's Q."""
    found = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "read_queries":
            package, file = [*node.value.args, ast.Constant("queries.sql")][:2]
            folder = module.path.parent
            if isinstance(package, ast.Constant):
                folder = SOURCE.parent / str(package.value).replace(".", "/")
            found[ast.unparse(node.targets[0])] = folder / ast.literal_eval(file)
    for imported in module.imports:
        origin, _, name = imported.rpartition(".")
        if name.isupper() and origin in modules() and origin != module.name:
            found |= {known: path for known, path in files_read(modules()[origin]).items() if known == name}
    return found


def taken(node: ast.AST) -> tuple[str, str] | None:
    """Variable and statement of ``Q.next_job`` or ``Q.statements["pass"]``."""
    if (
        isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Constant)
        and ast.unparse(node.value).endswith(".statements")
    ):
        return ast.unparse(node.value).removesuffix(".statements"), str(node.slice.value)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr not in ("statements", "sentences"):
        return node.value.id, node.attr
    return None


def names_used() -> dict[Path, set[str]]:
    """File -> the statements that modules take from it."""
    used: dict[Path, set[str]] = defaultdict(set)
    for module in modules().values():
        files = files_read(module)
        for node in ast.walk(module.tree):
            found = taken(node)
            if found and found[0] in files:
                used[files[found[0]]].add(found[1])
    return used


USED = names_used()
FILES = sorted({*SOURCE.rglob("queries.sql"), *USED})
each_file = pytest.mark.parametrize("file", FILES, ids=lambda path: str(path.relative_to(SOURCE)))


def statements(file: Path) -> Queries:
    """The named statements of a file."""
    return Queries(file.read_text("utf-8"), str(file.relative_to(ROOT)))


@each_file
def test_every_statement_is_used(file: Path) -> None:
    assert set(statements(file).statements) - USED[file] == set()


@each_file
def test_every_name_that_is_used_is_a_statement(file: Path) -> None:
    assert USED[file] - set(statements(file).statements) == set()


@each_file
def test_every_statement_is_told_in_a_sentence(file: Path) -> None:
    said = statements(file).sentences
    assert [name for name, sentence in said.items() if not re.fullmatch(r"[A-Z].{8,}[.?]", sentence)] == []


def sql_in(module: Module) -> list[int]:
    """The lines where a module has a SQL statement in a string."""
    return [
        node.lineno
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and STATEMENT.match(node.value)
    ]


def test_sql_stands_in_files_of_named_statements() -> None:
    found = {name: sql_in(module) for name, module in modules().items() if not name.startswith(MAY_HOLD_SQL)}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_sql_in_a_page_would_be_found() -> None:
    module = Module("leeward.web.x", SOURCE / "x.py", 'def f(look):\n    """Select a job."""\n    look.rows("SELECT 1")')
    assert sql_in(module) == [3]
