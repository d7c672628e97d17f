"""The operations home in numbers."""

import msgspec

from leeward.frontline.review.views.queues import QueueLine
from leeward.record.terms.code import (
    ClockCode,
    QueueCode,
    SourceCode,
)
from leeward.record.terms.ids import (
    JobId,
    PersonId,
    ReportId,
)
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import JobState, Verdict
from leeward.record.terms.severity import Severity


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
