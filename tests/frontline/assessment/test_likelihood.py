"""How likely a report is right: bounded, monotone, and fair to who reports for the first time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.frontline.assessment.likelihood import AVERAGE, CERTAIN, MOST, ReporterRecord, likelihood, reliability

SHARES = st.floats(0, 1)
STRENGTHS = st.lists(SHARES, max_size=5)
RECORDS = st.builds(ReporterRecord, st.integers(0, 10_000), st.integers(0, 10_000))
NEW = ReporterRecord()


def odds(probability: float) -> float:
    return probability / (1 - probability)


def test_of_a_new_reporter_nothing_is_known() -> None:
    assert reliability(NEW) == AVERAGE
    assert likelihood([], NEW) == pytest.approx(AVERAGE)


@pytest.mark.parametrize(
    ("upheld", "turned_down", "expected"), [(0, 0, 0.4), (1, 0, 0.5), (0, 1, 1 / 3), (5, 0, 0.7), (95, 0, 0.97), (8, 12, 0.4)]
)
def test_a_record_is_shrunk_towards_the_average(upheld: int, turned_down: int, expected: float) -> None:
    assert reliability(ReporterRecord(upheld, turned_down)) == pytest.approx(expected)


@given(st.floats(AVERAGE, CERTAIN))
def test_a_new_reporter_leaves_the_rule_as_strong_as_it_is(strength: float) -> None:
    assert likelihood([strength], NEW) == pytest.approx(strength)


@given(STRENGTHS, RECORDS)
def test_it_is_a_probability_and_never_a_certainty(strengths: list[float], record: ReporterRecord) -> None:
    assert 0 < likelihood(strengths, record) < 1


@given(STRENGTHS, SHARES, RECORDS)
def test_another_match_never_makes_it_less_likely(strengths: list[float], another: float, record: ReporterRecord) -> None:
    assert likelihood([*strengths, another], record) >= likelihood(strengths, record)


@given(STRENGTHS, RECORDS)
def test_a_report_that_was_upheld_never_speaks_against_the_next(strengths: list[float], record: ReporterRecord) -> None:
    better = ReporterRecord(record.upheld + 1, record.turned_down)
    worse = ReporterRecord(record.upheld, record.turned_down + 1)
    assert likelihood(strengths, worse) <= likelihood(strengths, record) <= likelihood(strengths, better)


@given(STRENGTHS, RECORDS)
def test_no_record_moves_the_odds_more_than_fourfold(strengths: list[float], record: ReporterRecord) -> None:
    moved = odds(likelihood(strengths, record)) / odds(likelihood(strengths, NEW))
    assert 1 / MOST * 0.999 <= moved <= MOST * 1.001


@given(RECORDS, st.integers(1, 1000))
def test_the_more_is_known_the_less_one_report_moves(record: ReporterRecord, more: int) -> None:
    longer = ReporterRecord(record.upheld * (1 + more), record.turned_down * (1 + more))

    def step(before: ReporterRecord) -> float:
        return abs(reliability(ReporterRecord(before.upheld + 1, before.turned_down)) - reliability(before))

    known = record.upheld + record.turned_down
    assert step(longer) <= max(step(record), 1 / (known + 5))
