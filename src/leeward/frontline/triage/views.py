"""What the pages of triage show."""

import msgspec

from leeward.record.terms.code import ClockCode, HarmCode, LanguageCode, PlaceCode, QueueCode, SourceCode
from leeward.record.terms.ids import JobId, ReportId
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import ClockEnd, JobState, Source
from leeward.record.terms.severity import Severity


class ClockLine(msgspec.Struct, frozen=True, kw_only=True):
    """A clock of a report, in the playbook's words."""

    report: ReportId
    clock: ClockCode
    job: JobId
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


class ReportChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A report of a job, as somebody chooses which become a job of their own."""

    id: ReportId
    received: Moment
    source: Source
    harm: HarmCode
    severity: Severity | None
    language: LanguageCode


class MoveView(msgspec.Struct, frozen=True, kw_only=True):
    """A job, as somebody decides where it belongs."""

    job: JobId
    state: JobState
    queue: QueueCode
    harm: HarmCode
    language: LanguageCode
    severity: Severity
    start_by: Moment
    legal_due: Moment | None
    chosen: bool
    """A person put it in its queue."""
    parted_from: JobId | None
    merged_into: JobId | None
    reports: tuple[ReportChoice, ...]
    followers: tuple[JobId, ...]
    """What is decided with it."""
    parts: tuple[JobId, ...]
    """What was split from it."""
    queues: tuple[QueueCode, ...]
    """Queues that can take it."""
    undo: str
    """What can be taken back: ``job_routed``, ``job_split``, ``job_merged`` or nothing."""
    refused: str
    """Why whoever looks cannot move it; empty when they can."""


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a job that somebody moved."""

    job: JobId
    queue: QueueCode
    """Where it is now."""
    part: JobId | None = None
    """The new job, of a split."""


class LateLine(msgspec.Struct, frozen=True, kw_only=True):
    """An open job that waits past its start-by."""

    id: JobId
    queue: QueueCode
    harm: HarmCode
    language: LanguageCode
    severity: Severity
    start_by: Moment
    legal_due: Moment | None
    late: Moment
    """When it was said."""
