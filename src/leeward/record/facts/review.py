"""What people did with a job."""

from uuid import UUID

import msgspec

from leeward.record.facts.assessment import Reason
from leeward.record.facts.fact import Fact
from leeward.record.terms.code import (
    AnswerCode,
    ClauseCode,
    Digest,
    LanguageCode,
    MeasureCode,
    QuestionCode,
    QueueCode,
    ReasonCode,
)
from leeward.record.terms.ids import DecisionId, PersonId, ReportId, SubjectId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import LeaseEnd, Source, Verdict
from leeward.record.terms.severity import Severity
from leeward.record.terms.subject import MediaReference


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One question of the decision tree and how it was answered (Q29)."""

    question: QuestionCode
    answer: AnswerCode


class MediaRevealed(Fact, frozen=True, kw_only=True):
    """Somebody looked at media that the platform holds. ``subject`` is the job; ``actor`` looked, for their work on it."""

    about: SubjectId
    media: tuple[MediaReference, ...]


class JobClaimed(Fact, frozen=True, kw_only=True):
    """Somebody took a job, for a while. ``subject`` is the job; ``actor`` holds the lease."""

    lease_until: Moment


class LeaseRenewed(Fact, frozen=True, kw_only=True):
    """The lease was prolonged. ``subject`` is the job."""

    lease_until: Moment


class LeaseEnded(Fact, frozen=True, kw_only=True):
    """The job is no longer claimed, and went back to its queue. ``subject`` is the job."""

    ending: LeaseEnd
    reason: ReasonCode


class JobHeld(Fact, frozen=True, kw_only=True):
    """The job waits. ``subject`` is the job. A legal clock does not."""

    reason: ReasonCode
    until: Moment


class JobResumed(Fact, frozen=True, kw_only=True):
    """A held or escalated job is open again. ``subject`` is the job."""

    reason: ReasonCode


class JobAssigned(Fact, frozen=True, kw_only=True):
    """A job was given to somebody, who has yet to take it. ``subject`` is the job; ``actor`` gave it."""

    to: PersonId
    until: Moment
    """When it goes back to its queue, if they have not taken it."""
    reason: ReasonCode


class AssignmentEnded(Fact, frozen=True, kw_only=True):
    """A job that was given to somebody is for everybody again; they had not taken it. ``subject`` is the job."""

    to: PersonId
    reason: ReasonCode


class JobEscalated(Fact, frozen=True, kw_only=True):
    """Somebody asked for a lead. ``subject`` is the job."""

    reason: ReasonCode
    queue: QueueCode
    note: VaultRef | None = None


class JobDecided(Fact, frozen=True, kw_only=True):
    """A decision was made (Q14). ``subject`` is the job; ``actor`` decided."""

    decision: DecisionId
    about: SubjectId
    reports: tuple[ReportId, ...]
    verdict: Verdict
    clause: ClauseCode | None
    clause_version: int
    severity: Severity
    path: tuple[Step, ...]
    reasons: tuple[Reason, ...]
    playbook: Digest
    measures: tuple[MeasureCode, ...]
    """The enforcement the decider chose from what the ladder allows."""
    source: Source
    queue: QueueCode
    language: LanguageCode
    first_seen: Moment
    claimed: Moment
    views_at_action: int
    automated_detection: bool
    automated_decision: bool
    effective: Moment
    """When the grace period for undo ends and the consequences leave the house."""
    note: VaultRef | None = None
    evidence: tuple[UUID, ...] = ()
    """What was on the table: texts in the vault, and the events behind signals, by their ids."""


class DecisionUndone(Fact, frozen=True, kw_only=True):
    """The decider took it back within the grace period; nothing had left the house. ``subject`` is the job."""

    decision: DecisionId


class DecisionReversed(Fact, frozen=True, kw_only=True):
    """A decision in force was overturned. ``subject`` is the job."""

    decision: DecisionId
    reason: ReasonCode
