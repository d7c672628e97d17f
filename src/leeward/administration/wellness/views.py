"""What the pages of wellness show."""

from datetime import date

import msgspec

from leeward.playbook.care import Cooling, Gauge
from leeward.playbook.certified import Certified
from leeward.record.terms.moment import Moment
from leeward.record.terms.severity import Severity


class Doing(Certified, frozen=True, kw_only=True):
    """Somebody with their name: a row of ``doing``."""

    name: str


class Tier(msgspec.Struct, frozen=True, kw_only=True):
    """Work of one severity against its limits."""

    severity: Severity
    gauges: tuple[Gauge, ...]
    near: bool
    reached: bool

    @property
    def fullest(self) -> float:
        """The share of the limit that is used up most."""
        return max((gauge.share for gauge in self.gauges), default=0.0)


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """A day of somebody: seconds and items by severity 0 to 4."""

    day: date
    seconds: tuple[int, ...]
    items: tuple[int, ...]


class Mine(msgspec.Struct, frozen=True, kw_only=True):
    """How one person is doing."""

    person: Doing
    tiers: tuple[Tier, ...]
    days: tuple[Day, ...]
    cooling: Cooling | None
    on_break: Moment | None
    """Until when, while they take one."""
    advice: str
    """A sentence where something is near or reached; empty otherwise."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One person in the wellness lead's list."""

    person: Doing
    fullest: float
    near: tuple[Severity, ...]
    reached: tuple[Severity, ...]
    cooling: Cooling | None
    on_break: Moment | None


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """How many people have used how much of a limit; None where the number would be about few."""

    severity: Severity
    window: str
    what: str
    people: int | None
    """All of whom it speaks; None where they are few, and then nothing else is said either."""
    counts: tuple[int | None, ...]
    """By the steps of ``STEPS``, the last at or over the limit."""


class House(msgspec.Struct, frozen=True, kw_only=True):
    """What everybody may know."""

    at: Moment
    small_cell: int
    spreads: tuple[Spread, ...]
