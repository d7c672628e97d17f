"""How requests are read: one JSON object, an array, or NDJSON; activity also as an Arrow stream. Never media.

A row that cannot be read becomes a problem in its place; the others go on.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import msgspec

from leeward.frontline.intake.activity import EventIn
from leeward.frontline.intake.arrival import Problem, ReportIn, slip
from leeward.frontline.intake.columns import Columns
from leeward.frontline.intake.fromarrow import columns_of
from leeward.frontline.intake.shapes import Shapes
from leeward.record.errors import LeewardError, MediaRefused
from leeward.record.terms import media
from leeward.record.terms.code import EventKind, ReasonCode

ARROW = "application/vnd.apache.arrow.stream"
NDJSON = ("application/x-ndjson", "application/jsonl", "application/x-jsonlines")
T = TypeVar("T", ReportIn, EventIn)


class Unreadable(LeewardError):
    """The request could not be read."""


def refuse_media(content_type: str, body: bytes) -> None:
    """Raise MediaRefused when the request as a whole is media, by its type or its first bytes."""
    if media.refuses_content_type(content_type) or media.is_media(body):
        raise MediaRefused(remedy="See docs/how-to/api.md: a MediaReference names hash and holder.")


def rows(body: bytes, content_type: str, *, most: int, into: type[T]) -> list[T | Problem]:
    """The rows of a request, each read or a problem. Raises Unreadable when there are none, or more than ``most``."""
    decoder = msgspec.json.Decoder(into)
    return [_read(row, decoder) for row in _counted(_split(body, content_type), most)]


def _counted(raw: Sequence[bytes | msgspec.Raw], most: int) -> Sequence[bytes | msgspec.Raw]:
    if not raw:
        raise Unreadable("It is empty.", remedy="Send at least one.")
    if len(raw) > most:
        raise Unreadable(
            f"It holds {len(raw):,} rows; at most {most:,} are taken at once.", remedy="Send them in several requests."
        )
    return raw


def _split(body: bytes, content_type: str) -> Sequence[bytes | msgspec.Raw]:
    if content_type.partition(";")[0].strip().lower() in NDJSON:
        return [line for line in body.splitlines() if line.strip()]
    try:
        if body.lstrip()[:1] == b"[":
            return msgspec.json.decode(body, type=list[msgspec.Raw])
        return [msgspec.json.decode(body, type=msgspec.Raw)] if body.strip() else []
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise Unreadable(f"It is not JSON: {problem}.", remedy="Send an object, an array, or NDJSON.") from None


def _read(row: bytes | msgspec.Raw, decoder: msgspec.json.Decoder[T]) -> T | Problem:
    try:
        return decoder.decode(row)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        return slip(str(problem))


def activity(body: bytes, content_type: str, shapes: Shapes, *, most: int) -> list[Any]:
    """The rows of a request of activity: structs of ``shapes`` where they fit, else ``EventIn``, else problems.

    Raises Unreadable like ``rows``.
    """
    ndjson = content_type.partition(";")[0].strip().lower() in NDJSON
    try:
        found = shapes.one.decode_lines(body) if ndjson else shapes.array.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        found = []
    if not found or len(found) > most or (ndjson and len(found) != sum(not line.isspace() for line in body.splitlines() if line)):
        return _one_by_one(_counted(_split(body, content_type), most), shapes)
    return found


def _one_by_one(raw: Sequence[bytes | msgspec.Raw], shapes: Shapes) -> list[Any]:
    loose, found = msgspec.json.Decoder(EventIn), []
    for row in raw:
        try:
            found.append(shapes.one.decode(row))
        except (msgspec.DecodeError, UnicodeDecodeError):
            found.append(_read(row, loose))
    return found


def arrow(body: bytes, kind: str, platform: str, shapes: Shapes, *, most: int) -> Columns | list[EventIn | Problem]:
    """Events from an Arrow IPC stream: columns ``id`` and ``occurred``, then one a field; binary columns are refused.

    As columns where their types are those of the kind, else row by row.
    """
    import pyarrow

    try:
        table = pyarrow.ipc.open_stream(body).read_all()
        table.validate(full=True)
    except (pyarrow.ArrowInvalid, OSError) as problem:
        raise Unreadable(
            f"It is not an Arrow stream: {str(problem).splitlines()[0]}.", remedy="Send Arrow IPC, or NDJSON."
        ) from None
    for field in table.schema:
        if pyarrow.types.is_binary(field.type) or pyarrow.types.is_large_binary(field.type):
            raise MediaRefused(f"Column {field.name} is binary.", remedy="Columns are numbers, text, booleans and timestamps.")
    if missing := {"id", "occurred"} - set(table.column_names):
        raise Unreadable(f"Column {sorted(missing)[0]} is missing.", remedy="Every event has an id and a moment.")
    if table.num_rows == 0 or table.num_rows > most:
        raise Unreadable(f"It holds {table.num_rows:,} rows; 1 to {most:,} are taken at once.", remedy="Send several streams.")
    shape = shapes.by_kind.get(EventKind(kind))
    columns = columns_of(table, shape, platform) if shape is not None else None
    return columns if columns is not None else list(_events(table.to_pylist(), kind, platform))


def _events(records: Sequence[dict[str, Any]], kind: str, platform: str) -> Iterator[EventIn | Problem]:
    for record in records:
        fields = {name: value for name, value in record.items() if name not in ("id", "occurred") and value is not None}
        whole = {"kind": kind, "platform": platform, "id": record["id"], "occurred": record["occurred"], "fields": fields}
        try:
            yield msgspec.convert(whole | {"id": str(record["id"]) if record["id"] is not None else None}, EventIn)
        except msgspec.ValidationError as problem:
            yield slip(str(problem))


def reason_of(problem: MediaRefused) -> ReasonCode:
    """The code under which a refused request is written down."""
    return media.MEDIA_BYTES if not problem.detail else media.BINARY
