"""What the pages of workload show, as structs."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from leeward.insights.workload.handling import Cell
from leeward.insights.workload.outlook import Foreseen
from leeward.insights.workload.seasonal import Luck
from leeward.insights.workload.staffing import Rung
from leeward.playbook.model import Queue
from leeward.record.facts.workload import DayAhead, HourAhead, WayTested
from leeward.record.terms.ids import JobId


class Foretold(msgspec.Struct, frozen=True, kw_only=True):
    """What stands foretold of a queue."""

    queue: str
    made: datetime
    seen_until: datetime
    begins: datetime
    hours: tuple[HourAhead, ...]
    days: tuple[DayAhead, ...]
    tiers: tuple[float, float, float, float, float]
    allowed: tuple[float, float, float, float, float]
    handling: float
    deviation: float
    waiting: int
    luck: Luck


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A queue as a row of "Can we cope?"."""

    queue: str
    name: str
    immediate: bool
    waiting: int
    late: int
    """Of these, past their start-by already."""
    tomorrow: DayAhead | None
    """The first whole day ahead; none while there is no forecast."""
    share_late: float
    """Of all that comes due in the week, what will be late on average."""
    needed: float
    """People-hours a day, mean of the week ahead."""
    there: float
    """The same of who will be there."""
    made: datetime | None

    @property
    def state(self) -> str:
        """In a word: ``unknown``, ``empty``, ``nobody``, ``short``, ``tight`` or ``copes``."""
        if self.tomorrow is None:
            return "unknown"
        if self.share_late > 0.05:
            return "nobody" if self.there < 0.05 else "short"
        if self.share_late > 0.01:
            return "tight"
        return "copes" if self.tomorrow.due or self.tomorrow.expected else "empty"


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """What one more person, one fewer, or more work changes in a week."""

    words: str
    late: float
    due: float
    left: float
    """What waits at the end of the week, on average."""

    @property
    def share(self) -> float | None:
        """What of the work that comes due is late; None where none does."""
        return self.late / self.due if self.due else None


class JobAhead(msgspec.Struct, frozen=True, kw_only=True):
    """A job that waits, and the chance that nobody has begun it at its start-by."""

    id: JobId
    severity: int
    due: datetime
    ahead: int
    """How many are served before it, of those that wait."""
    chance: float


class Copes(msgspec.Struct, frozen=True, kw_only=True):
    """One queue, whole."""

    queue: Queue
    line: Line
    foretold: Foretold
    ahead: Foreseen
    cases: tuple[Case, ...]
    work_hours: float
    """Of the week ahead, with nobody busier than allowed."""
    covered_hours: float
    full_time: float
    for_limits: int
    """People a day, so that nobody has to pass an exposure limit."""
    closed: float
    """Minutes that are due while nobody works."""
    jobs: tuple[JobAhead, ...]
    """Those that are likeliest late, and are not yet."""
    busiest: float
    """What comes in the busiest hour, on average."""
    rungs: tuple[Rung, ...]
    """Where somebody must begin at once: what so many people do in that hour."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """How what was foretold for whole days held against what came."""

    days: int
    inside: int
    error: float
    """Mean absolute error as a share of what came."""


class Arrivals(msgspec.Struct, frozen=True, kw_only=True):
    """What comes into a queue, or in a language of it."""

    queue: str | None
    language: str | None
    days: tuple[tuple[datetime, float], ...]
    """The last days: when each began, what came."""
    foretold: tuple[tuple[float, float, float] | None, ...]
    """What had been foretold for each, the evening before: mean, low, high."""
    ahead: tuple[DayAhead, ...]
    week: tuple[float, ...]
    """Expected in each hour of a usual week, from Monday; none where the past is too short."""
    languages: tuple[tuple[str, float], ...]
    hours: float | None
    """People-hours a day that all of it takes, with nobody busier than allowed; none where that is not known."""
    tested: tuple[WayTested, ...]
    tested_at: datetime | None
    kept: Kept | None


class Handling(msgspec.Struct, frozen=True, kw_only=True):
    """How long decisions took: by row (a clause or a queue) and group of people."""

    days: int
    rows: Sequence[Cell]
    small: int
