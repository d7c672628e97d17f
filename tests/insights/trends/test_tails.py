"""Tails of the negative binomial: beside exact sums, and what holds of every tail."""

from fractions import Fraction
from math import comb, lgamma

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.insights.trends.tails import at_least, at_most, log_gamma, quantile


def exactly(number: int, size: int, success: Fraction) -> Fraction:
    """P(X = number) in whole numbers, for a whole ``size``."""
    return comb(number + size - 1, number) * success**size * (1 - success) ** number


@settings(max_examples=60, deadline=None)
@given(number=st.integers(1, 60), size=st.integers(1, 40), tenths=st.integers(1, 9))
def test_the_tail_is_the_exact_sum(number: int, size: int, tenths: int) -> None:
    success = Fraction(tenths, 10)
    mean = float(size * (1 - success) / success)
    exact = 1 - sum(exactly(each, size, success) for each in range(number))
    assert float(at_least(number, mean, mean / float(success))) == pytest.approx(float(exact), rel=1e-8, abs=1e-13)


def test_a_variance_like_the_mean_is_poisson() -> None:
    # P(X >= 3) of Poisson's with mean 2 is 1 - 5 exp(-2).
    assert float(at_least(3, 2.0, 2.0)) == pytest.approx(1 - 5 * np.exp(-2.0), abs=2e-4)


def test_the_logarithm_of_gamma_is_that_of_the_standard_library() -> None:
    places = np.array([0.003, 0.5, 1.0, 2.5, 7.9, 8.0, 300.0, 1e6])
    assert np.allclose(log_gamma(places), [lgamma(each) for each in places], rtol=1e-11, atol=1e-11)


@settings(max_examples=60, deadline=None)
@given(mean=st.floats(0.01, 5_000), spread=st.floats(1, 30), number=st.integers(0, 6_000))
def test_both_tails_together_are_one_and_more_is_rarer(mean: float, spread: float, number: int) -> None:
    here, more = float(at_least(number, mean, mean * spread)), float(at_least(number + 1, mean, mean * spread))
    assert 0 <= more <= here + 1e-12 <= 1 + 1e-12
    assert float(at_most(np.array(number), np.array(mean), np.array(mean * spread))) + more == pytest.approx(1, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(mean=st.floats(0.05, 900), spread=st.floats(1.01, 20), chance=st.sampled_from([1e-5, 1e-3, 0.02]))
def test_the_quantile_is_the_last_number_that_is_not_too_rare(mean: float, spread: float, chance: float) -> None:
    means, variances = np.array([mean]), np.array([mean * spread])
    [most] = quantile(chance, means, variances)
    assert float(at_least(most, mean, mean * spread)) >= chance > float(at_least(most + 1, mean, mean * spread))
