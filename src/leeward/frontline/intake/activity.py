"""Platform activity: typed events, each checked against the playbook's schema of its kind.

At the door an ``id`` becomes an internal id, a ``text`` goes to the vault and leaves its reference, a ``code`` must be one;
numbers are finite and 64 bits wide. What is stored of an event has no outsider's identifier and no sentence in it.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from leeward.frontline.intake import media
from leeward.frontline.intake.arrival import Identifier, Problem, Short
from leeward.frontline.intake.identity import Hasher, entity_of, subject_of, uuid_of
from leeward.playbook.diagnostics import suggestion
from leeward.playbook.model import ActivityKind, FieldType, Playbook
from leeward.record.terms.code import Digest, EventKind, is_code
from leeward.record.terms.ids import EventId, SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.subject import SubjectKind

_SKEW = timedelta(minutes=5)
_INT64 = 2**63


class EventIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One event, as a platform sends it."""

    kind: Short
    id: Identifier
    """The platform's own number for this event: the same number sent twice is one event."""
    occurred: Moment
    fields: dict[str, Any]
    platform: Short = "platform"


class Taken(msgspec.Struct):
    """An event that may come in. ``fields`` holds no text yet: ``texts`` says which field's text goes where."""

    event: EventId
    kind: str
    about: SubjectId
    external: Digest
    raw_subject: str
    subject_kind: SubjectKind
    platform: str
    occurred: Moment
    fields: dict[str, Any]
    texts: list[tuple[str, int | None, str]]
    """(field, place in a list or None, text)"""


class Unfit(Exception):
    """An event that does not fit its schema. Carries the problem."""

    def __init__(self, field: str, reason: str, message: str) -> None:
        self.problem = Problem(field=field, reason=reason, message=message)
        super().__init__(message)


def take(event: EventIn, playbook: Playbook, hasher: Hasher, moment: Moment) -> Taken:
    """Check one event and make it anonymous. Raises Unfit with the field, the reason and the remedy."""
    kind = _kind(event, playbook)
    if event.occurred.tzinfo is None:
        raise Unfit("occurred", "no_zone", "Say the time zone: 2026-11-24T10:00:00Z.")
    if event.occurred > moment + _SKEW:
        raise Unfit("occurred", "in_the_future", "It lies in the future. Check the clock.")
    raw_subject = _subject(event, kind)
    assert kind.subject is not None
    about, external = subject_of(hasher, kind.subject.value, event.platform, raw_subject)
    taken = Taken(
        EventId(uuid_of(hasher(f"event:{event.kind}:{event.platform}", event.id))),
        event.kind,
        about,
        external,
        raw_subject,
        kind.subject,
        event.platform,
        event.occurred.astimezone(UTC),
        {},
        [],
    )
    for name, value in event.fields.items():
        field_type = kind.fields.get(name)
        if field_type is None:
            hint = suggestion(name, kind.fields)
            raise Unfit(name, "unknown_field", f"{event.kind} has no field {name}. {hint or ''}".strip())
        if value is not None:
            _take_field(taken, name, field_type, value, hasher, playbook.limits.text_characters)
    return taken


def _kind(event: EventIn, playbook: Playbook) -> ActivityKind:
    kind = playbook.activity.get(EventKind(event.kind))
    if kind is None or kind.subject is None:
        known = [name for name, each in playbook.activity.items() if each.subject is not None]
        message = f"The playbook knows no activity {event.kind}. {suggestion(event.kind, known) or ''}"
        raise Unfit("kind", "unknown_kind", message.strip())
    return kind


def _subject(event: EventIn, kind: ActivityKind) -> str:
    raw = event.fields.get(kind.subject_field or "")
    if not isinstance(raw, str | int) or isinstance(raw, bool) or raw == "":
        raise Unfit(str(kind.subject_field), "no_subject", "It says what the event is about: send its identifier.")
    return str(raw)


def _take_field(taken: Taken, name: str, field_type: FieldType, value: Any, hasher: Hasher, most: int) -> None:
    values: Sequence[Any] = value if field_type.is_list else [value]
    if not isinstance(values, list):
        raise Unfit(name, "wrong_type", f"{name} is a list of {field_type.element}.")
    if field_type.element is FieldType.TEXT:
        for place, text in enumerate(values):
            if not isinstance(text, str):
                raise Unfit(name, "wrong_type", f"{name} is text.")
            if (reason := media.refusal(text, most=most)) is not None:
                raise Unfit(name, reason, media.WHY[reason])
            taken.texts.append((name, place if field_type.is_list else None, text))
        taken.fields[name] = [None] * len(values) if field_type.is_list else None
        return
    read = _READERS[field_type.element]
    stored = [read(name, each, hasher, taken.platform) for each in values]
    taken.fields[name] = stored if field_type.is_list else stored[0]


def _integer(name: str, value: Any, _: Hasher, __: str) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not -_INT64 <= value < _INT64:
        raise Unfit(name, "wrong_type", f"{name} is a whole number of 64 bits.")
    return value


def _float(name: str, value: Any, _: Hasher, __: str) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise Unfit(name, "wrong_type", f"{name} is a finite number.")
    return float(value)


def _boolean(name: str, value: Any, _: Hasher, __: str) -> bool:
    if not isinstance(value, bool):
        raise Unfit(name, "wrong_type", f"{name} is true or false.")
    return value


def _timestamp(name: str, value: Any, _: Hasher, __: str) -> str:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise Unfit(name, "wrong_type", f"{name} is a moment with a zone: 2026-11-24T10:00:00Z.")
    return value.astimezone(UTC).isoformat()


def _code(name: str, value: Any, _: Hasher, __: str) -> str:
    if not isinstance(value, str) or not is_code(value):
        raise Unfit(name, "wrong_type", f"{name} is a short code: letters, digits and _.:/+- without spaces, at most 80.")
    return value


def _id(name: str, value: Any, hasher: Hasher, platform: str) -> str:
    if not isinstance(value, str | int) or isinstance(value, bool) or value == "" or len(str(value)) > 2_000:
        raise Unfit(name, "wrong_type", f"{name} is an identifier: a string or a number.")
    return str(entity_of(hasher, name, platform, str(value)))


_READERS: Mapping[FieldType, Callable[[str, Any, Hasher, str], Any]] = {
    FieldType.INTEGER: _integer,
    FieldType.FLOAT: _float,
    FieldType.BOOLEAN: _boolean,
    FieldType.TIMESTAMP: _timestamp,
    FieldType.CODE: _code,
    FieldType.ID: _id,
}


def put_reference(fields: dict[str, Any], name: str, place: int | None, ref: UUID) -> None:
    """Leave the vault's reference where the text was."""
    if place is None:
        fields[name] = str(ref)
    else:
        fields[name][place] = str(ref)
