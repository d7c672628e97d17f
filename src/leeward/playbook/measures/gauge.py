"""A measure as its files say it, checked. In code it is a *gauge*: ``Measure`` is what enforcement takes (ladder.toml)."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any

import msgspec

from leeward.playbook.diagnostics import Location
from leeward.record.terms.code import Digest, GaugeCode
from leeward.record.terms.moment import Moment

NOWHERE = Location(file="<nowhere>")
Words = Annotated[str, msgspec.Meta(min_length=1)]


class Form(StrEnum):
    """What is made of the rows that a measure's SELECT yields; its columns say which."""

    SHARE = "share"
    """``hit``: how many of the rows it holds for."""
    COUNT = "count"
    """No column of its own: how many rows there are."""
    SPREAD = "spread"
    """``value``: the middle, another quantile, or the mean of it."""
    RATIO = "ratio"
    """``numerator`` and ``denominator``: the sum of one over the sum of the other."""


class Interval(StrEnum):
    """How the 95 % interval is made."""

    WILSON = "wilson"
    CLOPPER_PEARSON = "clopper-pearson"
    JEFFREYS = "jeffreys"
    POISSON = "poisson"
    QUANTILE = "quantile"
    BOOTSTRAP = "bootstrap"
    NONE = "none"


class Grain(StrEnum):
    """How long a period is. Days begin at midnight UTC, weeks on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class GaugeCase(msgspec.Struct, frozen=True, kw_only=True):
    """Rows as the lake would hold them, a period, and the numbers that must come out."""

    name: str
    start: Moment
    end: Moment
    as_of: Moment | None
    """What was recorded later is not known; None: everything is."""
    tables: dict[str, tuple[dict[str, Any], ...]]
    """View -> rows."""
    expect: tuple["Expected", ...]
    where: Location = NOWHERE


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """What must come out, for everything or for one slice."""

    by: dict[str, str] = {}
    """Dimension -> value; empty: everything."""
    numbers: dict[str, tuple[float, float]] = {}
    """``value``, ``n``, ``numerator``, ``denominator``, ``low``, ``high`` -> what it is, and how far off it may be."""
    refused: str | None = None
    """Why there is no value."""
    suppressed: bool | None = None
    where: Location = NOWHERE


class Gauge(msgspec.Struct, frozen=True, kw_only=True):
    """One measure."""

    code: GaugeCode
    """Folder/name, e.g. ``appeals/overturn_rate``."""
    version: int
    digest: Digest
    """Of all that decides which number comes out: another one needs another version."""
    name: Words
    question: Words
    counts: Words
    """What one row is: the grain."""
    unit: Words
    numerator: Words
    denominator: Words
    clock: Words
    exclusions: Words
    owner: Words
    guardrail: GaugeCode | None
    """What must be looked at beside it, because it suffers when this one is pushed. None: see ``unguarded``."""
    unguarded: str
    """Why no other measure guards it."""
    interval: Interval
    no_interval: str
    """Why there is none."""
    quantile: float | None
    """Of a spread: which, e.g. .5; None for the mean."""
    minimum: int
    """Of fewer rows than these nothing is shown."""
    period: Grain
    settles: timedelta
    """So long after a period ends what is recorded still belongs to it; then it is closed."""
    form: Form
    dimensions: tuple[str, ...]
    weighted: bool
    timed: bool
    """Its rows have a moment of their own, ``at``; otherwise it is asked once a period."""
    reads: tuple[str, ...]
    """The views of the lake it reads."""
    sql: str
    """The SELECT as it stands in the file, without the header."""
    cases: tuple[GaugeCase, ...] = ()
    file: str = ""
    where: Location = NOWHERE
    """Of the first character of ``sql``."""

    @property
    def subject(self) -> str:
        """The folder it is in."""
        return self.code.partition("/")[0]

    @property
    def statistic(self) -> str:
        """What is made of the values, in words."""
        if self.form is not Form.SPREAD:
            return {Form.SHARE: "share", Form.COUNT: "number", Form.RATIO: "ratio"}[self.form]
        if self.quantile is None:
            return "mean"
        return "median" if self.quantile == 0.5 else f"{self.quantile * 100:.3g}th percentile"


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A row of targets.toml: what a measure should be."""

    measure: GaugeCode
    at_most: float | None = None
    """It is good to be lower."""
    at_least: float | None = None
    """It is good to be higher. Exactly one of the two."""
    warn: float | None = None
    """Between this and the target is close to missing it."""
    why: Words
    where: Location = NOWHERE

    @property
    def target(self) -> float:
        """The number itself."""
        return self.at_most if self.at_most is not None else self.at_least or 0

    def state(self, value: float) -> str:
        """``met``, ``close`` (met, but beyond ``warn``) or ``missed``."""
        sign = -1 if self.at_most is not None else 1
        if sign * value < sign * self.target:
            return "missed"
        return "close" if self.warn is not None and sign * value < sign * self.warn else "met"
