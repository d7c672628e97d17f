"""What is most likely true, from reviewers who are not equally good."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.frontline.quality.consensus import Labels, consensus, digamma, intervals, majority


def labels(rows: list[tuple[int, int, int]], categories: int = 2) -> Labels:
    """From (item, reviewer, label)."""
    item, reviewer, label = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    return Labels(
        item=item, reviewer=reviewer, label=label,
        items=int(item.max()) + 1, reviewers=int(reviewer.max()) + 1, categories=categories,
    )  # fmt: skip


def world(seed: int, accuracies: list[float], items: int = 400, categories: int = 3) -> tuple[Labels, np.ndarray]:
    """Reviewers who are right as often as told, else say any of the other categories; and the truth."""
    chance = np.random.default_rng(seed)
    truth = chance.integers(0, categories, items)
    rows = []
    for reviewer, accuracy in enumerate(accuracies):
        wrong = (truth + chance.integers(1, categories, items)) % categories
        said = np.where(chance.random(items) < accuracy, truth, wrong)
        rows += [(item, reviewer, int(label)) for item, label in enumerate(said)]
    return labels(rows, categories), truth


def test_two_good_reviewers_outweigh_three_who_guess() -> None:
    seen, truth = world(1, [0.95, 0.9, 0.34, 0.33, 0.32])
    found = consensus(seen).given()
    assert (found == truth).mean() > 0.9
    assert (majority(seen) == truth).mean() < 0.85


def test_a_reviewer_who_always_says_the_opposite_is_read_backwards() -> None:
    seen, truth = world(2, [0.9, 0.85, 0.8, 0.05], categories=2)
    found = consensus(seen)
    assert found.accuracy()[3] < 0.15
    assert (found.given() == truth).mean() > 0.93


def test_known_items_anchor_the_others() -> None:
    """Two camps that contradict each other: nothing but gold can say which is right."""
    rows = [(item, reviewer, (item % 2) ^ (reviewer >= 2)) for item in range(60) for reviewer in range(4)]
    given_ = consensus(labels(rows), {item: item % 2 for item in range(10)})
    assert given_.given().tolist() == [item % 2 for item in range(60)]
    assert given_.accuracy()[0] > 0.9 > 0.1 > given_.accuracy()[2]
    turned = consensus(labels(rows), {item: 1 - item % 2 for item in range(10)})
    assert turned.given().tolist() == [1 - item % 2 for item in range(60)]


def test_a_known_item_is_never_argued_away() -> None:
    found = consensus(labels([(0, reviewer, 1) for reviewer in range(20)]), {0: 0})
    assert found.truth[0].tolist() == [1.0, 0.0]


def test_a_reviewer_with_few_labels_is_taken_for_nearly_average() -> None:
    seen, _ = world(4, [0.8] * 12)
    few = labels(
        [*zip(seen.item.tolist(), seen.reviewer.tolist(), seen.label.tolist(), strict=True), (0, 12, 0), (1, 12, 1)], categories=3
    )
    found = consensus(few)
    average = found.accuracy()[:12].mean()
    assert abs(found.accuracy()[12] - average) < 0.1, "two labels do not make somebody perfect, or useless"
    narrow, wide = (np.subtract(*intervals(found, who)[::-1]).max() for who in (0, 12))
    assert wide > 1.5 * narrow


def test_intervals_hold_the_mean_and_a_seed_gives_them_again() -> None:
    seen, _ = world(5, [0.9, 0.7, 0.6])
    found = consensus(seen)
    low, high = intervals(found, 1)
    assert (low <= found.confusion[1]).all()
    assert (found.confusion[1] <= high).all()
    assert np.array_equal(low, intervals(found, 1)[0])


def test_what_mistakes_cost_decides_what_is_given() -> None:
    """Where it is probably harmless, and missing it costs five times as much as looking again, it is not called harmless."""
    seen, _ = world(6, [0.7] * 5, items=200, categories=2)
    found = consensus(seen)
    unsure = (found.truth[:, 1] > 0.2) & (found.truth[:, 1] < 0.5)
    assert unsure.sum() > 3
    assert (found.given()[unsure] == 0).all()
    assert (found.given(np.array([[0.0, 1.0], [5.0, 0.0]]))[unsure] == 1).all()


@pytest.mark.parametrize(
    ("row", "known", "problem"),
    [((0, 0, 2), {}, "each label"), ((0, 0, 0), {7: 0}, "is known"), ((0, 0, 0), {0: 9}, "is known")],
)
def test_numbers_out_of_range_are_refused(row: tuple[int, int, int], known: dict[int, int], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        consensus(labels([row]), known)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 4), st.integers(0, 2)), min_size=1, max_size=60),
    st.randoms(use_true_random=False),
)
def test_the_order_of_labels_does_not_matter_and_all_is_a_probability(
    rows: list[tuple[int, int, int]], any_order: Random
) -> None:
    shuffled = sorted(rows, key=lambda _: any_order.random())
    one, other = consensus(labels(rows, 3)), consensus(labels(shuffled, 3))
    assert np.allclose(one.truth, other.truth)
    assert np.allclose(one.truth.sum(1), 1)
    assert np.allclose(one.confusion.sum(2), 1)
    assert (one.truth >= 0).all()


@pytest.mark.parametrize(("x", "value"), [(1.0, -0.5772156649015329), (0.5, -1.9635100260214235), (10.0, 2.2517525890667211)])
def test_digamma_is_as_tabled(x: float, value: float) -> None:
    assert digamma(np.array([x]))[0] == pytest.approx(value, abs=1e-9)


def test_a_handful_of_labels_makes_nobody_sure_and_of_what_was_never_seen_nothing_is_said() -> None:
    """Eight decisions, one wrong, looked at by two: an interval of a few points would be a lie."""
    rows = [(item, reviewer, 1 if item < 5 else 0) for item in range(8) for reviewer in range(2)]
    rows[14] = (7, 0, 1)
    found = consensus(labels(rows, 3), {item: 1 if item < 5 else 0 for item in range(8)})
    low, high = intervals(found, 0)
    assert high[1, 1] - low[1, 1] > 0.1
    assert high[2, 2] - low[2, 2] > 0.5, "nothing was ever of this category"
    assert found.confusion[0, 2].argmax() == 2
