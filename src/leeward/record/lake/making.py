"""Derived tables made ahead, so that a board need not fold ten million facts: one Parquet file each, from all facts of the lake.

They hold nothing of their own. Their file names carry the last fact that is in them and the digest of what made them, so whoever
reads takes them only for exactly that moment and that text; every other moment is read from the facts. All of them are made
together, in one transaction, and so say the same; they are made anew from the beginning, and can be removed at any time.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from leeward.record.lake import views
from leeward.record.lake.files import LakeFile, Shelf, derived_shelf, draft_of, put_in_place, remember, take_turns
from leeward.record.lake.reading import Lake, open_lake
from leeward.record.ledger.record import Record
from leeward.record.standing.queries import read_queries
from leeward.record.terms.moment import now

if TYPE_CHECKING:
    import duckdb
    import pyarrow

Q = read_queries(__package__)
_BATCH = 100_000  # rows of a table held as Arrow at a time
_MEMORY = "1GB"  # beyond it DuckDB works on disk
_SPILL = ".spill"


def make_tables(record: Record, folder: Path) -> list[LakeFile]:
    """Make the derived tables, unless they stand for the newest facts already; the files written. Makers take turns."""
    shelf = derived_shelf(folder)
    with record.writing() as tx:
        take_turns(tx, shelf)
        with open_lake(record, folder) as lake:
            if not lake.written or lake.made == lake.written:
                return []
            files = list(_drafts(lake, shelf))
        free = tx.value(Q.nobody_reads, {"stream": shelf.stream})
        gone = tx.rows(Q.files, {"stream": shelf.stream}, into=LakeFile) if free else []
        remember(tx, shelf, files, instead_of=gone)
    put_in_place(shelf, files, instead_of=gone)
    return files


def _drafts(lake: Lake, shelf: Shelf) -> Iterator[LakeFile]:
    """Every derived table as a draft. Each is made once, and those that read it read what was made."""
    spill = shelf.folder / _SPILL
    with lake.tables(" ".join(views.derived()), made=False, memory=_MEMORY, spill=spill) as connection:
        for name in views.derived():
            connection.execute(f"CREATE TEMP TABLE made_{name} AS SELECT * FROM {name} ORDER BY position")
            connection.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM made_{name}")
            [(rows,)] = connection.execute(f"SELECT count(*) FROM {name}").fetchall()
            path = f"{shelf.name}/{name}/{views.digest()}-{lake.written:012}.parquet"
            file = LakeFile(path, name, now().date(), 1, lake.written, rows, "")
            yield draft_of(shelf, file, _batches(connection, name))


def _batches(connection: "duckdb.DuckDBPyConnection", name: str) -> Iterator["pyarrow.Table"]:
    import pyarrow

    reader = connection.sql(f"SELECT * FROM {name}").to_arrow_reader(_BATCH)
    yield reader.schema.empty_table()
    for batch in reader:
        yield pyarrow.Table.from_batches([batch])
