"""How long work takes: what is fitted is what was drawn, intervals hold it, and small cells say nothing."""

from math import exp, inf

import numpy as np
import pytest

from leeward.insights.workload.handling import Law, cells, digamma, times_of, trigamma


def test_what_was_drawn_is_found() -> None:
    random = np.random.default_rng(5)
    normal = times_of(random.lognormal(5.0, 0.6, 4_000), 9)
    assert normal.law is Law.LOGNORMAL
    assert (normal.first, normal.second) == (pytest.approx(5.0, abs=0.03), pytest.approx(0.6, abs=0.03))
    assert normal.low < exp(5.18) < normal.high
    assert normal.distance < 0.02
    gamma = times_of(random.gamma(2.5, 60, 4_000), 9)
    assert gamma.law is Law.GAMMA
    assert (gamma.first, gamma.second) == (pytest.approx(2.5, rel=0.06), pytest.approx(60, rel=0.06))
    assert gamma.low < 150 < gamma.high


def test_intervals_of_quantiles_hold_the_truth_as_often_as_they_say() -> None:
    random = np.random.default_rng(8)
    held = 0
    for _ in range(200):
        median = times_of(random.lognormal(5, 0.6, 60), 9).quantiles[1]
        held += median.low <= exp(5) <= median.high
    assert held / 200 >= 0.92


def test_few_times_bound_no_high_quantile() -> None:
    assert times_of(np.linspace(1, 100, 20), 9).quantiles[-1].high == inf


def test_derivatives_of_the_gamma_function_are_the_known_ones() -> None:
    assert digamma(1.0) == pytest.approx(-0.5772156649015329, abs=1e-9)
    assert trigamma(1.0) == pytest.approx(1.6449340668482264, abs=1e-8)


def test_too_few_times_and_times_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="too little"):
        times_of(np.ones(19), 9)
    with pytest.raises(ValueError, match="too little"):
        times_of(np.array([-1.0] * 30), 9)
    assert times_of(np.zeros(30), 9).mean == 0.5


def test_small_cells_are_hidden_and_cannot_be_calculated_from_the_others() -> None:
    """Q22 and Q55: fewer people than the limit say nothing, nor does the cell that would give them away."""
    many = [100.0 + n for n in range(40)]
    seconds = {("a", "leads"): many, ("a", "reviewers"): many, ("b", "leads"): many, ("b", "reviewers"): many[:10]}
    people = {("a", "leads"): 4, ("a", "reviewers"): 20, ("b", "leads"): 6, ("b", "reviewers"): 20}
    found = {(cell.row, cell.column): cell for cell in cells(seconds, people, 5)}
    assert {key: cell.hidden for key, cell in found.items()} == {
        ("a", "leads"): "few_people", ("a", "reviewers"): "with_another", ("b", "leads"): "", ("b", "reviewers"): "few_times",
    }  # fmt: skip
    assert found["a", "leads"].times is None
    assert found["a", "reviewers"].times is None
    assert found["b", "leads"].times.people == 6
