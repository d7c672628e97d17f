"""Before a playbook is put in force its rules are tried: one event that an engine sees otherwise is found and named."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from leeward.playbook.model import FieldType
from leeward.playbook.rules import Known, Window, compile_rules, history_sql, list_relations, parity, windows
from leeward.playbook.rules.functions import FUNCTIONS
from leeward.playbook.rules.parity import Difference, differences, table
from leeward.record.lake.ask import ask
from leeward.record.terms.code import RuleCode
from playbook.rules.fields import FIELDS, KNOWN
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
    tables = {"events": table({"reach": FieldType.INTEGER}, [{"reach": 5}])}
    assert ask(history_sql([rule("reach = 5")], FIELDS, "events"), tables) == [(0, "group/name")]
    with pytest.raises(Exception, match="disabled"):
        ask("SELECT * FROM read_csv('/etc/hostname')", tables)


def test_lists_are_looked_in_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = [rule("in_list(language, 'words') AND reach > 3", "r/list")]
    matched = {place for place, event in enumerate(EVENTS) if compile_rules(rules, FIELDS, KNOWN).matches(event)}
    assert matched
    assert differences(rules, FIELDS, EVENTS, ask, known=KNOWN) == []
    without = {name: frozenset[str]() for name in list_relations(rules, FIELDS, known=KNOWN)}
    monkeypatch.setattr(parity, "list_relations", lambda *_, **__: without)
    assert {each.event for each in differences(rules, FIELDS, EVENTS, ask, known=KNOWN)} == matched


HOUR = 3_600_000_000
WINDOWS = Known(windows=(Window("account_hour", "account", HOUR, HOUR // 6, entries_per_key=10),))
COUNTING = [rule("count(*) OVER account_hour >= 15 AND reach > 3", "r/count"), RULES[0]]


def test_windows_are_tried_from_empty_on_events_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    begin = datetime(2026, 3, 1, tzinfo=UTC)
    occurred = [begin + timedelta(seconds=90 * place) - timedelta(minutes=(place % 5) * 4) for place in range(len(EVENTS))]
    assert differences(COUNTING, FIELDS, EVENTS, ask, known=WINDOWS, occurred=occurred) == []
    frame = windows._frame
    monkeypatch.setattr(windows, "_frame", lambda window, group: frame(replace(window, last_microseconds=HOUR * 2), group))
    found = differences(COUNTING, FIELDS, EVENTS, ask, known=WINDOWS, occurred=occurred)
    assert {each.rule for each in found} == {"r/count"}


def test_without_moments_a_rule_with_a_window_is_left_out() -> None:
    assert differences(COUNTING, FIELDS, EVENTS, ask, known=WINDOWS) == []
