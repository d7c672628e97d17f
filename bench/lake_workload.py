"""A quarter of facts as Parquet, made by DuckDB: nobody waits for ten million facts to go through the door.

Eleven facts a job, as triage, review and enforcement write them, by day and in the manifest; positions leave gaps, and ids are
random.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import duckdb
import pyarrow

from leeward.record.facts import KINDS
from leeward.record.lake.columns import schema_of
from leeward.record.lake.files import LakeFile, Shelf, draft, put_in_place, remember
from leeward.record.lake.views import columns_of
from leeward.record.ledger.record import Record

DAYS = 90
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)
_WORLD = f"""CREATE TABLE w AS SELECT n, uid('job', n) AS job, uid('about', n // 2) AS about, uid('report', n) AS report,
    uid('person', n % 150) AS person, uid('decision', n) AS decision, uid('action', n) AS action,
    TIMESTAMPTZ '{_FIRST}' + to_microseconds((n * {DAYS} * 86400000000 // {{jobs}})::BIGINT) AS t,
    ['labour_exploitation', 'recruitment', 'smuggling', 'intimate_images', 'solicitation'][1 + pick(n, 5)] AS family,
    ['recruitment', 'labour', 'smuggling', 'intimate_images', 'solicitation'][1 + pick(n, 5)] AS queue,
    ['en', 'es', 'pt', 'fr', 'de'][1 + pick(n * 7, 5)] AS language, pick(n * 3, 5)::TINYINT AS severity,
    ['user_report', 'notice', 'proactive'][1 + pick(n * 5, 3)] AS source, pick(n * 11, 100) AS luck,
    to_seconds((60 + pick(n * 13, 90000))::BIGINT) AS waited, to_seconds((60 + pick(n * 17, 1200))::BIGINT) AS handled
FROM range({{jobs}}) AS r(n)"""
_CODE = "repeat('0', 64)"
_CLOCK = """[{'clock': 'us-tida-3', 'instrument': 'us-tida', 'jurisdiction': 'US', 'version': 1, 'legal': true, 'starts': t,
    'due': t + INTERVAL 48 HOUR, 'ends': 'decision'}]"""
_PLACE = """{'received': t, 'severity': severity, 'likelihood': 0.5, 'virality': 0.1, 'allowance_seconds': 14400,
    'handling_seconds': 600, 'legal_due': CASE WHEN luck < 30 THEN t + INTERVAL 48 HOUR END, 'start_by': t + INTERVAL 4 HOUR,
    'source_share': 1.0}"""
_DONE = "t + waited + handled"
_KINDS: dict[str, tuple[str, dict[str, str], str]] = {
    "subject_seen": ("t", {"subject": "about", "subject_kind": "'listing'", "held_by": "'jobs'", "external": _CODE}, "n % 2 = 0"),
    "report_received": (
        "t",
        {
            "subject": "report", "about": "about", "reporter": "uid('reporter', n % 5000)", "source": "source",
            "capacity": "'third_party'", "door": "'api'", "harm": "family || '.a'", "language": "language",
            "jurisdictions": "['US']", "idempotency": _CODE, "reach": "luck",
        },
        "true",
    ),
    "report_assessed": (
        "t",
        {"subject": "report", "about": "about", "harm": "family || '.a'", "severity": "severity", "likelihood": "0.5"},
        "true",
    ),
    "job_opened": (
        "t",
        {
            "subject": "job", "about": "about", "report": "report", "queue": "queue", "harm": "family || '.a'", "skill": "queue",
            "language": "language", "place": _PLACE, "promised": "t + INTERVAL 12 HOUR",
        },
        "true",
    ),
    "clocks_started": ("t", {"subject": "report", "job": "job", "clocks": _CLOCK}, "luck < 30"),
    "job_claimed": (
        "t + waited", {"subject": "job", "actor": "person", "lease_until": "t + waited + INTERVAL 30 MINUTE"}, "luck < 98",
    ),
    "lease_ended": (_DONE, {"subject": "job", "actor": "person", "ending": "'decided'", "reason": "'decided'"}, "luck < 98"),
    "job_decided": (
        _DONE,
        {
            "subject": "job", "actor": "person", "decision": "decision", "about": "about", "reports": "[report]",
            "verdict": "CASE WHEN luck < 60 THEN 'violates' ELSE 'no_violation' END", "clause": "'HE-1'", "severity": "severity",
            "measures": "CASE WHEN luck < 60 THEN ['remove_content'] ELSE [] END", "source": "source", "queue": "queue",
            "language": "language", "first_seen": "t", "claimed": "t + waited", "views_at_action": "luck",
            "automated_detection": "source = 'proactive'", "automated_decision": "false",
            "effective": f"{_DONE} + INTERVAL 1 MINUTE",
        },
        "luck < 98",
    ),
    "clock_met": (
        _DONE,
        {
            "subject": "job", "report": "report", "clock": "'us-tida-3'", "on_time": "waited < INTERVAL 47 HOUR",
            "ending": "'decision'",
        },
        "luck < 30",
    ),
    "action_taken": (
        _DONE,
        {
            "subject": "action", "about": "about", "job": "job", "decision": "decision", "measure": "'remove_content'",
            "clause": "'HE-1'", "effective": f"{_DONE} + INTERVAL 1 MINUTE", "strikes": "1",
        },
        "luck < 60",
    ),
    "action_came_into_force": (f"{_DONE} + INTERVAL 1 MINUTE", {"subject": "action"}, "luck < 60"),
    "delivery_queued": (
        f"{_DONE} + INTERVAL 1 MINUTE",
        {"subject": "uid('delivery', n)", "event": "'action.in_force'", "decision": "decision", "action": "action"},
        "luck < 60",
    ),
    "delivery_attempted": (
        f"{_DONE} + INTERVAL 61 SECOND",
        {"subject": "uid('delivery', n)", "attempt": "1", "status": "200", "milliseconds": "40", "delivered": "true"},
        "luck < 60",
    ),
    "statement_owed": (
        f"{_DONE} + INTERVAL 1 MINUTE", {"subject": "uid('s', n)", "decision": "decision", "job": "job"}, "luck < 60",
    ),
    "statement_drafted": (f"{_DONE} + INTERVAL 62 SECOND", {"subject": "uid('s', n)"}, "luck < 60"),
    "appeal_received": (
        f"{_DONE} + INTERVAL 1 DAY",
        {
            "subject": "uid('appeal', n)", "decision": "decision", "job": "job", "about": "about", "appellant": "'recipient'",
            "severity": "severity", "expedited": "false", "due": f"{_DONE} + INTERVAL 15 DAY", "language": "language",
        },
        "luck < 3",
    ),
    "appeal_decided": (
        f"{_DONE} + INTERVAL 5 DAY",
        {
            "subject": "uid('appeal', n)", "actor": "uid('person', n % 149)", "decision": "decision", "severity": "severity",
            "outcome": "CASE WHEN n % 7 = 0 THEN 'overturned' ELSE 'upheld' END", "clause": "'HE-1'",
        },
        "luck < 3",
    ),
}  # fmt: skip
"""Kind -> when it occurred, its fields as SQL over ``w``, and of which jobs."""


def fill(record: Record, shelf: Shelf, facts: int) -> int:
    """Put so many facts, about, into an empty lake; how many they are."""
    jobs, written = round(facts / 11.1), 0
    with duckdb.connect() as made:
        made.execute("SET TimeZone = 'UTC'")
        made.execute("CREATE MACRO uid(what, n) AS (SELECT concat_ws('-', h[1:8], h[9:12], h[13:16], h[17:20], h[21:32]) "
                     "FROM (SELECT md5(what || n) AS h))")  # fmt: skip
        made.execute("CREATE MACRO pick(n, m) AS (hash(n) % m)::BIGINT")
        made.execute(_WORLD.format(jobs=jobs))
        for place, kind in enumerate(_KINDS):
            files = [draft(shelf, kind, day, table) for day, table in _days(made, kind, place)]
            written += sum(file.rows for file in files)
            _keep(record, shelf, files)
    with record.writing() as tx:
        tx.execute("INSERT INTO lake_watermark (stream, position) VALUES ('facts', %(last)s)", {"last": jobs * len(_KINDS)})
    return written


def _days(made: duckdb.DuckDBPyConnection, kind: str, place: int) -> Iterator[tuple[date, pyarrow.Table]]:
    when, fields, of = _KINDS[kind]
    types, schema = columns_of(kind), schema_of(KINDS[kind])
    known = {
        "actor": "uid('person', 0)",
        **fields,
        "occurred": when,
        "recorded": when,
        "position": f"n * {len(_KINDS)} + {place} + 1",
    }
    columns = ", ".join(f'({known.get(name, "NULL")})::{types[name]} AS "{name}"' for name in schema.names)
    made.execute(f"CREATE OR REPLACE TABLE k AS SELECT {columns} FROM w WHERE {of}")
    for number in range(DAYS + 8):
        day = _FIRST.date() + timedelta(days=number)
        found = made.sql(f"SELECT * FROM k WHERE recorded::DATE = DATE '{day}' ORDER BY position")
        table = found.to_arrow_table() if found is not None else None
        if table is not None and table.num_rows:
            yield day, table.cast(schema)


def _keep(record: Record, shelf: Shelf, files: list[LakeFile]) -> None:
    with record.writing() as tx:
        remember(tx, shelf, files)
    put_in_place(shelf, files)
