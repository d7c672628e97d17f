"""Estimates: points and intervals that hold where a handful was found, mistakes of people carried through or refused (Q22)."""

from math import exp, lgamma, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.insights.prevalence import correction, estimates, intervals
from leeward.insights.prevalence.correction import Answers, NotCorrectable, Process
from leeward.record.terms.prevalence import Basis

SURE = Answers(violating=4_000, found=3_600, harmless=40_000, left=39_960)


def rng() -> np.random.Generator:
    """The same numbers for every test."""
    return np.random.default_rng(5)


def test_golden_vector_of_wilson() -> None:
    """FIELD 10: 60 of 50,000 is 0.12 %, 0.0932 to 0.1544 by Wilson; Wald reaches 0.0303 points."""
    low, high = intervals.wilson(60, 50_000)
    assert (round(100 * low, 4), round(100 * high, 4)) == (0.0932, 0.1544)
    low, high = intervals.wald(60, 50_000)
    assert round(50 * (high - low), 4) == 0.0303
    low, high = intervals.wilson(372, 400)
    assert (round(100 * low, 2), round(100 * high, 2)) == (90.07, 95.11)


def test_golden_vector_of_rogan_and_gladen() -> None:
    """FIELD 10, Q22: .0012 at Se .90 and Sp .9995 is 0.0778 %; Se .6 and Sp .3 is refused, and so is what is no share."""
    assert round(100 * correction.rogan_gladen(0.0012, 0.90, 0.9995), 4) == 0.0778
    with pytest.raises(NotCorrectable, match="no better than chance"):
        correction.rogan_gladen(0.0012, 0.6, 0.3)
    with pytest.raises(NotCorrectable, match="cannot come from"):
        correction.rogan_gladen(0.0001, 0.9, 0.99)


def test_golden_vector_of_sampled_recall() -> None:
    """FIELD 10: 9 misses in 20,000 of 10,000,000 that nothing flagged stand for 4,500; with 18,000 caught recall is 80 %."""
    ends = estimates.shares([estimates.even(found=9, labels=20_000, size=10_000_000)], rng(), 2_000)
    missed = ends.value * 10_000_000
    assert missed == pytest.approx(4_500)
    assert 18_000 / (18_000 + missed) == pytest.approx(0.8)


def test_clopper_pearson_is_exact() -> None:
    """Known: 0 of 10 ends at 1 - .025 ** .1; 5 of 10 is .1871 to .8129."""
    assert intervals.clopper_pearson(0, 10) == (0.0, pytest.approx(1 - 0.025**0.1))
    assert intervals.clopper_pearson(5, 10) == (pytest.approx(0.187086, abs=1e-6), pytest.approx(0.812914, abs=1e-6))
    for wrong in ((3, 2), (0, 0), (-1, 5)):
        with pytest.raises(ValueError, match="cannot be"):
            intervals.clopper_pearson(*wrong)


def test_the_interval_of_a_simple_sample_covers_at_a_handful_of_positives() -> None:
    """Exactly, over every number that may be found: at least .94 (the quantiles of 40,000 draws stand for the true ones)."""
    made = [
        estimates.interval(estimates.shares([estimates.even(found=found, labels=5_000, size=10**9)], rng(), 40_000))
        for found in range(32)
    ]
    for expected in np.arange(0.5, 13, 0.1):
        covered = sum(
            exp(-expected + found * log(expected) - lgamma(found + 1))
            for found, (low, high) in enumerate(made)
            if low <= expected / 5_000 <= high
        )
        assert covered >= 0.94, f"{expected} expected"


def test_strata_cover_where_most_was_found_in_the_smallest() -> None:
    sizes, counts, shares = (900_000, 90_000, 10_000), (2_600, 1_400, 1_000), (0.0002, 0.004, 0.09)
    truth = sum(size * share for size, share in zip(sizes, shares, strict=True)) / 1_000_000
    made, covered, wide = np.random.default_rng(2), 0, 0.0
    for _ in range(400):
        strata = [
            estimates.even(found=int(made.binomial(n, share)), labels=n, size=float(size))
            for size, n, share in zip(sizes, counts, shares, strict=True)
        ]
        low, high = estimates.interval(estimates.shares(strata, made, 1_000))
        covered += low <= truth <= high
        wide += (high - low) / 400
    assert covered / 400 >= 0.925, "1.8 standard errors of 400 worlds below .945"
    low, high = intervals.wilson(round(truth * 5_000), 5_000)
    assert wide < 0.8 * (high - low)


def test_a_stratum_that_is_labelled_whole_does_not_vary() -> None:
    ends = estimates.shares([estimates.even(found=7, labels=100, size=100)], rng(), 500)
    assert estimates.interval(ends) == (pytest.approx(0.07), pytest.approx(0.07))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 400), st.integers(0, 10_000)), min_size=1, max_size=5))
def test_an_interval_holds_its_value_and_stays_within_0_and_1(drawn: list[tuple[int, int, int]]) -> None:
    strata = [estimates.even(found=min(x, n), labels=n, size=float(n + more)) for x, n, more in drawn]
    ends = estimates.shares(strata, rng(), 300)
    low, high = estimates.interval(ends)
    assert 0 <= low <= ends.value <= high <= 1
    assert low == 0 or ends.positives > 0


def test_weights_count_and_nothing_labelled_says_nothing() -> None:
    half = estimates.Labelled(positives=(30.0,), labels=3, weight=60.0, squares=1_400.0, greatest=30.0, size=600.0, fraction=0.1)
    assert estimates.shares([half], rng(), 200).value == pytest.approx(0.5)
    with pytest.raises(ValueError, match="nothing is labelled"):
        estimates.shares([estimates.even(found=0, labels=0, size=100)], rng(), 200)


def test_mistakes_that_are_well_known_are_taken_out() -> None:
    """One look at .9 and .999: .0012 seen is .0002 / .899 true; the interval is wider than the uncorrected one is."""
    ends = estimates.shares([estimates.even(found=60, labels=20_000, size=10**9)], rng())
    found = correction.correct(ends, Process(), SURE, Answers(), rng())
    assert found.basis is Basis.CORRECTED
    assert found.value == pytest.approx((0.003 - 0.001) / 0.899, rel=0.02)
    assert found.low is not None
    assert found.high is not None
    low, high = estimates.interval(ends)
    assert found.high - found.low > high - low


def test_less_known_of_the_mistakes_makes_the_interval_wider() -> None:
    ends = estimates.shares([estimates.even(found=30, labels=5_000, size=10**9)], rng())
    few = Answers(violating=20, found=18, harmless=40, left=40)
    wide = [correction.correct(ends, Process(looks=2, confirmed=True), each, each, rng()) for each in (SURE, few)]
    assert wide[0].high is not None
    assert wide[1].high is not None
    assert wide[0].low is not None
    assert wide[1].low is not None
    assert wide[1].high - wide[1].low > wide[0].high - wide[0].low


def test_labels_no_better_than_chance_are_refused_and_little_known_leaves_it_uncorrected() -> None:
    """Q22: refused where Se + Sp <= 1; nothing is corrected by mistakes that nobody measured."""
    ends = estimates.shares([estimates.even(found=30, labels=5_000, size=10**9)], rng(), 2_000)
    blind = Answers(violating=100, found=60, harmless=100, left=30)
    refused = correction.correct(ends, Process(), blind, Answers(), rng())
    assert (refused.basis, refused.value) == (Basis.REFUSED, None)
    too_few = correction.correct(ends, Process(), Answers(violating=100, found=30, harmless=400, left=380), Answers(), rng())
    assert too_few.basis is Basis.REFUSED, ".006 cannot come from labels with 5 % false alarms"
    unknown = correction.correct(ends, Process(), Answers(violating=9, found=9, harmless=99, left=99), Answers(), rng())
    assert (unknown.basis, unknown.value) == (Basis.UNCORRECTED, pytest.approx(0.006))


def test_several_looks_find_more_and_an_expert_takes_false_alarms_out() -> None:
    looks = [
        correction.rates(Process(looks=each[0], confirmed=each[1]), SURE, Answers(), rng(), 4_000)
        for each in ((1, False), (2, False), (2, True))
    ]
    means = [(float(found.mean()), float(false.mean())) for found, false in looks]
    assert means[0] == (pytest.approx(0.9, abs=0.01), pytest.approx(0.001, rel=0.1))
    assert means[1] == (pytest.approx(0.99, abs=0.01), pytest.approx(0.002, rel=0.1))
    assert means[2][1] < 1e-5


def test_lang_and_reiczigel_agrees_with_rogan_and_gladen_where_all_is_known() -> None:
    value, low, high = correction.lang_reiczigel(
        60, 50_000, Answers(violating=10**7, found=9 * 10**6, harmless=10**9, left=10**9 - 5 * 10**5)
    )
    assert value == pytest.approx(0.000778, rel=0.01)
    plain = [correction.rogan_gladen(each, 0.9, 0.9995) for each in intervals.wilson(60, 50_000)]
    assert (low, high) == (pytest.approx(plain[0], rel=0.03), pytest.approx(plain[1], rel=0.03))
    with pytest.raises(NotCorrectable):
        correction.lang_reiczigel(1, 10, Answers())
