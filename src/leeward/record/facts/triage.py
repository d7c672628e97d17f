"""Where it belongs, by when, and in which order."""

import msgspec

from leeward.record.facts.fact import Fact
from leeward.record.terms.code import (
    ClauseCode,
    ClockCode,
    HarmCode,
    LanguageCode,
    PlaceCode,
    QueueCode,
    ReasonCode,
    SkillCode,
    SourceCode,
)
from leeward.record.terms.ids import JobId, ReportId, SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.severity import Severity


class ClockStart(msgspec.Struct, frozen=True, kw_only=True):
    """One clock that runs (FIELD 1.1). ``due`` is None where the law says "without undue delay" and names no hour."""

    clock: ClockCode
    instrument: SourceCode
    jurisdiction: PlaceCode
    version: int
    legal: bool
    starts: Moment
    due: Moment | None


class StartBy(msgspec.Struct, frozen=True, kw_only=True):
    """Why the start-by is what it is (Q11): received + allowance, never later than the legal due less handling time."""

    received: Moment
    severity: Severity
    likelihood: float
    virality: float
    """0..1."""
    allowance_seconds: int
    handling_seconds: int
    legal_due: Moment | None
    start_by: Moment


class ClocksStarted(Fact, frozen=True, kw_only=True):
    """All clocks that apply to a report began, from its receipt (Q02). ``subject`` is the report."""

    job: JobId
    clocks: tuple[ClockStart, ...]


class JobOpened(Fact, frozen=True, kw_only=True):
    """A subject became a unit of work. ``subject`` is the job."""

    about: SubjectId
    report: ReportId
    queue: QueueCode
    harm: HarmCode
    clauses: tuple[ClauseCode, ...]
    skill: SkillCode
    language: LanguageCode
    place: StartBy


class ReportMerged(Fact, frozen=True, kw_only=True):
    """Another report on a subject that already has an open job joined it. ``subject`` is the job."""

    report: ReportId
    place: StartBy
    """The job's place in the order of work after the merge: never later, never milder."""
    clauses: tuple[ClauseCode, ...]
    harm: HarmCode
    """What the job is handled as after the merge."""


class JobRouted(Fact, frozen=True, kw_only=True):
    """A job went to another queue. ``subject`` is the job."""

    queue: QueueCode
    skill: SkillCode
    reason: ReasonCode


class ClockMissed(Fact, frozen=True, kw_only=True):
    """A clock came due and the job was not decided. ``subject`` is the job."""

    report: ReportId
    clock: ClockCode
    due: Moment


class ClockMet(Fact, frozen=True, kw_only=True):
    """A clock stopped in time, or late, because the job was decided. ``subject`` is the job."""

    report: ReportId
    clock: ClockCode
    on_time: bool
