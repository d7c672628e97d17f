"""The record: one door to the database.

``reading`` looks; ``writing`` appends. One writer at a time holds *the pen* (an advisory lock until commit), so positions
have no gaps, folds run in ledger order, and a listener sees a world that nobody else is changing.

Commit is in two strokes: the transaction commits without waiting for the disk and hands on the pen; then, before the
caller is told anything, a barrier waits until the log is on disk up to there. Many waiters share one flush.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from itertools import groupby
from typing import Any
from uuid import UUID

import psycopg
from psycopg.pq import TransactionStatus
from psycopg_pool import ConnectionPool

from leeward.record.errors import AppendRefused
from leeward.record.facts import Fact, Recorded
from leeward.record.ledger.cluster_faults import explain, is_outage
from leeward.record.ledger.codec import Written, copy_line, fold_rows, write
from leeward.record.ledger.look import Look
from leeward.record.standing.fold import folds_of, runs
from leeward.record.terms.activity import Activity
from leeward.record.terms.code import Digest
from leeward.record.terms.ids import Position, VaultRef
from leeward.record.terms.moment import Moment, now
from leeward.record.vault.keys import Keys
from leeward.record.vault.vault import Vault

_FEW = 16  # up to here one INSERT is quicker than a COPY
_MAX_WAVES = 12  # facts that cause facts that cause facts ... come to rest long before
_COPY = "COPY fact (position, kind, version, subject, actor, occurred, recorded, body) FROM STDIN"
_INSERT = """INSERT INTO fact SELECT * FROM unnest(%s::bigint[], %s::text[], %s::smallint[], %s::uuid[], %s::uuid[],
    %s::timestamptz[], %s::timestamptz[], %s::json[])"""
_BARRIER = "SELECT set_config('synchronous_commit', 'on', true), pg_logical_emit_message(true, 'leeward', '')"


class Hearing:
    """What a listener may know: standing as of the facts it hears, and what passes, which is never stored and never logged:
    ``passing`` texts by their reference, and activity ``arriving`` by the subject of its ``ActivityReceived``.
    """

    __slots__ = ("arriving", "look", "now", "passing")

    def __init__(self, look: Look, passing: Mapping[VaultRef, str], arriving: Mapping[UUID, Activity], moment: Moment) -> None:
        self.look, self.passing, self.arriving, self.now = look, passing, arriving, moment


Listener = Callable[[Sequence[Recorded], Hearing], Iterable[Fact]]
Listeners = Mapping[type[Fact], Sequence[Listener]]


class Transaction(Look):
    """A transaction that can append. Everything in it happens, or nothing."""

    def __init__(self, connection: psycopg.Connection[Any], keys: Keys, listeners: Listeners, *, together: bool = False) -> None:
        super().__init__(connection)
        self._listeners = listeners
        self._together = together
        self._pen: psycopg.Cursor[Any] | None = None
        self._last: int | None = None
        self.vault = Vault(connection, keys, self.append)

    def take_pen(self) -> None:
        """Become the one writer. Take it before you read what your facts depend on; ``append`` takes it otherwise.

        What it answers is only fetched when facts are numbered: where statements travel together, the pen costs no journey.
        """
        if self._pen is None:
            self._pen = self._connection.execute("SELECT take_the_pen()")

    def _last_position(self) -> int:
        if self._last is None:
            self.take_pen()
            row = self._pen.fetchone() if self._pen else None
            self._last = int(row[0]) if row else 0
        return self._last

    def execute(self, sql: str, parameters: Mapping[str, object] | None = None) -> int:
        """Change tables that are not folded (keys and names, activity, progress); the number of rows."""
        return self._connection.execute(sql.encode(), parameters).rowcount

    def append(
        self,
        facts: Iterable[Fact],
        *,
        passing: Mapping[VaultRef, str] | None = None,
        arriving: Mapping[UUID, Activity] | None = None,
    ) -> list[Recorded]:
        """Append facts, fold them, and let listeners answer with facts of their own until it is quiet."""
        everything, wave = list[Recorded](), list(facts)
        for _ in range(_MAX_WAVES):
            if not wave:
                return everything
            recorded = self._append_wave(wave)
            everything += recorded
            wave = self._hear(recorded, Hearing(self, passing or {}, arriving or {}, now()))
        raise AppendRefused("Listeners answer each other without end.", remedy="Look for a circle in flow.py.")

    def copy_in(self, table: str, columns: Sequence[str], lines: Iterable[Sequence[object]]) -> None:
        """COPY rows into a table that is not folded."""
        with self._connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for line in lines:
                copy.write_row(line)

    def copy_text(self, into: str, lines: bytes) -> None:
        """COPY rows that stand in COPY's text format already into ``table (columns)``, which is not folded."""
        with self._connection.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
            copy.write(lines)

    def _append_wave(self, facts: Sequence[Fact]) -> list[Recorded]:
        last, moment = self._last_position(), now()
        written = [write(fact, Position(last + n), moment) for n, fact in enumerate(facts, 1)]
        self._last = last + len(written)
        if len(written) > _FEW and not self._together:
            with self._connection.cursor() as cursor, cursor.copy(_COPY) as copy:
                copy.write(b"".join(copy_line(one, moment) for one in written))
            self._fold(written)
        else:
            with nullcontext() if self._together else self._connection.pipeline():
                self._connection.execute(_INSERT, _columns(written, moment))
                self._fold(written)
        return [one.recorded for one in written]

    def _fold(self, written: Sequence[Written]) -> None:
        """Fold them run by run, in ledger order."""
        for kind, run in runs(written):
            statements = folds_of(kind)
            if statements:
                rows = fold_rows(run).decode()
                for statement in statements:
                    self._connection.execute(statement, {"facts": rows})

    def _hear(self, recorded: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
        answers: list[Fact] = []
        for fact_type, run in groupby(recorded, key=lambda one: type(one.fact)):
            heard = list(run)
            for listener in self._listeners.get(fact_type, ()):
                answers += listener(heard, hearing)
        return answers


class Record:
    """The database of one installation: a pool of connections, the keys, and who listens."""

    def __init__(self, url: str, keys: Keys, listeners: Listeners | None = None, *, connections: int = 20) -> None:
        self.url, self.keys = url, keys
        self.listeners: Listeners = listeners or {}
        self._pool = ConnectionPool(
            url,
            min_size=1,
            max_size=connections,
            kwargs={"autocommit": True, "prepare_threshold": 3},
            configure=_configure,
            check=ConnectionPool.check_connection,
            open=False,
            timeout=10,
            max_idle=60,
        )
        self._pool.open()

    def digest(self, domain: str, raw: str) -> Digest:
        """The keyed digest under which an external identifier is known inside."""
        return self.keys.digest(domain, raw)

    @contextmanager
    def reading(self) -> Iterator[Look]:
        """Look at one consistent moment."""
        with self._connected() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield Look(connection)

    @contextmanager
    def writing(self, *, together: bool = False) -> Iterator[Transaction]:
        """Append, or change what is not folded. When this returns, it is on disk.

        ``together`` lets statements travel together, from BEGIN to the barrier, until an answer is needed: for short
        transactions that many wait for. They must not COPY: a few facts, nothing for the vault.
        """
        with self._connected() as connection:
            if together:
                with _travelling_together(connection):
                    yield Transaction(connection, self.keys, self.listeners, together=True)
                return
            with connection.transaction():
                yield Transaction(connection, self.keys, self.listeners)
            connection.execute(_BARRIER)

    @contextmanager
    def raw(self) -> Iterator[psycopg.Connection[Any]]:
        """The driver's connection, for the rooms of the record itself."""
        with self._connected() as connection:
            yield connection

    def close(self) -> None:
        """Give the connections back."""
        self._pool.close()

    @contextmanager
    def _connected(self) -> Iterator[psycopg.Connection[Any]]:
        try:
            with self._pool.connection() as connection:
                yield connection
        except psycopg.OperationalError as problem:
            if not is_outage(problem):
                raise
            raise explain(problem, self.url) from problem


def open_record(url: str, *, keys: Keys, listeners: Listeners | None = None, connections: int = 20) -> Record:
    """Open a database that is migrated already (see ``migrate``)."""
    return Record(url, keys, listeners, connections=connections)


@contextmanager
def _travelling_together(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """A transaction in pipeline mode: one journey from the last answer needed, over COMMIT, to the barrier."""
    try:
        with connection.pipeline():
            connection.execute("BEGIN")
            connection.execute("SET LOCAL plan_cache_mode = force_generic_plan")  # planning anew would take longer than running
            yield
            connection.execute("COMMIT")
            connection.execute(_BARRIER)
    finally:
        if connection.info.transaction_status != TransactionStatus.IDLE and not connection.closed:
            connection.rollback()


def _configure(connection: psycopg.Connection[Any]) -> None:
    connection.execute("SET ROLE leeward_app")
    connection.execute("SET TIME ZONE 'UTC'")
    connection.execute("SET synchronous_commit = off")  # see _BARRIER: waiting for the disk happens after the pen is handed on


def _columns(written: Sequence[Written], moment: Moment) -> tuple[list[Any], ...]:
    facts = [one.recorded.fact for one in written]
    return (
        [one.recorded.position for one in written],
        [one.kind for one in written],
        [fact.version for fact in facts],
        [fact.subject for fact in facts],
        [fact.actor for fact in facts],
        [fact.occurred for fact in facts],
        [moment] * len(written),
        [one.body.decode() for one in written],
    )
