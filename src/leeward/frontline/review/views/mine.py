"""What is in somebody's own hand, and what they did."""

import msgspec

from leeward.frontline.review.views.queues import JobLine
from leeward.record.terms.code import (
    ClauseCode,
    QueueCode,
)
from leeward.record.terms.ids import (
    DecisionId,
    JobId,
    PersonId,
)
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import Verdict
from leeward.record.terms.severity import Severity


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


class Taker(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to whom a job can be given."""

    person: PersonId
    name: str
    in_hand: bool
    """They have a job in hand."""
    given: int
    """So many wait for them already."""


class MyWork(msgspec.Struct, frozen=True, kw_only=True):
    """What is in my hand and what I did."""

    job: JobLine | None
    lease_until: Moment | None
    decisions: tuple[MyDecision, ...]
    exposure: tuple[ExposureLine, ...]
    open_for_me: int
    """Open jobs in my queues, languages and severities, those I passed on among them."""


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A job that waits for somebody."""

    job: JobId
    to: PersonId
    until: Moment
    again: bool = False
    """It was given to them already: asking twice gives it once."""
