"""A job and a report, whole. ``facts`` stand in timelines whole: who did what when, and whether a seal is over it."""

import msgspec

from leeward.frontline.review.views.lines import (
    ActionLine,
    AppealLine,
    ClockLine,
    DecisionLine,
    Entry,
    Offer,
    ReasonLine,
    ReportLine,
    SubjectCard,
    Veiled,
)
from leeward.record.terms.code import (
    ClauseCode,
    HarmCode,
    LanguageCode,
    QueueCode,
    ReasonCode,
    SkillCode,
)
from leeward.record.terms.ids import (
    DecisionId,
    JobId,
    PersonId,
    SubjectId,
)
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import JobState, Verdict
from leeward.record.terms.severity import Severity


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
    assigned_to: PersonId | None = None
    """To whom a lead gave it, who has yet to take it; and when it goes back."""
    assigned_until: Moment | None = None
    parted_from: JobId | None = None
    """The job that it was split from."""
    merged_into: JobId | None = None
    """The job that it is decided with."""
    chosen: bool = False
    """A person put it in its queue."""


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
    followers: tuple[JobId, ...]
    """What is decided with it: jobs on other subjects."""
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
