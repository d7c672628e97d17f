"""Intervals: exact against published and recomputed numbers (FIELD.md 10), and as sure as they say over many worlds (Q22)."""

from collections.abc import Callable
from functools import cache
from math import comb, exp, factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from leeward.playbook.measures.intervals import (
    bootstrap_ratio,
    clopper_pearson,
    effective_size,
    garwood,
    jeffreys,
    large_ratio,
    quantile_rank,
    quantile_ranks,
    wilson,
)
from leeward.playbook.measures.special import beta_point, beta_share, gamma_point, gamma_share

quick = settings(max_examples=40, deadline=None)
SHARES = (wilson, clopper_pearson, jeffreys)
shares = some.integers(1, 500).flatmap(lambda n: some.tuples(some.integers(0, n), some.just(n)))


def test_sixty_violating_of_fifty_thousand_views() -> None:
    """FIELD.md 10: .12 %, Wilson 95 % .0932 to .1544 % (Q22)."""
    low, high = wilson(60, 50_000)
    assert (round(low * 100, 4), round(high * 100, 4)) == (0.0932, 0.1544)


def test_372_correct_of_400() -> None:
    """FIELD.md 10: precision 93 %, Wilson 90.07 to 95.11 % (Q22)."""
    low, high = wilson(372, 400)
    assert (round(low * 100, 2), round(high * 100, 2)) == (90.07, 95.11)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(0, 10, 0.0, 0.308497), (1, 10, 0.002529, 0.445016), (5, 10, 0.187086, 0.812914), (10, 10, 0.691503, 1.0)],
)
def test_clopper_pearson_is_what_tables_say(hits: int, n: int, low: float, high: float) -> None:
    assert clopper_pearson(hits, n) == pytest.approx((low, high), abs=1e-6)


@pytest.mark.parametrize(
    ("events", "low", "high"), [(0, 0.0, 3.689), (1, 0.025, 5.572), (10, 4.795, 18.390), (100, 81.364, 121.627)]
)
def test_garwood_is_what_tables_say(events: int, low: float, high: float) -> None:
    assert garwood(events) == pytest.approx((low, high), abs=5.1e-4)


@given(some.integers(1, 60), some.integers(1, 60), some.floats(0.001, 0.999))
@quick
def test_the_incomplete_beta_is_a_sum_of_binomials(a: int, b: int, x: float) -> None:
    n = a + b - 1
    exact = sum(comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))
    assert beta_share(a, b, x) == pytest.approx(exact, rel=1e-10, abs=1e-13)


@given(some.integers(1, 60), some.floats(0.01, 100))
@quick
def test_the_incomplete_gamma_is_a_sum_of_poissons(a: int, x: float) -> None:
    exact = 1 - sum(exp(-x) * x**k / factorial(k) for k in range(a))
    assert gamma_share(a, x) == pytest.approx(exact, rel=1e-9, abs=1e-12)


@given(some.floats(0.5, 500), some.floats(0.5, 500), some.floats(0.001, 0.999))
@quick
def test_inverses_lead_back(a: float, b: float, share: float) -> None:
    assert beta_share(a, b, beta_point(a, b, share)) == pytest.approx(share, abs=1e-9)
    assert gamma_share(a, gamma_point(a, share)) == pytest.approx(share, abs=1e-9)


@given(shares)
@quick
def test_an_interval_holds_its_share_and_stays_a_share(part: tuple[int, int]) -> None:
    hits, n = part
    for make in SHARES:
        low, high = make(hits, n)
        assert 0 <= low <= hits / n <= high <= 1


@given(shares)
@quick
def test_the_other_side_is_the_mirror(part: tuple[int, int]) -> None:
    hits, n = part
    for make in SHARES:
        low, high = make(hits, n)
        assert make(n - hits, n) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@given(shares)
@quick
def test_more_hits_move_both_ends_up(part: tuple[int, int]) -> None:
    hits, n = part
    for make in SHARES:
        if hits < n:
            (low, high), (more_low, more_high) = make(hits, n), make(hits + 1, n)
            assert more_low >= low
            assert more_high >= high


@given(some.integers(1, 100), some.integers(1, 200))
@quick
def test_more_of_the_same_is_surer(hits: int, others: int) -> None:
    for make in SHARES:
        (low, high), (narrow_low, narrow_high) = make(hits, hits + others), make(10 * hits, 10 * (hits + others))
        assert narrow_high - narrow_low < high - low


@given(shares)
@quick
def test_surer_is_wider(part: tuple[int, int]) -> None:
    for make in SHARES:
        (low, high), (wide_low, wide_high) = make(*part, 0.8), make(*part, 0.99)
        assert wide_low <= low
        assert wide_high >= high


@given(some.integers(0, 5_000))
@quick
def test_garwood_holds_what_was_counted_and_only_grows(events: int) -> None:
    (low, high), (more_low, more_high) = garwood(events), garwood(events + 1)
    assert low <= events <= high
    assert more_low > low
    assert more_high > high


@cache
def every(make: Callable[[int, int], tuple[float, float]], n: int) -> list[tuple[float, float]]:
    """The interval of every number of hits there can be."""
    return [make(hits, n) for hits in range(n + 1)]


def coverage(make: Callable[[int, int], tuple[float, float]], n: int, share: float) -> float:
    """How likely the interval holds the true share: exact, over every number of hits there can be."""
    held = [hits for hits, (low, high) in enumerate(every(make, n)) if low <= share <= high]
    return sum(comb(n, hits) * share**hits * (1 - share) ** (n - hits) for hits in held)


@pytest.mark.parametrize("n", [5, 20, 80])
@pytest.mark.parametrize("share", [0.01, 0.05, 0.2, 0.5, 0.83, 0.97])
def test_clopper_pearson_is_never_less_sure_than_it_says(n: int, share: float) -> None:
    assert coverage(clopper_pearson, n, share) >= 0.95


@pytest.mark.parametrize("make", [wilson, jeffreys])
def test_the_others_are_as_sure_as_they_say_on_average(make: Callable[[int, int], tuple[float, float]]) -> None:
    grid = [(n, place / 40) for n in (20, 50, 100) for place in range(1, 40)]
    assert sum(coverage(make, *each) for each in grid) / len(grid) == pytest.approx(0.95, abs=0.01)


def test_garwood_is_never_less_sure_than_it_says() -> None:
    for rate in (0.3, 1.0, 4.2, 17.0):
        held = [events for events in range(120) if garwood(events)[0] <= rate <= garwood(events)[1]]
        assert sum(exp(-rate) * rate**events / factorial(events) for events in held) >= 0.95


@pytest.mark.parametrize(
    ("n", "quantile", "ranks"), [(10, 0.5, (2, 9)), (5, 0.5, (None, None)), (20, 0.5, (6, 15)), (20, 0.9, (15, None))]
)
def test_order_statistics_are_what_tables_say(n: int, quantile: float, ranks: tuple[int | None, int | None]) -> None:
    assert quantile_ranks(n, quantile) == ranks


@given(some.integers(1, 400), some.sampled_from([0.1, 0.5, 0.9, 0.95]))
@settings(max_examples=30, deadline=None)
def test_order_statistics_hold_the_quantile_between_them(n: int, quantile: float) -> None:
    low, high = quantile_ranks(n, quantile)
    rank = quantile_rank(n, quantile)
    assert (low or 0) <= rank <= (high or n + 1)
    inside = sum(comb(n, k) * quantile**k * (1 - quantile) ** (n - k) for k in range(n + 1) if (low or 0) <= k < (high or n + 1))
    assert inside >= 0.95 - 1e-12


def test_many_rows_have_nearly_the_ranks_that_few_would_have() -> None:
    low, high = quantile_ranks(1_001, 0.5)
    assert (low, high) == pytest.approx(quantile_ranks(1_000, 0.5), abs=2)


@given(some.lists(some.tuples(some.floats(0, 100), some.floats(1, 100)), min_size=2, max_size=30))
@settings(max_examples=20, deadline=None)
def test_resampling_is_the_same_whatever_the_order_of_rows(pairs: list[tuple[float, float]]) -> None:
    tops, bottoms = [each[0] for each in pairs], [each[1] for each in pairs]
    found = bootstrap_ratio(tops, bottoms)
    assert found == pytest.approx(bootstrap_ratio(tops[::-1], bottoms[::-1]))
    assert found is not None
    assert found[0] <= found[1]


def test_resampling_and_the_limit_agree_where_rows_are_many() -> None:
    tops, bottoms = [float(n * 7_919 % 101) for n in range(900)], [float(1 + n * 104_729 % 17) for n in range(900)]
    squares = (sum(t * t for t in tops), sum(b * b for b in bottoms), sum(t * b for t, b in zip(tops, bottoms, strict=True)))
    limit = large_ratio(900, sum(tops), sum(bottoms), squares)
    assert bootstrap_ratio(tops, bottoms) == pytest.approx(limit, rel=0.02)


def test_one_row_says_nothing_of_a_spread() -> None:
    assert bootstrap_ratio([1.0], [1.0]) is None


def test_equal_weights_are_worth_their_number_and_others_less() -> None:
    assert effective_size(5.0, 5.0) == 5
    assert effective_size(10.0, 82.0) == pytest.approx(1.2195, abs=1e-4)


@pytest.mark.parametrize(("hits", "n"), [(0, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(hits: int, n: int) -> None:
    for make in SHARES:
        with pytest.raises(ValueError, match="is no share"):
            make(hits, n)
    with pytest.raises(ValueError, match="cannot be counted"):
        garwood(-1)
