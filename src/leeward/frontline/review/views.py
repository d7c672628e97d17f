"""What the pages of review show, as structs: queues, a job, a report, one's own work, the operations home. No behaviour.

``facts`` stand in timelines whole: who did what when, and whether a seal is over it.
"""

from typing import Any

import msgspec

from leeward.playbook.ladder import Consequence
from leeward.playbook.model import Policy
from leeward.record.facts import Fact
from leeward.record.terms.appeal import AppealOutcome, AppealState, Appellant
from leeward.record.terms.code import (
    ClauseCode,
    ClockCode,
    ElementCode,
    HarmCode,
    LanguageCode,
    MeasureCode,
    PlaceCode,
    QueueCode,
    ReasonCode,
    RuleCode,
    SkillCode,
    SourceCode,
)
from leeward.record.terms.ids import (
    ActionId,
    AppealId,
    DecisionId,
    EventId,
    JobId,
    PersonId,
    Position,
    ReportId,
    SubjectId,
    VaultRef,
)
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import ActionState, Capacity, ClockEnd, JobState, Source, Verdict
from leeward.record.terms.severity import Severity
from leeward.record.terms.subject import MediaReference, SubjectKind


class JobLine(msgspec.Struct, frozen=True, kw_only=True):
    """A job as a row of a list."""

    id: JobId
    state: JobState
    queue: QueueCode
    language: LanguageCode
    harm: HarmCode
    clauses: tuple[ClauseCode, ...]
    severity: Severity
    likelihood: float
    received: Moment
    start_by: Moment
    legal_due: Moment | None
    instrument: SourceCode | None
    """Whose clock comes due first."""
    overdue: bool
    """Past a statutory due moment: first in its tier."""
    reports: int
    claimed_by: PersonId | None = None
    held_until: Moment | None = None
    reason: ReasonCode | None = None


class Cursor(msgspec.Struct, frozen=True, kw_only=True):
    """Where a page of a queue ended: the next one begins after it."""

    severity: Severity
    overdue: bool
    moment: Moment
    id: JobId


class QueuePage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of a queue in the order of work."""

    jobs: tuple[JobLine, ...]
    further: Cursor | None
    """None on the last page."""


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """How many jobs stand somewhere."""

    queue: QueueCode
    language: LanguageCode
    severity: Severity
    state: JobState
    jobs: int


class QueueLine(msgspec.Struct, frozen=True, kw_only=True):
    """A queue in one line."""

    queue: QueueCode
    open: int
    claimed: int
    held: int
    escalated: int
    oldest: Moment | None
    """When the report came in that waits longest."""
    late: int
    """Open jobs past their start-by, counted up to ``late_most`` a severity."""
    late_more: bool
    """There are more than were counted."""


class Waits(msgspec.Struct, frozen=True, kw_only=True):
    """How long jobs of a queue waited from the first report to a person, in seconds, over its latest decisions."""

    n: int
    p50: float | None
    p90: float | None


class QueueView(msgspec.Struct, frozen=True, kw_only=True):
    """A queue: what waits in it, and for how long."""

    line: QueueLine
    counts: tuple[Count, ...]
    waits: Waits


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Why the start-by is what it is (Q11): the inputs as they were stored."""

    received: Moment
    severity: Severity
    likelihood: float
    virality: float
    allowance_seconds: int
    handling_seconds: int
    legal_due: Moment | None
    start_by: Moment


class JobHead(msgspec.Struct, frozen=True, kw_only=True):
    """A job as it stands."""

    id: JobId
    about: SubjectId
    state: JobState
    queue: QueueCode
    skill: SkillCode
    language: LanguageCode
    harm: HarmCode
    clauses: tuple[ClauseCode, ...]
    severity: Severity
    likelihood: float
    received: Moment
    start_by: Moment
    legal_due: Moment | None
    place: Place
    reports: int
    opened: Moment
    claimed_by: PersonId | None
    claimed: Moment | None
    lease_until: Moment | None
    held_until: Moment | None
    reason: ReasonCode | None
    escalated_by: PersonId | None
    escalated_from: QueueCode | None
    escalation: ReasonCode | None
    decision: DecisionId | None
    decided: Moment | None
    decided_by: PersonId | None
    verdict: Verdict | None


class SubjectCard(msgspec.Struct, frozen=True, kw_only=True):
    """What a job is about, without its identifier: that is behind the veil."""

    id: SubjectId
    kind: SubjectKind
    held_by: SourceCode
    first_seen: Moment
    reports: int
    violations: int
    media: tuple[MediaReference, ...]
    identifier: VaultRef
    strikes: int = 0
    """Live strikes now."""


class ReasonLine(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that matched: a lead, not a finding."""

    rule: RuleCode
    clause: ClauseCode
    clause_title: str
    severity: Severity
    signal: str
    """What the rule says in one line; empty when the playbook no longer has it."""
    why: str
    matched: tuple[str, ...]
    """The parts of the rule that were true, as they are written; empty when the rule was changed since."""
    strength: float | None
    changed: bool
    """The rule is not the version that matched."""


class ReportLine(msgspec.Struct, frozen=True, kw_only=True):
    """A report as it came in, and what the playbook made of it."""

    id: ReportId
    about: SubjectId
    source: Source
    capacity: Capacity
    door: SourceCode
    harm: HarmCode
    language: LanguageCode
    jurisdictions: tuple[PlaceCode, ...]
    elements: tuple[ElementCode, ...]
    missing: dict[str, tuple[ElementCode, ...]]
    """Instrument -> what its notice still lacks."""
    received: Moment
    reach: int
    severity: Severity | None
    likelihood: float | None
    clauses: tuple[ClauseCode, ...]
    reasons: tuple[Any, ...]
    text: VaultRef | None
    content: VaultRef | None
    """What the subject itself said."""
    signal: EventId | None
    job: JobId | None
    withdrawn: Moment | None = None
    """Since when whoever reported asks no longer."""


class ClockLine(msgspec.Struct, frozen=True, kw_only=True):
    """A clock that runs, or ran, for a report."""

    report: ReportId
    clock: ClockCode
    name: str
    must: str
    section: str
    instrument: SourceCode
    jurisdiction: PlaceCode
    legal: bool
    ends: ClockEnd
    starts: Moment
    due: Moment | None
    missed: bool
    stopped: Moment | None
    on_time: bool | None


class DecisionLine(msgspec.Struct, frozen=True, kw_only=True):
    """A decision on the subject."""

    id: DecisionId
    job: JobId
    decider: PersonId
    verdict: Verdict
    clause: ClauseCode | None
    clause_version: int
    severity: Severity
    measures: tuple[MeasureCode, ...]
    path: tuple[Any, ...]
    decided: Moment
    effective: Moment
    state: str
    note: VaultRef | None = None


class ActionLine(msgspec.Struct, frozen=True, kw_only=True):
    """Something done about the subject."""

    id: ActionId
    job: JobId
    decision: DecisionId
    measure: MeasureCode
    clause: ClauseCode
    state: ActionState
    taken: Moment
    effective: Moment
    until: Moment | None
    strikes: int
    strikes_expire: Moment | None
    forgiven: Moment | None
    ended: Moment | None


class AppealLine(msgspec.Struct, frozen=True, kw_only=True):
    """An appeal against a decision on the job."""

    id: AppealId
    decision: DecisionId
    appellant: Appellant
    state: AppealState
    received: Moment
    outcome: AppealOutcome | None
    took_effect: Moment | None


class Veiled(msgspec.Struct, frozen=True, kw_only=True):
    """A text behind the veil: what it is, never what it says."""

    ref: VaultRef
    what: str
    """``content``, ``identifier``, ``report``, ``note``, or ``<activity kind>.<field>``."""
    report: ReportId | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A fact in a timeline."""

    position: Position
    kind: str
    occurred: Moment
    actor: PersonId
    who: str
    """The actor's name, or that of the machine."""
    fact: Fact
    sealed: bool


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A policy somebody can decide by, and what the ladder offers for a violation of it."""

    policy: Policy
    suggested: bool
    """One of the job's clauses."""
    consequence: Consequence


class JobView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the job page shows."""

    job: JobHead
    subject: SubjectCard
    reports: tuple[ReportLine, ...]
    reasons: tuple[ReasonLine, ...]
    clocks: tuple[ClockLine, ...]
    decisions: tuple[DecisionLine, ...]
    """All on this subject, the newest first."""
    actions: tuple[ActionLine, ...]
    appeals: tuple[AppealLine, ...]
    """Against decisions on this job, the newest first."""
    timeline: tuple[Entry, ...]
    texts: tuple[Veiled, ...]
    offers: tuple[Offer, ...]
    """The job's own clauses first."""
    names: dict[PersonId, str]
    mine: bool
    """Whoever looks holds it."""
    barred: str
    """Why whoever looks may not take it; empty when they may, or hold it."""


class ReportView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the report page shows."""

    report: ReportLine
    subject: SubjectCard
    reasons: tuple[ReasonLine, ...]
    clocks: tuple[ClockLine, ...]
    timeline: tuple[Entry, ...]
    names: dict[PersonId, str]


class ExposureLine(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's time of today with jobs of one severity, and the limit."""

    severity: Severity
    seconds: int
    limit_seconds: int
    near: bool
    """At the share of the limit at which the person is told."""
    reached: bool


class MyDecision(msgspec.Struct, frozen=True, kw_only=True):
    """One of my latest decisions."""

    id: DecisionId
    job: JobId
    queue: QueueCode
    verdict: Verdict
    clause: ClauseCode | None
    decided: Moment
    effective: Moment
    state: str
    undo: bool
    """It can still be undone."""


class InHand(msgspec.Struct, frozen=True, kw_only=True):
    """The job in somebody's hand, for the ribbon."""

    id: JobId
    lease_until: Moment
    legal_due: Moment | None
    late: bool


class MyWork(msgspec.Struct, frozen=True, kw_only=True):
    """What is in my hand and what I did."""

    job: JobLine | None
    lease_until: Moment | None
    decisions: tuple[MyDecision, ...]
    exposure: tuple[ExposureLine, ...]
    open_for_me: int
    """Open jobs in my queues, languages and severities, those I passed on among them."""


class ClockDue(msgspec.Struct, frozen=True, kw_only=True):
    """A running clock that comes due soon, or came due already."""

    clock: ClockCode
    instrument: SourceCode
    legal: bool
    due: Moment
    job: JobId
    report: ReportId
    queue: QueueCode
    state: JobState
    severity: Severity
    claimed_by: PersonId | None
    at_risk: bool


class ClocksAhead(msgspec.Struct, frozen=True, kw_only=True):
    """The clocks of the next hours."""

    due: int
    at_risk: int
    """Nobody holds the job, and handling it takes until the due moment or nearly so."""
    overdue: int
    more: bool
    """There are more than were counted."""
    first: tuple[ClockDue, ...]


class Hour(msgspec.Struct, frozen=True, kw_only=True):
    """What came in and what was decided in one hour, or one day."""

    begins: Moment
    received: int | None
    """None where only decisions were counted."""
    decided: int


class VerdictCount(msgspec.Struct, frozen=True, kw_only=True):
    """Decisions of the last 24 hours by how they ended."""

    verdict: Verdict
    decisions: int


class Operations(msgspec.Struct, frozen=True, kw_only=True):
    """The operations home in numbers."""

    at: Moment
    queues: tuple[QueueLine, ...]
    clocks: ClocksAhead
    hours: tuple[Hour, ...]
    """The last 24, the present one last."""
    days: tuple[Hour, ...]
    """The last 14."""
    verdicts: tuple[VerdictCount, ...]
