"""Before a playbook is put in force its rules are tried: one event that an engine sees otherwise is found and named."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from leeward.playbook.model import FieldType
from leeward.playbook.rules import compile_rules, history_sql
from leeward.playbook.rules.functions import FUNCTIONS
from leeward.playbook.rules.parity import Difference, differences, table
from leeward.record.lake.ask import ask
from leeward.record.terms.code import RuleCode
from playbook.rules.fields import FIELDS
from playbook.rules.invention import chance_events
from playbook.rules.lake import rule

RULES = [
    rule("contains(text, 'fee') AND reach > 3", "r/text"),
    rule("hour_of_day(posted) < 12 AND list_contains(labels, 'en')", "r/time"),
    rule("score > 0.5 OR account = target", "r/number"),
]
EVENTS = chance_events(FIELDS, 31, 300)


def break_emitter(monkeypatch: pytest.MonkeyPatch, function: str, duckdb: str) -> None:
    """Let a function mean something else over history."""
    monkeypatch.setitem(FUNCTIONS, function, replace(FUNCTIONS[function], duckdb=duckdb))


def test_what_means_the_same_has_no_difference() -> None:
    matched = sum(len(compile_rules(RULES, FIELDS).matches(event)) for event in EVENTS)
    assert matched > 50
    assert differences(RULES, FIELDS, EVENTS, ask) == []


def test_a_broken_emitter_is_found_rule_by_rule_and_event_by_event(monkeypatch: pytest.MonkeyPatch) -> None:
    break_emitter(monkeypatch, "contains", "contains({0}, {1} || ' ')")
    compiled = compile_rules(RULES, FIELDS)
    suspects = {
        place
        for place, event in enumerate(EVENTS)
        if any(match.rule.code == "r/text" for match in compiled.matches(event)) and "fee " not in str(event["text"])
    }
    found = differences(RULES, FIELDS, EVENTS, ask)
    assert suspects
    assert {(each.event, each.rule, each.online) for each in found} == {(place, "r/text", True) for place in suspects}


def test_what_only_history_finds_is_a_difference_too(monkeypatch: pytest.MonkeyPatch) -> None:
    break_emitter(monkeypatch, "hour_of_day", f"({FUNCTIONS['hour_of_day'].duckdb} - 1)")
    events = [{"posted": datetime(2026, 1, 1, 12, tzinfo=UTC), "labels": ["en"]}]
    assert differences(RULES, FIELDS, events, ask) == [Difference(0, RuleCode("r/time"), online=False)]


def test_no_events_have_no_difference() -> None:
    assert differences(RULES, FIELDS, [], ask) == []


def test_a_question_reaches_nothing_but_the_table() -> None:
    events = table({"reach": FieldType.INTEGER}, [{"reach": 5}])
    assert ask(history_sql([rule("reach = 5")], FIELDS, "events"), events) == [(0, "group/name")]
    with pytest.raises(Exception, match="disabled"):
        ask("SELECT * FROM read_csv('/etc/hostname')", events)
