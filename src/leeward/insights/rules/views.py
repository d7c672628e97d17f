"""What the pages of rules show, as structs."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from leeward.insights.rules.share import Share
from leeward.insights.rules.trial import Part
from leeward.playbook.model import Rule
from leeward.playbook.rules.costs import Cost
from leeward.record.terms.code import Digest, EventKind, QueueCode, RuleCode
from leeward.record.terms.ids import AlarmId, JobId
from leeward.record.terms.moment import Moment


class State(StrEnum):
    """How a rule stands."""

    LIVE = "live"
    SHADOW = "shadow"
    OFF = "off"


class RuleLine(msgspec.Struct, frozen=True, kw_only=True):
    """A rule as a row of the list."""

    code: RuleCode
    kind: EventKind
    signal: str
    clause: str
    severity: int
    state: State
    week: int
    month: int
    precision: Share | None
    """Of this version, on decided jobs."""
    first: Moment | None
    """When this version first matched; none while it has not."""
    last: Moment | None
    failures: int
    """Of this version."""


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a rule, as far as its matches show it."""

    version: Digest
    current: bool
    matches: int
    shadow: bool
    first: Moment
    last: Moment
    playbook: Digest
    applied: Moment | None
    by: str
    precision: Share | None


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """How often a version of a rule raised one kind of error."""

    version: Digest
    error: str
    failures: int
    first: Moment
    last: Moment


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody switched a rule."""

    off: bool
    at: Moment
    reason: str
    by: str


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """An hour in which a rule fired far more than it does."""

    id: AlarmId
    rule: RuleCode
    hour: Moment
    observed: int
    expected: float
    most: int
    chance: float
    hours: int
    raised: Moment
    acknowledged: Moment | None
    reason: str | None
    by: str


class Both(msgspec.Struct, frozen=True, kw_only=True):
    """Another rule that matched the same things, and how often."""

    rule: RuleCode
    both: int
    known: bool


class JobLine(msgspec.Struct, frozen=True, kw_only=True):
    """A job that a rule brought, or stood beside."""

    id: JobId
    queue: QueueCode
    state: str
    severity: int
    received: Moment
    verdict: str | None


class RuleView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about a rule."""

    rule: Rule
    line: RuleLine
    text: str
    """The file, as it is in force."""
    versions: tuple[Version, ...]
    days: tuple[tuple[datetime, int], ...]
    """Matches of the last days, every day of them."""
    beside: tuple[Both, ...]
    jobs: tuple[JobLine, ...]
    queues: tuple[tuple[str, int], ...]
    failures: tuple[Failure, ...]
    changes: tuple[Change, ...]
    alarms: tuple[Alarm, ...]
    cost: Cost | None


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule says of one report or event."""

    rule: RuleCode
    signal: str
    state: State
    matched: bool
    unknown: bool
    """Neither TRUE nor FALSE: what is missing leaves it open, so it does not match."""
    parts: tuple[Part, ...]
    decided: tuple[int, ...]
    """Which of the parts decided: the true ones of a match, else those that are not."""


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules in force say of one report or event, with the values as they were when it came in."""

    id: UUID
    about: UUID
    kind: EventKind
    at: Moment
    rules: tuple[Explained, ...]
    then: tuple[RuleCode, ...]
    """The rules that matched when it came in."""
