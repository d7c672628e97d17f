"""From the columns of somebody's file to reports or events, by a map that is a small TOML file.

```toml
[import]
as = "listing_posted"        # or "reports"; --as on the command line wins
door = "jobs_export"         # where it comes from, a code
platform = "jobs"

[columns]                    # field = column, or several columns whose texts are joined by blank lines
id = "ad_id"
"subject.id" = "ad_id"       # reports
"subject.content" = ["title", "description"]
listing_id = "ad_id"         # events: fields of the kind by their names
title = "title"

[constants]                  # the same for every row
"subject.kind" = "listing"
harm = "labour_exploitation.fees"
occurred = "2026-11-24T00:00:00Z"
```
"""

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec

from leeward.frontline.intake.activity import EventIn
from leeward.frontline.intake.arrival import Problem, ReportIn, slip
from leeward.playbook.model import ActivityKind, FieldType, Playbook
from leeward.record.errors import LeewardError
from leeward.record.terms.code import PATTERN

Code = Annotated[str, msgspec.Meta(pattern=PATTERN)]
Row = Mapping[str, Any]
REPORTS = "reports"
_TRUE, _FALSE = frozenset({"1", "t", "true", "yes", "y"}), frozenset({"0", "f", "false", "no", "n"})
_EVENT_FIELDS = ("id", "occurred", "platform")


class MapProblem(LeewardError):
    """The map cannot be used."""


class Header(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"target": "as"}):
    """The ``[import]`` table."""

    target: Code = REPORTS
    door: Code = "import"
    platform: Code = "platform"


class Map(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"header": "import"}):
    """A map file."""

    header: Header = Header()
    columns: dict[str, str | list[str]]
    constants: dict[str, Any] = {}


def read_map(path: Path, playbook: Playbook, target: str | None = None) -> Map:
    """The map in a file, checked against what it maps to. Raises MapProblem with the place and the remedy."""
    try:
        found = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Map)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as problem:
        raise MapProblem(f"{path}: {problem}.", remedy="docs/how-to/import.md shows one.") from None
    if target is not None:
        found = msgspec.structs.replace(found, header=msgspec.structs.replace(found.header, target=target))
    known = _targets(found.header.target, playbook)
    for field in (*found.columns, *found.constants):
        if field not in known:
            from leeward.playbook.diagnostics import suggestion

            raise MapProblem(f"{path}: {found.header.target} has no field {field}.", remedy=suggestion(field, known) or "")
    return found


def _targets(target: str, playbook: Playbook) -> list[str]:
    if target == REPORTS:
        return _paths(ReportIn)
    return [*_EVENT_FIELDS, *_kind(target, playbook).fields]


def _kind(target: str, playbook: Playbook) -> ActivityKind:
    for name, kind in playbook.activity.items():
        if name == target and kind.subject is not None:
            return kind
    known = [REPORTS, *(name for name, kind in playbook.activity.items() if kind.subject is not None)]
    raise MapProblem(f"Nothing is called {target}.", remedy=f"Import as {', '.join(known)}.")


def _paths(struct: type[msgspec.Struct]) -> list[str]:
    nested = {"subject": ("kind", "id", "platform", "media", "content"), "reporter": ("id", "contact")}
    return [
        path
        for name in struct.__struct_fields__
        for path in ([f"{name}.{inner}" for inner in nested[name]] if name in nested else [name])
    ]


def report_of(row: Row, mapping: Map) -> ReportIn | Problem:
    """One row as a report."""
    whole: dict[str, Any] = {"subject": {"platform": mapping.header.platform}}
    for path, value in _values(row, mapping).items():
        holder, _, inner = path.rpartition(".")
        (whole.setdefault(holder, {}) if holder else whole)[inner] = _listed(path, value)
    try:
        return msgspec.convert(whole, ReportIn, strict=False)
    except msgspec.ValidationError as problem:
        return slip(str(problem))


def event_of(row: Row, mapping: Map, playbook: Playbook) -> EventIn | Problem:
    """One row as an event of the map's kind."""
    kind = _kind(mapping.header.target, playbook)
    values = _values(row, mapping)
    whole: dict[str, Any] = {"kind": mapping.header.target, "platform": values.pop("platform", mapping.header.platform)}
    whole["id"] = _text(values.pop("id", None))
    whole["occurred"] = values.pop("occurred", None)
    try:
        whole["fields"] = {name: _typed(name, kind.fields[name], value) for name, value in values.items()}
        return msgspec.convert(whole, EventIn, strict=False)
    except msgspec.ValidationError as problem:
        return slip(str(problem))


def _values(row: Row, mapping: Map) -> dict[str, Any]:
    """Field -> value, for those that have one; several columns are joined as paragraphs."""
    values = dict(mapping.constants)
    for field, source in mapping.columns.items():
        if isinstance(source, str):
            value = row.get(source)
        else:
            value = "\n\n".join(text for column in source if (text := _text(row.get(column)))) or None
        if value is not None and value != "":
            values[field] = value
    return values


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _listed(path: str, value: Any) -> Any:
    """Lists may stand in one cell: ``US GB`` or ``US, GB``. Identifiers and texts are text, whatever a file made of them."""
    if path in ("jurisdictions", "elements") and isinstance(value, str):
        return value.replace(",", " ").split()
    if path in ("id", "text", "subject.id", "subject.content", "reporter.id", "reporter.contact"):
        return str(value)
    return value


def _typed(name: str, field_type: FieldType, value: Any) -> Any:
    """A cell as its field's type asks; what does not fit goes on as it is and is refused at the door with its reason."""
    if field_type.is_list:
        return value if isinstance(value, list) else [_typed(name, field_type.element, part) for part in str(value).split()]
    if field_type is FieldType.BOOLEAN:
        word = str(value).strip().lower()
        return True if word in _TRUE else False if word in _FALSE else value
    if field_type in (FieldType.TEXT, FieldType.ID):
        return str(value)
    if field_type is FieldType.CODE:
        return "-".join(str(value).split()).lower() if isinstance(value, str) else value
    if field_type in (FieldType.INTEGER, FieldType.FLOAT) and isinstance(value, str):
        return _number(value, field_type)
    if field_type is FieldType.TIMESTAMP and isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value


def _number(value: str, field_type: FieldType) -> Any:
    try:
        return int(value) if field_type is FieldType.INTEGER else float(value)
    except ValueError:
        return value
