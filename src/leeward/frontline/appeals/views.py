"""What the pages of appeals show, as structs: a line of the list, an appeal with the decision it is against. No behaviour."""

import msgspec

from leeward.playbook.model import Measure, Policy
from leeward.record.facts import Fact
from leeward.record.facts.review import Step
from leeward.record.terms.appeal import AppealOutcome, AppealState, Appellant
from leeward.record.terms.code import ClauseCode, HarmCode, LanguageCode, MeasureCode, QueueCode, ReasonCode, SourceCode
from leeward.record.terms.ids import AppealId, DecisionId, JobId, PersonId, Position, ReportId, SubjectId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import ActionState, Verdict
from leeward.record.terms.severity import Severity
from leeward.record.terms.subject import SubjectKind


class AppealLine(msgspec.Struct, frozen=True, kw_only=True):
    """An appeal as a row of a list."""

    id: AppealId
    state: AppealState
    appellant: Appellant
    decision: DecisionId
    job: JobId
    queue: QueueCode
    clause: ClauseCode | None
    verdict: Verdict
    """Of the first decision."""
    decider: PersonId
    severity: Severity
    language: LanguageCode
    expedited: bool
    received: Moment
    start_by: Moment
    due: Moment
    late: bool
    escalation: ReasonCode | None
    claimed_by: PersonId | None
    outcome: AppealOutcome | None
    decided: Moment | None
    decided_by: PersonId | None
    effective: Moment | None
    took_effect: Moment | None
    withdrawn: Moment | None


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """An appeal as it stands."""

    id: AppealId
    decision: DecisionId
    job: JobId
    about: SubjectId
    appellant: Appellant
    party: SubjectId
    """Who appeals: the subject that the decision restricts, or the reporter. Their key encrypts what they wrote."""
    report: ReportId | None
    language: LanguageCode
    severity: Severity
    expedited: bool
    text: VaultRef | None
    received: Moment
    closes: Moment
    start_by: Moment
    due: Moment
    late: bool
    state: AppealState
    claimed_by: PersonId | None
    claimed: Moment | None
    lease_until: Moment | None
    escalation: ReasonCode | None
    decided: Moment | None
    decided_by: PersonId | None
    outcome: AppealOutcome | None
    verdict: Verdict | None
    clause: ClauseCode | None
    clause_version: int | None
    heard_severity: Severity | None
    path: tuple[Step, ...] | None
    measures: tuple[MeasureCode, ...] | None
    instead: DecisionId | None
    told: VaultRef | None
    note: VaultRef | None
    effective: Moment | None
    took_effect: Moment | None
    withdrawn: Moment | None


class ActionLine(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the first decision did."""

    measure: MeasureCode
    state: ActionState
    effective: Moment
    until: Moment | None
    strikes: int
    strikes_expire: Moment | None


class FirstDecision(msgspec.Struct, frozen=True, kw_only=True):
    """The decision that is appealed, with what it was about and what it did."""

    id: DecisionId
    decider: PersonId
    verdict: Verdict
    clause: ClauseCode | None
    clause_version: int
    severity: Severity
    path: tuple[Step, ...]
    measures: tuple[MeasureCode, ...]
    decided: Moment
    effective: Moment
    state: str
    note: VaultRef | None
    queue: QueueCode
    harm: HarmCode
    language: LanguageCode
    escalation: ReasonCode | None
    kind: SubjectKind
    held_by: SourceCode
    identifier: VaultRef
    reports: int
    violations: int
    actions: tuple[ActionLine, ...]


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A policy that the appeal can be decided by, and what a violation of it could lead to now."""

    policy: Policy
    own: bool
    """The policy of the first decision."""
    measures: tuple[Measure, ...]


class Veiled(msgspec.Struct, frozen=True, kw_only=True):
    """A text behind the veil: what it is, never what it says."""

    what: str
    ref: VaultRef


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A fact in the timeline."""

    position: Position
    fact: Fact
    sealed: bool


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to choose."""

    id: PersonId
    name: str


class InHand(msgspec.Struct, frozen=True, kw_only=True):
    """The appeal in somebody's hand, for the ribbon."""

    id: AppealId
    lease_until: Moment
    due: Moment
    late: bool


class AppealView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the appeal page shows."""

    appeal: Head
    first: FirstDecision
    offers: tuple[Offer, ...]
    texts: tuple[Veiled, ...]
    timeline: tuple[Entry, ...]
    names: dict[PersonId, str]
    mine: bool
    """Whoever looks holds it."""
    barred: str
    """Why whoever looks may not take it; empty when they may, or hold it."""
    redress: bool
    """A law names bodies that one can go to afterwards."""
    undo: bool
    """Whoever looks decided it, and can still take that back."""
