"""Facts as Parquet: one folder a kind, one file a day and run, incremental from a watermark in the ledger.

    <folder>/facts/<kind>/day=2026-11-24/000000000121-000000000340.parquet

Only sealed facts are written, so that what an analyst counts is what an auditor can verify. A file's name is its first and
last position: writing again after a crash replaces the same file and never doubles a row. No vault content can be in it,
because facts hold none.
"""

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from leeward.record.lake.columns import table_of
from leeward.record.ledger.codec import Row
from leeward.record.ledger.record import Record
from leeward.record.standing.queries import read_queries

if TYPE_CHECKING:
    import pyarrow

Q = read_queries(__package__)
STREAM = "facts"
_CHUNK = 100_000  # facts held in memory at a time


class LakeFile(msgspec.Struct, frozen=True):
    """One file of the lake, as the manifest knows it. ``digest`` is SHA-256 of its bytes."""

    path: str
    kind: str
    day: date
    first: int
    last: int
    rows: int
    digest: str


def export_facts(record: Record, folder: Path) -> list[LakeFile]:
    """Write what was sealed since the last time; the files written. Two exporters at once take turns."""
    written: list[LakeFile] = []
    while chunk := _export_chunk(record, folder.resolve()):
        written += chunk
    return written


def _export_chunk(record: Record, folder: Path) -> list[LakeFile]:
    stream = f"{STREAM}:{folder}"
    with record.writing() as tx:
        tx.value(Q.one_exporter, {"stream": stream})
        watermark = tx.value(Q.watermark, {"stream": stream}) or 0
        rows = tx.rows(Q.sealed_facts, {"after": watermark, "most": _CHUNK}, into=Row)
        files = [_write(folder, kind, day, facts) for (kind, day), facts in _by_kind_and_day(rows)]
        for file in files:
            tx.execute(Q.remember_file, msgspec.structs.asdict(file))
        if rows:
            tx.execute(Q.move_watermark, {"stream": stream, "position": rows[-1].position})
        return files


def _by_kind_and_day(rows: list[Row]) -> Iterator[tuple[tuple[str, date], list[Row]]]:
    groups: defaultdict[tuple[str, date], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.kind, row.recorded.date()].append(row)
    yield from sorted(groups.items())


def _write(folder: Path, kind: str, day: date, facts: list[Row]) -> LakeFile:
    name = f"{facts[0].position:012}-{facts[-1].position:012}.parquet"
    path = folder / "facts" / kind / f"day={day}" / name
    digest = write_parquet(path, table_of(kind, facts))
    return LakeFile(str(path), kind, day, facts[0].position, facts[-1].position, len(facts), digest)


def write_parquet(path: Path, table: "pyarrow.Table") -> str:
    """Write a table beside its place, flush it to disk, then put it there: a reader sees a whole file or none. Its SHA-256."""
    import pyarrow.parquet as parquet

    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    parquet.write_table(table, draft, compression="zstd")
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    draft.rename(path)
    return digest
