"""Which cohort parts from the rest, and which decisions are looked at again."""

import random
from collections import Counter
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.frontline.quality.drift import Tally, cohorts
from leeward.frontline.quality.sampling import Size, draw, place, within

SPACE = UUID(int=7)
SEED = b"seed"


def ids(count: int, start: int = 0) -> list[UUID]:
    return [uuid5(SPACE, str(number)) for number in range(start, start + count)]


def test_a_cohort_that_drifts_stands_out_and_is_not_averaged_away() -> None:
    found = cohorts({"a": Tally(right=930, of=1_000), "b": Tally(right=935, of=1_000), "c": Tally(right=85, of=110)})
    assert [(each.name, each.stands_out) for each in found] == [("c", True), ("b", False), ("a", False)]
    drifted = found[0]
    assert drifted.gap.value == pytest.approx(85 / 110 - 1865 / 2000)
    assert drifted.gap.high < 0
    assert drifted.others.of == 2_000, "it is compared with the others, not with itself among them"


def test_the_same_gap_says_less_where_many_cohorts_are_looked_at() -> None:
    pair = {"few": Tally(right=82, of=100), "rest": Tally(right=915, of=1_000)}
    assert cohorts(pair)[0].stands_out
    many = pair | {f"site {n}": Tally(right=91, of=100) for n in range(40)}
    assert not any(each.stands_out for each in cohorts(many))


def test_a_cohort_of_a_few_cases_is_not_shown_but_counts_among_the_others() -> None:
    found = cohorts({"a": Tally(right=50, of=50), "b": Tally(right=0, of=4)})
    assert [(each.name, each.others.of) for each in found] == [("a", 4)]


def test_a_cohort_alone_has_nothing_to_be_compared_with() -> None:
    [only] = cohorts({"a": Tally(right=50, of=60)})
    assert (only.gap.value, only.stands_out) == (None, False)


@pytest.mark.parametrize(
    ("size", "stratum", "drawn"),
    [
        (Size(share=0.03), 100, 3), (Size(share=0.03), 101, 4), (Size(share=0.03, at_least=5), 100, 5),
        (Size(share=0.03, at_least=5), 2, 2), (Size(share=0.5, at_most=10), 100, 10), (Size(share=0.0), 100, 0),
    ],
)  # fmt: skip
def test_how_much_of_a_stratum_is_drawn(size: Size, stratum: int, drawn: int) -> None:
    assert size.of(stratum) == drawn


@settings(max_examples=60)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_a_draw_does_not_depend_on_order_and_never_repeats(sizes: list[int], any_order: random.Random) -> None:
    """Q30: random within each stratum, seeded, reproducible; planned is what the plan says of each stratum's size."""
    decided = [(n, one) for n, size in enumerate(sizes) for one in ids(size, n * 1_000)]
    size = Size(share=0.2, at_least=2)
    first = draw(SEED, decided, size)
    again = [*decided, *decided[:3]]
    any_order.shuffle(again)
    assert draw(SEED, again, size) == first
    assert [(each.stratum, each.size, len(each.chosen)) for each in first] == [(n, m, size.of(m)) for n, m in enumerate(sizes)]
    chosen = [one for each in first for one in each.chosen]
    assert len(set(chosen)) == len(chosen)
    assert {*chosen} <= {one for _, one in decided}


def test_another_seed_is_another_draw() -> None:
    decided = [("all", one) for one in ids(200)]
    one, other = (draw(seed, decided, Size(share=0.1))[0].chosen for seed in (b"one", b"other"))
    assert set(one) != set(other)


def test_every_decision_is_as_likely_as_any_other() -> None:
    """Two thousand draws of 5 of 50: each comes about 200 times (chi-squared of 49 degrees below its 99.99 % quantile, 94)."""
    counts = Counter(
        one for n in range(2_000) for one in draw(str(n).encode(), [("", each) for each in ids(50)], Size(share=0.1))[0].chosen
    )
    assert len(counts) == 50
    assert sum((count - 200) ** 2 / 200 for count in counts.values()) < 94


def test_a_share_of_all_is_about_that_share() -> None:
    inside = sum(within(SEED, one, 0.2) for one in ids(5_000))
    assert 900 < inside < 1_100
    assert 0 <= place(SEED, ids(1)[0]) < 2**64
