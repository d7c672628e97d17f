"""Each kind of activity as typed structs, made once a playbook: a request is decoded straight into them.

What a struct accepts, ``activity.read`` accepts too and reads alike; what a struct refuses, ``activity.read`` looks at again
and names the field, the reason and the remedy.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any

import msgspec

from leeward.frontline.intake.arrival import Identifier
from leeward.playbook.model import ActivityKind, FieldType, Playbook
from leeward.record.terms.code import EventKind

_VERSIONS = 4
_INT64 = 2**63
_SENT: Mapping[FieldType, Any] = {
    FieldType.INTEGER: Annotated[int, msgspec.Meta(ge=-_INT64, le=_INT64 - 1)],
    FieldType.FLOAT: float,
    FieldType.BOOLEAN: bool,
    FieldType.TIMESTAMP: Annotated[datetime, msgspec.Meta(tz=True)],
    FieldType.DURATION: timedelta,
    FieldType.TEXT: str,
    FieldType.ID: str | int,
    FieldType.CODE: str,
}


class Field(msgspec.Struct, frozen=True):
    """One field of a kind, its type taken apart."""

    name: str
    element: FieldType
    is_list: bool


class Shape:
    """One kind of activity, ready for work."""

    def __init__(self, kind: ActivityKind) -> None:
        self.kind = kind
        self.fields = tuple(Field(name, each.element, each.is_list) for name, each in kind.fields.items())
        self.names = tuple(kind.fields)
        self.place = {name: place for place, name in enumerate(self.names)}
        self.subject_at = self.place[str(kind.subject_field)]
        # Names of fields may be anything, a word of Python too; attributes are numbered.
        named = {f"f{place}": name for place, name in enumerate(self.names)}
        typed = [(f"f{place}", _optional(field), None) for place, field in enumerate(self.fields)]
        self.sent: type[msgspec.Struct] = msgspec.defstruct("Fields", typed, rename=named, forbid_unknown_fields=True)
        header: list[tuple[str, Any] | tuple[str, Any, Any]] = [
            ("id", Identifier),
            ("occurred", Annotated[datetime, msgspec.Meta(tz=True)]),
            ("fields", self.sent),
            ("platform", str, "platform"),
        ]
        self.event: type[msgspec.Struct] = msgspec.defstruct(
            "Event", header, tag_field="kind", tag=str(kind.kind), forbid_unknown_fields=True
        )
        anything: list[tuple[str, Any, Any]] = [(f"f{place}", Any, None) for place in range(len(self.names))]
        self.stored: type[msgspec.Struct] = msgspec.defstruct("Stored", anything, rename=named, omit_defaults=True)


def _optional(field: Field) -> Any:
    one = Decimal if field.element.decimal else _SENT[field.element]
    return (list[one] if field.is_list else one) | None  # type: ignore[valid-type]


class Shapes:
    """All kinds that a platform may send."""

    def __init__(self, playbook: Playbook) -> None:
        self.by_kind: dict[EventKind, Shape] = {
            name: Shape(kind) for name, kind in playbook.activity.items() if kind.subject is not None
        }
        self.by_type = {shape.event: shape for shape in self.by_kind.values()}
        any_event: Any = None
        for shape in self.by_kind.values():
            any_event = shape.event if any_event is None else any_event | shape.event
        self.one: msgspec.json.Decoder[Any] = msgspec.json.Decoder(any_event)
        self.array: msgspec.json.Decoder[Any] = msgspec.json.Decoder(list[any_event])


def shapes(playbook: Playbook) -> Shapes:
    """The shapes of a playbook."""
    return _shapes(_ByDigest(playbook))


class _ByDigest:
    """A playbook as the key of a cache: equal to every other of the same digest and kinds."""

    __slots__ = ("kinds", "playbook")

    def __init__(self, playbook: Playbook) -> None:
        self.playbook, self.kinds = playbook, (playbook.digest, tuple(playbook.activity))

    def __hash__(self) -> int:
        return hash(self.kinds)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByDigest) and other.kinds == self.kinds


@lru_cache(maxsize=_VERSIONS)
def _shapes(key: _ByDigest) -> Shapes:
    return Shapes(key.playbook)
