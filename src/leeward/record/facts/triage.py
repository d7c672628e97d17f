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
from leeward.record.terms.ids import JobId, ReportId, SubjectId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import ClockEnd, LateStep
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
    ends: ClockEnd


class RunningClock(msgspec.Struct, frozen=True, kw_only=True):
    """Names one clock: a report and a row of the playbook's clocks."""

    report: ReportId
    clock: ClockCode


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
    source_share: float = 1.0
    """What is left of the allowance for reports of this source: less than 1 for those who are heard sooner."""


class ClocksStarted(Fact, frozen=True, kw_only=True):
    """Clocks that apply to a report began: from its receipt (Q02), from a decision, from what somebody came to know, from what
    was sent to an authority. ``subject`` is the report; ``actor`` is the playbook, or who began one by hand."""

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
    promised: Moment | None = None
    """By when its queue promises a decision, from the receipt: the ``sla_minutes`` of queues.toml as they were then."""
    parted_from: JobId | None = None
    """The job of which it was a part, when somebody split that."""


class ReportMerged(Fact, frozen=True, kw_only=True):
    """Another report on a subject that already has an open job joined it. ``subject`` is the job."""

    report: ReportId
    place: StartBy
    """The job's place in the order of work after the merge: never later, never milder."""
    clauses: tuple[ClauseCode, ...]
    harm: HarmCode
    """What the job is handled as after the merge."""


class JobRaised(Fact, frozen=True, kw_only=True):
    """More came to be known of a report of a job. ``subject`` is the job; its place is never later, never milder."""

    report: ReportId
    place: StartBy
    clauses: tuple[ClauseCode, ...]
    harm: HarmCode


class JobRouted(Fact, frozen=True, kw_only=True):
    """A job went to another queue. ``subject`` is the job; ``actor`` is the playbook, or who moved it."""

    queue: QueueCode
    skill: SkillCode
    reason: ReasonCode
    left: QueueCode | None = None
    """The queue that it was in, when a person moved it."""
    place: StartBy | None = None
    """Its place in the order of work there, when a person moved it: never later than before."""


class JobSplit(Fact, frozen=True, kw_only=True):
    """Some reports of a job became a job of their own. ``subject`` is the job that they left; each keeps its clocks, and both
    jobs the earliest receipt."""

    part: JobId
    """The new job."""
    reports: tuple[ReportId, ...]
    """Those that went to it."""
    reason: ReasonCode
    place: StartBy
    """Where the job that they left stands now."""
    clauses: tuple[ClauseCode, ...]
    harm: HarmCode


class JobMerged(Fact, frozen=True, kw_only=True):
    """Another job about the same thing is decided with this one. ``subject`` is the job that stays: as grave as the graver of
    both, received with the earlier, due with the earlier."""

    job: JobId
    """The one that is decided with it."""
    reports: tuple[ReportId, ...]
    """Those that came over, where both were about one subject. Otherwise each keeps its own, and gets a decision of its own."""
    reason: ReasonCode
    place: StartBy
    clauses: tuple[ClauseCode, ...]
    harm: HarmCode


class JobParted(Fact, frozen=True, kw_only=True):
    """A merge was taken back: the other job stands for itself again. ``subject`` is the job that it was merged into."""

    job: JobId
    reports: tuple[ReportId, ...]
    """Those that went back."""
    reason: ReasonCode
    place: StartBy
    clauses: tuple[ClauseCode, ...]
    harm: HarmCode


class JobWentLate(Fact, frozen=True, kw_only=True):
    """A job waits past its start-by, and its queue says what follows. ``subject`` is the job; once in each queue."""

    queue: QueueCode
    start_by: Moment
    step: LateStep
    place: StartBy | None = None
    """Its place further up, where it was raised."""


class ClockMissed(Fact, frozen=True, kw_only=True):
    """A clock came due and what ends it had not happened. ``subject`` is the job."""

    report: ReportId
    clock: ClockCode
    due: Moment


class ClockMet(Fact, frozen=True, kw_only=True):
    """A clock stopped, in time or late: the job was decided, the duty was done, or its time was over. ``subject`` is the job."""

    report: ReportId
    clock: ClockCode
    on_time: bool
    ending: ClockEnd
    note: VaultRef | None = None
    """With a duty done: how, e.g. the number that an authority gave. It lies in the vault."""


class ClocksWithdrawn(Fact, frozen=True, kw_only=True):
    """Clocks never began after all: the decision that began them was undone, or the law says that nobody is told for now.
    ``subject`` is the job."""

    clocks: tuple[RunningClock, ...]
