"""Inclusion proofs: that one fact stands in the ledger, checkable by anyone without the database.

The file holds the row as sealed, its path to the Merkle root, the seal's own numbers and the signature. It holds no text:
facts never do. Who checks it compares ``public_key`` with the one the installation published.
"""

from typing import Any

import msgspec
import psycopg
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from psycopg.rows import class_row

from leeward.record.errors import LedgerBroken
from leeward.record.ledger import merkle
from leeward.record.ledger.record import Record
from leeward.record.ledger.seal import GENESIS, SEAL_COLUMNS, Seal, chain_value, rows_as_printed
from leeward.record.terms.moment import Moment


class Step(msgspec.Struct, frozen=True):
    """A sibling on the way up: which side it stands on, and its hash in hex."""

    side: str
    hash: str


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """Everything needed to check one fact. Hashes, keys and signatures are hex."""

    format: str = "leeward-inclusion-proof/1"
    position: int
    row: str
    path: tuple[Step, ...]
    root: str
    seal: int
    first: int
    last: int
    sealed: Moment
    chain_before: str
    signature: str
    public_key: str


def prove(record: Record, position: int) -> Proof:
    """The proof of the fact at ``position``. Raises LedgerBroken when it is not sealed, or not what was sealed."""
    with record.raw() as connection:
        seal = _seal_over(connection, position)
        if seal is None:
            raise LedgerBroken(f"Fact {position} is not sealed.", remedy="Facts are sealed within a second; look at its number.")
        before = _chain_before(connection, seal.number)
        with connection.transaction():
            connection.execute("SET LOCAL TIME ZONE 'UTC'")
            row = next(iter(list(rows_as_printed(connection, position, position))), None)
    leaves = [seal.leaves[i : i + 32] for i in range(0, len(seal.leaves), 32)]
    index = position - seal.first
    if row is None or merkle.leaf(row) != leaves[index]:
        raise LedgerBroken(f"Fact {position} is not what was sealed.", remedy="Run leeward ledger verify.")
    return Proof(
        position=position,
        row=row.decode(),
        path=tuple(Step(side, sibling.hex()) for side, sibling in merkle.path(leaves, index)),
        root=seal.root.hex(),
        seal=seal.number,
        first=seal.first,
        last=seal.last,
        sealed=seal.sealed,
        chain_before=before.hex(),
        signature=seal.signature.hex(),
        public_key=seal.key.hex(),
    )


def check(proof: Proof, public_key: str | None = None) -> list[str]:
    """What is wrong with a proof; nothing when it holds. ``public_key`` (hex) is the one you trust, when you know it."""
    problems: list[str] = []
    try:
        steps = [(step.side, bytes.fromhex(step.hash)) for step in proof.path]
        root, before = bytes.fromhex(proof.root), bytes.fromhex(proof.chain_before)
        key, signature = bytes.fromhex(proof.public_key), bytes.fromhex(proof.signature)
    except ValueError as problem:
        return [f"a value is not hex: {problem}"]
    if merkle.climb(merkle.leaf(proof.row.encode()), steps) != root:
        problems.append("the row does not lead to the root")
    if not proof.first <= proof.position <= proof.last or not proof.row.startswith(f"{proof.position}\t"):
        problems.append("the row is not the fact at this position")
    chain = chain_value(before, proof.seal, proof.first, proof.last, root, proof.sealed)
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, chain)
    except (InvalidSignature, ValueError):
        problems.append("the signature does not hold")
    if public_key is not None and public_key.lower() != proof.public_key.lower():
        problems.append("the seal was signed by another key than the one you trust")
    return problems


def _seal_over(connection: psycopg.Connection[Any], position: int) -> Seal | None:
    sql = f"SELECT {SEAL_COLUMNS} FROM seal WHERE last >= %s ORDER BY last LIMIT 1".encode()
    with connection.cursor(row_factory=class_row(Seal)) as cursor:
        seal = cursor.execute(sql, (position,)).fetchone()
    return seal if seal is not None and seal.first <= position else None


def _chain_before(connection: psycopg.Connection[Any], number: int) -> bytes:

    row = connection.execute("SELECT chain FROM seal WHERE number = %s", (number - 1,)).fetchone()
    return bytes(row[0]) if row else GENESIS
