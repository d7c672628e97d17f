"""Erlang's formulas and Cobham's: the exact values of the literature, and what must hold for every load."""

from fractions import Fraction
from math import inf, isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.insights.workload.erlang import (
    erlang_b,
    erlang_c,
    needed,
    served,
    served_with_patience,
    within,
    within_with_patience,
)
from leeward.insights.workload.priorities import (
    Stream,
    many_servers,
    many_servers_interrupted,
    one_server,
    one_server_interrupted,
)

EXACT = 1e-10
loads = st.floats(min_value=0.01, max_value=500, allow_nan=False)
people = st.integers(min_value=1, max_value=600)
few = settings(max_examples=60, deadline=None)


@pytest.mark.parametrize(
    ("load", "servers", "known"),
    [(10, 10, "0.2145823431"), (4.461, 10, "0.00999779"), (12.031, 20, "0.0100026"), (84.064, 100, "0.00999968")],
)
def test_erlang_b_is_the_table_in_every_digit_it_has(load: float, servers: int, known: str) -> None:
    digits = len(known) - 2
    assert f"{erlang_b(load, servers):.{digits}f}" == known


@pytest.mark.parametrize(("load", "servers"), [(10, 10), (3, 1), (1, 12), (85, 100), (240, 200), (0.5, 3)])
def test_b_c_and_a_are_the_sums_that_define_them(load: float, servers: int) -> None:
    """In fractions, without rounding, from the balance of the states themselves."""
    a, patience = Fraction(load), Fraction(3, 2)
    states = [Fraction(1)]
    for n in range(1, servers + 1):
        states.append(states[-1] * a / n)
    assert isclose(erlang_b(load, servers), states[-1] / sum(states), abs_tol=EXACT)
    if load < servers:
        beyond = states[-1] * servers / (servers - a)
        assert isclose(erlang_c(load, servers), beyond / (sum(states[:-1]) + beyond), abs_tol=EXACT)
    above, k = [states[-1]], 0
    while above[-1] > Fraction(1, 10**30) * states[-1] or a > servers + k / patience:
        k += 1
        above.append(
            Fraction(float(above[-1] * a / (servers + k / patience))) if k > 60 else above[-1] * a / (servers + k / patience)
        )
    whole = sum(states[:-1]) + sum(above)
    found = served_with_patience(load, 1, servers, float(patience))
    assert isclose(found.wait, sum(above) / whole, abs_tol=EXACT)
    assert isclose(found.waiting, sum(k * each for k, each in enumerate(above)) / whole, rel_tol=1e-9)


@pytest.mark.parametrize(
    ("load", "servers", "known"),
    [
        (8, 10, 0.409180150796444),
        (4, 5, 0.554112554112554),
        (10, 14, 0.17413193359505),
        (48, 50, 0.694455611196834),
        (90, 100, 0.216940480906366),
        (150, 170, 0.0714010024459),
        (500, 520, 0.274756344697),
        (2000, 2020, 0.547850887767),
    ],
)
def test_erlang_c_is_exact_to_ten_digits(load: float, servers: int, known: float) -> None:
    assert isclose(erlang_c(load, servers), known, abs_tol=EXACT)


def test_erlang_a_is_garnetts_example() -> None:
    found = served_with_patience(48, 1, 50, 2)
    assert isclose(found.wait, 0.46777407, abs_tol=5e-9)
    assert isclose(found.abandon, 0.030912249, abs_tol=5e-10)
    assert isclose(found.mean_wait * 60, 3.70947, abs_tol=5e-6)
    assert isclose(found.waiting, 2.9675759, abs_tol=5e-8)
    assert isclose(found.busy, 0.93032424, abs_tol=5e-9)
    assert isclose(served(48, 1, 50).mean_wait * 60, 20.83366833590502, abs_tol=EXACT), "without patience they wait longer"


def test_priorities_are_cobhams_and_the_preemptive_ones() -> None:
    classes = [Stream.exponential(rate, 1) for rate in (0.2, 0.3, 0.3)]
    assert one_server(classes) == pytest.approx([1, 2, 8], abs=EXACT)
    assert one_server_interrupted(classes) == pytest.approx([1.25, 2.5, 10], abs=EXACT)
    assert many_servers([2, 3, 4], 1, 10) == pytest.approx([0.0835914405134621, 0.167182881026924, 1.3374630482154], abs=EXACT)
    assert many_servers([0.2, 0.3, 0.3], 1, 1) == pytest.approx([1, 2, 8], abs=EXACT), "one of many servers is one server"
    assert many_servers_interrupted([0.2, 0.3, 0.3], 1, 1) == pytest.approx([1.25, 2.5, 10], abs=EXACT)


@few
@given(loads, people)
def test_more_people_never_make_anybody_wait_more_and_more_work_never_less(load: float, servers: int) -> None:
    assert 0 <= erlang_c(load, servers + 1) <= erlang_c(load, servers) <= 1
    assert erlang_c(load, servers) <= erlang_c(load * 1.1, servers)
    assert erlang_b(load, servers + 1) <= erlang_b(load, servers)


@few
@given(loads, people, st.floats(min_value=0.01, max_value=100))
def test_erlang_a_lies_between_b_and_c(load: float, servers: int, patience: float) -> None:
    """Who goes away leaves room: fewer wait than where nobody goes, more than where nobody may wait at all."""
    found = served_with_patience(load, 1, servers, patience)
    slack = 1e-9
    assert erlang_b(load, servers) - slack <= found.wait <= erlang_c(load, servers) + slack
    assert found.abandon <= found.wait + slack
    assert found.busy <= 1 + slack
    assert isclose(found.busy * servers, load * (1 - found.abandon), rel_tol=1e-9)
    less = served_with_patience(load, 1, servers + 1, patience)
    assert less.abandon <= found.abandon + slack


@few
@given(loads, people, st.floats(min_value=0.05, max_value=20))
def test_what_is_ever_begun_is_what_does_not_go_away(load: float, servers: int, patience: float) -> None:
    ever = within_with_patience(load, 1, servers, patience, inf)
    assert isclose(ever, 1 - served_with_patience(load, 1, servers, patience).abandon, abs_tol=1e-8)
    soon = within_with_patience(load, 1, servers, patience, 0.1)
    assert 1 - served_with_patience(load, 1, servers, patience).wait - 1e-9 <= soon <= ever + 1e-9


@given(st.floats(min_value=0.5, max_value=1.5), st.floats(min_value=1e-3, max_value=1e3))
@settings(max_examples=10, deadline=None)
def test_ten_thousand_servers_overflow_nothing(used: float, patience: float) -> None:
    load = 10_000 * used
    for value in (erlang_b(load, 10_000), erlang_c(load, 10_000), served_with_patience(load, 1, 10_000, patience).wait):
        assert 0 <= value <= 1
    assert erlang_b(1e-9, 10_000) == 0.0
    gone = served_with_patience(load, 1, 10_000, patience).abandon
    assert used <= 1 or gone >= 1 - 1 / used - 1e-6, "what is more than all can do goes away"


@few
@given(st.lists(st.floats(min_value=0.01, max_value=2), min_size=1, max_size=5), st.integers(min_value=1, max_value=8))
def test_the_mean_over_all_classes_is_the_wait_without_classes(rates: list[float], servers: int) -> None:
    """Kleinrock's conservation law: the order of service moves waiting about, and makes none of it go away."""
    if sum(rates) >= servers * 0.98:
        return
    waits = many_servers(rates, 1, servers)
    assert waits == sorted(waits)
    weighted = sum(rate * wait for rate, wait in zip(rates, waits, strict=True)) / sum(rates)
    # with one handling time for all the order of service moves no work
    assert isclose(weighted, served(sum(rates), 1, servers).mean_wait, rel_tol=1e-6)


def test_the_grave_are_served_where_not_all_can_be() -> None:
    first, second, third = many_servers([2, 3, 9], 1, 10)
    assert (first, second, third) == (pytest.approx(0.125), pytest.approx(0.1 / (0.8 * 0.5)), inf)
    assert one_server([Stream.exponential(0.5, 1), Stream.exponential(5, 1)]) == [pytest.approx(2.0), inf]
    assert many_servers_interrupted([2, 30], 1, 10)[1] == inf
    assert one_server_interrupted([Stream.exponential(0.5, 1), Stream.exponential(5, 1)])[1] == inf


@few
@given(st.floats(min_value=0.1, max_value=60), st.floats(min_value=0.5, max_value=0.99), st.floats(min_value=0.5, max_value=1))
def test_the_people_needed_are_enough_and_one_fewer_is_not(arrivals: float, share: float, most: float) -> None:
    people = needed(arrivals, 0.3, time=0.1, share=share, most_busy=most)
    assert within(arrivals, 0.3, people, 0.1) >= share
    assert arrivals * 0.3 / people <= most + 1e-9
    fewer = people - 1
    assert within(arrivals, 0.3, fewer, 0.1) < share or fewer == 0 or arrivals * 0.3 / fewer > most


def test_patience_needs_no_more_people() -> None:
    assert needed(50, 0.2, time=0.02, share=0.8, patience=0.1) <= needed(50, 0.2, time=0.02, share=0.8)
    assert needed(0, 0.2, time=0, share=0.8) == 0


@pytest.mark.parametrize("load", [-1.0, inf, float("nan")])
def test_what_is_no_load_is_refused(load: float) -> None:
    with pytest.raises(ValueError, match="is no queue"):
        erlang_c(load, 3)


def test_a_promise_that_nobody_can_keep_is_refused() -> None:
    with pytest.raises(ValueError, match="a share"):
        needed(1, 1, time=1, share=1.0)
    with pytest.raises(ValueError, match="more than 100,000"):
        needed(1e6, 1, time=0, share=0.9)
