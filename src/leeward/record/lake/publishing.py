"""Files that others publish, made into tables of the lake: one file a table, in the place of the one before."""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from leeward.record.errors import LeewardError
from leeward.record.lake import views
from leeward.record.lake.files import LakeFile, Shelf, draft_of, remember, take_turns
from leeward.record.ledger.record import Transaction
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import Digest

if TYPE_CHECKING:
    import duckdb
    import pyarrow

Q = read_queries(__package__)

_BATCH = 120_000  # rows: also the size of a row group, of which a question reads only those it is about


class FileRefused(LeewardError):
    """A file that is not what it is said to be, and why."""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What a file came to: its draft, and the days of its first and its last row."""

    file: LakeFile
    source: Digest
    """SHA-256 of the publisher's file."""
    first: date | None
    last: date | None


def read_published(shelf: Shelf, table: str, path: Path) -> Taken:
    """Read a publisher's file into a draft of ``table``. Raises FileRefused, naming what is wrong, for a file of another kind.

    What a platform words freely is counted, never kept: the table's query says which columns are read.
    """
    import duckdb

    with path.open("rb") as opened:
        source = Digest(hashlib.file_digest(opened, "sha256").hexdigest())
    with duckdb.connect(config={"threads": 2, "memory_limit": "1GB"}) as connection:
        try:
            _make(connection, views.published()[table], path)
        except duckdb.Error as problem:
            raise FileRefused(
                f"{path.name}: {str(problem).partition(chr(10))[0]}", remedy="Is it the file it should be?"
            ) from None
        (first, last, rows), *_ = connection.execute("SELECT min(day), max(day), count(*) FROM made").fetchall()
        if not rows:
            raise FileRefused(f"{path.name} has no rows.", remedy="Nothing was taken, and what was there stays.")
        file = LakeFile(f"{shelf.name}/{table}/{source[:24]}.parquet", table, last or date.min, 1, rows, rows, "")
        made = connection.sql("SELECT * FROM made").to_arrow_reader(_BATCH)
        return Taken(file=draft_of(shelf, file, _tables(made)), source=source, first=first, last=last)


def replace(tx: Transaction, shelf: Shelf, taken: Taken) -> list[LakeFile]:
    """Let the draft take the place of what the table held, when nobody reads; what ``put_in_place`` may remove then."""
    take_turns(tx, shelf)
    tx.value(Q.readers_leave, {"stream": shelf.stream})
    before = [file for file in tx.rows(Q.files, {"stream": shelf.stream}, into=LakeFile) if file.kind == taken.file.kind]
    remember(tx, shelf, [taken.file], instead_of=before)
    return before


def _make(connection: "duckdb.DuckDBPyConnection", table: views.Published, path: Path) -> None:
    _open_source(connection, path)
    there = {row[0] for row in connection.execute("DESCRIBE source").fetchall()}
    if missing := [name for name in table.needs if name not in there]:
        raise FileRefused(
            f"{path.name} has no column {', '.join(missing)}.",
            remedy=f"{table.name} is made of {', '.join(table.needs)}: the file as its publisher has it.",
        )
    connection.execute(f"CREATE TEMP TABLE made AS {table.sql}")


def _open_source(connection: "duckdb.DuckDBPyConnection", path: Path) -> None:
    text = "'" + str(path).replace("'", "''") + "'"
    if path.suffix == ".parquet":
        connection.execute(f"CREATE VIEW source AS SELECT * FROM read_parquet({text})")
    else:
        connection.execute(f"CREATE VIEW source AS SELECT * FROM read_csv({text}, header = true, all_varchar = true)")


def _tables(reader: "pyarrow.RecordBatchReader") -> Iterator["pyarrow.Table"]:
    import pyarrow

    for batch in reader:
        yield pyarrow.Table.from_batches([batch])
