"""Personal data in a text is found and its place named; a text of law and codes is left alone (FIELD Q16)."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leeward.playbook.personal import Place, found_in
from leeward.playbook.reader import read_playbook, starter

HARMLESS = [
    "Regulation (EU) 2022/2065, Article 17(3); 18 U.S.C. 2258A(h)(1)-(6); Pub. L. 118-59.",
    "Rule ASE-NCII-1 (Title), version 3. The questions were answered: gate: neither, private: yes.",
    "It applies from 2026-03-01 until 31.12.2026, 7 days, at 10:30; 1,234 characters; 48 hours.",
    "Convention No. 29 of 1930, Protocol of 2014; COVID-19; ratio 3:2; page 12-14.",
    "us/them and/or u/k; e-mail us; price 1,000,000.",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_q16_what_is_nobodys_is_left_alone(text: str) -> None:
    assert found_in(text) == ()


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("email", "somebody@example.org"), ("email", "some.body+tag@mail.example.co.uk"), ("email", "mailto:x"),
        ("phone", "+44 20 7946 0958"), ("phone", "(030) 123456-78"), ("phone", "0033 1 23 45 67 89"), ("phone", "555-0123-456"),
        ("phone", "020.7946.0958"), ("phone", "+4915112345"),
        ("ip", "192.0.2.17"), ("ip", "2001:db8::17"), ("ip", "fe80::1"),
        ("handle", "@some_body"), ("handle", "u/somebody"), ("handle", "https://platform.example/@somebody"),
        ("handle", "https://platform.example/user/somebody"),
        ("internal_id", "01900000-0000-7000-8000-000000000000"), ("internal_id", "0190000000007000800000000000000a"),
        ("internal_id", "7345617503298525984"), ("internal_id", "a" * 64),
    ],
)  # fmt: skip
def test_q16_what_is_somebodys_is_found_where_it_stands(kind: str, given: str) -> None:
    text = f"It was posted by {given}, it says."
    begin = text.index(given)
    assert any(each.kind == kind and each.begin <= begin + 1 and each.end >= begin + 3 for each in found_in(text)), found_in(text)


def test_q16_an_identifier_of_ours_is_found_whatever_it_looks_like() -> None:
    assert found_in("The seller Blue-Door was told.", ["blue-door"]) == (Place("internal_id", 11, 20),)
    assert found_in("The seller Blue-Doors was told.", ["blue-door"]) == ()


@given(st.from_regex(r"[a-z]{1,12}@[a-z]{1,10}\.(org|example|eu)", fullmatch=True), st.sampled_from(HARMLESS))
def test_q16_no_address_hides_between_words(address: str, words: str) -> None:
    assert "email" in {each.kind for each in found_in(f"{words} ({address})")}


@given(st.from_regex(r"\+[1-9][0-9]{1,2}( [0-9]{2,4}){2,4}", fullmatch=True))
@example("+44 20 7946 0958")
def test_q16_no_number_hides_behind_blanks(number: str) -> None:
    digits = sum(sign.isdigit() for sign in number)
    found = {each.kind for each in found_in(f"Call {number} now")}
    assert ("phone" in found) == (7 <= digits <= 15)


def test_q16_the_starters_own_texts_hold_nothing_of_anybody() -> None:
    assert all(found_in(policy.reasons) == () for policy in read_playbook(starter()).policies.values())
