"""Why a number moved: what is planted is found, contributions add up, and no order of rows or dimensions matters. Issue 5."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.insights.drivers.cube import Cube, cube_of
from leeward.insights.drivers.effects import Whole, of_count, of_ratio
from leeward.insights.drivers.explaining import Explanation, explain_amount, explain_count, explain_ratio
from leeward.insights.drivers.gamma import log_gamma
from leeward.insights.drivers.lattice import Lattice

DIMENSIONS = ("source", "language", "market")
VALUES = (("api", "form", "mail"), ("de", "en", "es", "pl"), ("at", "be", "cz", "dk", "ee"))
Row = tuple[int, tuple[str | None, ...], float, float | None]


def counts(seed: int, *, periods: int = 6, each: float = 20.0) -> dict[tuple[int, tuple[str, ...]], float]:
    """A world in which nothing happens: (period, values) -> a count."""
    rng = np.random.default_rng(seed)
    means = {values: each * rng.uniform(0.3, 1.7) for values in product(*VALUES)}
    return {(period, values): float(rng.poisson(mean)) for period in range(periods) for values, mean in means.items()}


def count_cube(world: dict[tuple[int, tuple[str, ...]], float], periods: int = 6) -> Cube:
    return cube_of(DIMENSIONS, [(period, values, n, None) for (period, values), n in world.items()], periods)


def named(found: Explanation) -> set[frozenset[tuple[str, str]]]:
    return {frozenset(each.where) for each in found.drivers}


def adds_up(found: Explanation) -> bool:
    parts = [each.contribution.amount for each in (*found.drivers, *found.against)] + [found.rest.amount]
    return math.isclose(sum(parts), found.whole.amount, rel_tol=1e-9, abs_tol=1e-9)


cells = st.tuples(*(st.sampled_from(each) for each in VALUES))
rows = st.lists(st.tuples(st.integers(0, 2), cells, st.integers(0, 400), st.integers(1, 400)), min_size=1, max_size=40)


@settings(max_examples=40, deadline=None)
@given(rows)
def test_contributions_add_up_to_the_move_of_a_count(drawn: list[tuple[int, tuple[str, ...], int, int]]) -> None:
    cube = cube_of(DIMENSIONS, [(period, values, n, None) for period, values, n, _ in drawn], 3)
    assert adds_up(explain_count(cube))
    assert adds_up(explain_amount(cube))
    assert explain_count(cube).whole.after == sum(row[2] for row in drawn if row[0] == 2)


@settings(max_examples=40, deadline=None)
@given(rows)
def test_contributions_add_up_to_the_move_of_a_ratio_and_rate_and_mix_to_the_contribution(
    drawn: list[tuple[int, tuple[str, ...], int, int]],
) -> None:
    both = [(0, ("api", "en", "at"), 1, 9), (2, ("form", "en", "at"), 1, 3)]  # so that there is a ratio before and after
    taken: list[Row] = [(period, values, min(hits, n), n) for period, values, hits, n in (*drawn, *both)]
    found = explain_ratio(cube_of(DIMENSIONS, taken, 3))
    before = sum(row[2] for row in taken if row[0] < 2) / sum(row[3] or 0 for row in taken if row[0] < 2)
    after = sum(row[2] for row in taken if row[0] == 2) / sum(row[3] or 0 for row in taken if row[0] == 2)
    assert found.whole.amount == pytest.approx(after - before, abs=1e-9)
    assert adds_up(found)
    for each in (*found.drivers, *found.against):
        assert (each.contribution.rate or 0) + (each.contribution.mix or 0) == pytest.approx(each.contribution.amount)
    for dimension in found.dimensions:
        assert dimension.rate + dimension.mix == pytest.approx(after - before, abs=1e-9)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_that_of_dimensions_changes_the_answer(seed: int, random) -> None:  # type: ignore[no-untyped-def]
    world = counts(seed)
    for (period, values), n in list(world.items()):
        if period == 5 and values[1] == "es":
            world[period, values] = n * 2
    plain = explain_count(count_cube(world))
    taken: list[Row] = [(period, values, n, None) for (period, values), n in world.items()]
    random.shuffle(taken)
    order = random.sample(range(3), 3)
    turned = [(period, tuple(values[at] for at in order), n, of) for period, values, n, of in taken]
    other = explain_count(cube_of([DIMENSIONS[at] for at in order], turned, 6))
    assert named(other) == named(plain)
    assert [each.contribution.amount for each in other.drivers] == pytest.approx([d.contribution.amount for d in plain.drivers])


@pytest.mark.parametrize(
    "planted",
    [{"language": "es"}, {"source": "api", "market": "cz"}, {"source": "form", "language": "pl", "market": "ee"}],
    ids=["one dimension", "two", "three"],
)
@pytest.mark.parametrize("factor", [0.2, 3.0], ids=["fell", "rose"])
def test_a_planted_slice_is_found_and_nothing_else(planted: dict[str, str], factor: float) -> None:
    world = counts(12, each=100.0)
    extra = 0.0
    for (period, values), n in list(world.items()):
        if period == 5 and planted.items() <= dict(zip(DIMENSIONS, values, strict=True)).items():
            world[period, values] = round(n * factor)
            extra += world[period, values] - n
    found = explain_count(count_cube(world))
    assert named(found) == {frozenset(planted.items())}
    assert found.drivers[0].contribution.low <= extra <= found.drivers[0].contribution.high
    assert not found.everywhere


def test_several_causes_of_different_size_are_told_apart() -> None:
    world = counts(8, each=40.0)
    for (period, values), n in list(world.items()):
        if period == 5:
            factor = (
                4.0
                if values[0] == "mail" and values[1] == "de"
                else 1.8
                if values[2] == "dk"
                else 0.3
                if values[2] == "be"
                else 1.0
            )
            world[period, values] = round(n * factor)
    found = explain_count(count_cube(world))
    assert named(found) == {frozenset({("source", "mail"), ("language", "de")}), frozenset({("market", "dk")})}
    assert [each.where for each in found.against] == [(("market", "be"),)]


def test_siblings_are_named_instead_of_what_they_have_in_common() -> None:
    """Three of twelve children of one value fall by a half: the value as a whole fell by an eighth: true, and no cause."""
    rng = np.random.default_rng(4)
    codes = np.stack([each.ravel() for each in np.meshgrid(np.arange(6), np.arange(12), np.arange(8), indexing="ij")])
    expected = rng.weibull(0.8, codes.shape[1]) * 100
    actual = expected * (1 + rng.normal(0, 0.07, codes.shape[1]))
    hit = (codes[0] == 2) & np.isin(codes[1], [1, 4, 7])
    actual[hit] = expected[hit] * 0.5
    labels = tuple(tuple(f"{name}{n}" for n in range(size)) for name, size in (("a", 6), ("b", 12), ("c", 8)))
    found = explain_amount(Cube(("a", "b", "c"), labels, codes, expected[None], actual))
    assert named(found) == {frozenset({("a", "a2"), ("b", f"b{n}")}) for n in (1, 4, 7)}


def test_a_value_that_was_never_there_before_is_found() -> None:
    world = counts(5)
    world |= {(5, ("api", "uk", market)): 30.0 for market in VALUES[2]}
    found = explain_count(count_cube(world))
    assert named(found) == {frozenset({("language", "uk")})} or named(found) == {
        frozenset({("language", "uk"), ("source", "api")})
    }
    assert found.drivers[0].contribution.before == 0


def test_a_move_of_everything_alike_is_said_to_be_one() -> None:
    world = {key: n * (2 if key[0] == 5 else 1) for key, n in counts(6).items()}
    found = explain_count(count_cube(world))
    assert found.everywhere
    assert not found.drivers
    assert found.rest.amount == found.whole.amount


def test_noise_alone_is_seldom_named() -> None:
    """The search is cautious: of 60 worlds in which nothing happened, it names something in at most one in ten."""
    assert sum(bool(found.drivers or found.against) for found in (explain_count(count_cube(counts(n))) for n in range(60))) <= 6


def ratio_cube(parts: dict[str, tuple[int, int, int, int]]) -> Cube:
    """From value -> (hits, n) before and (hits, n) after."""
    taken: list[Row] = []
    for name, (hits0, n0, hits1, n1) in parts.items():
        taken += [(0, (name,), hits0, n0), (1, (name,), hits1, n1)]
    return cube_of(["language"], taken, 2)


def test_simpson_is_caught_the_whole_went_up_while_each_part_went_down() -> None:
    found = explain_ratio(ratio_cube({"en": (180, 900, 15, 100), "es": (70, 100, 585, 900)}))
    assert found.whole.amount == pytest.approx(0.6 - 0.25)
    (language,) = found.dimensions
    assert language.reversal
    assert language.rate < 0 < language.mix
    assert language.rate == pytest.approx(0.5 * (0.15 - 0.2) + 0.5 * (0.65 - 0.7))


def test_a_ratio_that_moved_in_each_part_alike_is_rate_and_no_reversal() -> None:
    found = explain_ratio(ratio_cube({"en": (900, 9000, 1800, 9000), "es": (800, 8000, 1600, 8000)}))
    (language,) = found.dimensions
    assert not language.reversal
    assert language.rate == pytest.approx(0.1)
    assert language.mix == pytest.approx(0)
    assert found.everywhere


def test_more_of_a_part_that_is_like_the_whole_does_nothing() -> None:
    """Mix is against the whole: what grows in share and has its ratio neither raises nor lowers it."""
    earlier, of = np.array([30.0]), np.array([300.0])
    whole = Whole(np.array([100.0]), np.array([1000.0]), 100.0, 1000.0)
    told = of_ratio(earlier, of, 60.0, 600.0, whole)
    assert told.amount == pytest.approx(0)
    higher = of_ratio(np.array([60.0]), of, 120.0, 600.0, whole)
    assert higher.mix == pytest.approx(0.3 * (0.2 - 0.1))
    assert higher.rate == pytest.approx(0)


def test_a_planted_slice_of_a_ratio_is_found() -> None:
    rng = np.random.default_rng(2)
    taken: list[Row] = []
    for period, values in product(range(6), product(*VALUES)):
        high = period == 5 and values[0] == "mail" and values[1] == "pl"
        taken.append((period, values, float(rng.binomial(200, 0.4 if high else 0.05)), 200.0))
    found = explain_ratio(cube_of(DIMENSIONS, taken, 6))
    assert named(found) == {frozenset({("source", "mail"), ("language", "pl")})}
    (driver,) = found.drivers
    assert driver.share == pytest.approx(1, abs=0.3)
    assert driver.contribution.mix == pytest.approx(0, abs=0.001)


def test_the_interval_of_a_contribution_holds_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(11)
    held = 0
    for _ in range(600):
        varied = rng.gamma(20, 1 / 20, 9)
        earlier, now = rng.poisson(60 * varied[:8]).astype(float), float(rng.poisson(90 * varied[8]))
        told = of_count(earlier, now)
        held += told.low <= 30 <= told.high
    assert 0.92 <= held / 600 <= 0.99


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 4), st.integers(1, 60), st.integers(0, 1000))
def test_sums_over_slices_are_what_counting_one_by_one_gives(dimensions: int, many: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    sizes = tuple(int(each) for each in rng.integers(1, 5, dimensions))
    codes = np.stack([rng.integers(0, size, many) for size in sizes])
    values = rng.normal(size=many)
    lattice = Lattice(codes, sizes)
    sums = lattice.sums(values)
    assert lattice.slices == sum(len({tuple(codes[list(each.dimensions), n]) for n in range(many)}) for each in lattice.cuboids)
    for number in range(lattice.slices):
        inside = (
            np.all([codes[at] == code for at, code in lattice.values(number)], axis=0) if lattice.values(number) else slice(None)
        )
        assert sums[number] == pytest.approx(values[inside].sum(), abs=1e-9)


def test_the_logarithm_of_gamma_is_the_standard_librarys() -> None:
    x = np.array([0.001, 0.5, 1.0, 2.0, 7.999, 8.0, 33.3, 1e4])
    assert log_gamma(x) == pytest.approx([math.lgamma(each) for each in x], rel=1e-10, abs=1e-9)


def test_nothing_at_all_is_explained_by_nothing() -> None:
    empty = cube_of(DIMENSIONS, [], 2)
    assert explain_count(empty).drivers == ()
    assert explain_amount(empty).whole.amount == 0
    with pytest.raises(ValueError, match="denominator"):
        cube_of(DIMENSIONS, [(0, ("a", "b", "c"), 1.0, None), (1, ("a", "b", "c"), 1.0, 2.0)], 2)
    with pytest.raises(ValueError, match="two periods"):
        cube_of(DIMENSIONS, [], 1)
