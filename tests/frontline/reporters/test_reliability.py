"""Shrinkage: against known values of the Beta distribution, and in what it may never do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.frontline.reporters.reliability import WEAK, Alike, Prior, below, prior_of, quantile, reliability

FEW = st.integers(0, 40)
PARAMETERS = st.floats(0.5, 60)


@pytest.mark.parametrize(
    ("x", "a", "b", "known"),
    [
        (0.5, 1, 1, 0.5), (0.3, 1, 1, 0.3), (0.5, 2, 2, 0.5), (0.25, 2, 1, 0.0625), (0.75, 1, 2, 0.9375), (0.4, 2, 3, 0.5248),
        (0.1, 3, 1, 0.001), (0.9, 1, 3, 0.999),
    ],
)  # fmt: skip
def test_the_beta_distribution_is_the_known_one(x: float, a: float, b: float, known: float) -> None:
    """Closed forms: I_x(a, b) = sum over j >= a of C(a+b-1, j) x^j (1-x)^(a+b-1-j)."""
    assert below(x, a, b) == pytest.approx(known, abs=1e-12)


def test_quantiles_are_those_of_clopper_and_pearson() -> None:
    """8 of 10: the exact 95 % interval is [0.4439, 0.9748] (the usual table)."""
    assert quantile(0.025, 8, 3) == pytest.approx(0.4439, abs=1e-4)
    assert quantile(0.975, 9, 2) == pytest.approx(0.9748, abs=1e-4)


@given(PARAMETERS, PARAMETERS, st.floats(0.001, 0.999))
@settings(max_examples=60, deadline=None)
def test_a_quantile_is_the_inverse(a: float, b: float, chance: float) -> None:
    assert below(quantile(chance, a, b), a, b) == pytest.approx(chance, abs=1e-5)


@given(FEW, FEW, PARAMETERS, PARAMETERS)
@settings(max_examples=60, deadline=None)
def test_shrinkage_lies_between_the_record_and_the_population(up: int, down: int, a: float, b: float) -> None:
    """Q43: reliability is computed by a documented rule."""
    found = reliability(up, down, Prior(a=a, b=b, reporters=100, decided=1000))
    own = up / (up + down) if up + down else a / (a + b)
    assert min(own, a / (a + b)) - 1e-9 <= found.share <= max(own, a / (a + b)) + 1e-9
    assert 0 <= found.low < found.share < found.high <= 1
    assert found.n == up + down


@given(FEW, FEW)
@settings(max_examples=60, deadline=None)
def test_one_more_upheld_never_makes_anybody_less_reliable(up: int, down: int) -> None:
    prior = Prior(a=2, b=3, reporters=0, decided=0)
    assert reliability(up + 1, down, prior).share > reliability(up, down, prior).share
    assert reliability(up, down + 1, prior).share < reliability(up, down, prior).share


def test_a_population_that_differs_as_chance_would_have_it_pulls_hard_and_one_of_two_camps_hardly() -> None:
    chance = [Alike(upheld=k, turned_down=4 - k, reporters=n) for k, n in enumerate((10, 40, 60, 40, 10))]
    camps = [Alike(upheld=10, turned_down=0, reporters=80), Alike(upheld=0, turned_down=10, reporters=80)]
    together, apart = prior_of(chance), prior_of(camps)
    assert together.share == pytest.approx(0.5)
    assert together.a + together.b > 50
    assert apart.a + apart.b < 2
    assert abs(reliability(3, 0, together).share - 0.5) < 0.05
    assert reliability(3, 0, apart).share > 0.8


def test_the_strength_of_a_population_is_found_again() -> None:
    """From the exact beta-binomial shares of Beta(2, 6) with ten reports each, the moments give 2 and 6 back."""
    from math import comb, exp, lgamma

    def chance(x: int) -> float:
        def logged(a: float, b: float) -> float:
            return lgamma(a) + lgamma(b) - lgamma(a + b)

        return comb(10, x) * exp(logged(x + 2, 10 - x + 6) - logged(2, 6))

    found = prior_of(Alike(upheld=x, turned_down=10 - x, reporters=round(1_000_000 * chance(x))) for x in range(11))
    assert (found.a, found.b) == (pytest.approx(2, rel=0.01), pytest.approx(6, rel=0.01))


def test_too_small_a_population_says_nothing_and_the_weak_prior_stands_for_it() -> None:
    found = prior_of([Alike(upheld=5, turned_down=0, reporters=3), Alike(upheld=0, turned_down=0, reporters=900)])
    assert (found.a, found.b, found.reporters) == (*WEAK, 3)
