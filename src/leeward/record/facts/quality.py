"""What was looked at again, what came of it, and how people were calibrated (Q30, Q31, Q32)."""

import msgspec

from leeward.record.facts.fact import Fact
from leeward.record.facts.review import Step
from leeward.record.terms.code import (
    CauseCode,
    ClauseCode,
    Digest,
    HarmCode,
    ItemCode,
    LanguageCode,
    MeasureCode,
    PlanCode,
    QueueCode,
    ReasonCode,
    SetCode,
)
from leeward.record.terms.ids import DecisionId, DrawId, JobId, PersonId, SampledId, SampleId, SubjectId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.quality import ErrorGrade, Round, Seat
from leeward.record.terms.report import Source, Verdict
from leeward.record.terms.severity import Severity
from leeward.record.terms.subject import SubjectKind


class SampledStratum(msgspec.Struct, frozen=True, kw_only=True):
    """One stratum of a draw: how many decisions there were, and how many of them are to be looked at."""

    queue: QueueCode
    clause: ClauseCode | None
    language: LanguageCode
    source: Source
    left_up: bool
    """No violation was found, or it could not be decided."""
    automated: bool
    size: int
    planned: int


class SampleDrawn(Fact, frozen=True, kw_only=True):
    """Decisions were drawn to be looked at again (Q30). ``subject`` is the draw; the seed and the decisions give it anew."""

    plan: PlanCode
    playbook: Digest
    seed: Digest
    since: Moment
    until: Moment
    strata: tuple[SampledStratum, ...]


class CheckOpened(Fact, frozen=True, kw_only=True):
    """A decision waits to be looked at again by somebody who does not know it. ``subject`` is the check."""

    draw: DrawId
    decision: DecisionId
    job: JobId
    about: SubjectId
    decider: PersonId
    verdict: Verdict
    clause: ClauseCode | None
    severity: Severity
    """Of the decision."""
    queue: QueueCode
    language: LanguageCode
    source: Source
    automated: bool
    paired: bool
    """Two experts look as well, whatever the peer says: it counts for the ceiling."""


class GoldenPlaced(Fact, frozen=True, kw_only=True):
    """An item with a known answer was put into somebody's stream. ``subject`` is the check. It is no work and nothing follows."""

    to: PersonId
    set: SetCode
    item: ItemCode
    queue: QueueCode
    language: LanguageCode
    severity: Severity
    verdict: Verdict
    clause: ClauseCode
    lease_until: Moment


class LabelOpened(Fact, frozen=True, kw_only=True):
    """Something that nobody reported waits to be looked at, for a sample (Q22). ``subject`` is the check: one blind look."""

    sample: SampleId
    item: SampledId
    about: SubjectId
    kind: SubjectKind
    harm: HarmCode
    clauses: tuple[ClauseCode, ...]
    queue: QueueCode
    language: LanguageCode
    severity: Severity
    """Of what is looked for."""
    seat: Seat
    texts: tuple[VaultRef, ...]


class LabelSettled(Fact, frozen=True, kw_only=True):
    """It is known what an item of a sample is. ``subject`` is the item."""

    sample: SampleId
    about: SubjectId
    verdict: Verdict
    clause: ClauseCode
    harm: HarmCode
    """Of the clause."""
    severity: Severity
    seat: Seat
    """Who had the last word."""
    looks: int
    language: LanguageCode
    content: VaultRef | None
    """What it says, for the report that follows where it violates."""


class LabelWithdrawn(Fact, frozen=True, kw_only=True):
    """A look at an item of a sample is not needed any more. ``subject`` is the check."""

    reason: ReasonCode


class CheckClaimed(Fact, frozen=True, kw_only=True):
    """Somebody took the next check, for a while. ``subject`` is the check."""

    seat: Seat
    lease_until: Moment


class CheckReleased(Fact, frozen=True, kw_only=True):
    """A check is in nobody's hand again. ``subject`` is the check."""

    holder: PersonId
    reason: ReasonCode
    recused: bool
    """It never comes back to whoever held it."""


class CheckEscalated(Fact, frozen=True, kw_only=True):
    """The policy's questions led a peer to a lead: an expert looks. ``subject`` is the check."""

    reason: ReasonCode
    path: tuple[Step, ...]


class LookTaken(Fact, frozen=True, kw_only=True):
    """Somebody went through the policy's questions again. ``subject`` is the check; ``actor`` looked."""

    seat: Seat
    verdict: Verdict
    clause: ClauseCode
    clause_version: int
    severity: Severity
    path: tuple[Step, ...]
    playbook: Digest
    agrees: bool
    """With the verdict of the decision, or with the key of a golden item."""
    note: VaultRef | None = None


class CheckSettled(Fact, frozen=True, kw_only=True):
    """It is known whether the decision was right. ``subject`` is the check. After a dispute it is settled anew."""

    right: bool
    verdict: Verdict
    clause: ClauseCode | None
    severity: Severity
    grade: ErrorGrade | None
    """None when it was right."""
    seat: Seat
    """Who had the last word."""


class CorrectionOrdered(Fact, frozen=True, kw_only=True):
    """An expert found that a decision in force is wrong; it is put right. ``subject`` is the check, ``actor`` the expert."""

    decision: DecisionId
    instead: DecisionId | None
    """The decision that takes its place, where the expert found a violation."""
    verdict: Verdict
    clause: ClauseCode
    clause_version: int
    severity: Severity
    path: tuple[Step, ...]
    measures: tuple[MeasureCode, ...]
    playbook: Digest


class CauseNamed(Fact, frozen=True, kw_only=True):
    """Somebody said why a decision was wrong. ``subject`` is the check."""

    cause: CauseCode


class FindingDisputed(Fact, frozen=True, kw_only=True):
    """Whoever decided does not agree with the finding; another expert looks. ``subject`` is the check."""

    note: VaultRef


class CalibrationOpened(Fact, frozen=True, kw_only=True):
    """People are asked to answer the same items. ``subject`` is the calibration."""

    set: SetCode
    clause: ClauseCode
    clause_version: int
    items: tuple[ItemCode, ...]
    people: tuple[PersonId, ...]


class CalibrationAnswered(Fact, frozen=True, kw_only=True):
    """Somebody answered an item. ``subject`` is the calibration."""

    round: Round
    item: ItemCode
    verdict: Verdict
    severity: Severity
    path: tuple[Step, ...]
    agrees: bool
    """With the key, as it was then."""


class CalibrationDiscussed(Fact, frozen=True, kw_only=True):
    """All have talked about what they answered; the second round is open. ``subject`` is the calibration."""


class AnswerKeyChanged(Fact, frozen=True, kw_only=True):
    """The talk showed that a key was wrong. ``subject`` is the calibration. It holds until the file says so too."""

    set: SetCode
    item: ItemCode
    path: tuple[Step, ...]
    verdict: Verdict
    severity: Severity
    before: Verdict


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """The agreement of a round: Krippendorff's alpha with its interval, and how often the key was met."""

    people: int
    answers: int
    alpha: float | None
    low: float | None
    high: float | None
    met: int
    """Answers that agree with the key as it is now."""


class CalibrationClosed(Fact, frozen=True, kw_only=True):
    """A calibration ended, with the agreement before and after (Q31). ``subject`` is the calibration."""

    before: Measured
    after: Measured


class PolicyAcknowledged(Fact, frozen=True, kw_only=True):
    """Somebody read a version of a policy and says so (Q32). ``subject`` and ``actor`` are the person."""

    clause: ClauseCode
    clause_version: int
