"""Forecasts of counts: they find what is there, say how sure they are, and beat simpler ways on work that has a week in it."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.insights.workload.backtest import MEAN, NAIVE, OURS, SEASONAL, backtest
from leeward.insights.workload.seasonal import WEEK, Tuning, ahead, fit, profile_of, slots_of

MONDAY = datetime(2026, 6, 1, tzinfo=UTC)


def week(height: float) -> np.ndarray:
    """Quiet nights and weekends."""
    hours = np.arange(WEEK)
    return height * (0.2 + np.sin(np.pi * (hours % 24) / 24) ** 2) * np.where(hours // 24 >= 5, 0.4, 1.0)


def made(days: int, height: float, seed: int, growth: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Counts with that week in them, and their slots."""
    slots = slots_of(MONDAY, days * 24, "UTC", {})
    rate = week(height)[slots] * (1 + growth * np.arange(days * 24) / (days * 24))
    return np.random.default_rng(seed).poisson(rate).astype(float), slots


def test_the_week_is_found() -> None:
    counts, slots = made(84, 6.0, 1)
    found = profile_of(counts, slots, Tuning(half_life=182, pull=24))
    assert np.abs(found - week(6.0)).mean() < 0.45
    assert found.sum() == pytest.approx(counts.sum() / 12, rel=0.05)


def test_a_level_that_rose_is_followed() -> None:
    counts, slots = made(56, 4.0, 2)
    counts[-5 * 24 :] *= 3
    model = fit(counts, slots)
    a, b = model.level
    assert 1.5 < a / b < 4
    assert fit(counts[: -5 * 24], slots[: -5 * 24]).level[0] / fit(counts[: -5 * 24], slots[: -5 * 24]).level[1] < 1.3


def test_one_wild_day_is_not_next_weeks_expectation() -> None:
    counts, slots = made(56, 4.0, 3)
    wild = counts.copy()
    wild[20 * 24 : 21 * 24] += 200
    usual, spoiled = (profile_of(each, slots, Tuning()) for each in (counts, wild))
    assert spoiled.sum() < usual.sum() * 1.1, "200 more an hour on one day of 56 would be as much again"


@pytest.mark.parametrize("height", [0.4, 5.0])
def test_the_interval_holds_what_it_promises(height: float) -> None:
    inside = total = 0
    for seed in range(6):
        counts, slots = made(63, height, seed)
        seen = ahead(fit(counts[: 56 * 24], slots[: 56 * 24]), slots[56 * 24 :], seed=seed, paths=400)
        days = seen.spans(np.arange(0, 168, 24))
        came = counts[56 * 24 :].reshape(7, 24).sum(axis=1)
        inside += sum(low <= here <= high for here, (_, low, high) in zip(came, days, strict=True))
        total += 7
    assert inside / total >= 0.88


def test_it_beats_simpler_ways_where_there_is_a_week_in_the_work() -> None:
    counts, slots = made(84, 5.0, 4, growth=0.8)
    found = {each.way: each for each in backtest(counts, slots)}
    assert found[OURS].pinball < min(found[way].pinball for way in (MEAN, SEASONAL, NAIVE))
    assert found[OURS].mase < min(found[way].mase for way in (MEAN, SEASONAL, NAIVE))
    assert 0.75 <= found[OURS].cover80 <= 0.95
    assert found[OURS].cover95 >= 0.92
    assert {each.hours for each in found.values()} == {28 * 24}
    week_ahead = {each.way: each for each in backtest(counts, slots, horizon=7)}
    assert week_ahead[OURS].pinball < week_ahead[SEASONAL].pinball


@given(st.integers(7, 40), st.floats(0, 3), st.integers(0, 99))
@settings(max_examples=15, deadline=None)
def test_whatever_came_the_forecast_is_a_number(days: int, height: float, seed: int) -> None:
    counts, slots = made(days, height, seed)
    seen = ahead(fit(counts, slots), slots_of(MONDAY + timedelta(days=days), 48, "UTC", {}), paths=50)
    assert np.isfinite(seen.mean).all()
    assert (seen.mean >= 0).all()
    assert (seen.low <= seen.high).all()


def test_a_short_past_is_refused() -> None:
    counts, slots = made(6, 2.0, 1)
    with pytest.raises(ValueError, match="6 days are too few"):
        fit(counts, slots)
    with pytest.raises(ValueError, match="it takes 49"):
        backtest(*made(40, 2.0, 1))


def test_hours_of_the_week_are_those_of_the_zone_and_a_holiday_is_another_day() -> None:
    slots = slots_of(datetime(2026, 12, 24, 22, tzinfo=UTC), 4, "Europe/Madrid", {date(2026, 12, 25): 6})
    assert slots.tolist() == [3 * 24 + 23, 6 * 24, 6 * 24 + 1, 6 * 24 + 2], "Christmas, a Friday, is a Sunday"
    clocks_go_back = slots_of(datetime(2026, 10, 25, 0, tzinfo=UTC), 3, "Europe/Madrid", {})
    assert clocks_go_back.tolist() == [6 * 24 + 2, 6 * 24 + 2, 6 * 24 + 3]


def test_the_same_seed_gives_the_same_plays() -> None:
    counts, slots = made(28, 2.0, 1)
    model = fit(counts, slots)
    assert (ahead(model, slots[:24], seed=3).paths == ahead(model, slots[:24], seed=3).paths).all()
