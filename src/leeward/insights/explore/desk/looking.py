"""Looking: what can be asked, what was asked, what is kept. Opening the words of a query is a read of the vault, and a fact."""

import inspect
from collections.abc import Iterable
from datetime import datetime

import msgspec

from leeward.insights.explore.desk.running import ACTIVITY, Q
from leeward.insights.explore.refusals import NoSuchQuery, NoSuchRun
from leeward.playbook.model import Playbook
from leeward.record.facts import KINDS
from leeward.record.lake import views
from leeward.record.lake.reading import sql_type
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.code import PurposeCode
from leeward.record.terms.ids import PersonId, QueryId, RunId, VaultRef

READ_FOR = PurposeCode("explore")
MOST = 30


class Column(msgspec.Struct, frozen=True):
    """A column of a table; ``hidden`` when one's roles do not see what is in it."""

    name: str
    type: str
    sentence: str
    hidden: bool = False


class Table(msgspec.Struct, frozen=True):
    """A table that can be asked."""

    name: str
    sort: str
    """``made`` for questions, ``activity`` of the platform, or a kind of ``fact``."""
    sentence: str
    columns: tuple[Column, ...]


class Line(msgspec.Struct, frozen=True):
    """One run of somebody's history."""

    id: RunId
    name: str | None
    tables: list[str]
    outcome: str
    rows: int
    cut: bool
    milliseconds: int
    ran: datetime


class Saved(msgspec.Struct, frozen=True):
    """A query that somebody keeps."""

    id: QueryId
    person: PersonId
    by: str | None
    name: str
    tables: list[str]
    shared: bool
    edition: int
    saved: datetime


def tables(playbook: Playbook, hidden: Iterable[str] = ()) -> tuple[Table, ...]:
    """All tables, those made for questions first."""
    unseen = frozenset(hidden)
    made = [
        Table(
            each.name, "made", each.sentence, tuple(Column(n, c.type, c.sentence, n in unseen) for n, c in each.columns.items())
        )
        for each in sorted([*views.derived().values(), *views.published().values()], key=lambda each: each.name)
    ]
    seen = [
        Table(
            ACTIVITY + str(kind).lower(),
            "activity",
            each.doc,
            tuple(Column(name, sql_type(field.value), "", name in unseen) for name, field in each.fields.items()),
        )
        for kind, each in sorted(playbook.activity.items())
    ]
    kinds = [
        Table(name, "fact", _first(KINDS[name]), tuple(Column(n, t, "", n in unseen) for n, t in views.columns_of(name).items()))
        for name in sorted(views.names() - set(views.derived()) - set(views.published()))
    ]
    return (*made, *seen, *kinds)


def _first(kind: type) -> str:
    return (inspect.getdoc(kind) or "").partition("\n")[0]


def history(look: Look, who: PersonId) -> list[Line]:
    """What somebody asked lately, the latest first."""
    return look.rows(Q.history, {"person": who, "most": MOST}, into=Line)


def saved(look: Look, who: PersonId) -> list[Saved]:
    """One's own queries, and those that others share."""
    return look.rows(Q.saved, {"person": who, "most": 200}, into=Saved)


def opened_query(record: Record, who: PersonId, query: QueryId) -> tuple[Saved, str]:
    """A saved query with its words. Raises NoSuchQuery, TextErased."""
    with record.writing() as tx:
        found = [each for each in tx.rows(Q.saved, {"person": who, "most": 10_000}, into=Saved) if each.id == query]
        if not found:
            raise NoSuchQuery()
        ref: VaultRef = tx.value(Q.text_of_saved, {"query": query})
        return found[0], tx.vault.read([ref], actor=who, purpose=READ_FOR)[ref]


def opened_run(record: Record, who: PersonId, run: RunId) -> str:
    """The words of a run of one's own. Raises NoSuchRun, TextErased."""
    with record.writing() as tx:
        ref: VaultRef | None = tx.value(Q.text_of_run, {"run": run, "person": who})
        if ref is None:
            raise NoSuchRun()
        return tx.vault.read([ref], actor=who, purpose=READ_FOR)[ref]
