"""Sealing: facts up to a second old go under a Merkle root, chained to the seal before and signed (Ed25519).

A leaf is the row as PostgreSQL prints it in COPY text format with the time zone UTC: what is checked is what is stored.
The chain value is SHA-256(previous chain || number || first || last || root || sealed in microseconds); it is what is signed.
"""

import hashlib
from collections.abc import Generator
from typing import Any

import msgspec
import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from leeward.record.ledger import merkle
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import Position
from leeward.record.terms.moment import Moment, now

_SEALER = 7310_0003
_MOST = 50_000  # facts under one root: 1.6 MB of leaves
GENESIS = hashlib.sha256(b"leeward ledger").digest()
ROWS = """COPY (SELECT position, kind, version, subject, actor, occurred, recorded, body FROM fact
    WHERE position BETWEEN %(first)s AND %(last)s ORDER BY position) TO STDOUT"""
SEAL_COLUMNS = "number, first, last, leaves, root, chain, signature, key, sealed"


class Seal(msgspec.Struct, frozen=True):
    """One seal, as it is stored."""

    number: int
    first: Position
    last: Position
    leaves: bytes
    root: bytes
    chain: bytes
    signature: bytes
    key: bytes
    sealed: Moment


def rows_as_printed(connection: psycopg.Connection[Any], first: int, last: int) -> Generator[bytes, None, None]:
    """The rows first..last of the ledger, one bytes object a row, as they are sealed."""
    from psycopg import sql

    statement = sql.SQL(ROWS.replace("%(first)s", "{}").replace("%(last)s", "{}")).format(first, last)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        yield from (bytes(row) for row in copy)


def chain_value(before: bytes, number: int, first: int, last: int, root: bytes, sealed: Moment) -> bytes:
    """What the signature covers."""
    micros = int(sealed.timestamp()) * 1_000_000 + sealed.microsecond
    numbers = b"".join(value.to_bytes(8, "big") for value in (number, first, last, micros))
    return hashlib.sha256(before + numbers + root).digest()


def last_seal(connection: psycopg.Connection[Any]) -> Seal | None:
    """The newest seal."""
    from psycopg.rows import class_row

    with connection.cursor(row_factory=class_row(Seal)) as cursor:
        return cursor.execute(f"SELECT {SEAL_COLUMNS} FROM seal ORDER BY number DESC LIMIT 1".encode()).fetchone()


def seal_pending(record: Record) -> int:
    """Seal everything that is committed and unsealed; the number of facts. Any process may call it; one at a time does."""
    signing = record.keys.signing()
    total = 0
    with record.raw() as connection:
        while sealed := _seal_once(connection, signing):
            total += sealed
    return total


def _seal_once(connection: psycopg.Connection[Any], signing: Ed25519PrivateKey) -> int:
    with connection.transaction():
        # A root that is handed out must not be lost with the power: this commit waits for the disk.
        connection.execute("SELECT set_config('synchronous_commit', 'on', true)")
        row = connection.execute("SELECT pg_try_advisory_xact_lock(%s)", (_SEALER,)).fetchone()
        if row is None or not row[0]:
            return 0
        before = last_seal(connection)
        first = before.last + 1 if before else 1
        # Positions are given under the pen and commit in order, so whatever is visible has no gap below it.
        leaves = [merkle.leaf(line) for line in rows_as_printed(connection, first, first + _MOST - 1)]
        if not leaves:
            return 0
        seal = make_seal(before, first, leaves, signing, now())
        connection.execute(
            f"INSERT INTO seal ({SEAL_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)".encode(),
            msgspec.structs.astuple(seal),
        )
        return len(leaves)


def make_seal(before: Seal | None, first: int, leaves: list[bytes], signing: Ed25519PrivateKey, moment: Moment) -> Seal:
    """The seal over these leaves, following ``before``."""
    number, last = (before.number + 1 if before else 1), first + len(leaves) - 1
    root = merkle.root(leaves)
    chain = chain_value(before.chain if before else GENESIS, number, first, last, root, moment)
    return Seal(
        number,
        Position(first),
        Position(last),
        b"".join(leaves),
        root,
        chain,
        signing.sign(chain),
        signing.public_key().public_bytes_raw(),
        moment,
    )
