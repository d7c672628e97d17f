"""Verifying: every sealed fact is read and hashed again; the first one that was changed, removed, added or moved is named.

Two processes share the work where the ledger is long, for hashing is bound by one core.
"""

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from itertools import islice
from multiprocessing import get_context
from typing import Any

import msgspec
import psycopg
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from psycopg.rows import class_row

from leeward.record.ledger import merkle
from leeward.record.ledger.seal import GENESIS, SEAL_COLUMNS, Seal, chain_value, rows_as_printed

_SHARE = 100_000  # facts below which a second process is not worth its start


class Finding(msgspec.Struct, frozen=True):
    """The first thing that is wrong. ``position`` is the fact's, ``seal`` the seal's number."""

    what: str
    seal: int | None
    position: int | None
    detail: str


class Verification(msgspec.Struct, frozen=True):
    """What was checked, and the first finding (None: everything is as it was sealed)."""

    facts: int
    seals: int
    unsealed: int
    finding: Finding | None


def verify(url: str, public_key: bytes, *, since: int = 0, progress: Callable[[int], None] | None = None) -> Verification:
    """Check the ledger at ``url`` against its seals, from the seal after number ``since``.

    ``public_key`` (32 bytes, Ed25519) is the installation's own: a root signed by any other key is forged. What no check
    inside the database can see is a tail cut off together with its seals; keep a proof or a root outside for that.
    """
    with _connect(url) as connection:
        last_fact, first_fact = (
            _number(connection, f"SELECT coalesce({which}(position), {nothing}) FROM fact")
            for which, nothing in (("max", 0), ("min", 1))
        )
        last_number = _number(connection, "SELECT coalesce(max(number), 0) FROM seal")
        sealed_to = _number(connection, "SELECT coalesce(max(last), 0) FROM seal")
        middle = _middle(connection, since, last_number)
    if first_fact < 1:
        return Verification(0, 0, 0, Finding("inserted", None, first_fact, "a fact stands before the first position"))
    checked, finding = _check_all(url, public_key, since, middle, last_number, progress)
    if finding is None:
        finding = _check_tail(url, sealed_to)
    return Verification(checked, last_number - since, max(0, last_fact - sealed_to), finding)


def _middle(connection: psycopg.Connection[Any], since: int, last_number: int) -> int | None:
    """The seal at which the work is halved, when there is enough of it."""
    sql = "SELECT min(first), max(last) FROM seal WHERE number > %s"
    row = connection.execute(sql, (since,)).fetchone()
    if last_number - since < 2 or row is None or row[1] - row[0] < _SHARE:
        return None
    halfway = "SELECT min(number) FROM seal WHERE last >= %s AND number > %s AND number < %s"
    found = connection.execute(halfway, ((row[0] + row[1]) // 2, since, last_number)).fetchone()
    return None if found is None or found[0] is None else int(found[0])


def _check_all(
    url: str, public_key: bytes, since: int, middle: int | None, last: int, progress: Callable[[int], None] | None
) -> tuple[int, Finding | None]:
    if middle is None:
        return check_share(url, public_key, since, last, progress)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        later = pool.submit(check_share, url, public_key, middle, last)
        checked, finding = check_share(url, public_key, since, middle, progress)
        more, second = later.result()
    return checked + more, finding or second


def check_share(
    url: str, public_key: bytes, since: int, until: int, progress: Callable[[int], None] | None = None
) -> tuple[int, Finding | None]:
    """Check seals ``since`` + 1 .. ``until`` and every row under them: (facts that are right, the first that is not)."""
    checked = 0
    with _connect(url) as connection, _connect(url) as rows_from:
        before = _seal_numbered(connection, since) if since else None
        if since and before is None:
            return 0, Finding("removed", since, None, "the seal to start from is not there")
        last = _number(connection, f"SELECT coalesce(max(last), 0) FROM seal WHERE number <= {int(until)}")
        # Closed before its connection: an unfinished COPY holds the connection's lock.
        with closing(rows_as_printed(rows_from, before.last + 1 if before else 1, last)) as rows:
            for number in range(since + 1, until + 1):
                seal = _seal_numbered(connection, number)
                if seal is None:
                    return checked, Finding("removed", number, before.last + 1 if before else 1, f"seal {number} is not there")
                wrong = _check_seal(seal, before, public_key) or _compare(seal, rows)
                if wrong is not None:
                    return checked + max(0, (wrong.position or seal.first) - seal.first), wrong
                checked += seal.last - seal.first + 1
                before = seal
                if progress:
                    progress(checked)
    return checked, None


def _check_seal(seal: Seal, before: Seal | None, public_key: bytes) -> Finding | None:
    """The range, the root over the stored leaves, the chain value and the signature."""
    chain, last = (before.chain, before.last) if before else (GENESIS, 0)
    leaves = [seal.leaves[i : i + 32] for i in range(0, len(seal.leaves), 32)]
    if seal.first != last + 1:
        return Finding("forged", seal.number, last + 1, "the seal does not begin where the one before ended")
    if len(leaves) != seal.last - seal.first + 1 or merkle.root(leaves) != seal.root:
        return Finding("forged", seal.number, seal.first, "the root does not follow from the sealed leaves")
    if chain_value(chain, seal.number, seal.first, seal.last, seal.root, seal.sealed) != seal.chain:
        return Finding("forged", seal.number, seal.first, "the seal does not follow from the one before")
    if seal.key != public_key:
        return Finding("forged", seal.number, seal.first, "the seal was signed by another key")
    try:
        Ed25519PublicKey.from_public_bytes(seal.key).verify(seal.signature, seal.chain)
    except InvalidSignature:
        return Finding("forged", seal.number, seal.first, "the signature does not hold")
    return None


def _compare(seal: Seal, rows: Iterator[bytes]) -> Finding | None:
    """All rows of a seal at once; only when they differ is the first bad one looked for."""
    read = list(islice(rows, seal.last - seal.first + 1))
    sha256 = hashlib.sha256
    if b"".join([sha256(b"\0" + row).digest() for row in read]) == seal.leaves:
        return None
    leaves = seal.leaves
    for offset in range(0, len(leaves), 32):
        place = offset // 32
        row = read[place] if place < len(read) else None
        if row is None or merkle.leaf(row) != leaves[offset : offset + 32]:
            return _name(seal, seal.first + place, row, read[place + 1] if place + 1 < len(read) else next(rows, None))
    return None


def _name(seal: Seal, position: int, row: bytes | None, following: bytes | None) -> Finding:
    """Say what happened to the fact that should stand at ``position``."""
    if row is None or int(row.split(b"\t", 1)[0]) != position:
        return Finding("removed", seal.number, position, "the sealed fact is not there")
    expected = seal.leaves[(position - seal.first) * 32 :][:32]
    if following is not None and merkle.leaf(_renumbered(following, position)) == expected:
        swapped = _sealed_elsewhere(seal, row) == position + 1
        if not swapped:
            return Finding("inserted", seal.number, position, "a fact that was never sealed stands here; the rest moved on")
    sealed_at = _sealed_elsewhere(seal, row)
    if sealed_at is not None:
        return Finding("moved", seal.number, position, f"the fact sealed at {sealed_at} stands here")
    return Finding("changed", seal.number, position, "the fact is not what was sealed")


def _renumbered(row: bytes, position: int) -> bytes:
    return b"%d\t%s" % (position, row.split(b"\t", 1)[1])


def _sealed_elsewhere(seal: Seal, row: bytes) -> int | None:
    """Where the same fact was sealed under another position of the same seal, if it was."""
    for position in range(seal.first, seal.last + 1):
        at = (position - seal.first) * 32
        if merkle.leaf(_renumbered(row, position)) == seal.leaves[at : at + 32]:
            return position
    return None


def _check_tail(url: str, sealed_to: int) -> Finding | None:
    """Facts after the last seal must follow it without a gap: a hole means one was taken out before it was sealed."""
    with _connect(url) as connection:
        gap = connection.execute(
            """SELECT position FROM (
                SELECT position, position - row_number() OVER (ORDER BY position) AS shift FROM fact WHERE position > %s
            ) tail WHERE shift <> %s ORDER BY position LIMIT 1""",
            (sealed_to, sealed_to),
        ).fetchone()
    return Finding("removed", None, int(gap[0]) - 1, "a fact that was not yet sealed is not there") if gap else None


def _connect(url: str) -> psycopg.Connection[Any]:
    return psycopg.connect(url, autocommit=True, options="-c timezone=UTC")


def _number(connection: psycopg.Connection[Any], sql: str) -> int:
    row = connection.execute(sql.encode()).fetchone()
    return int(row[0]) if row else 0


def _seal_numbered(connection: psycopg.Connection[Any], number: int) -> Seal | None:
    with connection.cursor(row_factory=class_row(Seal)) as cursor:
        return cursor.execute(f"SELECT {SEAL_COLUMNS} FROM seal WHERE number = %s".encode(), (number,)).fetchone()
