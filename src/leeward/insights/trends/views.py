"""What the pages of trends show, as structs."""

from datetime import date
from uuid import UUID

import msgspec

from leeward.record.facts.trends import Check
from leeward.record.terms.ids import PersonId
from leeward.record.terms.moment import Moment
from leeward.record.terms.trend import AlarmState, Cause, Move


class AlarmLine(msgspec.Struct, frozen=True, kw_only=True):
    """An alarm as a row of the list."""

    id: UUID
    stream: str
    dimension: str
    value: str
    move: Move
    day: Moment
    since: Moment
    observed: int
    out_of: int | None
    expected: float
    chance: float
    cause: Cause
    focus: str | None
    focus_value: str | None
    share: float | None
    raised: Moment
    owner: PersonId | None
    owner_name: str | None
    explained: str | None
    closed: Moment | None
    close_reason: str | None
    silence: UUID | None
    spread: int

    @property
    def state(self) -> AlarmState:
        """How it stands."""
        if self.closed is not None:
            return AlarmState.CLOSED
        if self.silence is not None:
            return AlarmState.SILENCED
        return AlarmState.TAKEN if self.owner is not None else AlarmState.OPEN


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """Another series of an alarm."""

    stream: str
    dimension: str
    value: str
    move: Move
    day: Moment
    chance: float


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened to an alarm."""

    kind: str
    occurred: Moment
    reason: str | None
    noted: bool
    name: str | None


class AlarmView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about an alarm but its picture."""

    line: AlarmLine
    least: int
    most: int
    level: float
    tests: int
    checks: tuple[Check, ...]
    spread: tuple[Spread, ...]
    history: tuple[Event, ...]
    explained_by: str | None
    closed_by: str | None
    note: UUID | None
    silent_until: Moment | None


class Silence(msgspec.Struct, frozen=True, kw_only=True):
    """A series that does not ring for a while."""

    id: UUID
    stream: str
    dimension: str
    value: str
    reason: str
    since: Moment
    until: Moment
    alarm: UUID | None
    ended: Moment | None
    name: str | None
    kept: int
    """Alarms that it kept from ringing."""


class WatchedDay(msgspec.Struct, frozen=True, kw_only=True):
    """A day that the board was judged on."""

    day: Moment
    series: int
    tests: int
    level: float
    raised: int
    silenced: int
    at: Moment


class SeriesLine(msgspec.Struct, frozen=True, kw_only=True):
    """A series of the browser, with its last weeks."""

    stream: str
    dimension: str
    value: str
    last: float
    """Of the last whole day."""
    week: float
    before: float
    """A week of the four weeks before that one, on average."""
    days: tuple[float, ...]


class SeriesDays(msgspec.Struct, frozen=True, kw_only=True):
    """A series day by day, with what was expected."""

    stream: str
    dimension: str
    value: str
    days: tuple[date, ...]
    observed: tuple[float, ...]
    """Counts; of a share, the share."""
    out_of: tuple[float, ...]
    """Of a share: out of how many; else nothing."""
    expected: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """How many alarms stand in each list."""

    open: int
    mine: int
    silenced: int
    all: int
