"""Texts are ciphertext at rest, readable only with a purpose that is a fact, erasable for good, unless a hold stands."""

import os
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from leeward.record.errors import HeldBack, TextErased, VaultRefused
from leeward.record.ledger.record import Record, open_record
from leeward.record.ledger.seal import seal_pending
from leeward.record.ledger.verify import verify
from leeward.record.terms.code import PurposeCode, ReasonCode
from leeward.record.terms.ids import OwnerId, PersonId, VaultRef, new_id
from leeward.record.terms.moment import now
from leeward.record.vault import holds
from leeward.record.vault.keys import Keys, open_keys

REVIEW = PurposeCode("review")
ASKED = ReasonCode("erasure_request")
SENTENCE = "The lighthouse keeper wrote a letter on a Thursday."


@pytest.fixture
def who() -> PersonId:
    return PersonId(new_id())


def store(record: Record, owner: OwnerId, *texts: str) -> list[VaultRef]:
    with record.writing() as tx:
        tx.take_pen()
        return tx.vault.write(owner, texts)


def read(record: Record, refs: list[VaultRef], who: PersonId) -> dict[VaultRef, str]:
    with record.writing() as tx:
        return tx.vault.read(refs, actor=who, purpose=REVIEW)


def test_what_is_written_is_read_again(record: Record, who: PersonId) -> None:
    owner = OwnerId(new_id())
    refs = store(record, owner, SENTENCE, "", "Ünïcödé \U0001f54a", "x" * 100_000)
    assert list(read(record, refs, who).values()) == [SENTENCE, "", "Ünïcödé \U0001f54a", "x" * 100_000]


def test_every_read_is_a_fact_with_its_purpose(record: Record, who: PersonId) -> None:
    first, second = OwnerId(new_id()), OwnerId(new_id())
    refs = store(record, first, "one", "two") + store(record, second, "three")
    with record.writing() as tx:
        tx.vault.read(refs, actor=who, purpose=REVIEW)
    with record.reading() as look:
        rows = look.rows("SELECT subject, actor, body FROM fact WHERE kind = 'text_read' ORDER BY position")
    assert [(row["subject"], row["actor"], row["body"]["purpose"]) for row in rows] == [
        (first, who, "review"),
        (second, who, "review"),
    ]
    assert {ref for row in rows for ref in row["body"]["refs"]} == {str(ref) for ref in refs}


def test_a_mere_look_has_no_vault(record: Record) -> None:
    with record.reading() as look:
        assert not hasattr(look, "vault"), "what cannot append must not read texts: the read could not be a fact"


def test_a_text_is_given_out_only_once_its_reading_is_on_record(record: Record, who: PersonId) -> None:
    """Reading and the fact of it are one transaction: where the fact cannot be written, nobody gets the text."""
    [ref] = store(record, OwnerId(new_id()), SENTENCE)
    with psycopg.connect(record.url, autocommit=True) as owner:
        owner.execute("REVOKE INSERT ON fact FROM leeward_app")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            read(record, [ref], who)
        owner.execute("GRANT INSERT ON fact TO leeward_app")
    assert read(record, [ref], who) == {ref: SENTENCE}
    with record.reading() as look:
        assert look.value("SELECT count(*) FROM fact WHERE kind = 'text_read'") == 1


def test_the_database_holds_ciphertext_only(record: Record) -> None:
    store(record, OwnerId(new_id()), SENTENCE)
    with psycopg.connect(record.url) as connection:
        stored = connection.execute("SELECT sealed FROM vault_text").fetchall()
    assert stored
    assert all(SENTENCE.encode() not in row[0] for row in stored)


def test_a_ciphertext_moved_to_another_row_does_not_open(record: Record, who: PersonId) -> None:
    refs = store(record, OwnerId(new_id()), "one", "two")
    with psycopg.connect(record.url) as connection:
        connection.execute("UPDATE vault_text SET sealed = (SELECT sealed FROM vault_text WHERE ref = %s)", (refs[0],))
    with pytest.raises(TextErased, match="changed"):
        read(record, [refs[1]], who)


def test_an_erased_owner_cannot_be_read_and_the_ledger_still_verifies(record: Record, who: PersonId) -> None:
    gone, stays = OwnerId(new_id()), OwnerId(new_id())
    refs, others = store(record, gone, "one", "two"), store(record, stays, "three")
    assert holds.erase(record, gone, who, reason=ASKED) == 2
    with pytest.raises(TextErased):
        read(record, refs, who)
    assert read(record, others, who) == {others[0]: "three"}
    seal_pending(record)
    assert verify(record.url, record.keys.signing().public_key().public_bytes_raw()).finding is None


def test_a_backup_of_the_ciphertext_is_worthless_after_erasure(record: Record, who: PersonId) -> None:
    owner = OwnerId(new_id())
    [ref] = store(record, owner, SENTENCE)
    with psycopg.connect(record.url) as connection:
        backup = connection.execute("SELECT ref, owner, sealed FROM vault_text WHERE ref = %s", (ref,)).fetchone()
    holds.erase(record, owner, who, reason=ASKED)
    with psycopg.connect(record.url) as connection:
        connection.execute("INSERT INTO vault_text VALUES (%s, %s, %s)", backup)
    with pytest.raises(TextErased):
        read(record, [ref], who)


def test_an_erased_owner_may_be_written_about_anew(record: Record, who: PersonId) -> None:
    owner = OwnerId(new_id())
    [old] = store(record, owner, "before")
    holds.erase(record, owner, who, reason=ASKED)
    [new] = store(record, owner, "after")
    assert read(record, [new], who) == {new: "after"}
    with pytest.raises(TextErased):
        read(record, [old], who)


@pytest.mark.parametrize("kind", ["preservation", "litigation", "something_else"])
def test_a_hold_beats_an_erasure(record: Record, who: PersonId, kind: str) -> None:
    owner = OwnerId(new_id())
    [ref] = store(record, owner, SENTENCE)
    placed = holds.hold(record, owner, who, kind=ReasonCode(kind), basis=ReasonCode("us-2258a-h"))
    with pytest.raises(HeldBack, match="until it is released"):
        holds.erase(record, owner, who, reason=ASKED)
    assert read(record, [ref], who)
    holds.release(record, placed, who, reason=ReasonCode("order_withdrawn"))
    assert holds.erase(record, owner, who, reason=ASKED) == 1


def test_law_enforcement_may_have_destroyed_what_was_preserved_but_not_what_is_in_litigation(
    record: Record, who: PersonId
) -> None:
    destroy, owner = ReasonCode("law_enforcement_request"), OwnerId(new_id())
    store(record, owner, SENTENCE)
    holds.hold(record, owner, who, kind=ReasonCode("preservation"), basis=ReasonCode("us-2258a-h"))
    litigation = holds.hold(record, owner, who, kind=ReasonCode("litigation"), basis=ReasonCode("court_order"))
    with pytest.raises(HeldBack, match="litigation"):
        holds.erase(record, owner, who, reason=destroy)
    holds.release(record, litigation, who, reason=ReasonCode("case_closed"))
    assert holds.erase(record, owner, who, reason=destroy) == 1


def test_a_hold_that_ran_out_holds_nothing(record: Record, who: PersonId) -> None:
    owner = OwnerId(new_id())
    store(record, owner, SENTENCE)
    over = now() - timedelta(seconds=1)
    holds.hold(record, owner, who, kind=ReasonCode("preservation"), basis=ReasonCode("us-2703-f"), until=over)
    assert holds.erase(record, owner, who, reason=ASKED) == 1


def test_a_hold_is_released_once(record: Record, who: PersonId) -> None:
    placed = holds.hold(record, OwnerId(new_id()), who, kind=ReasonCode("litigation"), basis=ReasonCode("court_order"))
    holds.release(record, placed, who, reason=ReasonCode("case_closed"))
    with pytest.raises(VaultRefused, match="no hold"):
        holds.release(record, placed, who, reason=ReasonCode("case_closed"))


def test_rotation_wraps_every_key_anew_and_the_old_master_may_go(database: str, tmp_path: Path, who: PersonId) -> None:
    record = open_record(database, keys=open_keys(tmp_path))
    owners = [OwnerId(new_id()) for _ in range(5)]
    refs = [ref for owner in owners for ref in store(record, owner, SENTENCE)]
    holds.erase(record, owners[0], who, reason=ASKED)
    keys, wrapped = holds.rotate(record, who)
    assert (keys.generation, wrapped) == (2, 4)
    record.close()
    (tmp_path / "master-1.key").unlink()
    again = open_record(database, keys=Keys({2: keys.master[2]}, keys.pepper, keys.seal))
    assert len(read(again, refs[1:], who)) == 4
    assert holds_owners(again) == {2}
    again.close()


def holds_owners(record: Record) -> set[int]:
    with record.reading() as look:
        return {row["generation"] for row in look.rows("SELECT generation FROM vault_key WHERE wrapped IS NOT NULL")}


def test_the_wrong_master_key_opens_nothing(record: Record, who: PersonId) -> None:
    [ref] = store(record, OwnerId(new_id()), SENTENCE)
    stranger = open_record(record.url, keys=Keys({1: os.urandom(32)}, record.keys.pepper, record.keys.seal))
    with pytest.raises(TextErased):
        read(stranger, [ref], who)
    stranger.close()


def test_key_files_are_for_their_user_only_and_stay_the_same(tmp_path: Path) -> None:
    first, second = open_keys(tmp_path / "keys"), open_keys(tmp_path / "keys")
    assert (first.master, first.pepper, first.seal) == (second.master, second.pepper, second.seal)
    assert {oct(file.stat().st_mode & 0o777) for file in (tmp_path / "keys").iterdir()} == {"0o600"}
    assert "master" not in repr(first).replace("generation", "")


def test_a_digest_depends_on_the_domain_and_the_pepper(record: Record) -> None:
    assert record.digest("listing", "42") == record.digest("listing", "42")
    assert record.digest("listing", "42") != record.digest("account", "42")
    assert Keys({1: b"0" * 32}, b"1" * 32, b"2" * 32).digest("listing", "42") != record.digest("listing", "42")
