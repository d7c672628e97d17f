"""What a question is answered with: numbers, words for them, and where to look next."""

import msgspec

from leeward.insights.drivers.question import Question
from leeward.insights.drivers.series import Series


class Slice(msgspec.Struct, frozen=True, kw_only=True):
    """A slice and what it contributed. Of a ratio ``before``, ``after`` are ratios and ``amount`` is in the whole's ratio."""

    where: tuple[tuple[str, str], ...]
    words: str
    before: float | None
    after: float | None
    before_of: float | None
    after_of: float | None
    amount: float
    low: float
    high: float
    sure: bool
    """Whether its interval leaves out nothing at all."""
    share: float | None
    """Of the whole move; None where that is not known to be one."""
    rate: float | None
    mix: float | None
    values: tuple[float | None, ...]
    """By period, the one asked about last."""


class Mixed(msgspec.Struct, frozen=True, kw_only=True):
    """For a ratio, looked at by one dimension: how much is rate, how much is mix."""

    dimension: str
    rate: float
    mix: float
    reversal: bool


class One(msgspec.Struct, frozen=True, kw_only=True):
    """The value of a dimension behind most of a move."""

    dimension: str
    value: str
    words: str
    contributed: float
    usual: float
    values: int
    one: bool


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Why a number moved."""

    series: Series
    question: Question
    sentences: tuple[str, ...]
    whole: Slice
    drivers: tuple[Slice, ...]
    against: tuple[Slice, ...]
    rest: Slice
    everywhere: bool
    mixed: tuple[Mixed, ...]
    concentration: tuple[One, ...]
    cells: int
    left_out: int
    """Earlier periods that were asked for and lie before anything is known."""
    sql: str
