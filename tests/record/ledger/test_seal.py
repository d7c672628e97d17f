"""The ledger is sealed within a second, and any later change to it is found and named."""

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.record.errors import AppendRefused, LedgerBroken
from leeward.record.facts.playbook import PlaybookApplied
from leeward.record.facts.review import LeaseEnded
from leeward.record.ledger import merkle
from leeward.record.ledger.proof import Proof, check, prove
from leeward.record.ledger.record import Record
from leeward.record.ledger.seal import seal_pending
from leeward.record.ledger.verify import verify
from leeward.record.terms.code import Digest, ReasonCode
from leeward.record.terms.ids import new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import PLAYBOOK
from leeward.record.terms.report import LeaseEnd


def some_fact(reason: str = "tired") -> LeaseEnded:
    return LeaseEnded(
        subject=new_id(), actor=PLAYBOOK, occurred=now(), ending=LeaseEnd.SKIPPED, reason=ReasonCode(reason)
    )  # fmt: skip


def append(record: Record, facts: int, *, batch: int = 50) -> None:
    for start in range(0, facts, batch):
        with record.writing() as tx:
            tx.append([some_fact() for _ in range(min(batch, facts - start))])


def tamper(record: Record, statement: str) -> None:
    """What somebody with the database's own superuser rights can do."""
    with psycopg.connect(record.url) as connection:
        connection.execute("SET session_replication_role = 'replica'")
        connection.execute(statement.encode())


def public_key(record: Record) -> bytes:
    return record.keys.signing().public_key().public_bytes_raw()


@pytest.fixture
def sealed(record: Record) -> Record:
    """A ledger of 120 facts under three seals."""
    for _ in range(3):
        append(record, 40)
        assert seal_pending(record) == 40
    return record


def test_a_whole_ledger_verifies(sealed: Record) -> None:
    result = verify(sealed.url, public_key(sealed))
    assert (result.facts, result.seals, result.unsealed, result.finding) == (120, 3, 0, None)


def test_verification_can_begin_after_a_seal(sealed: Record) -> None:
    result = verify(sealed.url, public_key(sealed), since=2)
    assert (result.facts, result.seals, result.finding) == (40, 1, None)


@pytest.mark.parametrize(
    ("statement", "what", "position"),
    [
        ('UPDATE fact SET body = \'{"ending":"held","reason":"tired"}\' WHERE position = 77', "changed", 77),
        ("UPDATE fact SET body = (body::text || ' ')::json WHERE position = 5", "changed", 5),
        ("UPDATE fact SET actor = subject WHERE position = 120", "changed", 120),
        ("UPDATE fact SET occurred = occurred - interval '1 microsecond' WHERE position = 41", "changed", 41),
        ("DELETE FROM fact WHERE position = 60", "removed", 60),
        ("DELETE FROM fact WHERE position = 1", "removed", 1),
        ("DELETE FROM fact WHERE position > 110", "removed", 111),
        ("DELETE FROM fact WHERE position BETWEEN 41 AND 80", "removed", 41),
        (
            "UPDATE fact SET position = CASE position WHEN 9 THEN -10 ELSE -9 END WHERE position IN (9, 10);"
            "UPDATE fact SET position = -position WHERE position < 0",
            "moved",
            9,
        ),
        (
            "INSERT INTO fact SELECT 0, kind, version, subject, actor, occurred, recorded, body FROM fact WHERE position = 3",
            "inserted",
            0,
        ),
        (
            "UPDATE fact SET position = -position WHERE position >= 50;"
            "UPDATE fact SET position = 1 - position WHERE position < 0;"
            "INSERT INTO fact SELECT 50, kind, version, subject, actor, occurred, recorded, body FROM fact WHERE position = 3",
            "inserted",
            50,
        ),
    ],
)
def test_what_was_done_to_a_fact_is_named(sealed: Record, statement: str, what: str, position: int) -> None:
    for part in statement.split(";"):
        tamper(sealed, part)
    finding = verify(sealed.url, public_key(sealed)).finding
    assert finding is not None
    assert (finding.what, finding.position) == (what, position)


@pytest.mark.parametrize(
    ("statement", "seal"),
    [
        ("UPDATE seal SET root = sha256('x') WHERE number = 2", 2),
        ("UPDATE seal SET leaves = overlay(leaves placing sha256('x') from 1 for 32) WHERE number = 1", 1),
        ("UPDATE seal SET sealed = sealed - interval '1 day' WHERE number = 3", 3),
        ("UPDATE seal SET signature = overlay(signature placing '\\x00' from 1 for 1) WHERE number = 2", 2),
        ("UPDATE seal SET key = sha256('x') WHERE number = 2", 2),
    ],
)
def test_a_forged_seal_is_named(sealed: Record, statement: str, seal: int) -> None:
    tamper(sealed, statement)
    finding = verify(sealed.url, public_key(sealed)).finding
    assert finding is not None
    assert (finding.what, finding.seal) == ("forged", seal)


def test_a_seal_signed_again_by_another_key_is_forged(sealed: Record) -> None:
    """Somebody changes a fact and seals everything anew with a key of their own."""
    import os

    from leeward.record.ledger.record import open_record
    from leeward.record.vault.keys import Keys

    tamper(sealed, "UPDATE fact SET actor = subject WHERE position = 3")
    tamper(sealed, "DELETE FROM seal")
    forger = open_record(sealed.url, keys=Keys({1: os.urandom(32)}, os.urandom(32), os.urandom(32)))
    assert seal_pending(forger) == 120
    forger.close()
    finding = verify(sealed.url, public_key(sealed)).finding
    assert finding is not None
    assert (finding.what, finding.seal, finding.detail) == ("forged", 1, "the seal was signed by another key")


def test_a_removed_seal_is_named(sealed: Record) -> None:
    tamper(sealed, "DELETE FROM seal WHERE number = 2")
    finding = verify(sealed.url, public_key(sealed)).finding
    assert finding is not None
    assert (finding.what, finding.seal, finding.position) == ("removed", 2, 41)


def test_a_fact_taken_out_before_it_was_sealed_leaves_a_hole(sealed: Record) -> None:
    append(sealed, 5)
    tamper(sealed, "DELETE FROM fact WHERE position = 122")
    finding = verify(sealed.url, public_key(sealed)).finding
    assert finding is not None
    assert (finding.what, finding.position) == ("removed", 122)


def test_the_application_cannot_change_the_ledger(sealed: Record) -> None:
    for statement in ("UPDATE fact SET actor = subject", "DELETE FROM fact", "TRUNCATE fact", "UPDATE seal SET number = 9"):
        with sealed.raw() as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement.encode())


def test_even_the_owner_meets_the_trigger(sealed: Record) -> None:
    with psycopg.connect(sealed.url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege, match="only grows"):
        connection.execute("DELETE FROM fact")


@pytest.mark.parametrize("position", [1, 40, 41, 77, 120])
def test_a_proof_holds_without_the_database(sealed: Record, position: int) -> None:
    proof = prove(sealed, position)
    assert check(proof, public_key(sealed).hex()) == []


def _broken_row(proof: Proof) -> Proof:
    import msgspec

    return msgspec.structs.replace(proof, row=proof.row.replace("skipped", "held"))


def _broken_time(proof: Proof) -> Proof:
    import msgspec

    return msgspec.structs.replace(proof, sealed=proof.sealed - timedelta(days=1))


def _broken_place(proof: Proof) -> Proof:
    import msgspec

    return msgspec.structs.replace(proof, position=proof.position + 1)


@pytest.mark.parametrize("breaking", [_broken_row, _broken_time, _broken_place])
def test_a_changed_proof_does_not_hold(sealed: Record, breaking: Callable[[Proof], Proof]) -> None:
    assert check(breaking(prove(sealed, 77)))


def test_a_proof_by_another_key_is_not_trusted(sealed: Record) -> None:
    assert check(prove(sealed, 77), "00" * 32) == ["the seal was signed by another key than the one you trust"]


def test_a_fact_that_is_not_sealed_has_no_proof(sealed: Record) -> None:
    append(sealed, 1)
    with pytest.raises(LedgerBroken, match="121 is not sealed"):
        prove(sealed, 121)


def test_a_sentence_cannot_pass_for_a_code(record: Record) -> None:
    with record.writing() as tx, pytest.raises(AppendRefused, match="text belongs in the vault"):
        tx.append([some_fact("a sentence with spaces")])


def test_nothing_of_a_failed_transaction_stays(record: Record) -> None:
    def fails_halfway() -> None:
        with record.writing() as tx:
            tx.append([some_fact()])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails_halfway()
    append(record, 1)
    assert seal_pending(record) == 1


def test_large_batches_and_small_ones_are_written_alike(record: Record) -> None:
    """COPY and INSERT must leave the same bytes, or a refold would not read what the fold read."""
    from leeward.record.ledger.codec import Row, read

    fact = PlaybookApplied(
        subject=new_id(), actor=PLAYBOOK, occurred=now(), playbook=Digest("0" * 64), before=None, rules=1, policies=2
    )
    with record.writing() as tx:
        few = tx.append([fact])
        many = tx.append([fact] * 40)
    with record.reading() as look:
        rows = look.rows(
            "SELECT position, kind, version, subject, actor, occurred, recorded, body::text AS body FROM fact ORDER BY position",
            into=Row,
        )
    assert [read(row) for row in rows] == few + many
    assert len({row.body for row in rows}) == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(min_size=1, max_size=8), min_size=1, max_size=40), st.data())
def test_every_leaf_climbs_to_the_root(rows: list[bytes], data: st.DataObject) -> None:
    leaves = [merkle.leaf(row) for row in rows]
    index = data.draw(st.integers(0, len(rows) - 1))
    assert merkle.climb(leaves[index], merkle.path(leaves, index)) == merkle.root(leaves)


def test_the_root_is_that_of_certificate_transparency() -> None:
    """RFC 6962 test vectors: the tree of the first seven inputs of its reference implementation."""
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    leaves = [merkle.leaf(bytes.fromhex(text)) for text in inputs]
    assert merkle.root(leaves[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert merkle.root(leaves[:7]).hex() == "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"
    assert merkle.root(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
