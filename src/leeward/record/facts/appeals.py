"""Who asked for another look at a decision, who took it, and how it ended (Q17)."""

from leeward.record.facts.fact import Fact
from leeward.record.facts.review import Step
from leeward.record.terms.appeal import AppealOutcome, Appellant, HearingEnd
from leeward.record.terms.code import ClauseCode, Digest, LanguageCode, MeasureCode, ReasonCode, SourceCode
from leeward.record.terms.ids import DecisionId, JobId, PersonId, ReporterId, ReportId, SubjectId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import Verdict
from leeward.record.terms.severity import Severity


class AppealReceived(Fact, frozen=True, kw_only=True):
    """Somebody asks that a decision is looked at again. ``subject`` is the appeal; ``occurred`` is the moment of receipt."""

    decision: DecisionId
    job: JobId
    about: SubjectId
    appellant: Appellant
    report: ReportId | None
    """The notifier's report; None for a recipient."""
    reporter: ReporterId | None
    door: SourceCode
    language: LanguageCode
    severity: Severity
    """Of what was decided."""
    expedited: bool
    closes: Moment
    """Until when this decision can be appealed."""
    start_by: Moment
    due: Moment
    """By when we promise a decision."""
    idempotency: Digest
    text: VaultRef | None = None


class AppealRefused(Fact, frozen=True, kw_only=True):
    """An appeal was turned away at the door, and why. ``subject`` is a fresh id; nothing of its text is kept."""

    decision: DecisionId
    appellant: Appellant
    door: SourceCode
    reason: ReasonCode


class AppealClaimed(Fact, frozen=True, kw_only=True):
    """Somebody took an appeal, for a while. ``subject`` is the appeal."""

    lease_until: Moment


class AppealAssigned(Fact, frozen=True, kw_only=True):
    """A lead gave an appeal to somebody. ``subject`` is the appeal."""

    to: PersonId
    lease_until: Moment


class AppealReleased(Fact, frozen=True, kw_only=True):
    """An appeal is in nobody's hand again. ``subject`` is the appeal."""

    holder: PersonId
    ending: HearingEnd
    reason: ReasonCode


class AppealEscalated(Fact, frozen=True, kw_only=True):
    """The policy's questions led to a lead. ``subject`` is the appeal."""

    reason: ReasonCode
    path: tuple[Step, ...]


class AppealDecided(Fact, frozen=True, kw_only=True):
    """Another person looked again and decided. ``subject`` is the appeal; ``actor`` decided."""

    decision: DecisionId
    """The decision that was appealed."""
    outcome: AppealOutcome
    verdict: Verdict
    """Where the policy's questions led this time."""
    clause: ClauseCode
    clause_version: int
    severity: Severity
    path: tuple[Step, ...]
    measures: tuple[MeasureCode, ...]
    """What is to be done now, where there is a violation: never more than the first decision did about a recipient."""
    instead: DecisionId | None
    """The decision that takes the place of one that turned a report down."""
    playbook: Digest
    effective: Moment
    """When the grace period for undo ends and the consequences leave the house."""
    told: VaultRef
    """The reasons, as they are told to who appealed."""
    note: VaultRef | None = None


class AppealUndone(Fact, frozen=True, kw_only=True):
    """Who decided it took that back within the grace period. ``subject`` is the appeal."""


class AppealTookEffect(Fact, frozen=True, kw_only=True):
    """The grace period ended; what a person decided is carried out. ``subject`` is the appeal."""

    decision: DecisionId
    outcome: AppealOutcome


class AppealWithdrawn(Fact, frozen=True, kw_only=True):
    """Who appealed asks no longer. ``subject`` is the appeal."""

    reason: ReasonCode


class AppealFellLate(Fact, frozen=True, kw_only=True):
    """The promised moment passed without a decision. ``subject`` is the appeal. It stays open: no clock ever closes one."""

    due: Moment
