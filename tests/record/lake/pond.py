"""A small lake for the tests: events and reports come in at the door, and how to look at what lies in its folder."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from frontline.intake.doors import DOOR, PLAY, listening, report
from leeward.frontline.intake import desk
from leeward.frontline.intake.activity import EventIn
from leeward.lakeside import types_of
from leeward.playbook.model import ActivityKind, FieldType
from leeward.record.lake.activity import write_activity
from leeward.record.lake.facts import write_facts
from leeward.record.lake.files import activity_shelf, facts_shelf
from leeward.record.ledger.record import Record
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.code import EventKind
from leeward.record.terms.people import DOOR as AT_THE_DOOR
from leeward.record.terms.subject import SubjectKind

KIND = EventKind("seen")
FIELDS = {
    "account_id": FieldType.ID, "friend_ids": FieldType.IDS, "note": FieldType.TEXT, "words": FieldType.TEXTS,
    "count": FieldType.INTEGER, "share": FieldType.FLOAT, "public": FieldType.BOOLEAN, "posted": FieldType.TIMESTAMP,
    "country": FieldType.CODE, "tags": FieldType.CODES, "sizes": FieldType.INTEGERS,
    "shown": FieldType.TIMESTAMPS, "flags": FieldType.BOOLEANS,
}  # fmt: skip
SEEN = ActivityKind(kind=KIND, doc="A test.", subject=SubjectKind.ACCOUNT, subject_field="account_id", fields=FIELDS)
PLAYBOOK = msgspec.structs.replace(PLAY, digest="c" * 64, activity={**PLAY.activity, KIND: SEEN})
TYPES = types_of(PLAYBOOK)
FULL: dict[str, Any] = {
    "friend_ids": ["B-1", 7], "note": "a canary sings", "words": ["a canary", "flies"], "count": 2**53 + 1, "share": 3,
    "public": True, "posted": "2026-01-15T10:00:00.25+02:00", "country": "DE", "tags": ["one", "two"], "sizes": [1, -2],
    "shown": ["2026-01-15T10:00:00+02:00", "2026-01-15T08:00:00.000001Z"], "flags": [True, False],
}  # fmt: skip


def seen(number: int, account: str = "canary-account", **fields: Any) -> EventIn:
    """An event of a kind with a field of every type."""
    occurred = datetime(2026, 1, 15, 10, tzinfo=UTC) + timedelta(seconds=number)
    return EventIn(kind=KIND, id=f"E-{number}", occurred=occurred, platform="jobs", fields={"account_id": account, **fields})


def arrive(record: Record, *events: EventIn) -> int:
    """Take events in; how many were taken."""
    with listening(record) as opened:
        return desk.take_activity(opened, PLAYBOOK, events, door=DOOR, actor=AT_THE_DOOR).taken


def reported(record: Record, first: int, count: int) -> None:
    """Take reports in, and seal what they lead to."""
    with listening(record) as opened:
        desk.receive(opened, PLAY, [report(n) for n in range(first, first + count)], door=DOOR, actor=AT_THE_DOOR)
    seal_pending(record)


def write(record: Record, folder: Path) -> int:
    """Write everything that waits; how many rows."""
    written = write_facts(record, facts_shelf(folder)) + write_activity(record, activity_shelf(folder), TYPES)
    return sum(file.rows for file in written)


def asked(sql: str) -> duckdb.DuckDBPyRelation:
    """A query in DuckDB; the answer of a statement that is none would be None."""
    answer = duckdb.sql(sql)
    assert answer is not None
    return answer


def in_folder(folder: Path, stream: str) -> list[int]:
    """The positions that a tool finds which lists the folder, in order, doubles and all."""
    if not list(folder.glob(f"{stream}/*/*/*.parquet")):
        return []
    sql = f"SELECT position FROM read_parquet('{folder}/{stream}/*/*/*.parquet', union_by_name = true) ORDER BY position"
    return [row[0] for row in asked(sql).fetchall()]


def in_record(record: Record, table: str) -> list[int]:
    """The positions that stand in the database."""
    with record.reading() as look:
        return [row["position"] for row in look.rows(f"SELECT position FROM {table} ORDER BY position")]


def look(sql: str) -> list[dict[str, Any]]:
    """The rows of a query in DuckDB."""
    return list(asked(f"SELECT * FROM {sql} AS found ORDER BY position").to_arrow_table().to_pylist())
