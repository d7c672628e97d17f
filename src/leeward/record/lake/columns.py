"""From facts to columns: every field of a kind is a column of the Arrow type that its Python type asks for.

Ids are 16-byte UUID text, codes and digests text, moments timestamps in UTC, enums their value, tuples lists, structs structs.
"""

import enum
import types
import typing
from datetime import datetime
from typing import TYPE_CHECKING, Any, Union
from uuid import UUID

import msgspec

from leeward.record.facts import KINDS, Fact
from leeward.record.ledger.codec import Row, read

if TYPE_CHECKING:
    import pyarrow


def table_of(kind: str, rows: list[Row]) -> "pyarrow.Table":
    """The facts of one kind as an Arrow table: position, recorded, then the fact's own fields."""
    import pyarrow

    schema = schema_of(KINDS[kind])
    recorded = [read(row) for row in rows]
    columns: dict[str, list[Any]] = {
        "position": [each.position for each in recorded],
        "recorded": [each.recorded for each in recorded],
    }
    for name in KINDS[kind].__struct_fields__:
        columns[name] = [_plain(getattr(each.fact, name)) for each in recorded]
    return pyarrow.table(columns, schema=schema)


def schema_of(kind: type[Fact]) -> "pyarrow.Schema":
    """The Arrow schema of a kind of fact."""
    import pyarrow

    hints = typing.get_type_hints(kind)
    fields = [("position", pyarrow.int64()), ("recorded", pyarrow.timestamp("us", "UTC"))]
    return pyarrow.schema(fields + [(name, arrow_type(hints[name])) for name in kind.__struct_fields__])


def arrow_type(hint: Any) -> Any:
    """The Arrow type of a field's annotation."""
    import pyarrow

    hint = getattr(hint, "__supertype__", hint)  # a NewType is what it is made of
    if typing.get_origin(hint) is typing.Annotated:
        hint = typing.get_args(hint)[0]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (Union, types.UnionType):
        return arrow_type(next(each for each in arguments if each is not type(None)))
    if origin is tuple:
        return pyarrow.list_(arrow_type(arguments[0]))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        hints = typing.get_type_hints(hint)
        return pyarrow.struct([(name, arrow_type(hints[name])) for name in hint.__struct_fields__])
    if isinstance(hint, type) and issubclass(hint, enum.IntEnum):
        return pyarrow.int8()
    simple: dict[Any, Any] = {
        UUID: pyarrow.string(),
        datetime: pyarrow.timestamp("us", "UTC"),
        bool: pyarrow.bool_(),
        int: pyarrow.int64(),
        float: pyarrow.float64(),
        str: pyarrow.string(),
    }
    if isinstance(hint, type) and issubclass(hint, enum.StrEnum):
        return pyarrow.string()
    return simple[hint]


def _plain(value: Any) -> Any:
    """The value as Arrow takes it."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, msgspec.Struct):
        return {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
    return value
