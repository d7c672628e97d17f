"""The index of PDQs is exact: whatever is near is found, and nothing else, however it came in."""

import random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.frontline.signals import near
from leeward.frontline.signals.near import Near, rows_of

RNG = random.Random(7)
FAR = [(UUID(int=number), f"{RNG.getrandbits(256):064x}") for number in range(6_000)]
INDEX = Near(rows_of(FAR))


def flipped(digits: str, bits: list[int]) -> str:
    """The hash with these bits changed."""
    return f"{int(digits, 16) ^ sum(1 << bit for bit in set(bits)):064x}"


def naive(rows: list[tuple[UUID, str]], sought: str, distance: int) -> list[tuple[UUID, int]]:
    """What is near, one after another."""
    apart = [(number, (int(digits, 16) ^ int(sought, 16)).bit_count()) for number, digits in rows]
    return sorted([each for each in apart if each[1] <= distance], key=lambda each: (each[1], each[0]))


@settings(max_examples=60, deadline=None)
@given(which=st.integers(0, 5_999), bits=st.lists(st.integers(0, 255), max_size=40), distance=st.integers(0, 32))
def test_what_is_near_is_found_and_nothing_else(which: int, bits: list[int], distance: int) -> None:
    sought = flipped(FAR[which][1], bits)
    assert INDEX.find(sought, distance) == naive(FAR, sought, distance)


def test_31_bits_spread_over_all_pieces_are_found() -> None:
    bits = [place * 16 + bit for place in range(16) for bit in (0, 9)][:31]  # two in all pieces but one
    sought = flipped(FAR[5][1], bits)
    assert INDEX.find(sought, 31) == [(FAR[5][0], 31)]
    assert INDEX.find(sought, 30) == []


@pytest.mark.parametrize("few", [0, 10_000])
def test_what_is_added_later_is_found_too(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "FEW", few)
    index = Near(rows_of(FAR[:100]))
    index.add(rows_of(FAR[100:120]))
    index.add(b"")
    assert len(index) == 120
    assert index.find(FAR[110][1], 31) == [(FAR[110][0], 0)]
    assert index.find(FAR[50][1], 0) == [(FAR[50][0], 0)]
    assert index.overdue == (few == 0)


def test_an_empty_index_finds_nothing() -> None:
    assert Near(b"").find("0" * 64, 31) == []
