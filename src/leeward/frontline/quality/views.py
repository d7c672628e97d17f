"""What the desk and the pages of quality hand each other, as structs. No behaviour."""

import msgspec

from leeward.frontline.quality.drift import Cohort
from leeward.frontline.quality.proportions import Coefficient, Share
from leeward.playbook.model import Policy
from leeward.record.facts.quality import Measured
from leeward.record.facts.review import Step
from leeward.record.terms.code import (
    CauseCode,
    ClauseCode,
    HarmCode,
    ItemCode,
    LanguageCode,
    MeasureCode,
    PlanCode,
    QueueCode,
    RuleCode,
    SetCode,
    SourceCode,
)
from leeward.record.terms.ids import (
    CalibrationId,
    CheckId,
    DecisionId,
    DrawId,
    JobId,
    PersonId,
    SampledId,
    SampleId,
    SubjectId,
    VaultRef,
)
from leeward.record.terms.moment import Moment
from leeward.record.terms.quality import ErrorGrade, Round, Seat
from leeward.record.terms.report import Source, Verdict
from leeward.record.terms.severity import Severity
from leeward.record.terms.subject import SubjectKind


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """A second look as it stands. A golden item has a set and an item in the place of a decision, an item of a sample neither."""

    id: CheckId
    draw: DrawId | None
    decision: DecisionId | None
    job: JobId | None
    about: SubjectId | None
    decider: PersonId | None
    golden_set: SetCode | None
    golden_item: ItemCode | None
    sample: SampleId | None
    item: SampledId | None
    kind: SubjectKind | None
    harm: HarmCode | None
    clauses: tuple[ClauseCode, ...] | None
    texts: tuple[VaultRef, ...] | None
    first_verdict: Verdict | None
    """None for an item of a sample, on which nobody has decided."""
    first_clause: ClauseCode | None
    first_severity: Severity
    queue: QueueCode
    language: LanguageCode
    source: Source | None
    automated: bool
    paired: bool
    opened: Moment
    state: str
    seat: Seat
    claimed_by: PersonId | None
    claimed: Moment | None
    lease_until: Moment | None
    right: bool | None
    verdict: Verdict | None
    clause: ClauseCode | None
    severity: Severity | None
    grade: ErrorGrade | None
    settled: Moment | None
    settled_seat: Seat | None
    settled_by: PersonId | None
    cause: CauseCode | None
    disputed: Moment | None
    dispute_note: VaultRef | None
    heard: Moment | None


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What one person found."""

    person: PersonId
    seat: Seat
    verdict: Verdict
    clause: ClauseCode
    clause_version: int
    severity: Severity
    path: tuple[Step, ...]
    agrees: bool
    taken: Moment
    seconds: int


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """The decision behind a check."""

    id: DecisionId
    job: JobId
    about: SubjectId
    decider: PersonId
    verdict: Verdict
    clause: ClauseCode | None
    clause_version: int
    severity: Severity
    path: tuple[Step, ...]
    measures: tuple[MeasureCode, ...]
    decided: Moment
    state: str
    queue: QueueCode
    language: LanguageCode
    kind: SubjectKind


class Blind(msgspec.Struct, frozen=True, kw_only=True):
    """What whoever looks again may know: subject and policies, nothing of what was decided. A golden item is the same."""

    id: CheckId
    kind: SubjectKind
    held_by: SourceCode
    queue: QueueCode
    language: LanguageCode
    texts: int
    policies: tuple[Policy, ...]
    """Those that were pointed at before the others."""
    leads: int
    """How many of them were pointed at."""
    lease_until: Moment


class InHand(msgspec.Struct, frozen=True, kw_only=True):
    """The check in somebody's hand, for the ribbon."""

    id: CheckId
    lease_until: Moment


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """A decision of which it is known whether it was right."""

    id: CheckId
    decision: DecisionId
    decider: PersonId
    first_verdict: Verdict
    first_clause: ClauseCode | None
    first_severity: Severity
    verdict: Verdict
    clause: ClauseCode | None
    severity: Severity
    right: bool
    grade: ErrorGrade | None
    queue: QueueCode
    language: LanguageCode
    source: Source
    automated: bool
    settled: Moment
    cause: CauseCode | None
    disputed: Moment | None
    heard: Moment | None
    joined: Moment | None


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A settled check with everything that led to it."""

    check: Head
    decision: Decided | None
    looks: tuple[Look, ...]
    names: dict[PersonId, str]
    mine: bool
    """Whoever looks made the decision."""
    dispute: bool
    """They may still disagree."""


class SampleLine(msgspec.Struct, frozen=True, kw_only=True):
    """One stratum: what there was, what was planned, what is done."""

    plan: PlanCode
    queue: QueueCode
    clause: ClauseCode | None
    language: LanguageCode
    source: Source
    left_up: bool
    automated: bool
    size: int
    planned: int
    achieved: int
    right_ones: int


class Agreeing(msgspec.Struct, frozen=True, kw_only=True):
    """How far people agree in a queue or under a clause, beside how far experts do."""

    name: str
    percent: Coefficient
    alpha: Coefficient
    ac1: Coefficient


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """The quality of a span of days."""

    days: int
    accuracy: Share
    """Of decisions, weighed by how many each stratum has (Q30)."""
    critical: Share
    ceiling: Agreeing
    """Expert with expert."""
    everything: Agreeing
    queues: tuple[Agreeing, ...]
    clauses: tuple[Agreeing, ...]
    planned: int
    achieved: int
    samples: tuple[SampleLine, ...]
    waiting: dict[str, int]
    cohorts: dict[str, tuple[Cohort[str], ...]]
    """Kind of cohort -> cohorts: when people began, language, queue, source, who decided."""


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One cell of a confusion matrix: how often somebody says ``said`` where ``true`` holds."""

    true: Verdict
    said: Verdict
    value: float
    low: float
    high: float


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A person's scorecard."""

    person: PersonId
    name: str
    days: int
    accuracy: Share
    grades: dict[ErrorGrade, int]
    golden: Share
    confusion: tuple[Cell, ...]
    """Shrunk towards all where there are few; empty where nothing is known."""
    labels: int
    latest: tuple[Settled, ...]


class CardLine(msgspec.Struct, frozen=True, kw_only=True):
    """A scorecard as a row."""

    person: PersonId
    name: str
    accuracy: Share
    critical: int
    major: int
    minor: int
    golden: Share


class RuleLine(msgspec.Struct, frozen=True, kw_only=True):
    """The scorecard of a rule under a clause: of what it pointed at and somebody checked, how much was a violation."""

    rule: RuleCode
    clause: ClauseCode
    checked: int
    precision: Share
    by_clause: Share
    """And of this very clause."""


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A calibration."""

    id: CalibrationId
    golden_set: SetCode
    clause: ClauseCode
    clause_version: int
    items: tuple[ItemCode, ...]
    people: tuple[PersonId, ...]
    opened: Moment
    opened_by: PersonId
    round: Round
    discussed: Moment | None
    closed: Moment | None
    before: Measured | None
    after: Measured | None


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """An answer in a calibration."""

    round: Round
    item: ItemCode
    person: PersonId
    verdict: Verdict
    severity: Severity
    agrees: bool


class KeyChange(msgspec.Struct, frozen=True, kw_only=True):
    """An answer key that a calibration changed."""

    golden_set: SetCode
    item: ItemCode
    before: Verdict
    verdict: Verdict
    changed: Moment
    changed_by: PersonId
