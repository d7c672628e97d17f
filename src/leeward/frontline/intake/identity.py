"""From the outside's identifiers to ours: keyed, so that the raw value is in the vault and nowhere else.

An internal id is the first half of HMAC-SHA-256 over kind, platform and identifier, as a UUIDv8 (RFC 9562 5.8: custom). The same
outsider is the same id on every day and in every process, without a look-up; without the pepper nobody can go back.
"""

from collections.abc import Callable
from uuid import UUID

from leeward.record.terms.code import Digest
from leeward.record.terms.ids import ReporterId, SubjectId, new_id
from leeward.record.terms.subject import SubjectKind

Hasher = Callable[[str, str], Digest]


def uuid_of(digest: Digest) -> UUID:
    """The UUIDv8 in a digest."""
    value = int(digest[:32], 16)
    value = value & ~(0xF << 76) | 0x8 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def subject_of(hasher: Hasher, kind: str, platform: str, raw: str) -> tuple[SubjectId, Digest]:
    """A subject's id and the digest it comes from."""
    digest = hasher(f"subject:{kind}:{platform}", raw)
    return SubjectId(uuid_of(digest)), digest


def reporter_of(hasher: Hasher, platform: str, raw: str | None) -> ReporterId:
    """A reporter's id; somebody anonymous is somebody new each time."""
    return ReporterId(new_id() if raw is None else uuid_of(hasher(f"reporter:{platform}", raw)))


def entity_of(hasher: Hasher, field: str, platform: str, raw: str) -> UUID:
    """The id that an identifier in a field of activity becomes: that of the subject, where the field names one."""
    domain = domain_of(field)
    if domain in _SUBJECT_KINDS:
        return subject_of(hasher, domain, platform, raw)[0]
    return uuid_of(hasher(f"entity:{domain}:{platform}", raw))


def domain_of(field: str) -> str:
    """The kind of thing a field names: ``sender_id``, ``recipient_id`` and ``account_id`` are all accounts."""
    name = field.removesuffix("_ids").removesuffix("_id")
    return "account" if name in ACCOUNTS else name


ACCOUNTS = frozenset({"account", "sender", "recipient", "payer", "payee", "author", "owner", "member", "user"})
_SUBJECT_KINDS = frozenset(kind.value for kind in SubjectKind)
