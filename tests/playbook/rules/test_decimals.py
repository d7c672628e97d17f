"""Decimals are exact and durations are lengths of time, online as in DuckDB as in plain arithmetic."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from leeward.playbook.diagnostics import Location, PlaybookErrors
from leeward.playbook.model import FieldType as F
from leeward.playbook.rules import compile_rules, parse_predicate
from playbook.rules.invention import Inventor, chance_events, events, schemas
from playbook.rules.lake import history, rule
from playbook.rules.reference import Reference

FEE, RATE = F("decimal(12,2)"), F("decimal(18,6)")
FIELDS = {"fee": FEE, "rate": RATE, "waited": F.DURATION, "n": F.INTEGER, "score": F.FLOAT, "posted": F.TIMESTAMP}


Tried = tuple[dict[str, F], list[str], list[dict[str, object]], int]


@st.composite
def tries(draw: st.DrawFn) -> Tried:
    """Conditions on decimals and durations, and events."""
    fields = draw(schemas())
    inventor = Inventor(draw, fields)
    tests = [draw(st.sampled_from([inventor.decimal_test, inventor.span_test]))(draw(st.integers(0, 2))) for _ in range(6)]
    return fields, tests, draw(st.lists(events(fields), max_size=4)), draw(st.integers(0, 999))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(tries())
def test_online_history_and_plain_arithmetic_agree(tried: Tried) -> None:
    fields, tests, drawn, seed = tried
    rows = [*drawn, *chance_events(fields, seed, 60)]
    whens = [when for when in dict.fromkeys(tests) if sound(when, fields)]
    assume(whens)
    rules = [rule(when, f"r/{number}") for number, when in enumerate(whens)]
    compiled = compile_rules(rules, fields)
    online = {(place, str(match.rule.code)) for place, row in enumerate(rows) for match in compiled.matches(row)}
    assert not compiled.failures, compiled.last_failure
    lists = frozenset(name for name, type_ in fields.items() if type_.is_list)
    plain = {
        (place, str(each.code))
        for each in rules
        for place, row in enumerate(rows)
        if Reference(each.when, lists).truth(row) is True
    }
    assert online == plain
    assert history(rules, fields, rows) == plain


def sound(when: str, fields: dict[str, F]) -> bool:
    try:
        parse_predicate(when, fields, Location.of_text(when))
    except PlaybookErrors:
        return False
    return True


def matches(when: str, **event: Any) -> bool:
    """What both say of one event; they have to agree."""
    found = bool(compile_rules([rule(when)], FIELDS).mask(event))
    assert bool(history([rule(when)], FIELDS, [event])) is found
    return found


@pytest.mark.parametrize(
    ("when", "event", "matched"),
    [
        ("fee = 0.3", {"fee": Decimal("0.30")}, True),
        ("fee * 3 = 0.3", {"fee": Decimal("0.10")}, True),  # of floats it would not be
        ("fee + rate = 0.3", {"fee": Decimal("0.10"), "rate": Decimal("0.200000")}, True),
        ("fee - rate > 0", {"fee": Decimal("0.01"), "rate": Decimal("0.010000")}, False),
        ("fee * rate = 0.000001", {"fee": Decimal("1.00"), "rate": Decimal("0.000001")}, True),
        ("fee > n", {"fee": Decimal("7.01"), "n": 7}, True),
        ("fee = n", {"fee": Decimal("7.00"), "n": 7}, True),
        ("fee * fee * fee > 0", {"fee": Decimal("9999999999.99")}, True),
        ("CAST(fee AS DOUBLE) / nullif(score, 0) > 0.1", {"fee": Decimal("0.30"), "score": 2.0}, True),
        ("CAST(rate AS DOUBLE) >= 999999999999.999878", {"rate": Decimal("999999999999.999999")}, True),
        ("coalesce(fee, 0) < 1", {}, True),
        ("fee < 1 OR fee >= 1", {}, False),
        ("CASE WHEN n = 1 THEN fee ELSE rate END = 0.5", {"n": 2, "rate": Decimal("0.500000")}, True),
        ("greatest(fee, rate, 1) = 1.25", {"fee": Decimal("1.25")}, True),
        ("fee IN (1, 2.50)", {"fee": Decimal("2.50")}, True),
        ("fee NOT BETWEEN 0.125 AND 10", {"fee": Decimal("0.12")}, True),
        ("fee IS DISTINCT FROM 0.5", {}, True),
        ("abs(fee - rate) <= 0.000001", {"fee": Decimal("-1.00"), "rate": Decimal("-1.000001")}, True),
        ("waited > INTERVAL '2 hours'", {"waited": timedelta(hours=2, microseconds=1)}, True),
        ("waited = INTERVAL '1 day'", {"waited": timedelta(hours=24)}, True),
        ("-waited < INTERVAL '0 seconds'", {"waited": timedelta(microseconds=1)}, True),
        ("waited + INTERVAL '1 hour' = INTERVAL '3 hours'", {"waited": timedelta(hours=2)}, True),
        ("coalesce(waited, INTERVAL '5 days') > INTERVAL '4 days'", {}, True),
        ("waited > INTERVAL '1 second'", {}, False),
    ],
)
def test_what_is_calculated(when: str, event: dict[str, Any], matched: bool) -> None:
    assert matches(when, **event) is matched


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ("fee > score", "a decimal is exact, and a float is not"),
        ("fee > 1e3", "a decimal is exact, and a float is not"),
        ("fee > 1.5 + 1.5", "a decimal is exact, and a float is not"),
        ("fee = 0.305", "this can never be equal"),
        ("fee IN (0.305)", "this can never be equal"),
        ("fee / 2 > 1", "quotients of decimals"),
        ("1.5 / fee > 1", "quotients of decimals"),
        ("fee > 99999999999", "this can never be true"),
        ("fee > 5 AND fee < 5.01", "exclude each other"),
        ("fee * rate * fee * rate > 1", "38 digits"),
        ("fee * fee * fee > rate * rate", "38 digits beside a decimal"),
        ("waited > 3600", "a duration cannot be compared with an integer"),
        ("waited * 2 > INTERVAL '1 hour'", "cannot be calculated"),
        ("fee > '5'", "cannot be compared with a text"),
    ],
)
def test_what_engines_would_read_their_own_way_is_refused(when: str, says: str) -> None:
    with pytest.raises(PlaybookErrors) as caught:
        parse_predicate(when, FIELDS, Location.of_text(when))
    assert says in caught.value.render()


def test_a_float_where_a_decimal_should_be_is_a_rule_that_raises_not_a_wrong_answer() -> None:
    compiled = compile_rules([rule("fee > 1")], FIELDS)
    assert compiled.mask({"fee": 2.5}) == 0
    assert compiled.last_failure == {"group/name": "TypeError"}


def test_a_type_is_named_by_its_digits() -> None:
    assert F("decimal(12, 2)") is FEE
    assert (FEE.decimal, F.INTEGER.decimal) == ((12, 2), None)
    for wrong in ("decimal", "decimal(19,2)", "decimal(2,3)", "decimal(0,0)", "decimal(12,2)[]"):
        with pytest.raises(ValueError, match="not a valid"):
            F(wrong)
