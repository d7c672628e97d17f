"""What measures said, for good. ``subject`` is the measure's id (``measure_id`` of its code)."""

import msgspec

from leeward.record.facts.fact import Fact
from leeward.record.terms.code import Digest, FieldCode, GaugeCode, ReasonCode, SliceCode
from leeward.record.terms.moment import Moment


class SliceOf(msgspec.Struct, frozen=True, kw_only=True):
    """One dimension of a slice and its value."""

    dimension: FieldCode
    value: SliceCode


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """The number of a period, for everything or for one slice. Whether it may be shown is decided where it is shown."""

    by: tuple[SliceOf, ...]
    """Empty: everything."""
    numerator: float | None
    denominator: float | None
    value: float | None
    """None where it is not defined."""
    n: int
    low: float | None
    high: float | None
    reason: ReasonCode | None
    """Why there is no value."""


class MeasureDefined(Fact, frozen=True, kw_only=True):
    """A version of a measure is counted from now on. Another definition under the same version is refused (Q21)."""

    measure: GaugeCode
    measure_version: int
    definition: Digest
    """Of everything that decides the number."""


class PeriodClosed(Fact, frozen=True, kw_only=True):
    """What a measure says of a period, after which nothing changes it any more (Q54)."""

    measure: GaugeCode
    measure_version: int
    definition: Digest
    start: Moment
    end: Moment
    """The first moment after the period."""
    as_of: Moment
    """What was recorded later did not count."""
    results: tuple[Result, ...]


class PeriodRecounted(Fact, frozen=True, kw_only=True):
    """Somebody counted a closed period again. What was closed stays; whether it came out the same is known from now on."""

    measure: GaugeCode
    measure_version: int
    start: Moment
    compared: int
    """How many results."""
    differing: int
    """How many of them came out otherwise."""
