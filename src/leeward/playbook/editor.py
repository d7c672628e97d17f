"""A rule's file as JSON Schema, for editors: they complete keys, and underline what does not fit while somebody writes.

The keys and what fits come from the model. With a playbook its own words are in it: kinds of event and their fields, clauses,
labels. An editor cannot read the condition itself: that is what ``leeward check --watch`` is for.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from leeward.playbook.model import ActivityKind, Case, FieldType, Labelling, Playbook, Rule

DRAFT = "https://json-schema.org/draft/2020-12/schema"
GIVEN = {"code", "version", "labels", "cases", "file", "where"}
"""What no file says: it comes from its name and its other tables."""
MEANINGS: Mapping[str, Mapping[str, str]] = {
    "rule": {
        "on": "The kind of activity it reads, or `report`.",
        "when": "One SQL condition over the fields of that kind; docs/reference/rules.md is the language.",
        "clause": "The clause of a policy that it points at.",
        "severity": "0 minor, 1 low, 2 serious, 3 severe, 4 imminent.",
        "signal": "One line for the reviewer: what was seen.",
        "why": "Why that points at the harm, with its source; and what harmless thing looks alike.",
        "strength": "How likely a violation is given only this match, before anybody measured it.",
        "shadow": "Only watched: matches are recorded, and change nothing.",
    },
    "label": {
        "name": "A label of labels.toml that the rule puts when it matches.",
        "on": "The field whose id it is put on.",
        "lasts": "How long it stands, where that differs from the label's own: `14 days`.",
    },
    "case": {
        "name": "Unique in the rule.",
        "given": "The event, or several in the order of their arrival, each with `at`; a field left out is NULL.",
        "expect": "Whether the rule matches it; of several, the last.",
        "labelled": "Labels that stand before, by the field on whose id they stand.",
    },
}
_KINDS: Mapping[FieldType, Mapping[str, Any]] = {
    FieldType.INTEGER: {"type": "integer"},
    FieldType.FLOAT: {"type": "number"},
    FieldType.BOOLEAN: {"type": "boolean"},
    FieldType.DURATION: {"type": ["string", "integer"]},
    FieldType.TEXT: {"type": "string"},
    FieldType.ID: {"type": "string"},
    FieldType.CODE: {"type": "string"},
}


def rule_schema(playbook: Playbook | None = None) -> dict[str, Any]:
    """The schema of ``rules/<harm>/<name>.toml``; with a playbook, of a rule in that playbook."""
    tables = {"rule": _table("rule", Rule), "label": _table("label", Labelling), "case": _table("case", Case)}
    given = tables["case"]["properties"]["given"]
    given["anyOf"] = [{"type": "object"}, {"type": "array", "items": {"type": "object"}, "minItems": 1}]
    schema: dict[str, Any] = {
        "$schema": DRAFT,
        "title": "A rule of a Leeward playbook",
        "type": "object",
        "additionalProperties": False,
        "required": ["rule", "case"],
        "properties": {
            "rule": tables["rule"],
            "label": {"type": "array", "items": tables["label"]},
            "case": {"type": "array", "items": tables["case"], "minItems": 3},
        },
    }
    if playbook is not None:
        _of_playbook(schema, tables, playbook)
    return schema


def _of_playbook(schema: dict[str, Any], tables: Mapping[str, Any], playbook: Playbook) -> None:
    tables["rule"]["properties"]["on"]["enum"] = sorted(playbook.activity)
    tables["rule"]["properties"]["clause"]["enum"] = sorted(playbook.policies)
    tables["label"]["properties"]["name"]["enum"] = sorted(playbook.labels)
    schema["allOf"] = [_of_kind(kind) for _, kind in sorted(playbook.activity.items())]


def _of_kind(kind: ActivityKind) -> dict[str, Any]:
    """Where a rule reads this kind, its cases have its fields, and labels are put on its ids."""
    fields = {name: _field(each) for name, each in kind.fields.items()}
    event = {"type": "object", "properties": {**fields, "at": {}}, "additionalProperties": False}
    ids = [name for name, each in kind.fields.items() if each is FieldType.ID]
    given = {"anyOf": [event, {"type": "array", "items": event}]}
    return {
        "if": {"properties": {"rule": {"properties": {"on": {"const": kind.kind}}, "required": ["on"]}}},
        "then": {
            "properties": {
                "case": {"items": {"properties": {"given": given, "labelled": {"propertyNames": {"enum": ids}}}}},
                "label": {"items": {"properties": {"on": {"enum": ids}}}},
            }
        },
    }


def _field(kind: FieldType) -> dict[str, Any]:
    if kind.is_list:
        return {"type": "array", "items": _field(kind.element)}
    if kind.decimal:
        return {"type": ["string", "number"]}
    return dict(_KINDS.get(kind, {}))  # a moment is a date of TOML, which JSON has no word for


def _table(name: str, kind: type[msgspec.Struct]) -> dict[str, Any]:
    fields = [field for field in msgspec.structs.fields(kind) if field.name not in GIVEN]
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [field.name for field in fields if field.required],
        "properties": {
            field.name: {**(_fits(field.type) if field.name != "given" else {}), "description": MEANINGS[name][field.name]}
            for field in fields
        },
    }


def _fits(kind: Any) -> Any:
    found: dict[str, Any] = msgspec.json.schema(kind)
    options = [each for each in found.pop("anyOf", ()) if each != {"type": "null"}]  # TOML has no null
    found |= options[0] if len(options) == 1 else {"anyOf": options} if options else {}
    found.pop("default", None)
    reference = found.pop("$ref", None)
    definitions = found.pop("$defs", {})
    if reference is not None:
        found = definitions[reference.rpartition("/")[2]]
    found.pop("title", None)
    found.pop("description", None)
    return _in_json(found)


def _in_json(value: Any) -> Any:
    """The same with patterns as JSON Schema reads them, which has no end of the text but ``$``."""
    if isinstance(value, dict):
        return {key: each.replace(r"\Z", "$") if key == "pattern" else _in_json(each) for key, each in value.items()}
    return [_in_json(each) for each in value] if isinstance(value, list) else value
