"""Counting over the lake: what was recorded is counted, as of any moment, and nothing small is shown."""

from datetime import timedelta
from itertools import pairwise

import pytest

from insights.measures.place import MONDAY, OVERTURN, Place
from leeward.insights.measures import desk
from leeward.insights.measures.refusals import NoSuchDimension, NoSuchMeasure
from leeward.playbook.measures.gauge import Grain
from leeward.playbook.measures.intervals import wilson
from leeward.playbook.measures.periods import after, before, periods, start_of
from leeward.playbook.measures.suppression import suppressed
from leeward.record.terms.appeal import AppealOutcome
from leeward.record.terms.moment import Moment, now


def test_a_rate_is_counted_from_the_lake_with_its_interval(seen: Place) -> None:
    """Q22: value, interval and n."""
    [cell] = seen.cells()
    assert (cell.numerator, cell.n, cell.value) == (10, 29, 10 / 29)
    assert (cell.low, cell.high) == wilson(10, 29)


def test_a_small_slice_is_hidden_and_one_beside_it(seen: Place) -> None:
    """Q22: of fewer rows than the minimum nothing is shown, nor what would give it away."""
    cells = suppressed(seen.cells(by=["clause"]), seen.gauge().minimum)
    hidden = {dict(cell.by).get("clause"): cell.reason for cell in cells}
    assert hidden == {None: None, "HE-LEX-2": None, "ASE-NCII-1": "beside", "HE-SM-1": "few"}


def test_a_week_without_appeals_has_no_rate(seen: Place) -> None:
    """Q22: refused where it is not defined."""
    [cell] = seen.cells(MONDAY - timedelta(weeks=9))
    assert (cell.value, cell.reason, cell.n) == (None, "undefined", 0)


def test_what_was_recorded_later_is_not_known_as_of_then(place: Place) -> None:
    """Q54: as of a moment only what was recorded by then counts."""
    until = now()
    place.decide(MONDAY + timedelta(hours=1), [AppealOutcome.OVERTURNED] * 5)
    assert place.cells(as_of=until)[0].n == 29
    assert place.cells()[0].n == 34


@pytest.mark.parametrize("by", [["platform"], ["clause", "clause"], ["clause", "severity", "clause"]])
def test_what_it_cannot_be_split_by_is_said(seen: Place, by: list[str]) -> None:
    with pytest.raises(NoSuchDimension):
        desk.splits_of(seen.gauge(), by)


def test_a_measure_that_is_not_there_is_said_with_the_nearest(seen: Place) -> None:
    with pytest.raises(NoSuchMeasure, match="overturn_rate"):
        desk.gauge_of(seen.house.playbook(), "appeals/overtun_rate")
    assert desk.gauge_of(seen.house.playbook(), OVERTURN).code == OVERTURN


def test_every_shipped_measure_can_be_counted_over_the_lake(seen: Place) -> None:
    for gauge in seen.house.playbook().gauges.values():
        asked = periods(gauge.period, 3, now())
        splits = [(name,) for name in gauge.dimensions]
        cells = desk.count(seen.record, seen.house.playbook(), seen.lake, gauge, asked, splits)
        assert {cell.period for cell in cells if not cell.by} == {0, 1, 2}


def test_periods_follow_each_other_without_gaps() -> None:
    moment = Moment.fromisoformat("2028-02-29T13:30:00+00:00")
    for grain in Grain:
        found = periods(grain, 14, moment)
        assert found[-1].end == moment
        assert all(one.end == other.start for one, other in pairwise(found))
        assert all(start_of(grain, each.start) == each.start for each in found)
        assert all(before(grain, after(grain, each.start)) == each.start for each in found)
    assert start_of(Grain.WEEK, moment) == Moment.fromisoformat("2028-02-28T00:00:00+00:00")
    assert after(Grain.MONTH, Moment.fromisoformat("2027-12-01T00:00:00+00:00")) == Moment.fromisoformat(
        "2028-01-01T00:00:00+00:00"
    )
