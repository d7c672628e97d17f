"""The chance of being late: against exact distributions, and what must hold for every queue."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import exp, factorial, isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.playbook.breach import Due, Pace, between, chance_over, chances_late, gamma_above

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def pace(**more: object) -> Pace:
    """Six jobs an hour of ten minutes each, half of them grave, for two people."""
    usual: dict[str, object] = {
        "begins": AT, "arrivals": (6.0,) * 168, "tiers": (0.5, 0.0, 0.0, 0.5, 0.0), "spread": 1.0,
        "handling": 10.0, "deviation": 6.0, "capacity": (120.0,) * 168,
    }  # fmt: skip
    return Pace(**(usual | more))  # type: ignore[arg-type]


@given(st.integers(min_value=1, max_value=60), st.floats(min_value=0.01, max_value=150))
@settings(max_examples=60, deadline=None)
def test_a_gamma_of_whole_shape_is_a_sum_of_poissons(shape: int, x: float) -> None:
    known = exp(-x) * sum(x**k / factorial(k) for k in range(shape))
    assert isclose(gamma_above(shape, x), known, rel_tol=1e-9, abs_tol=1e-14)


def test_a_gamma_that_is_as_good_as_normal() -> None:
    assert isclose(gamma_above(4e6, 4e6 + 2000 * 1.96), 0.025, abs_tol=2e-4)
    assert gamma_above(3.0, 0.0) == 1.0


@given(
    st.integers(min_value=0, max_value=4),
    st.integers(min_value=0, max_value=40),
    st.floats(min_value=0.1, max_value=40),
    st.floats(min_value=0, max_value=0.5),
)
@settings(max_examples=80, deadline=None)
def test_more_people_more_time_and_less_ahead_never_make_it_likelier(
    severity: int, ahead: int, hours: float, unsure: float
) -> None:
    queue = [Due(severity, AT + hours * HOUR)] * (ahead + 1)
    slack = 0.01  # a gamma with the right mean and variance is near the truth, not the truth
    usual = chances_late(pace(unsure=unsure), queue, AT)
    assert all(0 <= chance <= 1 for chance in usual)
    assert all(one <= next_one + slack for one, next_one in pairwise(usual)), "who is further back is likelier late"
    more_people = chances_late(pace(unsure=unsure, capacity=(240.0,) * 168), queue, AT)
    assert all(one <= other + slack for one, other in zip(more_people, usual, strict=True))
    nothing_comes = chances_late(pace(unsure=unsure, arrivals=(0.0,) * 168), queue, AT)
    assert all(one <= other + slack for one, other in zip(nothing_comes, usual, strict=True))


def test_what_is_due_already_is_late_and_where_nobody_is_there_nothing_begins() -> None:
    assert chances_late(pace(), [Due(2, AT - HOUR)], AT) == [1.0]
    assert chances_late(pace(capacity=(0.0,) * 168), [Due(2, AT + 2 * HOUR)], AT) == [1.0]
    assert chances_late(pace(capacity=()), [Due(2, AT + 2 * HOUR)], AT) == [1.0]


def test_graver_work_that_still_comes_is_ahead_of_what_waits() -> None:
    many = {"arrivals": (60.0,) * 168}
    grave, mild = (chances_late(pace(**many), [Due(severity, AT + 5 * HOUR)], AT)[0] for severity in (4, 0))
    assert grave < 0.01
    assert mild > 0.99, "150 graver jobs of ten minutes come until then, and two people can do 60"


def test_a_chance_is_what_a_simulation_of_the_same_queue_says() -> None:
    """Jobs of gamma times one after another, two people, graver ones coming: the share of 4,000 plays that begin too late."""
    import numpy as np

    random = np.random.default_rng(7)
    shape, scale = (10 / 6) ** 2, 36 / 10
    for ahead, hours in ((8, 1.0), (18, 2.0), (30, 4.0)):
        comes = random.poisson(3 * hours, 4_000)
        work = random.gamma(shape * (ahead + comes), scale)
        played = float((work > 120 * hours).mean())
        found = chances_late(pace(), [Due(0, AT + hours * HOUR)] * (ahead + 1), AT)[-1]
        assert abs(found - played) < 0.03


def test_hours_go_on_by_the_week() -> None:
    hours = tuple(float(n) for n in range(336))
    assert between(hours, AT, AT, AT + 2.5 * HOUR) == 0 + 1 + 0.5 * 2
    assert between(hours, AT, AT + 335 * HOUR, AT + 337 * HOUR) == 335 + 168, "after the end the last week comes again"
    assert between(hours, AT, AT + HOUR, AT) == 0.0
    assert between(hours, AT, AT - HOUR, AT) == 335.0, "and before it too"


@pytest.mark.parametrize(
    ("mean", "variance", "limit", "chance"), [(5, 0, 4, 1.0), (5, 0, 6, 0.0), (0, 0, 1, 0.0), (5, 1, 0, 1.0)]
)
def test_what_is_sure_is_sure(mean: float, variance: float, limit: float, chance: float) -> None:
    assert chance_over(mean, variance, limit) == chance
