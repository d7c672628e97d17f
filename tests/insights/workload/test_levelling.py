"""The calmest plan: everything in time, never above the pace of its most crowded interval; people for work that can wait."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.insights.workload.coping import Batch
from leeward.insights.workload.levelling import Piece, level
from leeward.insights.workload.staffing import Demand, enough_for_limits, full_time, plan, rungs
from leeward.playbook.model import Coverage, Immediate, Shift, Staffing, Weekday
from leeward.playbook.reader import read_playbook, starter

AT = datetime(2026, 11, 23, tzinfo=UTC)  # a Monday
HOURS = 24

pieces = st.lists(
    st.builds(
        lambda comes, span, minutes: Piece(comes, comes + span, minutes),
        st.integers(0, HOURS - 1), st.integers(1, HOURS), st.floats(0.5, 90),
    ),
    max_size=12,
)  # fmt: skip
hours_open = st.lists(st.booleans(), min_size=HOURS, max_size=HOURS).filter(any)


def most_crowded(work: list[Piece], open_hours: list[bool]) -> float:
    """The lower bound that no plan can be under: the most minutes per open hour that both come and are due in an interval."""
    found = 0.0
    for first in range(HOURS):
        for last in range(first + 1, HOURS + 1):
            inside = sum(each.minutes for each in work if each.comes >= first and each.due <= last)
            free = sum(open_hours[first:last])
            found = max(found, inside / free if free else 0.0)
    return found


@given(pieces, hours_open)
@settings(max_examples=60, deadline=None)
def test_everything_is_done_in_time_at_the_lowest_peak_there_can_be(work: list[Piece], open_hours: list[bool]) -> None:
    doable = [each for each in work if each.due <= HOURS and any(open_hours[each.comes : each.due])]
    found = level(doable, open_hours)
    assert found.closed == 0
    assert found.minutes.sum() == pytest.approx(sum(each.minutes for each in doable))
    assert found.minutes.max(initial=0) == pytest.approx(most_crowded(doable, open_hours)), "no plan has a lower peak"
    assert not found.minutes[~np.array(open_hours)].any()
    left = [[each.due, each.minutes, each.comes] for each in doable]
    for hour in range(HOURS):  # whoever is due first is served first: if any order meets all, this one does
        can = found.minutes[hour] + 1e-6
        for each in sorted(each for each in left if each[2] <= hour):
            done = min(can, each[1])
            each[1] -= done
            can -= done
        assert all(each[1] < 1e-3 for each in left if each[0] <= hour + 1)


def test_what_is_due_while_nobody_works_is_said_and_done_first_thing() -> None:
    found = level([Piece(2, 4, 60.0)], [8 <= hour < 18 for hour in range(HOURS)])
    assert found.closed == 60.0
    assert found.minutes[8] == 60.0
    evening = level([Piece(19, 21, 45.0), Piece(0, 24, 10.0)], [8 <= hour < 18 for hour in range(HOURS)])
    assert (evening.closed, evening.minutes.sum()) == (45.0, pytest.approx(10.0)), "nor is it done before it comes"
    with pytest.raises(ValueError, match="no hour is open"):
        level([], [False] * HOURS)


def test_a_week_of_the_handbook_takes_ten_people_by_work_and_six_by_coverage() -> None:
    """Q34 and the golden vector: 6,000 a week of 3 minutes are 300 hours, 40 paid ones less a quarter are 30; 168 / 30 is 5.6."""
    staffing = Staffing(shrinkage=0.25, paid_hours=40)
    assert full_time(6_000 * 3 / 60, 0, staffing) == pytest.approx(10)
    assert full_time(0, 168, staffing) == pytest.approx(5.6)
    assert full_time(6_000 * 3 / 60, 168, staffing) == pytest.approx(10), "the greater of both"


def demand(rate: float, **more: object) -> Demand:
    """So many an hour, of six minutes each, to be begun within four hours."""
    usual: dict[str, object] = {
        "begins": AT, "arrivals": np.full(168, rate), "tiers": (0.0, 0.0, 0.0, 1.0, 0.0),
        "allowed": (168.0, 72.0, 24.0, 4.0, 0.25), "waiting": (), "handling": 6.0,
    }  # fmt: skip
    return Demand(**(usual | more))  # type: ignore[arg-type]


def test_people_are_the_greater_of_work_and_coverage_and_more_on_the_roster() -> None:
    """Q34: max(work, coverage), then those who are not there."""
    queue = read_playbook(starter()).queues[3]
    staffing = Staffing(most_busy=0.8, shrinkage=0.2, coverage=(Coverage(queues=("*",), people=1, from_hour=0, to_hour=8),))
    found = plan(demand(20.0), staffing, queue, np.arange(168), np.ones(168))
    assert found.work[100] == pytest.approx(20 * 6 / 60 / 0.8, rel=0.05)
    night = plan(demand(1.0), staffing, queue, np.arange(168), np.ones(168))
    assert night.inside[3] == 1.0, "coverage"
    assert night.inside[12] == pytest.approx(0.125, rel=0.1), "work"
    assert found.rostered[100] == pytest.approx(found.inside[100] / 0.8)


def test_where_somebody_must_begin_at_once_erlang_says_how_many() -> None:
    queue = read_playbook(starter()).queues[1]
    staffing = Staffing(immediate=Immediate(queues=(queue.code,), within_minutes=5, share=0.9), most_busy=0.85)
    found = plan(demand(6.0, handling=20.0), staffing, queue, np.arange(168), np.zeros(168))
    assert set(found.inside.tolist()) == {5.0}, "2 erlangs: of four people 89.5 % would be begun within five minutes"


def test_a_ladder_of_people_says_what_each_does() -> None:
    staffing = Staffing(immediate=Immediate(queues=("*",), within_minutes=5, share=0.9), most_busy=0.85)
    ladder = rungs(staffing, 6.0, 20.0, (0.2, 0.2, 0.2, 0.2, 0.2))
    assert [rung.people for rung in ladder] == [3, 4, 5, 6, 7]
    assert [rung.soon >= 0.9 for rung in ladder] == [False, False, True, True, True]
    for rung in ladder:
        assert list(rung.by_severity) == sorted(rung.by_severity, reverse=True), "the graver wait less"
        assert sum(rung.by_severity) / 5 == pytest.approx(rung.wait), "and all together wait the same"
    assert rungs(staffing, 60.0, 20.0, (1.0, 0, 0, 0, 0))[0].people >= 20


def test_work_is_planned_in_the_hours_of_the_shifts() -> None:
    queue = read_playbook(starter()).queues[3]
    shift = Shift(queues=(queue.code,), people=3, days=(Weekday.MON, Weekday.TUE), from_hour=9, to_hour=17)
    found = plan(demand(0.0, waiting=(Batch(2, AT + timedelta(hours=30), 100),)), Staffing(shift=(shift,)), queue,
                 np.arange(168), np.zeros(168))  # fmt: skip
    assert np.flatnonzero(found.work).tolist() == [*range(9, 17)], "all before Tuesday six o'clock, so on Monday"
    assert found.work.sum() == pytest.approx(10 / 0.85)


def test_nobody_has_to_pass_a_limit() -> None:
    limits = read_playbook(starter()).limits
    assert enough_for_limits((0, 0, 0, 720, 0), limits) == 4, "severe: 180 minutes a day each"
    assert enough_for_limits((840, 0, 0, 0, 121), limits) == 2
    assert enough_for_limits((0,) * 5, limits) == 0
