"""The order of work: reproducible, monotone, and a missed legal clock comes first."""

from datetime import UTC, datetime, timedelta
from math import log1p

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.playbook.model import StartByRule
from leeward.playbook.order import merged, rank, start_by, virality
from leeward.record.facts.triage import StartBy
from leeward.record.terms.severity import Severity
from playbook.rows import rule_of_order

RULE = rule_of_order(2880, 1440, 480, 120, 15)
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def place(**other: object) -> StartBy:
    values: dict[str, object] = {
        "received": NOON,
        "severity": Severity.SERIOUS,
        "likelihood": 0.0,
        "virality": 0.0,
        "legal_due": None,
        "handling_minutes": 5,
    }
    return start_by(RULE, **values | other)  # type: ignore[arg-type]


def test_the_allowance_is_the_severitys_own() -> None:
    starts = [place(severity=each).start_by - NOON for each in Severity]
    assert starts == [timedelta(minutes=each) for each in (2880, 1440, 480, 120, 15)]


def test_likelihood_and_virality_take_their_share() -> None:
    found = place(likelihood=0.5, virality=1.0)
    assert found.allowance_seconds == 480 * 60 * 0.75 * 0.6
    assert found.start_by == NOON + timedelta(minutes=216)


def test_the_law_comes_before_the_allowance() -> None:
    found = place(legal_due=NOON + timedelta(hours=2), handling_minutes=30)
    assert found.start_by == NOON + timedelta(minutes=90)
    assert (found.legal_due, found.handling_seconds) == (NOON + timedelta(hours=2), 1800)


def test_a_late_legal_clock_asks_for_a_start_in_the_past() -> None:
    assert place(legal_due=NOON, handling_minutes=30).start_by == NOON - timedelta(minutes=30)


@pytest.mark.parametrize(
    ("reach", "expected"), [(-1, 0), (0, 0), (999_999_999, 1), (1_000_000, 1), (1000, log1p(1000) / log1p(1_000_000))]
)
def test_virality_grows_with_the_logarithm_of_reach(reach: int, expected: float) -> None:
    assert virality(RULE, reach) == expected


RULES = st.builds(
    lambda minutes, likelihood, spread: rule_of_order(*sorted(minutes, reverse=True), likelihood=likelihood, virality=spread),
    st.lists(st.integers(0, 10_000), min_size=5, max_size=5),
    st.floats(0, 1),
    st.floats(0, 1),
)
SHARES = st.floats(-1, 2)
DUES = st.one_of(st.none(), st.integers(-5000, 5000).map(lambda minutes: NOON + timedelta(minutes=minutes)))
INPUTS = st.fixed_dictionaries(
    {
        "received": st.integers(-5000, 0).map(lambda minutes: NOON + timedelta(minutes=minutes)),
        "severity": st.sampled_from(Severity),
        "likelihood": SHARES,
        "virality": SHARES,
        "legal_due": DUES,
        "handling_minutes": st.integers(1, 120),
    }
)


@given(RULES, INPUTS, st.sampled_from(["severity", "likelihood", "virality", "legal_due"]), INPUTS)
def test_whatever_gets_worse_never_waits_longer(rule: StartByRule, inputs: dict, key: str, other: dict) -> None:
    """Monotone in severity, likelihood, virality and clock (Q68): of two that differ in one, the graver is never later."""
    one, two = start_by(rule, **inputs), start_by(rule, **inputs | {key: other[key]})
    if key == "legal_due":
        graver, milder = sorted((one, two), key=lambda each: each.legal_due or datetime.max.replace(tzinfo=UTC))
    else:
        milder, graver = sorted((one, two), key=lambda each: getattr(each, key))
    assert graver.start_by <= milder.start_by


@given(RULES, INPUTS)
def test_the_breakdown_reproduces_the_moment(rule: StartByRule, inputs: dict) -> None:
    """What is stored is enough to compute it again (Q11)."""
    found = start_by(rule, **inputs)
    again = start_by(
        rule,
        received=found.received,
        severity=found.severity,
        likelihood=found.likelihood,
        virality=found.virality,
        legal_due=found.legal_due,
        handling_minutes=found.handling_seconds // 60,
    )
    assert again == found
    by_hand = found.received + timedelta(seconds=found.allowance_seconds)
    if found.legal_due is not None:
        by_hand = min(by_hand, found.legal_due - timedelta(seconds=found.handling_seconds))
    assert found.start_by == by_hand


@given(RULES, RULES, INPUTS, INPUTS)
def test_a_merge_is_never_later_and_never_milder(before: StartByRule, rule: StartByRule, one: dict, two: dict) -> None:
    """Also when the playbook changed in between."""
    standing, joining = start_by(before, **one), start_by(rule, **two)
    both = merged(rule, standing, joining, handling_minutes=one["handling_minutes"])
    for each in (standing, joining):
        assert both.start_by <= each.start_by
        assert both.severity >= each.severity
        assert each.legal_due is None or (both.legal_due is not None and both.legal_due <= each.legal_due)


@given(RULES, INPUTS, INPUTS, st.integers(-5000, 5000))
def test_a_missed_legal_clock_is_never_below_work_without_one(rule: StartByRule, one: dict, two: dict, minutes: int) -> None:
    """Q12, at every moment, for work of equal or lower severity."""
    now = NOON + timedelta(minutes=minutes)
    missed = start_by(rule, **one | {"legal_due": now - timedelta(seconds=1)})
    other = start_by(rule, **two | {"legal_due": None, "severity": min(one["severity"], two["severity"])})
    assert rank(missed, now) < rank(other, now)


@given(RULES, INPUTS, INPUTS)
def test_the_more_severe_is_served_first(rule: StartByRule, one: dict, two: dict) -> None:
    first, second = start_by(rule, **one), start_by(rule, **two)
    if first.severity > second.severity:
        assert rank(first, NOON) < rank(second, NOON)
