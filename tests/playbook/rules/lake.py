"""A few events as a table in DuckDB, typed as the lake types them, to run what ``history_sql`` writes."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import duckdb
import pyarrow as pa

from leeward.playbook.diagnostics import Location
from leeward.playbook.model import FieldType, Rule
from leeward.playbook.rules import NOTHING, Known, history_sql, list_relations
from leeward.playbook.rules.labels import CHANGES, Change
from leeward.playbook.rules.parity import changed
from leeward.record.terms.code import ClauseCode, Digest, EventKind, RuleCode
from leeward.record.terms.severity import Severity

ARROW = {
    FieldType.INTEGER: pa.int64(),
    FieldType.FLOAT: pa.float64(),
    FieldType.BOOLEAN: pa.bool_(),
    FieldType.TIMESTAMP: pa.timestamp("us", tz="UTC"),
    FieldType.DURATION: pa.int64(),
    FieldType.TEXT: pa.string(),
    FieldType.CODE: pa.string(),
    FieldType.ID: pa.string(),
}


def rule(when: str, code: str = "group/name") -> Rule:
    """A rule that says nothing but its predicate."""
    return Rule(
        code=RuleCode(code),
        version=Digest("0" * 64),
        on=EventKind("invented"),
        when=when,
        clause=ClauseCode("HE-1"),
        severity=Severity.LOW,
        signal="a signal",
        why="a reason",
        strength=0.5,
        cases=(),
        file=f"rules/{code}.toml",
        where=Location.of_text(when, f"rules/{code}.toml"),
    )


def table(fields: Mapping[str, FieldType], events: Sequence[Mapping[str, object]]) -> pa.Table:
    """The events as Arrow, numbered from 0."""
    columns: dict[str, pa.Array] = {"event_id": pa.array(range(len(events)), pa.int64())}
    for name, type_ in fields.items():
        one = pa.decimal128(*type_.decimal) if type_.decimal else ARROW[type_.element]
        values = [_stored(event.get(name), type_) for event in events]
        columns[name] = pa.array(values, pa.list_(one) if type_.is_list else one)
    return pa.table(columns)


def _stored(value: object, type_: FieldType) -> object:
    if type_.element is FieldType.ID and value is not None:
        return [str(each) for each in value] if type_.is_list else str(value)  # type: ignore[attr-defined]
    if type_ is FieldType.TIMESTAMPS and value is not None:
        return [_stored(each, FieldType.TIMESTAMP) for each in value]  # type: ignore[attr-defined]
    if isinstance(value, datetime):  # Arrow's own conversion goes through a float for some years
        return (value - datetime(1970, 1, 1, tzinfo=UTC)) // (datetime.resolution)
    return value // timedelta.resolution if isinstance(value, timedelta) else value


def history(
    rules: Sequence[Rule],
    fields: Mapping[str, FieldType],
    events: Sequence[Mapping[str, object]],
    known: Known = NOTHING,
    occurred: Sequence[datetime | None] | None = None,
    changes: Sequence[Change] | None = None,
) -> set[tuple[int, str]]:
    """What matches, by DuckDB: the number of the event and the code of the rule. Windows need to know when each ``occurred``,
    labels what ``changes`` were made."""
    found = table(fields, events)
    if occurred is not None:
        found = found.append_column("position", pa.array(range(1, len(events) + 1), pa.int64()))
        found = found.append_column("occurred", pa.array(occurred, pa.timestamp("us", tz="UTC")))
    with duckdb.connect() as connection:
        connection.register("events", found)
        for name, entries in list_relations(rules, fields, known=known).items():
            connection.register(name, pa.table({"entry": pa.array(sorted(entries), pa.string())}))
        if changes is not None:
            connection.register(CHANGES, changed(changes))
        return set(connection.execute(history_sql(rules, fields, "events", known=known)).fetchall())
