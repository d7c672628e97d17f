"""The files of the lake and their manifest: how a file comes in, so that no row is ever lost or there twice.

    <lake>/<stream>/<kind>/day=2026-11-24/000000000121-000000000340.parquet

1. A file is written beside its place as a *draft* whose name carries its digest, and flushed to disk.
2. One transaction puts it into the manifest, takes out what it replaces, and moves the watermark.
3. What was replaced is removed, then the draft is renamed into place.

A reader that lists folders therefore sees only what the manifest holds, at worst for a moment less than it. Whoever is killed
before 2 leaves a draft that nobody knows, after 2 one that the manifest knows: ``settle`` removes the one and renames the other.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from leeward.record.ledger.record import Record, Transaction
from leeward.record.standing.queries import read_queries

if TYPE_CHECKING:
    import pyarrow

Q = read_queries(__package__)
_DRAFT = ".draft"


class LakeFile(msgspec.Struct, frozen=True):
    """One file of the lake, as the manifest knows it. ``path`` lies beneath the lake's folder."""

    path: str
    kind: str
    day: date
    first: int
    """Position of its first row: in the ledger for facts, in the order of arrival for activity."""
    last: int
    rows: int
    digest: str
    """SHA-256 of its bytes."""


class Shelf(msgspec.Struct, frozen=True):
    """One stream of the lake and where it lies. Streams have a watermark and a manifest each."""

    stream: str
    folder: Path
    """The lake's folder."""
    name: str
    """Its folder beneath that: ``facts`` or ``activity``."""

    def path(self, file: LakeFile) -> Path:
        """Where a file is to be found."""
        return self.folder / file.path

    def draft(self, file: LakeFile) -> Path:
        """Where a file is before it is in its place."""
        path = self.path(file)
        return path.with_name(f".{path.stem}.{file.digest[:24]}{_DRAFT}")

    def found(self, file: LakeFile) -> Path:
        """Where a file of the manifest is right now."""
        draft = self.draft(file)
        return draft if draft.exists() else self.path(file)


def facts_shelf(folder: Path, *, exported: bool = False) -> Shelf:
    """The facts of a lake; ``exported`` to a folder of somebody's own, they are a stream of their own."""
    folder = folder.resolve()
    return Shelf(f"facts:{folder}" if exported else "facts", folder, "facts")


def activity_shelf(folder: Path) -> Shelf:
    """The activity of a lake."""
    return Shelf("activity", folder.resolve(), "activity")


def derived_shelf(folder: Path) -> Shelf:
    """The derived tables of a lake, made ahead."""
    return Shelf("derived", folder.resolve(), "derived")


def published_shelf(folder: Path) -> Shelf:
    """What others publish, as it was imported: one file a table."""
    return Shelf("published", folder.resolve(), "published")


def take_turns(tx: Transaction, shelf: Shelf) -> None:
    """Wait for whoever writes this stream now; the turn ends with the transaction."""
    tx.value(Q.one_writer, {"stream": shelf.stream})


def draft(shelf: Shelf, kind: str, day: date, table: "pyarrow.Table") -> LakeFile:
    """Write a table as a draft. Its rows are in the order of their ``position``."""
    positions = table.column("position")
    first, last = positions[0].as_py(), positions[-1].as_py()
    path = f"{shelf.name}/{kind}/day={day}/{first:012}-{last:012}.parquet"
    return draft_of(shelf, LakeFile(path, kind, day, first, last, table.num_rows, ""), [table])


def draft_of(shelf: Shelf, file: LakeFile, tables: Iterable["pyarrow.Table"]) -> LakeFile:
    """Write tables of one schema as the draft of one file; the file with its digest."""
    import pyarrow.parquet as parquet

    place = shelf.path(file)
    place.parent.mkdir(parents=True, exist_ok=True)
    nameless = place.with_name(f".{place.stem}.{os.getpid()}.{os.urandom(4).hex()}{_DRAFT}")
    writer = None
    for table in tables:
        if writer is None:
            writer = parquet.ParquetWriter(nameless, table.schema, compression="zstd")
        writer.write_table(table)
    assert writer is not None
    writer.close()
    with nameless.open("rb+") as written:
        os.fsync(written.fileno())
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    file = msgspec.structs.replace(file, digest=digest)
    nameless.rename(shelf.draft(file))
    _flush_folder(place.parent)
    return file


def remember(tx: Transaction, shelf: Shelf, files: Iterable[LakeFile], *, instead_of: Iterable[LakeFile] = ()) -> None:
    """Put files into the manifest, in the place of others."""
    for file in instead_of:
        tx.execute(Q.forget_file, {"stream": shelf.stream, "path": file.path})
    for file in files:
        tx.execute(Q.remember_file, {"stream": shelf.stream, **msgspec.structs.asdict(file)})


def put_in_place(shelf: Shelf, files: Iterable[LakeFile], *, instead_of: Iterable[LakeFile] = ()) -> None:
    """After the transaction: remove what was replaced, then give drafts their names."""
    files = list(files)
    staying = {file.path for file in files}
    for file in instead_of:
        if file.path not in staying:
            shelf.path(file).unlink(missing_ok=True)
    for file in files:
        _rename(shelf.draft(file), shelf.path(file))


def settle(record: Record, shelf: Shelf) -> int:
    """Make the folder what the manifest says it is, after somebody was killed; how many files were removed or renamed."""
    base, done = shelf.folder / shelf.name, 0
    if not base.is_dir():
        return 0
    with record.writing() as tx:
        take_turns(tx, shelf)
        files = {shelf.path(file): file for file in tx.rows(Q.files, {"stream": shelf.stream}, into=LakeFile)}
        drafts = {shelf.draft(file): path for path, file in files.items()}
        waiting = list(base.rglob(f".*{_DRAFT}"))
        for path in (*base.rglob("*.parquet"), *waiting):
            if path not in files and path not in drafts:
                path.unlink(missing_ok=True)
                done += 1
        for path in waiting:
            if path in drafts:
                _rename(path, drafts[path])
                done += 1
    return done


def files_of(record: Record, shelf: Shelf) -> list[LakeFile]:
    """What the manifest holds of a stream, by kind and position."""
    with record.reading() as look:
        return look.rows(Q.files, {"stream": shelf.stream}, into=LakeFile)


def read_tables(paths: Iterable[Path]) -> Iterator["pyarrow.Table"]:
    """The tables of files, one after another."""
    import pyarrow.parquet as parquet

    for path in paths:
        with parquet.ParquetFile(path) as file:
            yield file.read()


def _rename(draft: Path, place: Path) -> None:
    try:
        draft.rename(place)
    except FileNotFoundError:
        if not place.exists():  # else somebody settled it meanwhile
            raise


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
