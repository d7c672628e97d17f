"""What the pages and the command line show, as structs."""

from uuid import UUID

import msgspec

from leeward.frontline.signals.entries import Fault
from leeward.playbook.model import Bank
from leeward.record.facts.signals import BankSearched
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.moment import Moment
from leeward.record.terms.subject import HashKind


class Took(msgspec.Struct, kw_only=True):
    """What became of a file, or of a question to an exchange."""

    records: int = 0
    changed: int = 0
    """Records that say something else than before."""
    gone: int = 0
    """Of these, withdrawn or deleted."""
    passed_over: int = 0
    faults: list[Fault] = []
    """The first of them."""
    unreadable: int = 0
    status: int = 0
    complete: bool = True
    reason: ReasonCode | None = None


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """How many live hashes of one kind and opinion a bank has."""

    kind: str
    opinion: str
    hashes: int


class BankView(msgspec.Struct, frozen=True, kw_only=True):
    """A bank as the playbook has it, and how it stands."""

    bank: Bank
    held: tuple[Held, ...]
    hashes: int
    version: UUID | None = None
    changed: Moment | None = None
    asked: Moment | None = None
    asked_status: int | None = None
    asked_complete: bool | None = None
    asked_reason: str | None = None
    pulled: bool = False
    """Whether this house asks its exchange by itself."""
    unsaid: int = 0
    upheld: int = 0
    """Decided jobs of its matches that ended in a violation."""
    turned_down: int = 0


class MatchLine(msgspec.Struct, frozen=True, kw_only=True):
    """Media of a report that stands in the bank."""

    report: UUID
    job: UUID | None
    state: str | None
    verdict: str | None
    kind: str
    hash: UUID
    """The number of the hash, to judge it by."""
    distance: int
    opinion: str
    version: UUID
    matched: Moment
    feedback: str | None


class CopiesTask(msgspec.Struct, frozen=True, kw_only=True):
    """A job that owes a search for copies."""

    job: UUID
    about: UUID
    since: Moment
    clocks: tuple[str, ...]
    legal_due: Moment | None
    media: int
    """How many hashes of its media are known here."""


class CopiesTold(msgspec.Struct, frozen=True, kw_only=True):
    """A search for copies that was recorded."""

    job: UUID
    about: UUID
    kinds: tuple[HashKind, ...]
    banks: tuple[BankSearched, ...]
    compared: int
    matched: int
    platform_matched: int
    actioned: int
    reason_left: str | None
    searched: Moment
    searched_by: UUID


class Update(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a bank, and what it brought."""

    version: UUID
    position: int
    records: int
    gone: int
    passed_over: int
    updated: Moment
