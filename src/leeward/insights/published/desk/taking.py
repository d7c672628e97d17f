"""A publisher's file comes into the lake: as a whole, or not at all; the same file twice is one."""

from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from leeward.playbook.diagnostics import suggestion
from leeward.record.errors import LeewardError
from leeward.record.facts.published import PublishedTaken
from leeward.record.lake import views
from leeward.record.lake.files import published_shelf, put_in_place
from leeward.record.lake.publishing import read_published, replace
from leeward.record.ledger.record import Record
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import TableCode
from leeward.record.terms.ids import PersonId, new_id
from leeward.record.terms.moment import Moment, now

Q = read_queries("leeward.insights.published")


class NoSuchTable(LeewardError):
    """There is no published table of this name."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it. ``again``: the very same file was there already, and nothing changed."""

    table: str
    rows: int
    first: date | None
    last: date | None
    again: bool


def take(record: Record, folder: Path, table: str, path: Path, who: PersonId) -> Outcome:
    """Fill a table of the lake from a publisher's file. Raises NoSuchTable, FileRefused."""
    if table not in views.published():
        raise NoSuchTable(f"There is no published table {table[:80]}.", remedy=suggestion(table, views.published()))
    shelf = published_shelf(folder)
    taken = read_published(shelf, table, path)
    moment = now()
    told = PublishedTaken(
        subject=new_id(), actor=who, occurred=moment, name=TableCode(table), digest=taken.source, rows=taken.file.rows,
        first=_start(taken.first), last=_start(taken.last),
    )  # fmt: skip
    with record.writing() as tx:
        tx.take_pen()
        again = tx.value(Q.taken_before, {"name": table}) == taken.source
        before = replace(tx, shelf, taken)
        if not again:
            tx.append([told])
    put_in_place(shelf, [taken.file], instead_of=before)
    return Outcome(table=table, rows=taken.file.rows, first=taken.first, last=taken.last, again=again)


def _start(day: date | None) -> Moment | None:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day is not None else None
