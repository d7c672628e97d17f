"""Each kind of activity says what it is about."""

from collections.abc import Iterator

from leeward.playbook.diagnostics import Diagnostic, suggestion
from leeward.playbook.draft import Draft
from leeward.playbook.model import REPORT, ActivityKind, FieldType


def every_kind_names_its_subject(draft: Draft) -> Iterator[Diagnostic]:
    """A kind of subject, and the field with its identifier; only a report brings its own."""
    for kind in draft.activity:
        if kind.kind != REPORT:
            yield from _subject(draft, kind)
        if kind.subject_field is not None:
            yield from _subject_field(draft, kind, kind.subject_field)
    if REPORT not in draft.known("activity") and draft.known("activity"):
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
