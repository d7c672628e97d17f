"""Refolding: standing is built again from the ledger in a schema of its own, and compared with what stands.

What the folds made must be what the folds make: any difference is a row that something other than a fold has touched, or a
fold that changed its meaning.
"""

from collections.abc import Callable
from typing import Any

import msgspec
import psycopg
from psycopg import sql

from leeward.record.ledger.codec import Row as FactRow
from leeward.record.ledger.codec import fold_rows, whole_of
from leeward.record.ledger.record import Record
from leeward.record.standing.fold import folds_of, runs

STANDING = (
    "subject", "report", "reporter", "signal", "job", "passed", "job_count", "clock", "decision", "decision_count", "action",
    "appeal", "recused", "endpoint", "delivery", "statement", "person", "exposure", "hold", "playbook_version",
    "sample_stratum", "sample_end", "second_look", "look_taken", "look_recused", "calibration", "calibration_answer",
    "answer_key", "acknowledgment", "looked", "wellbeing",
    "rule_hour", "rule_pair", "rule_verdict", "shadow_match", "rule_switch", "rule_failure", "firing_alarm",
    "label_standing", "label_change", "case_report", "query_run", "saved_query",
    "bank", "bank_update", "bank_hash", "hash_feedback", "subject_media", "media_match", "copies_search",
    "prevalence_sample", "prevalence_item",
    "flagger", "reporter_record", "reporter_standing", "report_sketch", "brigade",
    "forecast", "forecast_test",
    "trend_alarm", "trend_spread", "trend_silence", "trend_watched", "published",
    "measure_version", "measure_period", "campaign", "campaign_report",
)  # fmt: skip
_CHUNK = 5_000
_SHADOW = "refolded"
_FACTS = """SELECT position, kind, version, subject, actor, occurred, recorded, body::text AS body FROM fact
    WHERE position > %s AND position <= %s ORDER BY position LIMIT %s"""


class Difference(msgspec.Struct, frozen=True):
    """How one table differs: rows that only stand, and rows that only the ledger gives."""

    table: str
    only_standing: int
    only_ledger: int


def refold(
    record: Record, *, replace: bool = False, progress: Callable[[int, int], None] | None = None
) -> tuple[int, list[Difference]]:
    """Fold the whole ledger anew: (facts folded, differences). ``replace`` puts the result in the place of standing.

    It holds the pen meanwhile, so that standing and ledger are of one moment.
    """
    with psycopg.connect(record.url) as connection:
        connection.execute("SET TIME ZONE 'UTC'")
        last = connection.execute("SELECT take_the_pen()").fetchone()
        assert last is not None
        _make_shadow(connection)
        connection.execute(f"SET LOCAL search_path TO {_SHADOW}, public".encode())
        _fold_all(connection, int(last[0]), progress)
        differences = [found for table in STANDING if (found := _compare(connection, table))]
        if replace:
            _put_in_place(connection)
        connection.execute(f"DROP SCHEMA {_SHADOW} CASCADE".encode())
        connection.commit()
    return int(last[0]), differences


def _make_shadow(connection: psycopg.Connection[Any]) -> None:
    connection.execute(f"DROP SCHEMA IF EXISTS {_SHADOW} CASCADE".encode())
    connection.execute(f"CREATE SCHEMA {_SHADOW}".encode())
    for table in STANDING:
        connection.execute(f"CREATE TABLE {_SHADOW}.{table} (LIKE public.{table} INCLUDING DEFAULTS INCLUDING INDEXES)".encode())
    for name, event, naming in (
        ("job_counted_in", "INSERT", "NEW TABLE AS after"),
        ("job_counted_on", "UPDATE", "OLD TABLE AS before NEW TABLE AS after"),
    ):
        connection.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON {_SHADOW}.job REFERENCING {naming} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION public.count_jobs()".encode()
        )


def _fold_all(connection: psycopg.Connection[Any], last: int, progress: Callable[[int, int], None] | None) -> None:
    from psycopg.rows import class_row

    position = 0
    while position < last:
        with connection.cursor(row_factory=class_row(FactRow)) as cursor:
            rows = cursor.execute(_FACTS, (position, last, _CHUNK)).fetchall()
        if not rows:
            return
        with connection.pipeline():
            for kind, run in runs(map(whole_of, rows)):
                statements = folds_of(kind)
                facts = fold_rows(run).decode() if statements else ""
                for statement in statements:
                    connection.execute(statement, {"facts": facts})
        position = rows[-1].position
        if progress:
            progress(position, last)


def _compare(connection: psycopg.Connection[Any], table: str) -> Difference | None:
    """Rows as text, so that json, arrays and floats are compared as they are printed; counts of zero do not matter."""
    where = " WHERE jobs <> 0" if table == "job_count" else ""
    one_way = sql.SQL("SELECT count(*) FROM (SELECT t::text FROM {a} t{w} EXCEPT ALL SELECT t::text FROM {b} t{w}) d")
    names = sql.Identifier("public", table), sql.Identifier(_SHADOW, table)
    counts = [connection.execute(one_way.format(a=a, b=b, w=sql.SQL(where))).fetchone() for a, b in (names, names[::-1])]
    standing, ledger = (int(row[0]) if row else 0 for row in counts)
    return Difference(table, standing, ledger) if standing or ledger else None


def _put_in_place(connection: psycopg.Connection[Any]) -> None:
    connection.execute("SET LOCAL session_replication_role = 'replica'")  # the counts come along as a table of their own
    for table in STANDING:
        connection.execute(f"DELETE FROM public.{table}".encode())
        connection.execute(f"INSERT INTO public.{table} SELECT * FROM {_SHADOW}.{table}".encode())
