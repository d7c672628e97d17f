"""From the outside's identifiers to ours: keyed, so that the raw value is in the vault and nowhere else.

An internal id is the first half of HMAC-SHA-256 over kind, platform and identifier, as a UUIDv8 (RFC 9562 5.8: custom). The same
outsider is the same id on every day and in every process, without a look-up; without the pepper nobody can go back.
"""

from collections.abc import Callable, Sequence
from typing import Any

from leeward.record.terms.code import Digest
from leeward.record.terms.ids import SubjectId
from leeward.record.terms.reporter import Hasher, uuid_of
from leeward.record.terms.subject import SubjectKind


def written(digest: Digest) -> str:
    """The UUIDv8 in a digest, written out: what ``str(uuid_of(digest))`` gives, in a third of the time."""
    variant = _VARIANTS[digest[16]]
    return f"{digest[:8]}-{digest[8:12]}-8{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


_VARIANTS = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}


def subject_of(hasher: Hasher, kind: str, platform: str, raw: str) -> tuple[SubjectId, Digest]:
    """A subject's id and the digest it comes from."""
    digest = hasher(f"subject:{kind}:{platform}", raw)
    return SubjectId(uuid_of(digest)), digest


class Names:
    """Ids of outsiders for one batch: each name is hashed once, however often it stands there. Ids are written out."""

    def __init__(self, hashers: Callable[[str], Callable[[str], Digest]]) -> None:
        self._hashers = hashers
        self._known: dict[str, _Ids] = {}

    def events(self, kind: str, platforms: Sequence[str], raws: Sequence[str]) -> list[str]:
        """The ids of events: of one kind and platform the same number is the same event."""
        hashers = {platform: self._hashers(f"event:{kind}:{platform}") for platform in set(platforms)}
        return [written(hashers[platform](raw)) for platform, raw in zip(platforms, raws, strict=True)]

    def subjects(self, kind: str, platforms: Sequence[str], raws: Sequence[str | int]) -> list[str]:
        """The ids of subjects."""
        return self._ids(f"subject:{kind}", platforms, raws)

    def entities(self, field: str, platforms: Sequence[str], raws: Sequence[str | int | None]) -> list[str | None]:
        """What the identifiers in a field become; nothing stays nothing."""
        return self._ids(_domain(field), platforms, raws)

    def lists(self, field: str, platforms: Sequence[str], raws: Sequence[list[str | int] | None]) -> list[list[str] | None]:
        """The same for a field that holds several."""
        domain = _domain(field)
        return [
            None if several is None else self._ids(domain, [platform] * len(several), several)
            for platform, several in zip(platforms, raws, strict=True)
        ]

    def _ids(self, domain: str, platforms: Sequence[str], raws: Sequence[Any]) -> list[Any]:
        several = {platform: self._of(f"{domain}:{platform}") for platform in set(platforms)}
        if len(several) == 1:
            [ids] = several.values()
            return [ids[raw] for raw in raws]
        return [several[platform][raw] for platform, raw in zip(platforms, raws, strict=True)]

    def _of(self, domain: str) -> "_Ids":
        if domain not in self._known:
            self._known[domain] = _Ids(self._hashers(domain))
        return self._known[domain]


class _Ids(dict[str | int | None, str | None]):
    """Raw -> id, hashed when it is first asked for."""

    def __init__(self, hasher: Callable[[str], Digest]) -> None:
        super().__init__({None: None})
        self._hasher = hasher

    def __missing__(self, raw: str | int | None) -> str:
        made = self[raw] = written(self._hasher(str(raw)))
        return made


def _domain(field: str) -> str:
    domain = domain_of(field)
    return f"subject:{domain}" if domain in _SUBJECT_KINDS else f"entity:{domain}"


def domain_of(field: str) -> str:
    """The kind of thing a field names: ``sender_id``, ``recipient_id`` and ``account_id`` are all accounts."""
    name = field.removesuffix("_ids").removesuffix("_id")
    return "account" if name in ACCOUNTS else name


ACCOUNTS = frozenset({"account", "sender", "recipient", "payer", "payee", "author", "owner", "member", "user"})
_SUBJECT_KINDS = frozenset(kind.value for kind in SubjectKind)
