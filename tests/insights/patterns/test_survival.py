"""Who comes back: Kaplan and Meier's estimator against a published table, and cohorts in which everybody is once (Q67)."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.insights.patterns.cohorts import LEAST, Gap, cohorts
from leeward.insights.patterns.survival import curve
from leeward.record.terms.code import ClauseCode, MeasureCode

HAPPENED = (6, 6, 6, 7, 10, 13, 16, 22, 23)
NOT_YET = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)


def test_a_published_table() -> None:
    """The 21 patients on 6-MP (Freireich 1963): the textbook's shares, its median, and the interval of log(-log S)."""
    found = curve([(days, True) for days in HAPPENED] + [(days, False) for days in NOT_YET])
    table = {step.days: (round(step.share, 4), step.watched) for step in found.steps}
    assert table == {
        6: (0.8571, 21), 7: (0.8067, 17), 10: (0.7529, 15), 13: (0.6902, 12), 16: (0.6275, 11), 22: (0.5378, 7), 23: (0.4482, 6),
    }  # fmt: skip
    assert found.median == 23
    assert (round(found.steps[0].low, 3), round(found.steps[0].high, 3)) == (0.620, 0.952)
    at = found.at(12)
    assert at is not None
    assert at.days == 10
    assert found.at(36) is None, "nobody was watched so long"


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.booleans()), max_size=40))
def test_shares_fall_and_stay_within_their_intervals(times: list[tuple[float, bool]]) -> None:
    found = curve(times)
    shares = [1.0, *(step.share for step in found.steps)]
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= step.low <= step.share <= step.high <= 1 for step in found.steps)


def test_no_time_is_negative() -> None:
    with pytest.raises(ValueError, match="no time"):
        curve([(-1.0, True)])


def gap(about: int, measure: str, *, rung: int = 1, days: float = 5.0, again: bool = False) -> Gap:
    """One decided violation."""
    return Gap(
        about=UUID(int=about), clause=ClauseCode("HE-T-1"), measures=(MeasureCode(measure),), rung=rung, days=days, again=again
    )  # fmt: skip


def test_q67_a_subject_is_once_in_a_cohort_and_small_ones_are_hidden() -> None:
    """Q67: cohorts by prior penalty; who was warned twice is in the cohort from the first time."""
    some = [gap(number, "warn", days=3.0, again=True) for number in range(LEAST)]
    some += [gap(number, "warn", rung=2, days=80.0) for number in range(LEAST)]
    some += [gap(100 + number, "suspend") for number in range(LEAST - 1)]
    found = {(each.kind, each.name): each.curve for each in cohorts(some)}
    warned = found["penalty", "warn"]
    assert warned is not None
    assert (warned.people, warned.again) == (LEAST, LEAST)
    assert found["penalty", "suspend"] is None
    second = found["rung", "2"]
    assert second is not None
    assert second.again == 0
