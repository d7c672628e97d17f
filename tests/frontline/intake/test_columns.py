"""Whole batches by column are what single events one by one would be: the same values, the same problems, in their places."""

import io
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import msgspec
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.frontline.intake import wire
from leeward.frontline.intake.activity import EventIn, Unfit, read
from leeward.frontline.intake.arrival import Problem, slip
from leeward.frontline.intake.columns import Columns, Sent, sent_columns, sent_rows
from leeward.frontline.intake.shapes import Shapes
from leeward.playbook.model import ActivityKind, FieldType, Playbook
from leeward.playbook.reader import read_playbook, starter
from leeward.record.terms.code import EventKind
from leeward.record.terms.subject import SubjectKind

MOST = 300
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
EVERY = {f"class_{each.value.removesuffix('[]')}{'_list' if each.is_list else ''}": each for each in FieldType}
EVERY["class_decimal"] = FieldType("decimal(5,2)")


def playbook() -> Playbook:
    kinds = {
        EventKind(name): ActivityKind(
            kind=EventKind(name), doc="A test.", subject=SubjectKind.ACCOUNT, subject_field="account_id",
            fields={"account_id": FieldType.ID, **EVERY},
        )
        for name in ("posted", "moved")
    }  # fmt: skip
    return msgspec.structs.replace(read_playbook(starter()), activity=kinds)


SHAPES = Shapes(playbook())

texts = st.one_of(
    st.text(max_size=8), st.just("x" * 301), st.just("data:image/png;base64,AAAA"), st.just("\x00"), st.just("/9j/" + "A" * 280)
)
values: dict[FieldType, st.SearchStrategy[Any]] = {
    FieldType.INTEGER: st.one_of(st.integers(-(2**64), 2**64), st.just(3.0), st.just(3.5), st.booleans(), st.none()),
    FieldType.FLOAT: st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-5, 5), st.just("1"), st.none()),
    FieldType.BOOLEAN: st.one_of(st.booleans(), st.just(1), st.none()),
    FieldType.TIMESTAMP: st.sampled_from(
        ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00+02:00", "2026-01-01 00:00:00+02:00", "2026-01-01T00:00:00", "soon", None]
    ),
    FieldType.DURATION: st.sampled_from(["PT1H", "-PT0.5S", 90, -1, 1.5, "an hour", "P300Y", "P36525D", "P36526D", True, None]),
    FieldType("decimal(5,2)"): st.sampled_from(
        ["12.50", "1.5", "-999.99", "1000", "1.505", "1e2", "NaN", "Infinity", "", 7, 1.25, 0.1 + 0.2, 10**30, True, None]
    ),
    FieldType.TEXT: st.one_of(texts, st.none(), st.just(5)),
    FieldType.ID: st.one_of(st.text(max_size=3), st.integers(), st.just("x" * 2_001), st.booleans(), st.none()),
    FieldType.CODE: st.one_of(st.sampled_from(["en", "two words", "", "a" * 81, "x\n"]), st.none(), st.just(1)),
}


def value(field: FieldType) -> st.SearchStrategy[Any]:
    one = values[field.element]
    return st.one_of(st.lists(one, max_size=3), st.none(), st.just("no list")) if field.is_list else one


def rarely(strategy: st.SearchStrategy[Any], usual: Any) -> st.SearchStrategy[Any]:
    """Mostly the usual, so that whole batches come in too."""
    return st.integers(0, 5).flatmap(lambda n: strategy if n == 0 else st.just(usual))


fields = st.fixed_dictionaries(
    {"account_id": rarely(values[FieldType.ID], "A-1")},
    optional={**{name: value(field) for name, field in EVERY.items()}, "acount_id": st.just("?")},
)
events = st.fixed_dictionaries(
    {
        "kind": rarely(st.sampled_from(["moved", "postd"]), "posted"),
        "id": rarely(st.sampled_from(["", "x" * 2_001]), "E-1"),
        "occurred": rarely(st.sampled_from(["2026-11-24T12:06:00Z", "2026-11-24T10:00:00"]), "2026-11-24T10:00:00+01:00"),
        "fields": fields,
    },
    optional={"platform": rarely(st.sampled_from(["two words", ""]), "jobs"), "more": st.nothing()},
)


def problem_of(row: dict[str, Any]) -> Problem | tuple[Any, ...]:
    """What is wrong with an event by itself, or what is taken of it."""
    try:
        event = msgspec.json.decode(msgspec.json.encode(row), type=EventIn)
        shape, found = read(event, SHAPES.by_kind, NOW, MOST)
        return shape.kind.kind, event.id, event.platform, event.occurred, found
    except msgspec.ValidationError as problem:
        return slip(str(problem))
    except Unfit as unfit:
        return unfit.problem


def problems_of(row: dict[str, Any]) -> list[Problem]:
    """Everything that is wrong with an event: of several things whichever is seen first is said."""
    whole, subject = problem_of(row), {"account_id": row["fields"]["account_id"]}
    alone = [problem_of({**row, "fields": {**subject, name: value}}) for name, value in row["fields"].items()]
    return [each for each in (whole, *alone) if isinstance(each, Problem)]


def one_by_one(rows: list[dict[str, Any]]) -> tuple[dict[int, Any], dict[int, Problem]]:
    """What each event by itself says: its values, or its problem."""
    found = {place: problem_of(row) for place, row in enumerate(rows)}
    taken = {place: each for place, each in found.items() if not isinstance(each, Problem)}
    return taken, {place: each for place, each in found.items() if isinstance(each, Problem)}


def by_column(sent: Sent) -> tuple[dict[int, Any], dict[int, Problem]]:
    taken = {}
    for columns in sent.columns:
        for n, place in enumerate(columns.places):
            found = [column[n] for column in columns.values]
            taken[place] = (columns.shape.kind.kind, columns.ids[n], columns.platforms[n], columns.occurred[n], found)
    return taken, dict(sent.problems)


@settings(max_examples=150, deadline=None)
@given(st.lists(events, min_size=1, max_size=6), st.sampled_from(["application/x-ndjson", "application/json"]))
def test_a_batch_reads_as_its_events_do_one_by_one(rows: list[dict[str, Any]], content_type: str) -> None:
    lines = b"\n".join(msgspec.json.encode(row) for row in rows)
    body = lines if content_type.endswith("ndjson") else msgspec.json.encode(rows)
    sent = sent_rows(wire.activity(body, content_type, SHAPES, most=100), SHAPES, NOW, MOST)
    taken, refused = by_column(sent)
    expected_taken, expected_refused = one_by_one(rows)
    assert taken == expected_taken
    assert refused.keys() == expected_refused.keys()
    assert all(problem in problems_of(rows[place]) for place, problem in refused.items())
    assert [list(map(type, one[4])) for one in taken.values()] == [list(map(type, expected_taken[place][4])) for place in taken]


def stream(table: pyarrow.Table) -> bytes:
    sink = io.BytesIO()
    with pyarrow.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


ARROW = {
    FieldType.INTEGER: (pyarrow.int32(), st.integers(-(2**31), 2**31 - 1)),
    FieldType.FLOAT: (pyarrow.float64(), st.floats()),
    FieldType.BOOLEAN: (pyarrow.bool_(), st.booleans()),
    FieldType.TIMESTAMP: (
        pyarrow.timestamp("us", "Europe/Paris"),
        st.datetimes(datetime(2000, 1, 1), datetime(2026, 1, 1), timezones=st.just(timezone(timedelta(hours=2)))),
    ),
    FieldType.TEXT: (pyarrow.string(), texts),
    FieldType.ID: (pyarrow.string(), st.text(max_size=3)),
    FieldType.CODE: (pyarrow.string(), st.sampled_from(["en", "de", "two words"])),
}


@st.composite
def tables(draw: st.DrawFn) -> pyarrow.Table:
    count = draw(st.integers(1, 5))
    columns: dict[str, Any] = {
        "id": pyarrow.array([f"E-{n}" for n in range(count)]),
        "occurred": pyarrow.array([NOW - timedelta(hours=n) for n in range(count)], pyarrow.timestamp("ms", "UTC")),
        "account_id": pyarrow.array(draw(st.lists(st.sampled_from(["A", "B", "", None]), min_size=count, max_size=count))),
    }
    for name in draw(st.lists(st.sampled_from(sorted(name for name in EVERY if EVERY[name].element in ARROW)), unique=True)):
        kind, one = ARROW[EVERY[name].element]
        if EVERY[name].is_list:
            kind, one = pyarrow.list_(kind), st.lists(one, max_size=2)
        drawn = draw(st.lists(st.one_of(st.none(), one), min_size=count, max_size=count))
        columns[name] = pyarrow.array(drawn, kind)
    return pyarrow.table(columns)


@settings(max_examples=100, deadline=None)
@given(tables())
def test_an_arrow_stream_reads_as_its_rows_do_one_by_one(table: pyarrow.Table) -> None:
    columns = wire.arrow(stream(table), "posted", "jobs", SHAPES, most=100)
    assert isinstance(columns, Columns)
    taken, refused = by_column(sent_columns(columns, NOW, MOST))
    rows = wire._events(table.to_pylist(), "posted", "jobs")
    expected_taken, expected_refused = by_column(sent_rows(list(rows), SHAPES, NOW, MOST))
    assert taken == expected_taken
    assert refused.keys() == expected_refused.keys()


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("class_integer", pyarrow.array([2**64 - 1, 1], pyarrow.uint64())),
        ("class_integer", pyarrow.array(["1", "2"])),
        ("class_timestamp", pyarrow.array([NOW.replace(tzinfo=None)] * 2)),
        ("class_code_list", pyarrow.array([["en", None], ["de"]])),
        ("class_decimal", pyarrow.array([Decimal("1.505"), Decimal("1.5")], pyarrow.decimal128(7, 3))),
        ("class_duration", pyarrow.array([timedelta(days=40_000), timedelta(1)], pyarrow.duration("us"))),
        ("no_such_field", pyarrow.array([1, 2])),
    ],
)
def test_columns_of_another_type_are_looked_at_row_by_row(name: str, column: pyarrow.Array) -> None:
    when = pyarrow.array([NOW] * 2, pyarrow.timestamp("us", "UTC"))
    table = pyarrow.table({"id": ["1", "2"], "occurred": when, "account_id": ["A", "A"], name: column})
    rows = wire.arrow(stream(table), "posted", "jobs", SHAPES, most=100)
    assert isinstance(rows, list)
    problems = sent_rows(rows, SHAPES, NOW, MOST).problems
    assert {problem.field for _, problem in problems} == {name}


def test_more_rows_than_a_batch_holds_are_refused_whatever_they_are() -> None:
    body = b"\n".join([b'{"kind": "posted"}'] * 3)
    with pytest.raises(wire.Unreadable, match="at most 2"):
        wire.activity(body, "application/x-ndjson", SHAPES, most=2)
    good = msgspec.json.encode([{"kind": "posted", "id": "1", "occurred": NOW, "fields": {"account_id": "A"}}] * 3)
    with pytest.raises(wire.Unreadable, match="at most 2"):
        wire.activity(good, "application/json", SHAPES, most=2)
