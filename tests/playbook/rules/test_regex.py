"""Regular expressions: what is looked for first is really in every match, and what RE2 refuses never gets past the reader."""

import pytest
import re2
from hypothesis import given, reject
from hypothesis import strategies as st

from leeward.playbook.rules.like import as_pattern, as_regex, cut, longest, simple
from leeward.playbook.rules.needles import Needles, needles
from leeward.playbook.rules.regex import PatternError, read
from playbook.rules.reference import like

LETTERS = "abc"


def patterns() -> st.SearchStrategy[str]:
    """Patterns over three letters, so that short texts match them often."""
    atoms = st.sampled_from(("a", "b", "c", "ab", "bca", ".", "[ab]", "[^a]", r"\w", "^", "$", r"\b", "(?:)"))

    def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        group = inner.map("(?:{})".format)
        return st.one_of(
            st.lists(inner, min_size=2, max_size=3).map("".join),
            st.lists(inner, min_size=2, max_size=3).map(lambda each: f"({'|'.join(each)})"),
            st.builds("{}{}".format, group, st.sampled_from(("*", "+", "?", "{2}", "{1,2}", "{2,}", "+?"))),
        )

    return st.recursive(atoms, grow, max_leaves=6)


@given(patterns(), st.lists(st.text(LETTERS, max_size=8), min_size=1, max_size=10))
def test_whatever_matches_holds_a_needle(pattern: str, texts: list[str]) -> None:
    try:
        expression = read(pattern)
    except PatternError:
        reject()  # a place repeated
    look = needles(expression)
    for text in [*texts, ""]:
        matches = re2.search(pattern, text) is not None
        found = any(needle in text for needle in look.texts)
        if look.texts and matches:
            assert found
        if look.enough:
            assert matches == found
        if expression.always():
            assert matches


def refusal(pattern: str) -> PatternError | None:
    """Why the reader does not take it."""
    try:
        read(pattern)
    except PatternError as error:
        return error
    return None


@given(st.text("ab(|)[]{}*+?^$.\\-&,12:<=!idwPpQxZz", max_size=8))
def test_what_the_reader_takes_re2_takes(pattern: str) -> None:
    refused = refusal(pattern)
    if refused is not None:
        assert 0 <= refused.offset <= len(pattern)
        return
    options = re2.Options()
    options.log_errors = False
    re2.compile(pattern, options)


@pytest.mark.parametrize(
    ("pattern", "texts", "enough"),
    [
        ("(processing|placement|visa) fee", ("placement fee", "processing fee", "visa fee"), True),
        ("wh?ats?app", ("watapp", "watsapp", "whatapp", "whatsapp"), True),
        ("x?abc", ("abc",), True),
        ("^World", ("World",), False),
        (r"\d+ fees?", (" fee",), False),
        ("a.*bcd", ("bcd",), False),
        ("(?i)visa", (), False),
        ("[a-z]+", (), False),
        ("a{2}b", ("aab",), True),
    ],
)
def test_needles_are_the_longest_fixed_texts(pattern: str, texts: tuple[str, ...], enough: bool) -> None:
    assert needles(read(pattern)) == Needles(texts, enough)


@given(
    st.lists(st.sampled_from(("a", "b", "%", "_", "!%", "!_", "!!", ".", "é")), max_size=6).map("".join),
    st.text("ab%_!.é\n", max_size=6),
)
def test_like_patterns_say_the_same_in_all_their_forms(pattern: str, text: str) -> None:
    tokens = cut(pattern, "!")
    expected = like(text, pattern, "!")
    assert (re2.search(as_regex(tokens), text) is not None) == expected
    assert not expected or longest(tokens) in text
    again, sign = as_pattern(tokens)
    assert like(text, again, sign) == expected
    if (found := simple(tokens)) is not None:
        name, part = found
        says = {
            "equals": text == part,
            "contains": part in text,
            "starts_with": text.startswith(part),
            "ends_with": text.endswith(part),
        }
        assert says[name] == expected
