"""From what was typed to a typed value."""

from enum import StrEnum
from typing import Annotated

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.record.terms.code import SkillCode
from leeward.web.forms import blank, read_form


class Colour(StrEnum):
    """A closed vocabulary."""

    RED = "red"
    BLUE = "blue"


class Everything(msgspec.Struct, kw_only=True):
    """One field of each sort."""

    name: Annotated[str, msgspec.Meta(min_length=2, max_length=5, title="a name", extra={"problem": "Two to five letters."})]
    age: Annotated[int, msgspec.Meta(ge=0, title="the age")]
    share: float | None = None
    sure: bool = False
    colours: tuple[Colour, ...] = ()
    skill: SkillCode | None = None
    secret: Annotated[str, msgspec.Meta(extra={"verbatim": True})] = ""


GOOD = {
    "name": [" Zoe "],
    "age": ["7"],
    "sure": ["on"],
    "colours": ["red", "blue"],
    "share": ["0.5"],
    "skill": ["a_b"],
    "secret": [" x "],
}


def test_all_is_well() -> None:
    filled = read_form(GOOD, Everything)
    assert filled.problems == {}
    assert filled.value == Everything(
        name="Zoe", age=7, share=0.5, sure=True, colours=(Colour.RED, Colour.BLUE), skill=SkillCode("a_b"), secret=" x "
    )


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({"name": []}, {"name": "We still need a name."}),
        ({"name": ["   "]}, {"name": "We still need a name."}),
        ({"name": ["much too long"]}, {"name": "Two to five letters."}),
        ({"age": ["seven"]}, {"age": "Age could not be read as a whole number. Check how it is written."}),
        (
            {"age": ["-1"], "name": [""]},
            {"name": "We still need a name.", "age": "Age could not be read as a whole number. Check how it is written."},
        ),
        ({"share": ["x"]}, {"share": "Share could not be read as a number. Check how it is written."}),
        ({"colours": ["red", "green"]}, {"colours": "Colours could not be read as what it should be. Check how it is written."}),
        ({"skill": ["two words"]}, {"skill": "Skill could not be read as what it should be. Check how it is written."}),
    ],
)
def test_every_problem_is_a_sentence_and_what_was_typed_is_kept(changed: dict[str, list[str]], problems: dict[str, str]) -> None:
    filled = read_form(GOOD | changed, Everything)
    assert filled.value is None
    assert filled.problems == problems
    for field, texts in changed.items():
        assert filled.typed[field] in (None, tuple(texts), (texts or [""])[0].strip())


def test_a_box_that_is_not_ticked_is_no() -> None:
    filled = read_form({name: texts for name, texts in GOOD.items() if name != "sure"}, Everything)
    assert filled.value is not None
    assert filled.value.sure is False


def test_what_was_not_asked_is_not_taken() -> None:
    assert read_form(GOOD | {"role": ["admin"]}, Everything).typed.keys() == set(Everything.__struct_fields__)


def test_a_desk_can_add_what_only_it_knows() -> None:
    filled = read_form(GOOD, Everything).refuse("name", "Somebody else has it.")
    assert (filled.value, filled.problems) == (None, {"name": "Somebody else has it."})
    assert filled.typed["name"] == "Zoe"
    assert blank(Everything, name="Zoe").typed == {"name": "Zoe"}


@given(st.dictionaries(st.sampled_from(Everything.__struct_fields__), st.lists(st.text(), max_size=3)))
def test_whatever_is_sent_is_a_value_or_problems(sent: dict[str, list[str]]) -> None:
    filled = read_form(sent, Everything)
    assert (filled.value is None) == bool(filled.problems)
    if filled.value is not None:
        assert msgspec.convert(msgspec.to_builtins(filled.value), Everything) == filled.value
