"""Drawing: the same seed draws the same, chances are what they are said to be, and no label stands for too much."""

from uuid import UUID

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from leeward.insights.prevalence import designs

ITEMS = [UUID(int=number + 1) for number in range(2_000)]


def test_golden_vector_of_neyman() -> None:
    """FIELD 10: Barnett's strata give 2098.50, 827.63, 583.75, 255.73, 234.38, and a standard deviation of 0.0539 points."""
    weights, shares = (0.80, 0.10, 0.05, 0.01, 0.04), (0.0005, 0.005, 0.01, 0.05, 0.0025)
    found = designs.neyman(weights, shares, 4_000)
    assert [round(each, 2) for each in found] == [2098.50, 827.63, 583.75, 255.73, 234.38]
    assert [round(each) for each in found] == [2098, 828, 584, 256, 234]
    assert sum(w * p for w, p in zip(weights, shares, strict=True)) == pytest.approx(0.002)
    variance = sum(w * w * p * (1 - p) / n for w, p, n in zip(weights, shares, found, strict=True))
    assert round(100 * variance**0.5, 4) == 0.0539


def test_neyman_refuses_where_nothing_has_any_spread() -> None:
    with pytest.raises(ValueError, match="spread"):
        designs.neyman((0.5, 0.5), (0.0, 1.0), 100)


def test_a_draw_depends_on_the_seed_and_not_on_the_order() -> None:
    place = designs.places(b"one", ITEMS)
    assert ((place > 0) & (place < 1)).all()
    assert (designs.places(b"one", ITEMS[::-1]) == place[::-1]).all()
    assert not (designs.places(b"two", ITEMS) == place).any()
    chance = designs.chances(np.ones(2_000), np.linspace(0.0001, 0.04, 2_000), 200)
    chosen = designs.drawn(chance, place, 200)
    back = designs.drawn(chance[::-1], place[::-1], 200)
    assert chosen.sum() == 200
    assert (back[::-1] == chosen).all()


def test_weighted_chances_are_the_chances_they_are_said_to_be() -> None:
    guess = np.concatenate([np.full(400, 0.0005), np.full(40, 0.1)])
    chance = designs.chances(np.ones(440), guess, 80)
    assert chance.sum() == pytest.approx(80, rel=1e-6)
    often = sum(designs.drawn(chance, designs.places(bytes([n % 250 + 1, n // 250]), ITEMS[:440]), 80) for n in range(500)) / 500
    assert often[:400].mean() == pytest.approx(chance[0], rel=0.03)
    assert often[400:].mean() == pytest.approx(chance[-1], rel=0.03)
    assert chance[-1] > 3 * chance[0]


@settings(max_examples=40, deadline=None)
@example([(1, 0.0), (1, 0.0), (1, 0.0), (4, 0.0), (6, 0.0), (302, 0.5)], 300)
@given(
    st.lists(st.tuples(st.integers(1, 5_000), st.floats(0, 0.5)), min_size=1, max_size=9),
    st.integers(1, 8_000),
)
def test_an_allocation_uses_every_label_and_lets_none_stand_for_too_much(strata: list[tuple[int, float]], n: int) -> None:
    sizes, guesses = np.array([size for size, _ in strata]), np.array([guess for _, guess in strata])
    counts = designs.allocate(sizes, guesses, n)
    assert counts.sum() == min(n, sizes.sum())
    assert ((counts >= 0) & (counts <= sizes)).all()
    if n >= 50 * len(strata):
        # Labels are whole: rounding takes less than one from a stratum, which is much only where a handful stands in it.
        assert (sizes <= 1.1 * max(designs.CAPS) * max(1.0, sizes.sum() / n) * (counts + 1)).all()


def test_more_is_drawn_where_more_is_expected() -> None:
    counts = designs.allocate(np.array([9_000, 900, 100]), np.array([0.0003, 0.01, 0.2]), 1_000)
    shares = counts / np.array([9_000, 900, 100])
    assert shares[0] < shares[1] < shares[2]


def test_bands_follow_the_score_and_equal_scores_share_one() -> None:
    guess = np.repeat([0.001, 0.01, 0.2], [900, 80, 20])
    band = designs.bands(guess, 6)
    assert len(set(band.tolist())) == 3
    assert (np.diff(band) >= 0).all()
    assert band.max() == 2


def test_a_draw_of_all_takes_all() -> None:
    place = designs.places(b"s", ITEMS[:9])
    assert designs.drawn(designs.chances(np.ones(9), np.full(9, 0.1), 20), place, 20).all()
    assert (designs.allocate(np.array([4, 5]), np.array([0.1, 0.1]), 9) == [4, 5]).all()
    with pytest.raises(ValueError, match="nothing to draw"):
        designs.allocate(np.array([0]), np.array([0.1]), 5)
