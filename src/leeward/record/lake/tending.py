"""Tending the lake: small files become larger ones, old events leave the operational database, and at last the lake.

Each step is its own transaction and can be killed anywhere: ``files.py`` says how. Nobody is read from under the feet: a step
that replaces files waits for another time while somebody reads the stream.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

import msgspec

from leeward.record.facts.lake import ActivityExpired
from leeward.record.lake.activity import REF
from leeward.record.lake.files import LakeFile, Shelf, draft_of, files_of, put_in_place, read_tables, remember, take_turns
from leeward.record.ledger.record import Record, Transaction
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import EventKind
from leeward.record.terms.ids import Position, new_id
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import CLOCKWORK

if TYPE_CHECKING:
    import pyarrow

Q = read_queries(__package__)
FULL = 1_000_000  # rows: a file of so many is not made larger
MANY = 16  # so many small files of a day still running become one
_LEAVING = 5_000  # events that leave in one transaction
GONE = "activity:gone"


def compact(record: Record, shelf: Shelf, today: date) -> int:
    """Join small files of a kind and day: all of a day that is over, of today's when there are many. How many files went."""
    joined = 0
    for (_, day), group in groupby(files_of(record, shelf), key=lambda file: (file.kind, file.day)):
        for run in _runs(list(group)):
            if len(run) >= (MANY if day >= today else 2):
                joined += _join(record, shelf, run)
    return joined


def _runs(files: Sequence[LakeFile]) -> Iterable[list[LakeFile]]:
    """Neighbours that fit into one file together."""
    run: list[LakeFile] = []
    rows = 0
    for file in files:
        if run and rows + file.rows > FULL:
            yield run
            run, rows = [], 0
        run.append(file)
        rows += file.rows
    if run:
        yield run


def _join(record: Record, shelf: Shelf, run: Sequence[LakeFile]) -> int:
    import pyarrow
    import pyarrow.parquet as parquet

    with record.writing() as tx:
        if not _may_replace(tx, shelf, run):
            return 0
        paths = [shelf.found(file) for file in run]
        try:
            schema = pyarrow.unify_schemas([parquet.read_schema(path) for path in paths], promote_options="permissive")
        except pyarrow.ArrowTypeError:  # a field changed its type in between: these stay apart
            return 0
        tables = (_as(table, schema) for table in read_tables(paths))
        first, last, rows = run[0].first, run[-1].last, sum(file.rows for file in run)
        path = f"{shelf.name}/{run[0].kind}/day={run[0].day}/{first:012}-{last:012}.parquet"
        whole = draft_of(shelf, LakeFile(path, run[0].kind, run[0].day, first, last, rows, ""), tables)
        remember(tx, shelf, [whole], instead_of=run)
    put_in_place(shelf, [whole], instead_of=run)
    return len(run)


def _may_replace(tx: Transaction, shelf: Shelf, files: Sequence[LakeFile]) -> bool:
    """Whether these files still stand in the manifest, it is our turn, and nobody reads."""
    take_turns(tx, shelf)
    if not tx.value(Q.nobody_reads, {"stream": shelf.stream}):
        return False
    return set(files) <= set(tx.rows(Q.files, {"stream": shelf.stream}, into=LakeFile))


def _as(table: "pyarrow.Table", schema: "pyarrow.Schema") -> "pyarrow.Table":
    import pyarrow

    return pyarrow.concat_tables([schema.empty_table(), table], promote_options="permissive").cast(schema)


def let_leave(record: Record, shelf: Shelf, before: Moment) -> int:
    """Take events out of the operational database that are written and arrived before a moment; how many were looked at.

    What is behind a signal stays: it is what a job shows. The ids of the others stay known, so that they are never taken twice.
    """
    seen = 0
    while True:
        with record.writing() as tx:
            take_turns(tx, shelf)
            after = tx.value(Q.watermark, {"stream": GONE}) or 0
            written = tx.value(Q.watermark, {"stream": shelf.stream}) or 0
            asked = {"after": after, "written": written, "before": before, "most": _LEAVING}
            last = tx.value(Q.leaving, asked)
            if last is None:
                return seen
            tx.execute(Q.move_watermark, {"stream": GONE, "position": last})
            seen += last - after


def expire(record: Record, shelf: Shelf, kept: Mapping[str, int], otherwise: int, moment: Moment) -> int:
    """Remove events from the lake that were kept their days, and their texts from the vault; how many.

    ``kept`` says days by kind, ``otherwise`` for the rest. What is about somebody under a hold stays.
    """
    gone = 0
    for file in files_of(record, shelf):
        over = datetime.combine(file.day, datetime.min.time(), UTC) + timedelta(days=kept.get(file.kind, otherwise) + 1)
        if moment >= over:
            gone += _expire(record, shelf, file, moment)
    return gone


def _expire(record: Record, shelf: Shelf, file: LakeFile, moment: Moment) -> int:
    import pyarrow
    import pyarrow.compute as compute

    with record.writing() as tx:
        if not _may_replace(tx, shelf, [file]):
            return 0
        [table] = read_tables([shelf.found(file)])
        held = [str(row["owner"]) for row in tx.rows(Q.owners_held, {"now": moment})]
        stays = compute.is_in(table.column("about"), pyarrow.array(held, pyarrow.string()))
        going, staying = table.filter(compute.invert(stays)), table.filter(stays)
        if not going.num_rows:
            return 0
        rest = []
        if staying.num_rows:
            rest = [draft_of(shelf, msgspec.structs.replace(file, rows=staying.num_rows, digest=""), [staying])]
        remember(tx, shelf, rest, instead_of=[file])
        _forget(tx, going)
        tx.append(
            [
                ActivityExpired(
                    subject=new_id(),
                    actor=CLOCKWORK,
                    occurred=moment,
                    event_kind=EventKind(file.kind),
                    first=Position(file.first),
                    last=Position(file.last),
                    events=going.num_rows,
                    held=staying.num_rows,
                )
            ]
        )
    put_in_place(shelf, rest, instead_of=[file])
    return int(going.num_rows)


def _forget(tx: Transaction, table: "pyarrow.Table") -> None:
    """Forget the ids of events, and shred their texts; what a job shows (it stands in the database) keeps both."""
    events = table.column("event_id").to_pylist()
    behind = {str(row["event"]) for row in tx.rows(Q.events_at_hand, {"events": events})}
    going = table.filter([event not in behind for event in events])
    tx.execute(Q.forget_events, {"events": going.column("event_id").to_pylist()})
    refs: list[str] = []
    for name in going.column_names:
        if name.endswith(REF):
            for value in going.column(name).to_pylist():
                refs += value if isinstance(value, list) else [] if value is None else [value]
    tx.execute(Q.shred_texts_of_events, {"refs": refs})
