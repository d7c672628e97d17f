"""Each kind of activity says what it is about, in fields that a rule can name."""

import re
from collections.abc import Iterator

from leeward.playbook.diagnostics import Diagnostic, suggestion
from leeward.playbook.draft import Draft
from leeward.playbook.model import REPORT, REPORT_FIELDS, ActivityKind, FieldType
from leeward.record.terms.code import is_code

FIELD = re.compile(r"[a-z][a-z0-9_]*")


def every_kind_names_its_subject(draft: Draft) -> Iterator[Diagnostic]:
    """A kind of subject, and the field with its identifier; only a report brings its own."""
    for kind in draft.activity:
        if kind.kind != REPORT:
            yield from _subject(draft, kind)
        if kind.subject_field is not None:
            yield from _subject_field(draft, kind, kind.subject_field)
    if REPORT not in draft.known("activity") and "activity" not in draft.blind:
        document = draft.documents["playbook.toml"]
        hint = "every report that comes in is evaluated as this kind: [activity.report]"
        yield document.key("activity").diagnostic(f'the kind of activity "{REPORT}" is missing', hint)


def _subject(draft: Draft, kind: ActivityKind) -> Iterator[Diagnostic]:
    for key in ("subject", "subject_field"):
        if getattr(kind, key) is None:
            yield draft.at(kind).diagnostic(
                f'"{key}" is missing', f"say what a {kind.kind} is about and which field identifies it"
            )


def _subject_field(draft: Draft, kind: ActivityKind, field: str) -> Iterator[Diagnostic]:
    place = draft.at(kind, "subject_field")
    if field not in kind.fields:
        yield place.diagnostic(f'{kind.kind} has no field "{field}"', suggestion(field, kind.fields))
    elif kind.fields[field] is not FieldType.ID:
        yield place.diagnostic(f'"{field}" is {kind.fields[field]}, not id', "only an id identifies a subject")


def every_field_can_be_named(draft: Draft) -> Iterator[Diagnostic]:
    """A kind is a code, a field is a plain lower-case name, and a report has what reports carry."""
    for kind in draft.activity:
        if not is_code(kind.kind):
            yield draft.key(kind).diagnostic(f'"{kind.kind}" is no code', "letters, digits and _ . : / + -, no blanks")
        for field in kind.fields:
            if not FIELD.fullmatch(field):
                hint = "a field begins with a lower-case letter; letters, digits and _ follow"
                yield draft.key(kind, "fields", field).diagnostic(f'a rule cannot name the field "{field}"', hint)
        if kind.kind == REPORT:
            yield from _report(draft, kind)


def _report(draft: Draft, kind: ActivityKind) -> Iterator[Diagnostic]:
    for field, type_ in kind.fields.items():
        if field not in REPORT_FIELDS:
            hint = suggestion(field, REPORT_FIELDS, shown=len(REPORT_FIELDS))
            yield draft.key(kind, "fields", field).diagnostic(f'a report carries no "{field}"', hint)
        elif type_ is not REPORT_FIELDS[field]:
            message = f'"{field}" of a report is {REPORT_FIELDS[field]}, not {type_}'
            yield draft.at(kind, "fields", field).diagnostic(message)
