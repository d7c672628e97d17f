"""Hashes of known media: what banks hold, where it was found, and what was said back.

A fact never holds a hash of an exchange: an id made with the house's key stands for it, so that what was withdrawn can be
deleted for good.
"""

import msgspec

from leeward.record.facts.fact import Fact
from leeward.record.terms.code import BankCode, ReasonCode
from leeward.record.terms.ids import BankVersion, HashId, HashRecordId, ReportId, SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.signal import Exchange, Feedback, Opinion
from leeward.record.terms.subject import HashKind, MediaReference


class BankedHash(msgspec.Struct, frozen=True, kw_only=True):
    """One hash of a record, and what its sharers think of it together."""

    id: HashId
    kind: HashKind
    opinion: Opinion


class RecordChange(msgspec.Struct, frozen=True, kw_only=True):
    """What an exchange says of one of its records now: all of it, in the place of all that it said before."""

    record: HashRecordId
    hashes: tuple[BankedHash, ...]
    """None: it was withdrawn or deleted."""
    expires: Moment | None = None


class BankUpdated(Fact, frozen=True, kw_only=True):
    """A bank changed. ``subject`` is the bank's version from then on."""

    bank: BankCode
    exchange: Exchange
    changes: tuple[RecordChange, ...]
    passed_over: int = 0
    """Hashes of kinds that are not looked up here."""


class ExchangeAsked(Fact, frozen=True, kw_only=True):
    """An exchange was asked for what changed. ``subject`` is the question."""

    bank: BankCode
    exchange: Exchange
    status: int
    """HTTP status of the last answer; 0 when there was none."""
    records: int
    complete: bool
    """Whether all that had changed came; the next question goes on from there."""
    reason: ReasonCode | None = None
    """Why not."""


class MediaMatched(Fact, frozen=True, kw_only=True):
    """Media of a reported subject stands in a bank. ``subject`` is the report. A lead; it decides nothing (Q27)."""

    about: SubjectId
    media: MediaReference
    bank: BankCode
    bank_version: BankVersion
    """The version of the bank that was looked in."""
    hash: HashId
    """The nearest hash of the bank."""
    distance: int
    """In how many bits it differs; 0 for MD5 and SHA-256."""
    opinion: Opinion
    """Of all hashes of the bank that are near enough, and of ourselves."""


class BankSearched(msgspec.Struct, frozen=True, kw_only=True):
    """A bank that was searched for copies: which version, and how many hashes of the subject's media stood in it."""

    bank: BankCode
    version: BankVersion
    matched: int


class CopiesSearched(Fact, frozen=True, kw_only=True):
    """Known identical copies of what was removed were searched for, and somebody confirmed what was found and done (Q05).

    ``subject`` is the job; ``occurred`` is when; ``actor`` confirms it.
    """

    about: SubjectId
    reports: tuple[ReportId, ...]
    kinds: tuple[HashKind, ...]
    """Of the hashes that were searched by, here and on the platform."""
    banks: tuple[BankSearched, ...]
    references: int
    """How many media of other subjects they were compared with here."""
    matched: int
    """Other subjects with the same media here."""
    platform_matched: int
    """Further copies that the platform found with its own means."""
    actioned: int
    """Copies, of both, that were removed."""
    left: ReasonCode | None = None
    """Why fewer were removed than found."""


class HashJudged(Fact, frozen=True, kw_only=True):
    """Somebody said what a hash is worth. ``subject`` is the hash; ``actor`` says it."""

    bank: BankCode
    feedback: Feedback


class FeedbackHandedOver(Fact, frozen=True, kw_only=True):
    """What we think of hashes was written out for an exchange. ``subject`` is the export."""

    bank: BankCode
    exchange: Exchange
    hashes: tuple[HashId, ...]
