"""Reporters: how one stands with us (DSA Art. 23), and what an outsider's name becomes."""

from collections.abc import Callable
from enum import StrEnum
from uuid import UUID

from leeward.record.terms.code import Digest
from leeward.record.terms.ids import ReporterId, new_id

Hasher = Callable[[str, str], Digest]


class ReporterState(StrEnum):
    """How a reporter stands. Only people move somebody beyond ``found``."""

    CLEAR = "clear"  # nothing is held against them
    FOUND = "found"  # the rule of the playbook fits; a person looks
    WARNED = "warned"  # told that the processing of their reports will be suspended
    SUSPENDED = "suspended"  # until a moment; never for what is severe or runs under a legal clock


class Signal(StrEnum):
    """What makes reports look concerted. A lead, not a finding."""

    MANY_NEW = "many_new"  # many who never reported before, on one subject, in a short time
    SAME_WORDS = "same_words"  # different people, nearly the same words
    SAME_CIRCLE = "same_circle"  # the same people reported other subjects together
    MANY_CLAIMS = "many_claims"  # one reporter says to be the person depicted in many unrelated cases


def uuid_of(digest: Digest) -> UUID:
    """The UUIDv8 (RFC 9562 5.8: custom) in a keyed digest."""
    value = int(digest[:32], 16)
    value = value & ~(0xF << 76) | 0x8 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def reporter_of(hasher: Hasher, platform: str, raw: str | None) -> ReporterId:
    """A reporter's id; somebody anonymous is somebody new each time."""
    return ReporterId(new_id() if raw is None else uuid_of(hasher(f"reporter:{platform}", raw)))
