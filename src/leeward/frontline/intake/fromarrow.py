"""From an Arrow table to columns of activity, without a look at single values where the types are right."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from leeward.frontline.intake.activity import LONGEST_ID
from leeward.frontline.intake.columns import Column, Columns
from leeward.frontline.intake.shapes import Field, Shape
from leeward.playbook.model import FieldType

if TYPE_CHECKING:
    import pyarrow

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def columns_of(table: "pyarrow.Table", shape: Shape, platform: str) -> Columns | None:
    """A table of one kind as columns; None where a column has no place or another type: then the rows say what is wrong."""
    if len(set(table.column_names)) != table.num_columns or not set(table.column_names) <= {"id", "occurred", *shape.names}:
        return None
    ids = _ids(table["id"])
    occurred = _moments(table["occurred"])
    if ids is None or occurred is None or None in occurred:
        return None
    values: list[Column] = []
    for field in shape.fields:
        column = _column(table[field.name], field) if field.name in table.column_names else [None] * table.num_rows
        if column is None:
            return None
        values.append(column)
    return Columns(shape, list(range(table.num_rows)), ids, [platform] * table.num_rows, occurred, values)


def _ids(column: "pyarrow.ChunkedArray") -> list[str] | None:
    import pyarrow

    kind = column.type
    if column.null_count or not (_is_text(kind) or pyarrow.types.is_integer(kind)):
        return None
    ids = [str(each) for each in column.to_pylist()]
    return ids if all(0 < length <= LONGEST_ID for length in map(len, ids)) else None


def _moments(column: "pyarrow.ChunkedArray") -> Column | None:
    import pyarrow

    if not pyarrow.types.is_timestamp(column.type) or column.type.tz is None:
        return None
    try:
        counted = column.cast(pyarrow.timestamp("us", column.type.tz)).cast(pyarrow.int64()).to_pylist()
        return [None if each is None else _EPOCH + each * _MICROSECOND for each in counted]
    except (pyarrow.ArrowInvalid, OverflowError):
        return None  # finer than a microsecond, or beyond the year 9999


def _is_text(kind: Any) -> bool:
    import pyarrow

    return bool(pyarrow.types.is_string(kind) or pyarrow.types.is_large_string(kind))


def _fits(kind: Any, element: FieldType) -> bool:
    """Whether every value of an Arrow type is one of the field's type."""
    import pyarrow

    if element in (FieldType.TEXT, FieldType.CODE):
        return _is_text(kind)
    if element is FieldType.ID:
        return _is_text(kind) or bool(pyarrow.types.is_integer(kind))
    if element is FieldType.INTEGER:
        return bool(pyarrow.types.is_integer(kind)) and not pyarrow.types.is_uint64(kind)
    if element is FieldType.FLOAT:
        return bool(pyarrow.types.is_floating(kind))
    return element is FieldType.BOOLEAN and bool(pyarrow.types.is_boolean(kind))  # decimals and durations are read one by one


def _lists_of_moments(column: "pyarrow.ChunkedArray") -> Column | None:
    import pyarrow

    kind = column.type
    if not pyarrow.types.is_list(kind) or not pyarrow.types.is_timestamp(kind.value_type) or kind.value_type.tz is None:
        return None
    try:
        exact = column.cast(pyarrow.list_(pyarrow.timestamp("us", kind.value_type.tz)))
        counted = exact.cast(pyarrow.list_(pyarrow.int64())).to_pylist()
        if any(each is not None and None in each for each in counted):
            return None
        return [None if each is None else [_EPOCH + one * _MICROSECOND for one in each] for each in counted]
    except (pyarrow.ArrowInvalid, OverflowError):
        return None  # finer than a microsecond, or beyond the year 9999


def _column(column: "pyarrow.ChunkedArray", field: Field) -> Column | None:
    import pyarrow

    kind = column.type
    if pyarrow.types.is_null(kind):
        return [None] * len(column)
    if pyarrow.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = kind.value_type
    if field.element is FieldType.TIMESTAMP:
        return _lists_of_moments(column) if field.is_list else _moments(column)
    if not field.is_list:
        return list(column.to_pylist()) if _fits(kind, field.element) else None
    if not (pyarrow.types.is_list(kind) or pyarrow.types.is_large_list(kind)) or not _fits(kind.value_type, field.element):
        return None
    values: Column = column.to_pylist()
    return None if any(each is not None and None in each for each in values) else values
