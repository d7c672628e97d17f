"""The lines that a job and a report are told in: reasons, reports, clocks, decisions, actions, texts behind their veils."""

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
    RuleCode,
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
from leeward.record.terms.report import ActionState, Capacity, ClockEnd, Source, Verdict
from leeward.record.terms.severity import Severity
from leeward.record.terms.subject import MediaReference, SubjectKind


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
