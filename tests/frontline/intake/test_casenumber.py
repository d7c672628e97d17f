"""Case numbers and PINs: written on paper, typed by tired people, and not to be found by counting."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from leeward.frontline.intake.casenumber import new_pin, number_of, read_number, read_pin
from leeward.record.terms.code import Digest

digests = st.binary(min_size=1, max_size=16).map(lambda raw: Digest(hashlib.sha256(raw).hexdigest()))


@given(digests, st.sampled_from(["", " ", "-", ".", " - "]), st.booleans())
def test_a_number_is_read_however_it_is_typed(digest: Digest, between: str, small: bool) -> None:
    number = number_of(digest)
    typed = between.join((number[:4], number[5:]))
    assert read_number(f" {typed.lower() if small else typed} ") == number


@given(digests)
def test_letters_that_are_mistaken_for_digits_do_not_matter(digest: Digest) -> None:
    number = number_of(digest)
    assert read_number(number.replace("0", "O").replace("1", "l")) == number
    assert not set(number) & set("OIL U"), "none of them is in a number"


@given(st.text(max_size=30))
def test_what_is_no_number_is_none(typed: str) -> None:
    found = read_number(typed)
    assert found is None or read_number(found) == found


@given(st.lists(digests, min_size=2, max_size=20, unique=True))
def test_two_cases_have_two_numbers(several: list[Digest]) -> None:
    assert len({number_of(each) for each in several}) == len(several)


def test_a_pin_has_six_digits_and_is_read_with_blanks() -> None:
    pins = {new_pin() for _ in range(200)}
    assert len(pins) > 150
    assert all(len(pin) == 6 and read_pin(f" {pin[:3]} {pin[3:]}\n") == pin for pin in pins)
