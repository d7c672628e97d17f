"""No fact can hold a sentence, a name or an image: its types have no place for one."""

import inspect
import types
import typing
from datetime import datetime
from enum import Enum
from typing import Annotated, Any, NewType
from uuid import UUID

import msgspec
import pytest

from leeward.record.errors import AppendRefused
from leeward.record.facts import KINDS, ROOMS, Fact
from leeward.record.facts.review import JobEscalated
from leeward.record.ledger.codec import write
from leeward.record.terms import code
from leeward.record.terms.code import Code, QueueCode, ReasonCode
from leeward.record.terms.ids import PersonId, Position, new_id
from leeward.record.terms.moment import now

SENTENCES = (
    "two words",
    "a sentence.",
    "line\nbreak",
    "code\n",
    "",
    " ",
    "tab\tbed",
    "naïve",
    "x" * 200,
    "<b>bold</b>",
    "a,b",
    "\\N",
)
CODES = {name: value for name, value in vars(code).items() if isinstance(value, NewType)}


def faults(hint: Any, where: str) -> list[str]:
    """Why a type may not stand in a fact; empty when it may."""
    if isinstance(hint, NewType):
        return _newtype_faults(hint, where)
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return [fault for part in typing.get_args(hint) for fault in faults(part, where)]
    if typing.get_origin(hint) is tuple:
        parts = [part for part in typing.get_args(hint) if part is not Ellipsis]
        return [fault for part in parts for fault in faults(part, where)]
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        frozen = [] if hint.__struct_config__.frozen else [f"{where}: {hint.__name__} can be changed after the fact"]
        return frozen + struct_faults(hint, where)
    if isinstance(hint, type) and (issubclass(hint, Enum) or hint in (int, float, bool, datetime, UUID, type(None))):
        return []
    return [f"{where}: {hint!r} is not an id, code, enum, number, moment, digest or tuple of these"]


def _newtype_faults(hint: NewType, where: str) -> list[str]:
    beneath = hint.__supertype__
    if beneath in (UUID, int):
        return []
    try:
        taken = [text for text in SENTENCES if msgspec.convert(text, type=beneath) == text]
    except msgspec.ValidationError:
        taken = [text for text in SENTENCES if takes(beneath, text)]
    return [f"{where}: {hint.__name__} would take {taken[0]!r}"] if taken else []


def takes(hint: Any, text: str) -> bool:
    """Whether a type admits a text."""
    try:
        msgspec.convert(text, type=hint)
    except msgspec.ValidationError:
        return False
    return True


def struct_faults(struct: type[msgspec.Struct], where: str = "") -> list[str]:
    """The faults of every field of a struct, and of the structs in it."""
    hints = typing.get_type_hints(struct, include_extras=True)
    return [fault for field in struct.__struct_fields__ for fault in faults(hints[field], f"{where or struct.__name__}.{field}")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_has_no_field_for_text_or_bytes(kind: str) -> None:
    assert struct_faults(KINDS[kind]) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_is_frozen_keyword_only_and_says_what_happened(kind: str) -> None:
    fact_type = KINDS[kind]
    assert fact_type.__struct_config__.frozen
    assert all(parameter.kind is parameter.KEYWORD_ONLY for parameter in inspect.signature(fact_type).parameters.values())
    assert fact_type.__doc__, "every fact has a docstring"


def test_every_fact_is_in_the_vocabulary() -> None:
    written = {cls for cls in Fact.__subclasses__() if cls.__module__.startswith("leeward.")}
    assert written == set(KINDS.values())
    assert len({room.__name__ for room in ROOMS}) == len(ROOMS)


@pytest.mark.parametrize("name", CODES)
@pytest.mark.parametrize("text", SENTENCES)
def test_a_code_refuses_a_sentence(name: str, text: str) -> None:
    assert not takes(CODES[name], text)


def test_the_ledger_refuses_a_sentence_that_pretends_to_be_a_code() -> None:
    with pytest.raises(AppendRefused):
        write(
            JobEscalated(
                subject=new_id(), actor=PersonId(new_id()), occurred=now(), reason=ReasonCode("she wrote"), queue=QueueCode("x")
            ),
            Position(1),
            now(),
        )


class Inner(msgspec.Struct, frozen=True):
    """A struct with a hole in it."""

    words: str


class Changeable(msgspec.Struct):
    """A struct that is not frozen."""

    count: int


Loose = NewType("Loose", str)
Lax = NewType("Lax", Annotated[str, msgspec.Meta(max_length=80)])


@pytest.mark.parametrize(
    "hint",
    [
        *(str, bytes, Any, object, dict[str, int], list[int], Code, Loose, Lax, Inner, Changeable),
        *(str | None, tuple[str, ...], tuple[int, bytes], tuple[Inner, ...], memoryview),
    ],
    ids=str,
)
def test_a_fact_that_could_hold_text_would_be_found(hint: Any) -> None:
    made_up = msgspec.defstruct("SomethingHappened", [("field", hint)], frozen=True, kw_only=True)
    assert struct_faults(made_up)
