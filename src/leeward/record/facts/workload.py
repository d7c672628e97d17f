"""What was foretold of the work, so that it can be held against what came. ``subject`` is the queue's id (``queue_id``)."""

import msgspec

from leeward.record.facts.fact import Fact
from leeward.record.terms.code import QueueCode, WayCode
from leeward.record.terms.moment import Moment


class HourAhead(msgspec.Struct, frozen=True, kw_only=True):
    """One hour that comes."""

    expected: float
    """Work that comes in it, on average."""
    low: float
    high: float
    """Between these with 95 %."""
    people: float
    """Who will be there."""
    needed: float
    """How many have to be there; parts of a person where work can wait, since somebody may work in several queues."""


class DayAhead(msgspec.Struct, frozen=True, kw_only=True):
    """A day that comes, or what is left of the first one."""

    begins: Moment
    hours: int
    expected: float
    low: float
    high: float
    """Between these with 95 %."""
    due: float
    """Work that has to be begun in it, on average."""
    late: float
    """What of it will not be begun in time, on average."""
    late_high: float
    """No more than that with 97.5 %."""
    chance: float
    """That any of it is late."""


class ForecastMade(Fact, frozen=True, kw_only=True):
    """It was foretold what comes into a queue, and whether the team can cope. ``actor`` is the clockwork, or who asked for it."""

    queue: QueueCode
    seen_until: Moment
    """What came before this moment was known."""
    begins: Moment
    """When the first of ``hours`` begins."""
    hours: tuple[HourAhead, ...]
    days: tuple[DayAhead, ...]
    tiers: tuple[float, ...]
    """Which share of what comes has severity 0 to 4."""
    allowed: tuple[float, ...]
    """Hours from receipt until somebody should have begun, by severity."""
    handling: float
    """Mean minutes that one takes, from its claim to its decision."""
    deviation: float
    waiting: int
    """How many waited when it was made."""
    weight: float
    """What is uncertain of it: counts behind the level, how far that may wander a day, variance over mean, a day's shock."""
    wander: float
    spread: float
    shock: float


class WayTested(msgspec.Struct, frozen=True, kw_only=True):
    """How one way to foretell did on days that were known already, each foretold from what came before it."""

    way: WayCode
    mase: float
    """Mean absolute error over that of "the same hour last week" in the past before."""
    pinball: float
    """Mean quantile loss over nine tenths."""
    cover80: float
    """Share of hours within the interval that should hold 80 %."""
    cover95: float
    total_error: float
    """Of the days' totals, the mean absolute error as a share of what came."""
    hours: int


class ForecastTested(Fact, frozen=True, kw_only=True):
    """The forecast of a queue was tested beside simpler ways, on the last weeks."""

    queue: QueueCode
    ways: tuple[WayTested, ...]
