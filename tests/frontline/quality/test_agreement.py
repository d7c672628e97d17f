"""Agreement corrected for chance: published vectors, and what must hold of any ratings (Q31)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.frontline.quality.agreement import Coefficient, Level, alpha, cohen, fleiss, gwet, percent, table_of

# Krippendorff's example of four observers and twelve units with gaps (2011); Gwet takes it over.
OBSERVED = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3),
    (0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0),
)
PAIRS = [(unit, label - 1) for observer in OBSERVED for unit, label in enumerate(observer) if label]
TABLE = table_of([unit for unit, _ in PAIRS], [label for _, label in PAIRS], 5)
# Fleiss' kappa, as published for ten subjects and fourteen raters.
FOURTEEN = np.array(
    [
        [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("level", "published", "weighted"),
    [(Level.NOMINAL, 0.743421, 0.77544), (Level.ORDINAL, 0.815388, 0.89894), (Level.INTERVAL, 0.849107, 0.91400)],
)
def test_alpha_and_gwet_are_as_published(level: Level, published: float, weighted: float) -> None:
    assert alpha(TABLE, level).value == pytest.approx(published, abs=1e-6)
    assert gwet(TABLE, level).value == pytest.approx(weighted, abs=1e-5)


def test_fleiss_is_as_published_with_and_without_gaps() -> None:
    assert fleiss(FOURTEEN).value == pytest.approx(0.20993, abs=1e-5)
    assert fleiss(TABLE).value == pytest.approx(0.76117, abs=1e-5)
    assert percent(TABLE).value == pytest.approx(0.81818, abs=1e-5)


def test_cohen_is_as_published() -> None:
    first, second = [0] * 25 + [1] * 25, [0] * 20 + [1] * 5 + [0] * 10 + [1] * 15
    assert cohen(first, second, 2).value == pytest.approx(0.4)


def test_items_with_one_rating_are_not_counted_as_agreement() -> None:
    found = alpha(TABLE)
    assert (found.items, found.ratings) == (11, 40), "the last unit has one rating"


def test_under_high_skew_gwet_stays_where_kappa_falls() -> None:
    """Ninety-five of a hundred agree, nearly all on the one category: kappa calls that chance, AC1 does not."""
    table = np.array([[2, 0]] * 95 + [[1, 1]] * 5)
    assert fleiss(table).value == pytest.approx(-0.0256, abs=1e-3)
    assert gwet(table).value == pytest.approx(0.9475, abs=1e-3)


def test_where_nothing_can_be_said_nothing_is_said() -> None:
    nothing = Coefficient(value=None, low=None, high=None, items=0, ratings=0)
    assert alpha(table_of([], [], 3)) == nothing
    assert alpha(table_of([0, 1], [0, 1], 3)) == nothing, "one rating each"
    same = alpha(table_of([0, 0, 1, 1], [2, 2, 2, 2], 3))
    assert (same.value, same.items) == (None, 2), "no variation: chance alone would do the same"
    assert gwet(table_of([0, 0, 1, 1], [2, 2, 2, 2], 3)).value == 1.0


def test_a_label_outside_the_categories_is_refused() -> None:
    with pytest.raises(ValueError, match="from 0 to 2"):
        table_of([0], [3], 3)


ratings = st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=4, max_size=40)


@settings(max_examples=60, deadline=None)
@given(ratings, st.sampled_from(Level), st.integers(0, 5))
def test_an_interval_holds_its_value_and_a_seed_gives_it_again(rows: list[list[int]], level: Level, seed: int) -> None:
    """Q31: a bootstrap interval beside every coefficient, reproducible."""
    table = np.array(rows)
    for measure in (alpha, gwet):
        found = measure(table, level, draws=200, seed=seed)
        assert found == measure(table, level, draws=200, seed=seed)
        if found.value is not None and found.low is not None and found.high is not None:
            assert found.low <= found.value <= found.high <= 1 + 1e-12


@settings(max_examples=60, deadline=None)
@given(ratings, st.permutations(range(3)))
def test_names_have_no_order(rows: list[list[int]], order: list[int]) -> None:
    table = np.array(rows)
    for measure in (percent, alpha, gwet, fleiss):
        one, other = measure(table, draws=1).value, measure(table[:, order], draws=1).value
        assert one == other or one == pytest.approx(other)


def test_more_items_narrow_the_interval() -> None:
    wide, narrow = alpha(TABLE), alpha(np.tile(TABLE, (20, 1)))
    assert wide.low is not None
    assert wide.high is not None
    assert narrow.low is not None
    assert narrow.high is not None
    assert narrow.high - narrow.low < (wide.high - wide.low) / 3


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    """Two raters, right eight times in ten of three categories, 150 items: the truth lies inside in 90 to 99 of 100 worlds."""
    chance = np.random.default_rng(3)

    def world(items: int) -> np.ndarray:
        truth = chance.integers(0, 3, items)
        said = [np.where(chance.random(items) < 0.8, truth, (truth + chance.integers(1, 3, items)) % 3) for _ in range(2)]
        return table_of([*range(items)] * 2, np.concatenate(said).tolist(), 3)

    true = alpha(world(400_000), draws=1).value
    assert true is not None
    inside = sum(
        found.low <= true <= found.high
        for found in (alpha(world(150), draws=300, seed=n) for n in range(100))
        if found.low is not None and found.high is not None
    )
    assert 89 <= inside <= 99
