"""docs/reference/facts.md: everything that can happen."""

import typing
from collections.abc import Iterator
from typing import Any, NewType

import msgspec

from leeward.record.facts import ROOMS, Fact, kind_of
from make.reference.markdown import heading, prose, table, text
from make.reference.source import field_sentences


def page() -> str:
    """Every kind of fact, room by room, with its fields."""
    lines = heading(
        "Facts", "Everything that can happen, in the past tense. Every fact also has what follows.", "`src/leeward/record/facts/`"
    )
    lines += fields_of(Fact, Fact)
    for room in ROOMS:
        lines += [f"## {room.__name__.rpartition('.')[2]}", "", prose(room.__doc__), ""]
        for struct in vars(room).values():
            if isinstance(struct, type) and issubclass(struct, msgspec.Struct) and struct.__module__ == room.__name__:
                lines += entry(struct)
    return text(lines)


def entry(struct: type[msgspec.Struct]) -> list[str]:
    """One fact, or one struct that stands in facts."""
    if issubclass(struct, Fact):
        title = f"### {struct.__name__} (`{kind_of(struct)}`, version {struct.version})"
    else:
        title = f"### {struct.__name__} (inside other facts)"
    return [title, "", prose(struct.__doc__), "", *fields_of(struct, Fact)]


def fields_of(struct: type[msgspec.Struct], common: type[msgspec.Struct]) -> list[str]:
    """The table of the fields that a struct adds to what is common."""
    hints = typing.get_type_hints(struct, include_extras=True)
    sentences = field_sentences(struct)
    known = () if struct is common or not issubclass(struct, common) else common.__struct_fields__
    rows = [
        (f"`{name}`", written(hints[name]), prose(sentences.get(name))) for name in struct.__struct_fields__ if name not in known
    ]
    return table(("field", "type", ""), rows)


def written(hint: Any) -> str:
    """A type as people read it."""
    return " or ".join(_parts(hint))


def _parts(hint: Any) -> Iterator[str]:
    if hint is type(None):
        yield "nothing"
    elif isinstance(hint, NewType):
        yield hint.__name__
    elif typing.get_origin(hint) is tuple:
        yield "several " + written(typing.get_args(hint)[0])
    elif args := typing.get_args(hint):
        for part in args:
            yield from _parts(part)
    else:
        yield {"datetime": "Moment"}.get(hint.__name__, hint.__name__)
