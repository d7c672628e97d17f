"""Reading and writing the vault inside a transaction.

AES-256-GCM; the data key of an owner is wrapped by the master key (associated data: the owner), each text is sealed under
the data key (associated data: its reference), so a ciphertext moved to another row does not open.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

import psycopg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from leeward.record.errors import TextErased, VaultRefused
from leeward.record.facts import Fact
from leeward.record.facts.vault import TextRead
from leeward.record.terms.code import PurposeCode
from leeward.record.terms.ids import OwnerId, PersonId, VaultRef, new_ids
from leeward.record.terms.moment import now
from leeward.record.vault.keys import Keys

_NONCE = 12
Connection = psycopg.Connection[Any]


class Vault:
    """The vault as one transaction sees it. ``append`` is how reads become facts."""

    def __init__(self, connection: Connection, keys: Keys, append: Callable[[Sequence[Fact]], object]) -> None:
        self._connection, self._keys, self._append = connection, keys, append
        self._known: dict[UUID, bytes] = {}

    def write(self, owner: OwnerId, texts: Sequence[str]) -> list[VaultRef]:
        """Seal texts under one owner's key; their references, in order."""
        return self.write_many([(owner, text) for text in texts])

    def write_many(self, items: Sequence[tuple[OwnerId, str]]) -> list[VaultRef]:
        """Seal (owner, text) pairs; their references, in order. The caller holds the pen, so no owner gets two keys."""
        if not items:
            return []
        keys = self._data_keys({owner for owner, _ in items}, make=True)
        # What is the same for all texts of an owner is done once; random bytes are asked for once.
        ciphers = {owner: (AESGCM(key).encrypt, owner.hex) for owner, key in keys.items()}
        refs = [VaultRef(ref) for ref in new_ids(len(items))]
        nonces = os.urandom(_NONCE * len(items))
        lines = []
        for place, (ref, (owner, text)) in enumerate(zip(refs, items, strict=True)):
            encrypt, whose = ciphers[owner]
            bound, nonce = ref.bytes, nonces[place * _NONCE : (place + 1) * _NONCE]
            lines.append(f"{bound.hex()}\t{whose}\t\\\\x{nonce.hex()}{encrypt(nonce, text.encode(), bound).hex()}\n")
        with self._connection.cursor() as cursor, cursor.copy("COPY vault_text (ref, owner, sealed) FROM STDIN") as rows:
            rows.write("".join(lines))
        return refs

    def read(self, refs: Iterable[VaultRef], *, actor: PersonId, purpose: PurposeCode) -> dict[VaultRef, str]:
        """Texts in clear; the read is a fact per owner. Raises TextErased where a key was destroyed."""
        texts, owners = self._open(list(refs))
        for owner in dict.fromkeys(owners.values()):
            theirs = tuple(ref for ref, whose in owners.items() if whose == owner)
            self._append([TextRead(subject=owner, actor=actor, occurred=now(), refs=theirs, purpose=purpose)])
        return texts

    def pass_through(self, refs: Iterable[VaultRef]) -> dict[VaultRef, str]:
        """Texts for the playbook's own machinery (delivery, rules) whose purpose is the playbook's; not for a person's eyes."""
        return self._open(list(refs))[0]

    def _open(self, refs: list[VaultRef]) -> tuple[dict[VaultRef, str], dict[VaultRef, OwnerId]]:
        found = self._connection.execute("SELECT ref, owner, sealed FROM vault_text WHERE ref = ANY(%s)", (refs,)).fetchall()
        if missing := set(refs) - {row[0] for row in found}:
            raise TextErased(f"{len(missing)} of {len(refs)} asked for.")
        keys = self._data_keys({row[1] for row in found}, make=False)
        texts: dict[VaultRef, str] = {}
        owners: dict[VaultRef, OwnerId] = {}
        for ref, owner, sealed in found:
            if owner not in keys:
                raise TextErased()
            texts[ref] = _unseal(AESGCM(keys[owner]), sealed, ref.bytes).decode()
            owners[ref] = owner
        return texts, owners

    def _data_keys(self, owners: set[OwnerId], *, make: bool) -> dict[OwnerId, bytes]:
        """The owners' data keys in clear; missing (or erased) ones are made anew when ``make``."""
        unknown = [owner for owner in owners if owner not in self._known]
        if unknown:
            sql = "SELECT owner, wrapped, generation FROM vault_key WHERE owner = ANY(%s::uuid[]) AND wrapped IS NOT NULL"
            asked = "{" + ",".join(owner.hex for owner in unknown) + "}"
            masters: dict[int, AESGCM] = {}
            for owner, wrapped, generation in self._connection.execute(sql, (asked,), binary=True).fetchall():
                if generation not in masters:
                    masters[generation] = self._master(generation)
                self._known[owner] = _unseal(masters[generation], wrapped, owner.bytes)
            if make and (new := [owner for owner in unknown if owner not in self._known]):
                self._make_keys(new)
        return {owner: self._known[owner] for owner in owners if owner in self._known}

    def _make_keys(self, owners: list[OwnerId]) -> None:
        master, generation = self._master(self._keys.generation), self._keys.generation
        for owner in owners:
            self._known[owner] = os.urandom(32)
        wrapped = [_seal(master, self._known[owner], owner.bytes) for owner in owners]
        self._connection.execute(
            """INSERT INTO vault_key (owner, wrapped, generation, made)
            SELECT owner, wrapped, %s, now() FROM unnest(%s::uuid[], %s::bytea[]) AS fresh (owner, wrapped)
            ON CONFLICT (owner) DO UPDATE SET wrapped = excluded.wrapped, generation = excluded.generation,
                made = excluded.made, erased = NULL""",
            (generation, owners, wrapped),
        )

    def _master(self, generation: int) -> AESGCM:
        if generation not in self._keys.master:
            raise VaultRefused(f"Master key {generation} is not here.", remedy="Restore it from your backup of the keys.")
        return AESGCM(self._keys.master[generation])


def _seal(cipher: AESGCM, clear: bytes, bound_to: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + cipher.encrypt(nonce, clear, bound_to)


def _unseal(cipher: AESGCM, sealed: bytes, bound_to: bytes) -> bytes:
    try:
        return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], bound_to)
    except InvalidTag:
        raise TextErased("The key that opened it is gone, or the ciphertext was changed.") from None


def rewrap(keys: Keys, generation: int, owner: UUID, wrapped: bytes) -> bytes:
    """A data key wrapped by an older master key, wrapped by the newest."""
    data_key = _unseal(AESGCM(keys.master[generation]), wrapped, owner.bytes)
    return _seal(AESGCM(keys.master[keys.generation]), data_key, owner.bytes)
