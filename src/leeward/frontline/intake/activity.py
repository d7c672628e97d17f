"""Platform activity: typed events, each checked against the playbook's schema of its kind.

At the door an ``id`` becomes an internal id, a ``text`` goes to the vault and leaves its reference, a ``code`` must be one;
numbers are finite and 64 bits wide. What is stored of an event has no outsider's identifier and no sentence in it.

Here events are read one by one, with all that has to be said of one that does not fit; ``columns.py`` takes whole batches.
"""

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from leeward.frontline.intake.arrival import Identifier, Problem, Short
from leeward.frontline.intake.shapes import Field, Shape
from leeward.playbook.diagnostics import suggestion
from leeward.playbook.model import FieldType
from leeward.playbook.quantities import decimal_of, duration_of
from leeward.record.terms import media
from leeward.record.terms.code import EventKind, is_code
from leeward.record.terms.moment import Moment

SKEW = timedelta(minutes=5)
LONGEST_ID = 2_000
_INT64 = 2**63


class EventIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One event, as a platform sends it."""

    kind: Short
    id: Identifier
    """The platform's own number for this event: the same number sent twice is one event."""
    occurred: Moment
    fields: dict[str, Any]
    platform: Short = "platform"


class Unfit(Exception):
    """An event that does not fit its schema. Carries the problem."""

    def __init__(self, field: str, reason: str, message: str) -> None:
        self.problem = Problem(field=field, reason=reason, message=message)
        super().__init__(message)


def read(event: EventIn, shapes: Mapping[EventKind, Shape], moment: Moment, most: int) -> tuple[Shape, list[Any]]:
    """Its kind and the values of its fields, in the kind's order, None where nothing was sent; ids and texts as they came.

    ``most`` is the longest text, in characters. Raises Unfit with the field, the reason and the remedy.
    """
    shape = _shape(event, shapes)
    if event.occurred.tzinfo is None:
        raise Unfit("occurred", "no_zone", "Say the time zone: 2026-11-24T10:00:00Z.")
    if event.occurred > moment + SKEW:
        raise Unfit("occurred", "in_the_future", "It lies in the future. Check the clock.")
    subject = event.fields.get(str(shape.kind.subject_field))
    if not isinstance(subject, str | int) or isinstance(subject, bool) or subject == "":
        message = "It says what the event is about: send its identifier."
        raise Unfit(str(shape.kind.subject_field), "no_subject", message)
    values: list[Any] = [None] * len(shape.fields)
    for name, value in event.fields.items():
        place = shape.place.get(name)
        if place is None:
            hint = suggestion(name, shape.names)
            raise Unfit(name, "unknown_field", f"{event.kind} has no field {name}. {hint or ''}".strip())
        if value is not None:
            values[place] = _value(shape.fields[place], value, most)
    return shape, values


def _shape(event: EventIn, shapes: Mapping[EventKind, Shape]) -> Shape:
    shape = shapes.get(EventKind(event.kind))
    if shape is None:
        message = f"The playbook knows no activity {event.kind}. {suggestion(event.kind, list(shapes)) or ''}"
        raise Unfit("kind", "unknown_kind", message.strip())
    return shape


def _value(field: Field, value: Any, most: int) -> Any:
    if field.element.decimal:
        return _decimal(field, value)
    read_one = _READERS[field.element]
    if not field.is_list:
        return read_one(field.name, value, most)
    if not isinstance(value, list):
        raise Unfit(field.name, "wrong_type", f"{field.name} is a list of {field.element}.")
    return [read_one(field.name, each, most) for each in value]


def _text(name: str, value: Any, most: int) -> str:
    if not isinstance(value, str):
        raise Unfit(name, "wrong_type", f"{name} is text.")
    if (reason := media.refusal(value, most=most)) is not None:
        raise Unfit(name, reason, media.WHY[reason])
    return value


def _integer(name: str, value: Any, _: int) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not -_INT64 <= value < _INT64:
        raise Unfit(name, "wrong_type", f"{name} is a whole number of 64 bits.")
    return value


def _float(name: str, value: Any, _: int) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise Unfit(name, "wrong_type", f"{name} is a finite number.")
    return float(value)


def _decimal(field: Field, value: Any) -> Decimal:
    found = decimal_of(value, field.element)
    if found is None:
        digits, scale = field.element.decimal or (0, 0)
        form = f"of at most {digits} digits, {scale} of them behind the point"
        raise Unfit(field.name, "wrong_type", f'{field.name} is a decimal {form}. Send a text: "12.50".')
    return found


def _duration(name: str, value: Any, _: int) -> timedelta:
    found = duration_of(value)
    if found is None:
        message = f"{name} is a duration of at most a hundred years: PT1H30M, or a whole number of seconds."
        raise Unfit(name, "wrong_type", message)
    return found


def _boolean(name: str, value: Any, _: int) -> bool:
    if not isinstance(value, bool):
        raise Unfit(name, "wrong_type", f"{name} is true or false.")
    return value


def _timestamp(name: str, value: Any, _: int) -> datetime:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise Unfit(name, "wrong_type", f"{name} is a moment with a zone: 2026-11-24T10:00:00Z.")
    return value.astimezone(UTC)


def _code(name: str, value: Any, _: int) -> str:
    if not isinstance(value, str) or not is_code(value):
        raise Unfit(name, "wrong_type", f"{name} is a short code: letters, digits and _.:/+- without spaces, at most 80.")
    return value


def _id(name: str, value: Any, _: int) -> str | int:
    if not isinstance(value, str | int) or isinstance(value, bool) or value == "" or len(str(value)) > LONGEST_ID:
        raise Unfit(name, "wrong_type", f"{name} is an identifier: a string or a number.")
    return value


_READERS: Mapping[FieldType, Callable[[str, Any, int], Any]] = {
    FieldType.INTEGER: _integer,
    FieldType.FLOAT: _float,
    FieldType.BOOLEAN: _boolean,
    FieldType.TIMESTAMP: _timestamp,
    FieldType.DURATION: _duration,
    FieldType.TEXT: _text,
    FieldType.CODE: _code,
    FieldType.ID: _id,
}
