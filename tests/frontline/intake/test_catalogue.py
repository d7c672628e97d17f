"""The public pages speak every language whole: the same keys everywhere, and no text of a page stands outside the catalogues."""

import re
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.frontline import intake
from leeward.frontline.intake.catalogue import LANGUAGES, NAMES, Words, spoken, texts
from leeward.frontline.intake.portal import State
from leeward.frontline.intake.questions import QUESTIONS
from leeward.playbook.reader import read_playbook, starter
from leeward.playbook.vocabulary import ELEMENTS

ROOM = Path(intake.__file__).parent
TEMPLATES = sorted(path for path in (ROOM / "templates").glob("*.html") if 'extends "shell.html"' not in path.read_text("utf-8"))
"""The public ones; staff speak English."""
SOURCES = "\n".join(path.read_text("utf-8") for path in [*TEMPLATES, *(ROOM / "pages").glob("*.py"), ROOM / "catalogue.py"])
_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_SPOKEN = re.compile(r'\b(?:alt|aria-label|title|placeholder|value|content)="([^"]*)"')
_KEY = re.compile(r"""\b(?:t|words|team|Words\(_TEAM\))\(f?["']([a-z_0-9]+\.[a-z_0-9.-]+)["'][,)]""")
SILENT = {"", "width=device-width, initial-scale=1", "light dark", "yes", "save", "check"}


def letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalpha())


def without_jinja(template: str) -> str:
    return re.sub(r' aria-[a-z]+="[a-z ]*"', "", _JINJA.sub("", template))


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_language_has_the_same_keys_and_fills_in_the_same(language: str) -> None:
    first, other = texts(LANGUAGES[0]), texts(language)
    assert set(first) ^ set(other) == set()
    assert {key for key in first if names_in(first[key]) != names_in(other[key])} == set()
    same = {key for key in first if first[key] == other[key] and len(letters(first[key])) > 3}
    assert {key for key in same if not key.startswith(("instrument.", "enter.pin", "saved.pin"))} == set(), "not translated"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_text_stands_in_a_template(path: Path) -> None:
    bare = without_jinja(path.read_text("utf-8"))
    assert letters(re.sub(r"<[^>]*>", "", bare)) == ""
    assert {said for said in _SPOKEN.findall(bare) if letters(said)} - SILENT == set()


def test_text_in_a_template_would_be_found() -> None:
    assert letters(re.sub(r"<[^>]*>", "", without_jinja('<p class="x">{{ t("a.b") }} Hello</p>'))) == "Hello"


def test_every_text_that_a_page_asks_for_is_there_and_every_text_is_asked_for() -> None:
    asked = set(_KEY.findall(SOURCES))
    there = set(texts("en"))
    assert asked - there == set()
    made = (
        "question.",
        "field.",
        "element.",
        "state.",
        "slip.",
        "label.",
        "instrument.",
        "start.expect_",
        "minor.",
        "withdraw.",
        "fault.",
    )
    assert {key for key in there - asked if not key.startswith(made)} == set()


def test_every_question_option_element_state_and_instrument_has_its_words() -> None:
    there = set(texts("en"))
    needed = {f"question.{code}.{part}" for code in QUESTIONS for part in ("title", "why")}
    needed |= {f"field.{f.name}.{option}" for question in QUESTIONS.values() for f in question.fields for option in f.options}
    needed |= {f"field.{f.name}.label" for q in QUESTIONS.values() for f in q.fields if f.kind not in ("one", "some")}
    needed |= {f"element.{name}" for name in ELEMENTS} | {f"state.{state.value}" for state in State}
    needed |= {f"slip.{question.code}" for question in QUESTIONS.values() if question.needed}
    needed |= {f"instrument.{clock.instrument}" for clock in read_playbook(starter()).clocks if clock.elements}
    needed |= {f"withdraw.{done}" for done in ("done", "held", "erased")}
    assert needed - there == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_called_a_victim_and_nothing_invalid(language: str) -> None:
    everything = " ".join(texts(language).values()).lower()
    assert not re.search(r"victim|v[ií]ctima|invalid|inv[aá]lid|!|¡", everything)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("es", "es"), ("es-419,en;q=0.8", "es"), ("en-GB,es;q=0.9", "en"), ("fr, es;q=0.3, en;q=0.2", "es"), ("", "en"),
        ("de, fr", "en"), ("en;q=0.1, es;q=0.1", "en"), ("es;q=nothing", "es"),
    ],
)  # fmt: skip
def test_the_language_is_the_first_of_ours_by_weight(accepted: str, language: str) -> None:
    assert spoken(accepted) == language


@given(st.text(max_size=60))
def test_whatever_a_browser_accepts_some_language_is_spoken(accepted: str) -> None:
    assert spoken(accepted) in LANGUAGES


def test_each_language_calls_itself_by_its_own_name() -> None:
    assert set(NAMES) == set(LANGUAGES)
    assert Words("en").others == (("es", "Español"),)
