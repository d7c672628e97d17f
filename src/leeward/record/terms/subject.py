"""Subjects: what reports are about. Known by an internal id; the platform's own identifier lives in the vault."""

from enum import StrEnum

import msgspec

from leeward.record.terms.code import MediaHash, SourceCode


class SubjectKind(StrEnum):
    """What a report or an event can be about."""

    ACCOUNT = "account"
    CONTENT = "content"  # a post, comment, profile text
    LISTING = "listing"  # an advertisement, job or service offer
    CONVERSATION = "conversation"
    GROUP = "group"
    DEVICE = "device"
    PAYMENT = "payment"


class HashKind(StrEnum):
    """Which hash a media reference carries."""

    MD5 = "md5"
    SHA256 = "sha256"
    PDQ = "pdq"


class MediaReference(msgspec.Struct, frozen=True, kw_only=True):
    """A pointer to media that somebody else holds: Leeward never takes the bytes."""

    hash: HashKind
    digest: MediaHash
    held_by: SourceCode
