"""Facts as Parquet: one folder a kind, one file a day and run, incremental from a watermark in the ledger.

Only sealed facts are written, so that what an analyst counts is what an auditor can verify. No vault content can be in it,
because facts hold none; how somebody who works here is doing is not in it either.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from leeward.record.facts import PRIVATE
from leeward.record.lake.columns import table_of
from leeward.record.lake.files import LakeFile, Shelf, draft, facts_shelf, put_in_place, remember, settle, take_turns
from leeward.record.ledger.codec import Row
from leeward.record.ledger.record import Record
from leeward.record.standing.queries import read_queries

Q = read_queries(__package__)
_CHUNK = 100_000  # facts held in memory at a time


def export_facts(record: Record, folder: Path) -> list[LakeFile]:
    """Write to a folder of one's own what was sealed since the last time; the files written."""
    shelf = facts_shelf(folder, exported=True)
    settle(record, shelf)
    return write_facts(record, shelf)


def write_facts(record: Record, shelf: Shelf) -> list[LakeFile]:
    """Write what was sealed since the last time; the files written. Two writers at once take turns."""
    written: list[LakeFile] = []
    while chunk := _write_chunk(record, shelf):
        written += chunk
    return written


def _write_chunk(record: Record, shelf: Shelf) -> list[LakeFile]:
    with record.writing() as tx:
        take_turns(tx, shelf)
        watermark = tx.value(Q.watermark, {"stream": shelf.stream}) or 0
        rows = tx.rows(Q.sealed_facts, {"after": watermark, "most": _CHUNK}, into=Row)
        files = [draft(shelf, kind, day, table_of(kind, facts)) for (kind, day), facts in _by_kind_and_day(rows)]
        remember(tx, shelf, files)
        if rows:
            tx.execute(Q.move_watermark, {"stream": shelf.stream, "position": rows[-1].position})
    put_in_place(shelf, files)
    return files


def _by_kind_and_day(rows: list[Row]) -> Iterator[tuple[tuple[str, date], list[Row]]]:
    groups: defaultdict[tuple[str, date], list[Row]] = defaultdict(list)
    for row in (row for row in rows if row.kind not in PRIVATE):
        groups[row.kind, row.recorded.date()].append(row)
    yield from sorted(groups.items())
