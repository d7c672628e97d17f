"""Windows mean one thing: what the memory says of an event is what the definition says, and what DuckDB says of history."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.playbook.diagnostics import Location
from leeward.playbook.model import FieldType as F
from leeward.playbook.rules import Feature, Known, Window, compile_rules, history_sql, parse_predicate
from leeward.playbook.rules.kinds import TIMESTAMP
from leeward.playbook.rules.memory import Memory, OtherWindows, encode, values_in
from leeward.playbook.rules.memory_busy import FEW
from leeward.playbook.rules.windows import windowed
from playbook.rules import naive
from playbook.rules.lake import rule, table

SECOND = 1_000_000
FIELDS = {
    "account": F.ID, "team": F.CODE, "number": F.INTEGER, "price": F.FLOAT, "seen": F.TIMESTAMP, "new": F.BOOLEAN, "text": F.TEXT,
}  # fmt: skip
SHORT = Window("short", "account", 3 * SECOND, 2 * SECOND)
LONG = Window("long", "account", 9 * SECOND, 2 * SECOND)
STRICT = Window("strict", "team", 4 * SECOND, 0)
BY_NUMBER = Window("by_number", "number", 5 * SECOND, SECOND)
KNOWN = Known(windows=(BY_NUMBER, LONG, SHORT, STRICT))
EVERY = [
    f"{call} OVER {window.name}"
    for window in KNOWN.windows
    for call in (
        "count(*)", "count(text)", "count(DISTINCT team)", "count(DISTINCT account)", "count(DISTINCT number)",
        "count(DISTINCT new)", "count(DISTINCT seen)", "sum(number)", "sum(price)", "min(number)", "max(price)", "max(seen)",
        "min(seen)", "max(number)", "min(price)",
    )
]  # fmt: skip
START = datetime(2026, 1, 31, tzinfo=UTC)


def features(*expressions: str) -> tuple[Feature, ...]:
    found = []
    for each in expressions:
        when = f"({each}) IS NOT NULL"
        found += parse_predicate(when, FIELDS, Location.of_text(when), KNOWN).features
    return tuple(found)


ALL = features(*EVERY)

moments = st.integers(0, 24).map(lambda half: half * SECOND // 2)
"""Half seconds, so that many events share a moment and many lie exactly on the edge of a window."""
rows = st.fixed_dictionaries(
    {
        "account": st.sampled_from([None, "a", "b"]),
        "team": st.sampled_from([None, "x", "y", "z"]),
        "number": st.sampled_from([None, 0, 1, 2, -(2**63), 2**63 - 1]),
        "price": st.sampled_from([None, 0.1, 0.2, 0.3, 1e308, -1e308, -0.5]),
        "seen": st.sampled_from([None, START, START + timedelta(microseconds=1)]),
        "new": st.sampled_from([None, True, False]),
        "text": st.sampled_from([None, "one"]),
    }
)
rising = st.lists(st.tuples(rows, moments), max_size=60).map(lambda stream: sorted(stream, key=lambda event: event[1]))
anyhow = st.lists(st.tuples(rows, moments), max_size=60)
hasty = st.lists(st.tuples(rows, moments.map(lambda at: at // 20)), min_size=FEW, max_size=90)
"""Many events in a short time: keys become busy."""
streams = st.one_of(rising, anyhow, hasty)


def remembered(stream: Sequence[naive.Event], memory: Memory, start: int = 1) -> list[dict[str, object]]:
    return [dict(memory.seen(row, at, position)) for position, (row, at) in enumerate(stream, start)]


def as_table(stream: Sequence[naive.Event]) -> pa.Table:
    found = table(FIELDS, [row for row, _ in stream])
    occurred = pa.array([at for _, at in stream], pa.timestamp("us", tz="UTC"))
    positions = pa.array(range(1, len(stream) + 1), pa.int64())
    return found.append_column("position", positions).append_column("occurred", occurred)


@settings(max_examples=100, deadline=None)
@given(streams)
def test_the_memory_holds_what_the_definition_says(stream: list[naive.Event]) -> None:
    assert remembered(stream, Memory(ALL)) == naive.values(stream, ALL)


@settings(max_examples=40, deadline=None)
@given(streams)
def test_history_holds_what_the_memory_held(stream: list[naive.Event]) -> None:
    online = remembered(stream, Memory(ALL))
    moments = {feature.name for feature in ALL if feature.type == TIMESTAMP}
    names = ", ".join(f'epoch_us("{each.name}")' if each.name in moments else f'"{each.name}"' for each in ALL)
    with duckdb.connect() as connection:
        connection.register("events", as_table(stream))
        found = connection.execute(f"SELECT {names} FROM {windowed('events', ALL)} ORDER BY position").fetchall()
    for row, values in zip(found, online, strict=True):
        seen = dict(zip([feature.name for feature in ALL], row, strict=True))
        assert seen == {name: microseconds(value) for name, value in values.items()}


def microseconds(value: object) -> object:
    return (value - datetime(1970, 1, 1, tzinfo=UTC)) // datetime.resolution if isinstance(value, datetime) else value


@settings(max_examples=25, deadline=None)
@given(streams)
def test_rules_with_windows_match_the_same_online_and_over_history(stream: list[naive.Event]) -> None:
    with duckdb.connect() as connection:
        connection.register("events", as_table(stream))
        found = set(connection.execute(history_sql(RULES, FIELDS, "events", known=KNOWN)).fetchall())
    assert found == matches_online(stream)


WHENS = (
    "count(*) OVER long >= 3 AND number > 0",
    "count(DISTINCT team) OVER short >= 2 OR sum(number) OVER by_number > 9223372036854775807",
    "CAST(sum(number) OVER long AS DOUBLE) / nullif(count(number) OVER long, 0) > 0.5",
    "sum(price) OVER long BETWEEN 0.2 AND 0.9",
    "max(seen) OVER strict > min(seen) OVER strict",
    "(count(*) OVER strict) IS NULL",
)
RULES = [rule(when, f"r/{number}") for number, when in enumerate(WHENS)]


def matches_online(stream: Sequence[naive.Event]) -> set[tuple[int, str]]:
    """The number of the event and the code of the rule, of ``RULES``."""
    compiled = compile_rules(RULES, FIELDS, KNOWN)
    memory = Memory(compiled.features)
    online = set()
    for place, (row, at) in enumerate(stream):
        event = {**row, **memory.seen(row, at, place + 1)}
        online |= {(place, str(match.rule.code)) for match in compiled.matches(event)}
    assert not compiled.failures
    return online


@settings(max_examples=40, deadline=None)
@given(streams, st.data())
def test_a_snapshot_and_what_came_later_is_as_if_nothing_had_happened(stream: list[naive.Event], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(stream)))
    whole, first = Memory(ALL), Memory(ALL)
    expected = remembered(stream, whole)
    remembered(stream[:cut], first)
    second = Memory.restore(ALL, first.snapshot())
    assert second.position == cut
    assert second.remembered == first.remembered
    assert remembered(stream[cut:], second, cut + 1) == expected[cut:]
    assert second.remembered == whole.remembered


@pytest.mark.parametrize("values", [0, 1, 15, 16, 65_535, 65_536])
def test_how_many_values_a_packed_row_holds_stands_in_its_head(values: int) -> None:
    assert values_in(encode(list(range(values)))) == values


def test_a_snapshot_of_other_windows_is_refused() -> None:
    one, other = features("count(*) OVER short"), features("count(*) OVER long")
    with pytest.raises(OtherWindows, match="other windows"):
        Memory.restore(other, Memory(one).snapshot())
    with pytest.raises(OtherWindows, match="other windows"):
        Memory.restore(one, Memory(one).snapshot(), shard=(0, 2))
    with pytest.raises(OtherWindows, match="no snapshot"):
        Memory.restore(one, Memory(one).snapshot()[:-5])


@settings(max_examples=40, deadline=None)
@given(streams, st.integers(2, 4))
def test_shards_together_hold_what_one_memory_holds(stream: list[naive.Event], shards: int) -> None:
    expected = remembered(stream, Memory(ALL))
    parts = [remembered(stream, Memory(ALL, shard=(number, shards))) for number in range(shards)]
    for place, whole in enumerate(expected):
        joined: dict[str, object] = {}
        for part in parts:
            assert all(joined.get(name, value) == value for name, value in part[place].items())
            joined.update(part[place])
        assert joined == whole


def test_shards_in_processes_of_their_own_hold_what_one_memory_holds() -> None:
    script = Path(__file__).parent / "shard_process.py"
    running = [
        subprocess.Popen([sys.executable, str(script), str(number), "3"], stdout=subprocess.PIPE, text=True)
        for number in range(3)
    ]
    printed = [process.communicate(timeout=120)[0].splitlines() for process in running]
    alone = subprocess.run([sys.executable, str(script), "0", "1"], stdout=subprocess.PIPE, text=True, check=True, timeout=120)
    whole = alone.stdout.splitlines()
    assert len(whole) == 2_000
    assert [max(lines) for lines in zip(*printed, strict=True)] == whole
    assert all(sum(bool(line) for line in lines) == 1 for lines in zip(*printed, strict=True))


def test_positions_rise() -> None:
    memory = Memory(features("count(*) OVER short"))
    memory.seen({"account": "a"}, 0, 5)
    with pytest.raises(ValueError, match="does not follow"):
        memory.seen({"account": "a"}, 0, 5)


# Bounds: what cannot be known is NULL and counted, never wrong.


def bounded(**bounds: int) -> tuple[Feature, ...]:
    window = Window(
        "small", "account", 5 * SECOND, SECOND, **{"keys": 1_000, "entries": 1_000, "entries_per_key": 1_000, **bounds}
    )
    found = []
    for call in ("count(*)", "count(DISTINCT number)", "sum(number)", "max(number)"):
        when = f"({call} OVER small) IS NOT NULL"
        found += parse_predicate(when, FIELDS, Location.of_text(when), Known(windows=(window,))).features
    return tuple(found)


crowded = st.lists(
    st.tuples(
        st.fixed_dictionaries({"account": st.sampled_from("abcdefgh"), "number": st.integers(0, 3)}),
        st.integers(0, 60).map(lambda half: half * SECOND // 2),
    ),
    max_size=120,
)


@settings(max_examples=100, deadline=None)
@given(st.one_of(crowded, crowded.map(lambda stream: sorted(stream, key=lambda event: event[1]))), st.data())
def test_within_any_bounds_a_value_is_right_or_missing_and_counted(stream: list[naive.Event], data: st.DataObject) -> None:
    bounds = {
        "keys": data.draw(st.integers(1, 8)),
        "entries": data.draw(st.integers(1, 40)),
        "entries_per_key": data.draw(st.integers(1, 30)),
    }
    small = bounded(**bounds)
    memory = Memory(small)
    missing = 0
    for position, ((row, at), right) in enumerate(zip(stream, naive.values(stream, small), strict=True), 1):
        found = memory.seen(row, at, position)
        assert found == right or set(found.values()) == {None}
        missing += found != right
        assert memory.remembered.keys <= bounds["keys"]
        assert memory.remembered.entries <= bounds["entries"]
    assert missing <= memory.remembered.unknown


def test_keys_whose_events_are_over_make_room() -> None:
    small = bounded(keys=8)
    memory = Memory(small)
    for number in range(1, 200):
        found = memory.seen({"account": f"account {number}", "number": 1}, number * 4 * SECOND, number)
        assert found["count(*) OVER small"] == 1
    assert memory.remembered.unknown == 0
    assert memory.remembered.keys <= 8


def test_a_key_past_its_bound_is_known_again_when_what_was_passed_over_has_left() -> None:
    memory = Memory(bounded(entries_per_key=3))
    counts = [memory.seen({"account": "a"}, at * SECOND, at + 1)["count(*) OVER small"] for at in (0, 1, 2, 3, 4, 7, 8, 9, 13)]
    assert counts == [1, 2, 3, None, None, None, None, 3, 2]
    assert memory.remembered.unknown == 4


def test_events_that_are_only_counted_are_counted_past_a_handful() -> None:
    memory = Memory(features("count(*) OVER long"))
    seen = [memory.seen({"account": "a"}, number, number)["count(*) OVER long"] for number in range(1, 4 * FEW)]
    assert seen == list(range(1, 4 * FEW))
