"""What a room is made of, and who may import what in it. The storeys and the independence of rooms are contracts in
pyproject.toml (`lint-imports`); here is what they cannot say."""

import ast
import sys

import pytest

from laws.house import Module, Room, modules, rooms

DATABASES = frozenset({"psycopg", "psycopg_pool", "duckdb", "sqlite3"})
MAY_OPEN_A_DATABASE = ("leeward.record.ledger", "leeward.record.standing", "leeward.record.vault", "leeward.record.lake")
CRAFT_MAY_IMPORT = ("leeward.record.terms", "leeward.record.facts", "leeward.record.errors", "leeward.playbook")
CRAFT_LIBRARIES = frozenset({"msgspec", "numpy", "scipy", "pyarrow", "sqlglot"})

every_room = pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
every_craft = pytest.mark.parametrize(
    ("room", "module"), [(room, module) for room in rooms() for module in room.craft], ids=lambda one: one.name
)


def inside(name: str, packages: tuple[str, ...]) -> bool:
    """Whether a dotted name is one of the packages or lies in one."""
    return any(name == package or name.startswith(package + ".") for package in packages)


def databases_opened(module: Module) -> set[str]:
    """The database drivers a module imports."""
    return {name.split(".")[0] for name in module.imports} & DATABASES


def test_only_ledger_standing_vault_and_lake_open_a_database() -> None:
    opened = {name: databases_opened(module) for name, module in modules().items() if not inside(name, MAY_OPEN_A_DATABASE)}
    assert {name: drivers for name, drivers in opened.items() if drivers} == {}


@every_room
def test_the_door_of_a_room_is_a_docstring_only(room: Room) -> None:
    doors = [module.tree for module in room.modules if room.role(module) == "door"]
    assert len(doors) == 1, f"{room.package} has no __init__.py"
    assert ast.get_docstring(doors[0]), f"{room.package} does not say what it does"
    assert len(doors[0].body) == 1, f"{room.package}/__init__.py holds more than its docstring"


def craft_imports_too_much(room: Room, module: Module) -> list[str]:
    """What a craft module imports and may not: desk, pages, the ledger, the web, a driver."""
    standard = frozenset(sys.stdlib_module_names)

    def allowed(name: str) -> bool:
        if inside(name, (room.package,)):
            return not inside(name, (f"{room.package}.desk", f"{room.package}.pages"))
        return inside(name, CRAFT_MAY_IMPORT) or name.split(".")[0] in standard | CRAFT_LIBRARIES

    return sorted(name for name in module.imports if not allowed(name) or name.split(".")[0] in DATABASES)


@every_craft
def test_craft_imports_only_terms_facts_playbook_and_numbers(room: Room, module: Module) -> None:
    assert craft_imports_too_much(room, module) == []


@every_room
def test_the_desk_does_not_know_the_pages(room: Room) -> None:
    desks = [module for module in room.modules if room.role(module) == "desk"]
    assert [name for desk in desks for name in desk.imports if inside(name, (f"{room.package}.pages",))] == []


def test_only_the_application_knows_the_pages_of_a_room() -> None:
    found = [
        (name, imported)
        for room in rooms()
        for name, module in modules().items()
        for imported in module.imports
        if inside(imported, (f"{room.package}.pages",)) and not inside(name, ("leeward.app", f"{room.package}.pages"))
    ]
    assert found == []


def transactions_in(function: ast.AST) -> set[str]:
    """The names that stand for a transaction in a function: annotated as one, or bound by ``with record.writing() as tx``."""
    names = set()
    for node in ast.walk(function):
        if isinstance(node, ast.arg) and node.annotation is not None and "Transaction" in ast.unparse(node.annotation):
            names.add(node.arg)
        if isinstance(node, ast.withitem) and ast.unparse(node.context_expr).partition("(")[0].endswith(".writing"):
            names |= {ast.unparse(node.optional_vars)} if node.optional_vars else set()
    return names


def appends(module: Module) -> list[int]:
    """The lines where a module appends facts to the ledger (a list's ``append`` is something else)."""
    transactions = transactions_in(module.tree)
    return [
        node.lineno
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "append"
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in transactions
    ]


def may_append(name: str) -> bool:
    """The record itself and the desks (the drills have one too); and two that stand outside all rooms: the guard, which refuses
    before any room is entered, and the house, which says which playbook it opened with."""
    desks = (*(f"{room.package}.desk" for room in rooms()), "leeward.drills.desk")
    return inside(name, ("leeward.record", "leeward.web.guards", "leeward.house", *desks))


def test_only_desks_append() -> None:
    assert {name: lines for name, module in modules().items() if not may_append(name) and (lines := appends(module))} == {}


def made_up(source: str, name: str = "leeward.frontline.intake.craft") -> Module:
    """A module that does not exist."""
    return Module(name, modules()["leeward"].path, source)


@pytest.mark.parametrize(
    "source",
    [
        "from leeward.frontline.intake.desk import receive",
        "from leeward.frontline.triage.order import start_by",
        "from leeward.record.ledger.record import Record",
        "import duckdb",
        "def f():\n    from leeward.web.render import render",
    ],
)
def test_craft_that_reaches_out_would_be_found(source: str) -> None:
    assert craft_imports_too_much(Room("frontline", "intake", ()), made_up(source))


def test_craft_that_keeps_to_itself_is_fine() -> None:
    source = "import math\nfrom leeward.record.terms.severity import Severity\nfrom leeward.playbook.model import Rule"
    assert not craft_imports_too_much(Room("frontline", "intake", ()), made_up(source))


def test_appending_elsewhere_would_be_found() -> None:
    assert appends(made_up("def f(record):\n    with record.writing() as tx:\n        tx.append([])")) == [3]
    assert appends(made_up("def f(t: Transaction):\n    t.append([])")) == [2]
    assert appends(made_up("def f(names: list[str]):\n    names.append('')")) == []
