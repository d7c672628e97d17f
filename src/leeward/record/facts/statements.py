"""Why somebody was restricted, told to the public."""

from uuid import UUID

import msgspec

from leeward.record.facts.fact import Fact
from leeward.record.terms.code import Digest, FieldCode, ReasonCode
from leeward.record.terms.ids import DecisionId, JobId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.statement import StatementState


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong with a statement."""

    field: FieldCode
    rule: ReasonCode
    """``required``, ``in``, ``max`` ... as the database names its rules, or ``personal:email`` ..."""
    at: int | None = None
    """Of something personal: its first character in the field, from 1."""


class StatementOwed(Fact, frozen=True, kw_only=True):
    """A decision restricted somebody. ``subject`` is the statement, and its number (PUID) in the database, for good."""

    decision: DecisionId
    job: JobId


class StatementWithheld(Fact, frozen=True, kw_only=True):
    """All restrictions of a decision are in force, and the person is lawfully told of none of them: no statement is owed until
    one is made known (DSA Art 17(2), 10(5)). ``subject`` is the job."""

    decision: DecisionId
    grounds: tuple[ReasonCode, ...]
    """Why, each once, in the order of the alphabet."""


class StatementDrafted(Fact, frozen=True, kw_only=True):
    """It is sound and can be sent. ``subject`` is the statement; what it says lies in the vault as it is sent."""

    text: VaultRef
    payload: Digest
    """SHA-256 of what it says."""
    playbook: Digest


class StatementBlocked(Fact, frozen=True, kw_only=True):
    """It cannot leave the house as it is. ``subject`` is the statement."""

    playbook: Digest
    problems: tuple[Problem, ...]


class StatementAttempted(Fact, frozen=True, kw_only=True):
    """One attempt to send it did not end in its acceptance. ``subject`` is the statement."""

    attempt: int
    status: int
    """HTTP status; 0 when there was no answer."""
    milliseconds: int
    state: StatementState
    """``ready``: another attempt follows; ``refused`` or ``dead``: none does."""
    next_attempt: Moment | None
    answer: VaultRef | None = None
    """What the database said is wrong, in its words."""


class StatementAccepted(Fact, frozen=True, kw_only=True):
    """It is in the database. ``subject`` is the statement; ``actor`` is the clockwork, or who submitted it by hand."""

    decision: DecisionId
    job: JobId
    public: UUID | None
    """Its own number in the database, where that was told."""


class StatementReopened(Fact, frozen=True, kw_only=True):
    """Somebody wants it drafted and sent once more. ``subject`` is the statement; its number stays."""
