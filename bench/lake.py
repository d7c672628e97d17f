"""The lake: sealed facts landed as Parquet, small files joined, tables made ahead, and a board of ten measures over ten million
facts. Beside it a bare export (COPY to CSV, DuckDB to Parquet, bodies as JSON), and the same board folded from the facts.

``--facts N`` for the board, ``--landed N``, ``--json``.
"""

import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import duckdb
import psycopg

from bench import fresh_record, report
from bench.lake_workload import DAYS, fill
from bench.ledger import batch
from leeward.playbook.measures.asking import Period, query
from leeward.playbook.measures.binding import bind
from leeward.playbook.measures.gauge import Gauge
from leeward.playbook.measures.reckoning import cells_of
from leeward.playbook.measures.text import Text
from leeward.playbook.measures.views import views_of
from leeward.playbook.reader import read_playbook, starter
from leeward.record.lake.facts import write_facts
from leeward.record.lake.files import facts_shelf
from leeward.record.lake.making import make_tables
from leeward.record.lake.reading import open_lake
from leeward.record.lake.tending import compact
from leeward.record.ledger.record import Record
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.moment import now

BOARD = (
    "flow/intake", "flow/throughput", "flow/backlog", "flow/sla_attainment", "flow/started_in_time", "flow/time_to_decision_p90",
    "flow/handle_time", "flow/legal_clocks_kept", "workforce/exposure_p90", "harm/proactive_rate",
)  # fmt: skip
WEEKS = 12
LOADS = 20


def argument(name: str, default: int) -> int:
    """The number after ``--name``."""
    return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else default


def landed(record: Record, folder: Path, facts: int) -> tuple[float, float]:
    """Facts a second landed, and by the bare export."""
    for _ in range(facts // 1_000):
        with record.writing() as tx:
            tx.append(batch(1_000))
    seal_pending(record)
    began = time.perf_counter()
    rows = sum(file.rows for file in write_facts(record, facts_shelf(folder)))
    ours = rows / (time.perf_counter() - began)
    began = time.perf_counter()
    with (
        psycopg.connect(record.url) as connection,
        connection.cursor() as cursor,
        cursor.copy("COPY (SELECT * FROM fact ORDER BY position) TO STDOUT (FORMAT csv)") as copy,
        (folder / "bare.csv").open("wb") as file,
    ):
        for some in copy:
            file.write(some)
    duckdb.sql(
        f"COPY (SELECT * FROM read_csv('{folder}/bare.csv', header = false)) TO '{folder}/bare.parquet' (COMPRESSION zstd)"
    )
    return ours, rows / (time.perf_counter() - began)


def joined(record: Record, folder: Path) -> tuple[int, float]:
    """How many small files there were, and rows a second joined."""
    shelf = facts_shelf(folder)
    for _ in range(40):
        with record.writing() as tx:
            tx.append(batch(500))
        seal_pending(record)
        write_facts(record, shelf)
    rows = sum(1 for _ in folder.rglob("facts/*/*/*.parquet"))
    began = time.perf_counter()
    gone = compact(record, shelf, now().date() + timedelta(days=1))
    spent = time.perf_counter() - began
    with open_lake(record, folder) as lake, lake.tables("subject_seen report_received") as connection:
        [(held,)] = connection.execute(
            "SELECT (SELECT count(*) FROM subject_seen) + (SELECT count(*) FROM report_received)"
        ).fetchall()
    assert gone == rows
    return gone, held / spent


class Board:
    """Ten measures over twelve weeks, for everything and by their first dimension."""

    def __init__(self) -> None:
        book = read_playbook(starter())
        first = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=DAYS - 7 * WEEKS)
        self.periods = [Period(first + timedelta(days=7 * n), first + timedelta(days=7 * n + 7)) for n in range(WEEKS)]
        gauges = [each for code, each in book.gauges.items() if code in BOARD]
        self.asked = [(each, self._asked(each, views_of(book.activity))) for each in gauges]

    def _asked(self, gauge: Gauge, views: object) -> tuple[str, Sequence[Sequence[str]]]:
        splits = [gauge.dimensions[:1]] if gauge.dimensions else []
        return query(gauge, bind(Text(gauge.sql), views), self.periods, splits), splits  # type: ignore[arg-type]

    def load(self, record: Record, folder: Path, *, made: bool) -> tuple[float, int]:
        """Milliseconds from opening the lake to the last number, and how many numbers there are."""
        began, cells = time.perf_counter(), 0
        words = " ".join(gauge.sql for gauge, _ in self.asked)
        with open_lake(record, folder) as lake, lake.tables(words, made=made) as connection:
            for gauge, (sql, splits) in self.asked:
                cursor = connection.execute(sql)
                names = [column[0] for column in cursor.description or ()]
                rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
                cells += len(cells_of(gauge, rows, splits, len(self.periods)))
        return (time.perf_counter() - began) * 1_000, cells


def main() -> None:
    """Measure and report."""
    with tempfile.TemporaryDirectory(prefix="leeward-lake-") as at, fresh_record(connections=6) as record:
        land, bare = landed(record, Path(at), argument("--landed", 200_000))
    with tempfile.TemporaryDirectory(prefix="leeward-lake-") as at, fresh_record(connections=6) as record:
        files, rate = joined(record, Path(at))
    with tempfile.TemporaryDirectory(prefix="leeward-lake-") as at, fresh_record(connections=6) as record:
        folder, board = Path(at), Board()
        facts = fill(record, facts_shelf(folder), argument("--facts", 10_000_000))
        began = time.perf_counter()
        make_tables(record, folder)
        making = time.perf_counter() - began
        slow, cells = board.load(record, folder, made=False)
        times = sorted(board.load(record, folder, made=True)[0] for _ in range(LOADS))
        size = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
    middle, late = median(times), times[-max(1, LOADS // 20) - 1]
    rows = [
        ("sealed facts landed", f"{land:,.0f} facts/s", f"{land / bare:.2f} x a bare export ({bare:,.0f}/s)"),
        ("small files joined", f"{rate:,.0f} facts/s", f"{files} files"),
        ("tables made ahead", f"{making:.1f} s", f"of {facts:,} facts, {facts / making:,.0f} facts/s; {size / 2**20:,.0f} MiB"),
        ("a board, folded from facts", f"{slow:,.0f} ms", f"{len(board.asked)} measures, {cells:,} numbers"),
        ("a board, p50 / p95", f"{middle:,.0f} / {late:,.0f} ms", f"[p95 <= 300]   {slow / middle:,.0f} x as fast"),
    ]
    figures = {
        "landed_per_second": land, "bare_per_second": bare, "joined_per_second": rate, "facts": facts, "making_seconds": making,
        "board_from_facts_ms": slow, "board_p50_ms": middle, "board_p95_ms": late,
    }  # fmt: skip
    report(f"lake, {facts:,} facts", rows, figures)


if __name__ == "__main__":
    main()
