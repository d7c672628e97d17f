"""What waits in queues."""

import msgspec

from leeward.record.terms.code import (
    ClauseCode,
    HarmCode,
    LanguageCode,
    QueueCode,
    ReasonCode,
    SourceCode,
)
from leeward.record.terms.ids import (
    JobId,
    PersonId,
)
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import JobState
from leeward.record.terms.severity import Severity


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
    assigned_to: PersonId | None = None
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
    assigned: int
    """Given to somebody, who has yet to take it."""
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
