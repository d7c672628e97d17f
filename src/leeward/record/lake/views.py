"""The tables that analysts and measures read: a view for each kind of fact, and tables derived from facts alone.

A view of a kind has the kind's name and fields; of a severity also its word (``severity_name``). A derived table stands in
``derived/<name>.sql`` as one query over other views, with a sentence for itself and a line for each column. What others publish
stands beside them once it was imported: ``published/<name>.sql`` says how a file of theirs is read. Nothing else is there to
read, so whatever a measure says of us follows from facts, and from no more of them than a moment asks for.
"""

import enum
import hashlib
import re
import types
import typing
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Union
from uuid import UUID

import msgspec

from leeward.record.facts import KINDS, PRIVATE
from leeward.record.terms.severity import Severity

_COLUMN = re.compile(r"^-- ([a-z_]+) ([A-Z]+(?:\[\])?): (.+)$")
_SAID = re.compile(r"^-- (title|source|licence|needs): (.+)$", re.MULTILINE)
_WORD = re.compile(r"[a-z_]+")
_READ = re.compile(r"\b(?:FROM|JOIN) ([a-z_]+)")
_NAME = "_name"


class Column(msgspec.Struct, frozen=True):
    """A column: its type in DuckDB, and what it says."""

    type: str
    sentence: str


class Derived(msgspec.Struct, frozen=True):
    """A table made of other views, with its columns in their order."""

    name: str
    sentence: str
    columns: dict[str, Column]
    sql: str

    @property
    def reads(self) -> tuple[str, ...]:
        """The views that its query reads."""
        return tuple(name for name in dict.fromkeys(_READ.findall(self.sql)) if name in names())


@cache
def derived() -> dict[str, Derived]:
    """The derived tables by name, each after those that it reads."""
    folder = files(__package__) / "derived"
    found = [_read(each.name.removesuffix(".sql"), each.read_text("utf-8")) for each in folder.iterdir()]
    by_name = {each.name: each for each in sorted(found, key=lambda each: each.name)}
    ordered: dict[str, Derived] = {}

    def place(each: Derived) -> None:
        for word in _READ.findall(each.sql):
            if word in by_name and word not in ordered:
                place(by_name[word])
        ordered[each.name] = each

    for each in by_name.values():
        place(each)
    return ordered


def _read(name: str, text: str) -> Derived:
    lines = text.splitlines()
    found = [match for line in lines if (match := _COLUMN.match(line))]
    columns = {match[1]: Column(match[2], match[3]) for match in found}
    sql = "\n".join(line for line in lines if not line.startswith("--"))
    return Derived(name, lines[0].removeprefix("-- "), columns, sql)


class Published(Derived, frozen=True, kw_only=True):
    """A table of what others publish; its ``sql`` makes it of a file, which it calls ``source``."""

    title: str
    source: str
    licence: str
    needs: tuple[str, ...]
    """The columns that a file must have."""


@cache
def published() -> dict[str, Published]:
    """The tables of what others publish, by name."""
    folder = files(__package__) / "published"
    read = [(each, each.read_text("utf-8")) for each in folder.iterdir()]
    found = [_read_published(_read(each.name.removesuffix(".sql"), text), text) for each, text in read]
    return {each.name: each for each in sorted(found, key=lambda each: each.name)}


def _read_published(plain: Derived, text: str) -> Published:
    said = dict(_SAID.findall(text))
    return Published(
        **msgspec.structs.asdict(plain), title=said["title"], source=said["source"], licence=said["licence"],
        needs=tuple(said["needs"].split(", ")),
    )  # fmt: skip


@cache
def names() -> frozenset[str]:
    """The names of all views."""
    return frozenset(derived()) | frozenset(published()) | (frozenset(KINDS) - PRIVATE)


def named_in(sql: str, *, through: bool = True) -> list[str]:
    """The views that a text of SQL may speak of; ``through``: each after those that it reads itself. Words in comments count."""
    wanted: dict[str, None] = {}
    _want(_WORD.findall(sql), wanted, through)
    return list(wanted)


def _want(words: Iterable[str], wanted: dict[str, None], through: bool) -> None:
    for name in dict.fromkeys(words):
        if name in names() and name not in wanted:
            if through and name in derived():
                _want(derived()[name].reads, wanted, through)
            wanted[name] = None


def columns_of(kind: str) -> dict[str, str]:
    """The columns of the view of a kind of fact, and their types in DuckDB."""
    hints = typing.get_type_hints(KINDS[kind])
    columns = {"position": "BIGINT", "recorded": "TIMESTAMPTZ"}
    for name in KINDS[kind].__struct_fields__:
        columns[name] = duck_type(hints[name])
        if _is_severity(hints[name]):
            columns[name + _NAME] = "VARCHAR"
    return columns


def over_published(name: str, source: str | None) -> str:
    """The query of a table of what others publish, over its file, or over nothing."""
    columns = ", ".join(f'NULL::{each.type} AS "{column}"' for column, each in published()[name].columns.items())
    return f"SELECT {columns} WHERE FALSE" + (f" UNION ALL BY NAME SELECT * FROM {source}" if source else "")


def over(kind: str, source: str | None, until: str) -> str:
    """The query of the view of a kind: over ``source``, a table function or table, or over nothing; ``until`` is its WHERE."""
    hints = typing.get_type_hints(KINDS[kind])
    columns = {name: each for name, each in columns_of(kind).items() if not (name.endswith(_NAME) and name not in hints)}
    nothing = "SELECT " + ", ".join(f'NULL::{each} AS "{name}"' for name, each in columns.items()) + " WHERE FALSE"
    read = f"{nothing} UNION ALL BY NAME SELECT * FROM {source}" if source else nothing
    shown = [_shown(name, name in hints and _is_severity(hints[name])) for name in columns]
    return f"SELECT {', '.join(shown)} FROM ({read}){until}"


def _shown(name: str, severity: bool) -> str:
    if not severity:
        return f'"{name}"'
    words = " ".join(f"WHEN {each.value} THEN '{each.name.lower()}'" for each in Severity)
    return f'"{name}", CASE "{name}" {words} END AS "{name}{_NAME}"'


def _is_severity(hint: Any) -> bool:
    return hint is Severity or Severity in typing.get_args(hint)


def duck_type(hint: Any) -> str:
    """The DuckDB type of a field's annotation."""
    hint = getattr(hint, "__supertype__", hint)  # a NewType is what it is made of
    if typing.get_origin(hint) is typing.Annotated:
        hint = typing.get_args(hint)[0]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (Union, types.UnionType):
        return duck_type(next(each for each in arguments if each is not type(None)))
    if origin is tuple:
        return duck_type(arguments[0]) + "[]"
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        hints = typing.get_type_hints(hint)
        fields = [f'"{name}" {duck_type(hints[name])}' for name in hint.__struct_fields__]
        return f"STRUCT({', '.join(fields)})"
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return "TINYINT" if issubclass(hint, enum.IntEnum) else "VARCHAR"
    simple: dict[Any, str] = {
        UUID: "VARCHAR", datetime: "TIMESTAMPTZ", bool: "BOOLEAN", int: "BIGINT", float: "DOUBLE", str: "VARCHAR",
    }  # fmt: skip
    return simple[hint]


@cache
def digest() -> str:
    """What the derived tables are made by: their queries, and the columns of the facts that they read."""
    said = hashlib.sha256()
    for each in derived().values():
        kinds = [(name, columns_of(name)) for name in each.reads if name not in derived()]
        said.update(repr((each.name, each.sql, kinds)).encode())
    return said.hexdigest()[:16]


def all_columns_of(name: str) -> dict[str, str]:
    """The columns of any view, and their types in DuckDB."""
    made = derived().get(name) or published().get(name)
    return {column: each.type for column, each in made.columns.items()} if made else columns_of(name)


@cache
def lake_columns() -> frozenset[str]:
    """The names of all columns of all views."""
    return frozenset(column for name in names() for column in all_columns_of(name))
