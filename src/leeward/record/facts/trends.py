"""What was watched, what rang, and what people made of it. ``subject`` is the alarm unless said otherwise."""

import msgspec

from leeward.record.facts.fact import Fact
from leeward.record.terms.code import DimensionCode, ReasonCode, StreamCode, ValueCode
from leeward.record.terms.ids import AlarmId, SilenceId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.trend import Cause, Move


class SeriesName(msgspec.Struct, frozen=True, kw_only=True):
    """Which series: what is counted, and of which value of which dimension."""

    stream: StreamCode
    dimension: DimensionCode
    value: ValueCode


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One question that was asked before an alarm rang, and the answer."""

    check: Cause
    odd: bool
    """Whether it stood out."""
    dimension: DimensionCode | None = None
    value: ValueCode | None = None
    """What stood out: a platform, a rule, a version."""
    share: float | None = None
    """Of what moved, or of what came in, as the check says."""
    usual: float | None = None
    """The same before."""
    count: int | None = None


class AlarmRaised(Fact, frozen=True, kw_only=True):
    """A series left what was to be expected. Written with what the checks said, so it never rings unexplained."""

    alarm: AlarmId
    series: SeriesName
    move: Move
    day: Moment
    """The day that rang."""
    since: Moment
    """The day since when it is so, as far as the counts tell."""
    observed: int
    of: int | None
    """Out of how many, for a share."""
    expected: float
    least: int
    most: int
    """Between these two a day would have been ordinary."""
    chance: float
    level: float
    """Below this chance it rings: the board's rate, divided."""
    tests: int
    checks: tuple[Check, ...]
    cause: Cause
    dimension: DimensionCode | None
    """Where it is concentrated, or what changed."""
    value: ValueCode | None
    share: float | None
    silence: SilenceId | None
    """The silence that keeps it from ringing."""


class AlarmSpread(Fact, frozen=True, kw_only=True):
    """Another series rang by the same events: it is this alarm too, and none of its own."""

    alarm: AlarmId
    series: SeriesName
    move: Move
    day: Moment
    chance: float


class AlarmTaken(Fact, frozen=True, kw_only=True):
    """Somebody answers for it from now on: ``actor``."""

    alarm: AlarmId


class AlarmExplained(Fact, frozen=True, kw_only=True):
    """Somebody says what it was."""

    alarm: AlarmId
    reason: ReasonCode
    note: VaultRef | None = None


class AlarmClosed(Fact, frozen=True, kw_only=True):
    """Nothing more is to be done about it."""

    alarm: AlarmId
    reason: ReasonCode


class AlarmSilenced(Fact, frozen=True, kw_only=True):
    """A series does not ring until a moment. ``subject`` is the silence."""

    series: SeriesName
    reason: ReasonCode
    until: Moment
    alarm: AlarmId | None = None
    """The alarm on whose account."""


class SilenceEnded(Fact, frozen=True, kw_only=True):
    """Somebody lets a series ring again before its time. ``subject`` is the silence."""

    series: SeriesName


class BoardWatched(Fact, frozen=True, kw_only=True):
    """A day was judged on the whole board. ``subject`` is a fresh id."""

    day: Moment
    series: int
    tests: int
    level: float
    raised: int
    silenced: int
