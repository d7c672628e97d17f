"""Platform activity as Parquet: one folder a kind, by the day of arrival, incremental from a watermark in the order of arrival.

PostgreSQL gives rows as lines of JSON and Arrow reads them as the types of the playbook; Python sees no single value. A field
that the playbook does not know (any more), or knows as another type now, is not lost: it goes into ``more``, as JSON. In the
place of a text stands the vault's reference, in a column of the field's name and ``.ref``: no vault content is ever here.
"""

import io
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from leeward.record.lake.files import LakeFile, Shelf, draft, put_in_place, remember, take_turns
from leeward.record.ledger.record import Record
from leeward.record.standing.queries import read_queries

if TYPE_CHECKING:
    import pyarrow

Q = read_queries(__package__)
CHUNK = 50_000  # events held in memory at a time

Types = Mapping[str, str]
"""Field -> its type in the words of the playbook: ``integer``, ``text[]`` ..."""
REF = ".ref"
_MICROSECOND = timedelta(microseconds=1)


class Waiting(msgspec.Struct, frozen=True):
    """The rows of one kind and day that are not written yet: a row of ``activity_waiting``."""

    kind: str
    day: date
    last: int
    lines: str


def write_activity(record: Record, shelf: Shelf, kinds: Mapping[str, Types]) -> list[LakeFile]:
    """Write what arrived since the last time; the files written. Two writers at once take turns."""
    written: list[LakeFile] = []
    while chunk := _write_chunk(record, shelf, kinds):
        written += chunk
    return written


def _write_chunk(record: Record, shelf: Shelf, kinds: Mapping[str, Types]) -> list[LakeFile]:
    with record.writing() as tx:
        take_turns(tx, shelf)
        watermark = tx.value(Q.watermark, {"stream": shelf.stream}) or 0
        waiting = tx.rows(Q.activity_waiting, {"after": watermark, "most": CHUNK}, into=Waiting)
        files = [draft(shelf, each.kind, each.day, table_of(each.lines.encode(), kinds.get(each.kind, {}))) for each in waiting]
        remember(tx, shelf, files)
        if waiting:
            tx.execute(Q.move_watermark, {"stream": shelf.stream, "position": max(each.last for each in waiting)})
    put_in_place(shelf, files)
    return files


def table_of(lines: bytes, types: Types) -> "pyarrow.Table":
    """Lines of JSON as a table: position, event_id, about, occurred, received, then the fields, ``windows`` and ``more``."""
    import pyarrow
    from pyarrow import json

    header = _header()
    fields = pyarrow.struct(
        [(name, pyarrow.string() if kind == "duration" else arrow_type(kind)) for name, kind in types.items()]
    )
    schema = pyarrow.schema([*header, ("fields", fields), ("windows", pyarrow.string())])
    options = json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error")
    try:
        if not types:
            raise pyarrow.ArrowInvalid("a kind that nobody knows any more")
        table = json.read_json(io.BytesIO(lines), json.ReadOptions(block_size=max(1, len(lines) + 1)), options)
    except pyarrow.ArrowInvalid:
        return _one_by_one(lines, types)
    found = [
        pyarrow.array([_microseconds(each) for each in column.to_pylist()], pyarrow.int64()) if kind == "duration" else column
        for column, kind in zip(table.column("fields").combine_chunks().flatten(), types.values(), strict=True)
    ]
    return _whole(table, dict(zip(types, found, strict=True)), types, pyarrow.nulls(table.num_rows, pyarrow.string()))


def _one_by_one(lines: bytes, types: Types) -> "pyarrow.Table":
    """The same where something does not fit: value by value, and what does not fit goes into ``more``."""
    import pyarrow

    rows = [msgspec.json.decode(line) for line in lines.splitlines()]
    columns: dict[str, list[Any]] = {name: [] for name in types}
    more: list[str | None] = []
    for row in rows:
        rest = {name: each for name, each in row["fields"].items() if name not in types or not _fits(each, types[name])}
        for name, kind in types.items():
            value = None if name in rest else row["fields"].get(name)
            if kind == "timestamp[]":
                value = value and [_moment(each) for each in value]
            columns[name].append(_read(value, kind))
        more.append(msgspec.json.encode(rest).decode() if rest else None)
    for row in rows:
        row["occurred"], row["received"] = _moment(row["occurred"]), _moment(row["received"])
    head = pyarrow.Table.from_pylist(
        [{name: row[name] for name in row if name != "fields"} for row in rows],
        schema=pyarrow.schema([*_header(), ("windows", pyarrow.string())]),
    )
    typed = {name: pyarrow.array(column, arrow_type(types[name])) for name, column in columns.items()}
    return _whole(head, typed, types, pyarrow.array(more, pyarrow.string()))


def _whole(head: "pyarrow.Table", fields: Mapping[str, Any], types: Types, more: Any) -> "pyarrow.Table":
    import pyarrow

    columns = {name: head.column(name) for name, _ in _header()}
    columns |= {column_of(name, types[name]): fields[name] for name in types}
    return pyarrow.table({**columns, "windows": head.column("windows"), "more": more})


def _read(value: Any, kind: str) -> Any:
    """A stored value as Arrow takes it."""
    if kind == "timestamp":
        return _moment(value)
    if kind == "duration":
        return _microseconds(value)
    return Decimal(value) if value is not None and kind.startswith("decimal") else value


def _microseconds(written: str | None) -> int | None:
    """An ISO 8601 duration in microseconds, as rules calculate with it."""
    return None if written is None else msgspec.convert(written, timedelta) // _MICROSECOND


def _header() -> list[tuple[str, Any]]:
    import pyarrow

    moment = pyarrow.timestamp("us", "UTC")
    return [
        ("position", pyarrow.int64()),
        ("event_id", pyarrow.string()),
        ("about", pyarrow.string()),
        ("occurred", moment),
        ("received", moment),
    ]


def column_of(name: str, kind: str) -> str:
    """The column of a field: its name; of a text, whose reference it holds, with ``.ref`` behind it."""
    return name + REF if kind.startswith("text") else name


def arrow_type(kind: str) -> Any:
    """The Arrow type in which a field's stored values are kept."""
    import pyarrow

    if kind.endswith("[]"):
        return pyarrow.list_(arrow_type(kind.removesuffix("[]")))
    if kind.startswith("decimal"):
        digits, scale = kind.removeprefix("decimal(").removesuffix(")").split(",")
        return pyarrow.decimal128(int(digits), int(scale))
    simple = {
        "integer": pyarrow.int64(),
        "float": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "timestamp": pyarrow.timestamp("us", "UTC"),
        "duration": pyarrow.int64(),
    }
    return simple.get(kind, pyarrow.string())


def _fits(value: Any, kind: str) -> bool:
    if value is None:
        return True
    if kind.endswith("[]"):
        return isinstance(value, list) and all(_fits(each, kind.removesuffix("[]")) for each in value)
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "float":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind == "timestamp":
        return isinstance(value, str) and _is_moment(value)
    if kind == "duration":
        return isinstance(value, str) and _is_duration(value)
    if kind.startswith("decimal"):
        return isinstance(value, str) and _is_decimal(value, kind)
    return isinstance(value, str)


def _is_duration(text: str) -> bool:
    try:
        msgspec.convert(text, timedelta)
    except msgspec.ValidationError:
        return False
    return True


def _is_decimal(text: str, kind: str) -> bool:
    """Whether a number fits: its type may have been another one when it came in."""
    digits, scale = map(int, kind.removeprefix("decimal(").removesuffix(")").split(","))
    whole, _, behind = text.lstrip("-").partition(".")
    return whole.isdecimal() and len(behind.rstrip("0")) <= scale and len(whole.lstrip("0")) <= digits - scale


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
