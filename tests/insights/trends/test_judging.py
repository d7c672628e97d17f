"""What is out of the ordinary: rises, falls, newcomers, levels; and how often by chance, for the whole board."""

import numpy as np
import pytest

from leeward.insights.trends.baseline import DAYS, WEEKS, Rhythm, fit
from leeward.insights.trends.judging import BOARD_RATE, judge, limit
from leeward.insights.trends.newcomers import newcomers
from leeward.insights.trends.tails import Array
from leeward.insights.trends.turning import levels, since


def board(seed: int, series: int, periods: int, rhythm: Rhythm) -> Array:
    """Series in which nothing happens: means from rare to hundreds, seasons that differ, noise more than Poisson's."""
    random = np.random.default_rng(seed)
    at = np.arange(periods)
    usual = np.exp(random.normal(1, 1.6, series))[:, None]
    mean = usual * np.exp(0.3 * np.sin(2 * np.pi * at / rhythm.year + random.uniform(0, 6, series)[:, None]))
    if rhythm.weekdays:
        mean = mean * np.where(at % 7 >= 5, 0.6, 1.1)
    spread = random.uniform(1.01, 3, series)[:, None]
    return random.poisson(random.gamma(mean / (spread - 1), spread - 1)).astype(float)


@pytest.mark.parametrize(("rhythm", "periods", "watched", "series"), [(DAYS, 120, 56, 120), (WEEKS, 260, 40, 100)])
def test_the_whole_board_rings_as_often_as_it_says(rhythm: Rhythm, periods: int, watched: int, series: int) -> None:
    """Q48: the stated rate is false alarms a week of the whole board. Poisson's three sigma above it are allowed to chance."""
    counts = board(7, series, periods, rhythm)
    judged = judge(counts, rhythm, range(periods - watched, periods))
    level, weeks = limit(series, rhythm), watched / rhythm.a_week
    rang = int((judged.rise < level).sum() + (judged.fall < level).sum())
    assert rang <= BOARD_RATE * weeks + 3 * np.sqrt(BOARD_RATE * weeks)


def test_a_chance_is_what_it_says_when_nothing_happens() -> None:
    counts = board(11, 200, 200, WEEKS)
    judged = judge(counts, WEEKS, range(170, 200))
    rise, fall = judged.rise[judged.known], judged.fall[judged.known]
    assert (rise < 0.02).mean() == pytest.approx(0.02, abs=0.008)
    assert (fall < 0.02).mean() <= 0.02


def test_a_rise_rings_and_the_season_does_not() -> None:
    at = np.arange(400)
    counts = np.round(60 + 40 * np.sin(2 * np.pi * at / WEEKS.year))[None]
    assert judge(counts, WEEKS, range(340, 400)).rise.min() > limit(100, WEEKS)
    counts[0, 399] *= 2
    assert judge(counts, WEEKS, [399]).rise[0, 0] < limit(100, WEEKS)


def test_yesterdays_outbreak_does_not_hide_todays() -> None:
    random = np.random.default_rng(3)
    counts = random.poisson(10, (1, 300)).astype(float)
    clean = judge(counts, WEEKS, [299]).expected[0, 0]
    counts[0, 200:208] = 90
    counts[0, 299] = 30
    judged = judge(counts, WEEKS, [299])
    assert judged.rise[0, 0] < 0.001
    assert judged.expected[0, 0] == pytest.approx(clean, rel=0.15)


def test_the_days_of_the_week_are_known() -> None:
    counts = np.tile([50.0, 50, 50, 50, 50, 5, 5], 20)[None]
    judged = judge(counts, DAYS, range(126, 140))
    assert np.allclose(judged.expected[0], counts[0, 126:140], rtol=0.15)


def test_a_series_that_falls_silent_rings() -> None:
    counts = np.random.default_rng(5).poisson(6, (1, 120)).astype(float)
    counts[0, 117:] = 0
    fall = judge(counts, DAYS, range(117, 120)).fall[0]
    assert fall[-1] < limit(100, DAYS)
    assert fall[0] > fall[-1]


def test_a_share_is_judged_out_of_how_many() -> None:
    random = np.random.default_rng(9)
    of = random.integers(150, 250, (1, 90)).astype(float)
    counts = random.binomial(of.astype(int), 0.2).astype(float)
    of[0, -1], counts[0, -1] = 600, 120
    quiet, plain = judge(counts, DAYS, [89], exposure=of).rise[0, 0], judge(counts, DAYS, [89]).rise[0, 0]
    assert quiet > 0.01 > plain
    counts[0, -1] = 300
    assert judge(counts, DAYS, [89], exposure=of).rise[0, 0] < limit(100, DAYS)


def test_a_short_past_is_not_judged_and_nothing_to_judge_is_said() -> None:
    judged = judge(np.ones((1, 30)), DAYS, [29])
    assert not judged.known[0, 0]
    assert judged.rise[0, 0] == 1
    with pytest.raises(ValueError, match="no period"):
        judge(np.ones((1, 30)), DAYS, [])


def test_an_empty_series_has_an_answer() -> None:
    fitted = fit(np.zeros((2, 100)), WEEKS)
    mean, unsure = fitted.expected([0])
    assert np.isfinite(mean).all()
    assert np.isfinite(unsure).all()
    assert (mean < 0.1).all()


def test_a_new_code_of_a_closed_list_rings_and_a_new_number_of_many_does_not() -> None:
    random = np.random.default_rng(1)
    closed = np.vstack([random.poisson(20, (6, 60)), np.zeros((1, 60))]).astype(float)
    closed[6, 59] = 4
    [(row, chance)] = newcomers(closed, 59)
    assert row == 6
    assert chance < limit(100, DAYS)
    scattered = np.eye(60)
    assert all(chance > 0.01 for _, chance in newcomers(scattered, 59))


def test_newcomers_are_not_judged_without_a_past() -> None:
    assert newcomers(np.ones((3, 10)), 9) == ()


def test_a_change_is_dated_to_the_day() -> None:
    random = np.random.default_rng(2)
    expected = np.full(60, 10.0)
    counts = random.poisson(expected).astype(float)
    counts[48:] = random.poisson(30, 12)
    assert since(counts, expected) == pytest.approx(48, abs=1)


def test_levels_are_cut_where_they_change_and_nowhere_else() -> None:
    random = np.random.default_rng(4)
    counts = np.concatenate([random.poisson(5, 100), random.poisson(50, 60), random.poisson(8, 90)]).astype(float)
    found = levels(counts)
    assert [each.first for each in found] == pytest.approx([0, 100, 160], abs=2)
    assert [each.mean for each in found] == pytest.approx([5, 50, 8], rel=0.2)
    assert len(levels(random.poisson(20, 300).astype(float))) == 1
    assert levels(np.zeros(0)) == []
