"""What a measure may read, with the types that this language knows: the lake's tables (``jobs``, ``decisions`` ..., and one for
each kind of fact, ``job_decided``), and one for each kind of activity (``activity.listing_posted``).

``record/lake/views.py`` says what is in the first; ``columns_of_activity`` here, what in the others.
What says how somebody who works here is doing has no view, and no text has a column: the lake holds neither.
"""

import enum
import types
import typing
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, Union
from uuid import UUID

import msgspec

from leeward.playbook.model import ActivityKind, FieldType
from leeward.record.facts import KINDS, PRIVATE
from leeward.record.lake.views import derived
from leeward.record.terms.code import EventKind
from leeward.record.terms.severity import Severity

ACTIVITY = "activity"


class Type(msgspec.Struct, frozen=True):
    """The type of a value: text, number (whole), float, boolean, moment, interval, list, struct; null for NULL itself."""

    name: str
    of: "Type | None" = None
    """Of a list: the type of its entries."""
    fields: tuple[tuple[str, "Type"], ...] = ()
    """Of a struct."""

    @property
    def is_number(self) -> bool:
        """Whether one can calculate with it."""
        return self.name in ("number", "float")

    def __str__(self) -> str:
        return f"a list of {self.of}s" if self.of else self.name


TEXT, NUMBER, FLOAT, BOOLEAN, MOMENT, INTERVAL, NULL = (
    Type(name) for name in ("text", "number", "float", "boolean", "moment", "interval", "null")
)
Columns = Mapping[str, Type]


@cache
def tables() -> Mapping[str, Columns]:
    """Table -> its columns: those made for questions, then one for every kind of fact that is in the lake."""
    made = {name: {column: _of_duckdb(each.type) for column, each in table.columns.items()} for name, table in derived().items()}
    return {**made, **{kind: _columns(kind) for kind in KINDS if kind not in PRIVATE}}


def views_of(activity: Mapping[EventKind, ActivityKind]) -> Mapping[str, Columns]:
    """The lake's tables, and those of the activity that a playbook knows."""
    found = {f"{ACTIVITY}.{kind}": columns_of_activity(each.fields) for kind, each in activity.items() if kind != "report"}
    return {**tables(), **found}


def columns_of_activity(fields: Mapping[str, FieldType]) -> Columns:
    """The columns of a kind of activity. A text is in the vault: whether there is one can be counted, what it says cannot."""
    header: dict[str, Type] = {
        "position": NUMBER, "event_id": TEXT, "about": TEXT, "occurred": MOMENT, "received": MOMENT,
    }  # fmt: skip
    return {**header, **{name: _of_field(each.value) for name, each in fields.items() if not each.value.startswith("text")}}


def _of_duckdb(kind: str) -> Type:
    if kind.endswith("[]"):
        return Type("list", _of_duckdb(kind.removesuffix("[]")))
    known = {"VARCHAR": TEXT, "BOOLEAN": BOOLEAN, "DOUBLE": FLOAT, "TIMESTAMPTZ": MOMENT}
    return known.get(kind, NUMBER)


def _of_field(kind: str) -> Type:
    if kind.endswith("[]"):
        return Type("list", _of_field(kind.removesuffix("[]")))
    if kind.startswith("decimal"):
        return FLOAT
    known = {"integer": NUMBER, "duration": NUMBER, "float": FLOAT, "boolean": BOOLEAN, "timestamp": MOMENT}
    return known.get(kind, TEXT)


def _columns(kind: str) -> Columns:
    hints = typing.get_type_hints(KINDS[kind])
    columns: dict[str, Type] = {"position": NUMBER, "recorded": MOMENT}
    for name in KINDS[kind].__struct_fields__:
        columns[name] = type_of(hints[name])
        if hints[name] is Severity or Severity in typing.get_args(hints[name]):
            columns[f"{name}_name"] = TEXT
    return columns


def type_of(hint: Any) -> Type:
    """The type of a fact's field, as ``record/lake/columns.py`` keeps it."""
    hint = getattr(hint, "__supertype__", hint)
    if typing.get_origin(hint) is typing.Annotated:
        hint = typing.get_args(hint)[0]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (Union, types.UnionType):
        return type_of(next(each for each in arguments if each is not type(None)))
    if origin is tuple:
        return Type("list", type_of(arguments[0]))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        hints = typing.get_type_hints(hint)
        return Type("struct", None, tuple((name, type_of(hints[name])) for name in hint.__struct_fields__))
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return NUMBER if issubclass(hint, int) else TEXT
    simple: dict[Any, Type] = {UUID: TEXT, datetime: MOMENT, bool: BOOLEAN, int: NUMBER, float: FLOAT, str: TEXT}
    return simple[hint]
