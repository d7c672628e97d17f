"""Labels mean one thing: what one knows online of an event is what the definition says, and what DuckDB says of history."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import duckdb
import pytest
from hypothesis import given, settings

from leeward.playbook.model import Labelling, NamedLabel
from leeward.playbook.rules import Known, compile_rules
from leeward.playbook.rules.duck import Duck
from leeward.playbook.rules.labels import Change, Labeller, Replay, Standing, labelling, marked
from leeward.playbook.rules.parity import changed, differences
from leeward.record.lake.ask import ask
from leeward.record.terms.code import RuleCode
from playbook.rules import labelled
from playbook.rules.labelled import FIELDS, LABELS, MARKS, START, Event
from playbook.rules.lake import history, rule, table

KNOWN = Known(labels=LABELS)
WHENS = {
    "r/asked": "has_label(account, 'asked')",
    "r/not": "NOT has_label(target, 'asked')",
    "r/unknown": "has_label(target, 'warned') IS NULL",
    "r/both": "has_label(account, 'asked') AND has_label(target, 'warned') AND reach > 1",
    "r/either": "has_label(account, 'warned') OR coalesce(has_label(target, 'warned'), reach > 5)",
    "r/named": "rule('r/asked') AND reach IS NOT NULL",
}
RULES = [rule(when, code) for code, when in WHENS.items()]
NAMING = replace(KNOWN, rules=tuple(sorted(WHENS.items())))


def replayed(events: Sequence[Event], changes: Sequence[Change]) -> list[dict[str, bool | None]]:
    replay = Replay(changes)
    return [replay.seen(MARKS, event, at, position) for position, (event, at) in enumerate(events, 1)]


def in_duckdb(events: Sequence[Event], changes: Sequence[Change]) -> list[dict[str, bool | None]]:
    import pyarrow as pa

    stored = table(FIELDS, [event for event, _ in events])
    stored = stored.append_column("position", pa.array(range(1, len(events) + 1), pa.int64()))
    stored = stored.append_column("occurred", pa.array([at for _, at in events], pa.timestamp("us", tz="UTC")))
    columns = ", ".join(f'"{mark.name}"' for mark in MARKS)
    with duckdb.connect() as connection:
        connection.register("events", stored)
        connection.register("label_changes", changed(changes))
        found = connection.execute(f"SELECT {columns} FROM {marked(Duck(), 'events', MARKS)} ORDER BY position").fetchall()
    return [dict(zip([mark.name for mark in MARKS], row, strict=True)) for row in found]


@settings(max_examples=150, deadline=None)
@given(labelled.events(), labelled.changes())
def test_what_stands_is_what_the_definition_says(events: list[Event], changes: list[Change]) -> None:
    assert replayed(events, changes) == labelled.values(events, changes)


@settings(max_examples=60, deadline=None)
@given(labelled.events(), labelled.changes())
def test_history_says_the_same(events: list[Event], changes: list[Change]) -> None:
    assert in_duckdb(events, changes) == labelled.values(events, changes)


@settings(max_examples=25, deadline=None)
@given(labelled.events(), labelled.changes())
def test_rules_that_ask_about_labels_match_the_same(events: list[Event], changes: list[Change]) -> None:
    compiled = compile_rules(RULES, FIELDS, NAMING)
    online = {
        (place, str(match.rule.code))
        for place, ((event, _), values) in enumerate(zip(events, labelled.values(events, changes), strict=True))
        for match in compiled.matches({**event, **values})
    }
    rows, occurred = [event for event, _ in events], [at for _, at in events]
    assert history(RULES, FIELDS, rows, NAMING, occurred, changes) == online
    assert differences(RULES, FIELDS, rows, ask, known=NAMING, occurred=occurred, changes=changes) == []


def test_an_event_does_not_see_what_it_puts() -> None:
    rules = [labelling_rule("reach > 5", "asked")]
    standing, labeller = Standing(), labelling((), rules, FIELDS, KNOWN, [label("asked")])
    seen = [one(standing, labeller, {"account": "a", "reach": 9}, n) for n in (0, 1)]
    assert seen == [False, True]


def test_a_rule_may_read_the_label_that_it_puts() -> None:
    rules = [labelling_rule("NOT has_label(account, 'asked') AND reach > 5", "asked")]
    standing, labeller = Standing(), labelling((), rules, FIELDS, KNOWN, [label("asked", "3 seconds")])
    seen = [one(standing, labeller, {"account": "a", "reach": 9}, n) for n in range(6)]
    assert seen == [False, True, True, False, True, True], "it puts again when it is over"


def test_the_rules_own_time_goes_before_the_labels() -> None:
    rules = [labelling_rule("reach > 5", "asked", lasts="1 second")]
    labeller = labelling((), rules, FIELDS, KNOWN, [label("asked", "3 days")])
    assert [put.until for put in labeller.puts({"account": "a", "reach": 9}, START)] == [START + timedelta(seconds=1)]


def test_nothing_is_put_on_nobody() -> None:
    labeller = labelling((), [labelling_rule("reach > 5", "asked")], FIELDS, KNOWN, [label("asked")])
    assert labeller.puts({"reach": 9}, START) == []


def test_put_again_it_stands_until_the_later_end_and_taken_it_stands_no_more() -> None:
    standing, later = Standing(), START + timedelta(days=2)
    standing.put("a", "asked", later)
    standing.put("a", "asked", START + timedelta(days=1))
    event = {"account": "a"}
    assert standing.seen(MARKS[:1], event, later - timedelta(microseconds=1)) == {MARKS[0].name: True}
    assert standing.seen(MARKS[:1], event, later) == {MARKS[0].name: False}, "the end itself is no part of it"
    standing.take("a", "asked")
    assert standing.seen(MARKS[:1], event, START) == {MARKS[0].name: False}


def test_a_broken_join_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    events = [({"account": "a", "reach": 9}, START + timedelta(seconds=n)) for n in range(4)]
    changes = [Change("a", "asked", 2, START + timedelta(days=1))]
    broken = marked(Duck(), "events", MARKS).replace("< _event.position", "<= _event.position")
    monkeypatch.setattr("leeward.playbook.rules.history.marked", lambda *_: broken)
    rows, occurred = [event for event, _ in events], [at for _, at in events]
    found = differences(RULES[:1], FIELDS, rows, ask, known=NAMING, occurred=occurred, changes=changes)
    assert [(each.event, each.rule, each.online) for each in found] == [(1, RuleCode("r/asked"), False)]


def labelling_rule(when: str, name: str, *, lasts: str | None = None):  # type: ignore[no-untyped-def]
    import msgspec

    return msgspec.structs.replace(rule(when), labels=(Labelling(name=name, on="account", lasts=lasts),))


def label(name: str, lasts: str = "1 day") -> NamedLabel:
    return NamedLabel(name=name, means="it was asked", lasts=lasts)


def one(standing: Standing, labeller: Labeller, event: dict[str, object], second: int) -> bool | None:
    """Let an event pass as the desk does: see, then put."""
    occurred = START + timedelta(seconds=second)
    values = standing.seen(MARKS[:1], event, occurred)
    for put in labeller.puts({**event, **values}, occurred):
        standing.put(put.id, put.label, put.until)
    return values[MARKS[0].name]
