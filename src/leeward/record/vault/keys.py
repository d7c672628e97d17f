"""The keys of one installation, as files that only its user may read: master keys by generation, the pepper, the seal key.

Whoever has the database without this directory has ciphertext and digests. Back both up, apart from each other.
"""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from leeward.record.errors import VaultRefused
from leeward.record.terms.code import Digest


def _small_sha256() -> Callable[[bytes], "hashlib._Hash"]:
    """SHA-256 for a few bytes: Python's own, whose state is copied in half the time of OpenSSL's; what it gives is the same."""
    for name in ("_sha2", "_sha256"):  # since 3.12, before
        try:
            made: Callable[[bytes], hashlib._Hash] = import_module(name).sha256
        except ImportError:
            continue
        return made
    return hashlib.sha256


_sha256 = _small_sha256()


@dataclass(frozen=True)
class Keys:
    """Secrets held in memory. ``master`` maps generation to a 32-byte key; the highest one encrypts."""

    master: dict[int, bytes] = field(repr=False)
    pepper: bytes = field(repr=False)
    seal: bytes = field(repr=False)
    folder: Path | None = None

    @property
    def generation(self) -> int:
        """The master key now in use."""
        return max(self.master)

    def signing(self) -> Ed25519PrivateKey:
        """The key that signs seals."""
        return Ed25519PrivateKey.from_private_bytes(self.seal)

    def digest(self, domain: str, raw: str) -> Digest:
        """HMAC-SHA-256 of an external identifier, told apart by domain so that equal values do not meet across kinds."""
        return self.digests(domain)(raw)

    def digests(self, domain: str) -> Callable[[str], Digest]:
        """The same for many identifiers of one domain."""
        # HMAC spelled out (RFC 2104) over states prepared once: half the time of a fresh one, and there are many.
        begun, ended = self._inner.copy(), self._outer.copy
        begun.update(f"{domain}\0".encode())
        begin = begun.copy

        def digest(raw: str) -> Digest:
            inner, outer = begin(), ended()
            inner.update(raw.encode())
            outer.update(inner.digest())
            return Digest(outer.hexdigest())

        return digest

    @cached_property
    def _inner(self) -> "hashlib._Hash":
        return self._padded(0x36)

    @cached_property
    def _outer(self) -> "hashlib._Hash":
        return self._padded(0x5C)

    def _padded(self, pad: int) -> "hashlib._Hash":
        key = self.pepper if len(self.pepper) <= 64 else hashlib.sha256(self.pepper).digest()
        return _sha256(bytes(byte ^ pad for byte in key.ljust(64, b"\0")))


def open_keys(folder: Path) -> Keys:
    """Read the keys in ``folder``; at the first start they are made. Two processes that start together get the same ones."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _secret(folder / "master-1.key")
    pepper, seal = _secret(folder / "pepper.key"), _secret(folder / "seal.key")
    master = {int(path.stem.removeprefix("master-")): _secret(path) for path in folder.glob("master-*.key")}
    return Keys(master, pepper, seal, folder)


def add_master(keys: Keys) -> Keys:
    """The same keys with one more master generation, on disk before it is used."""
    if keys.folder is None:
        raise VaultRefused("These keys are not kept in files.", remedy="Rotate where they are kept.")
    _secret(keys.folder / f"master-{keys.generation + 1}.key")
    return open_keys(keys.folder)


def _secret(path: Path) -> bytes:
    """32 random bytes, made once: written beside, then linked into place, so nobody reads half a key."""
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}.{os.urandom(4).hex()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(os.urandom(32).hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    secret = bytes.fromhex(path.read_text("ascii").strip())
    if len(secret) != 32:
        raise VaultRefused(f"{path} does not hold 32 bytes in hex.", remedy="Restore it from your backup.")
    return secret
