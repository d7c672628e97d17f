"""A board: which measures somebody looks at together, of everything or of one queue, problem area or market."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

import msgspec

from leeward.playbook.diagnostics import Location
from leeward.record.terms.code import GaugeCode

NOWHERE = Location(file="<nowhere>")
Words = Annotated[str, msgspec.Meta(min_length=1)]
FOLDER = "boards"


class Picture(StrEnum):
    """How the periods of a row are drawn."""

    LINE = "line"
    """A chart with the interval as a band and the target."""
    SPARK = "spark"
    """A small line beside the number."""
    NONE = "none"
    """The number only."""


class Dimension(StrEnum):
    """What a board can be about one of."""

    QUEUE = "queue"
    FAMILY = "family"
    """A family of harms: the part of their codes before the dot."""
    MARKET = "market"


class BoardRow(msgspec.Struct, frozen=True, kw_only=True):
    """A measure on a board. Its target stands in targets.toml, its guardrail in its header: both are the same everywhere."""

    measure: GaugeCode
    picture: Picture = Picture.SPARK
    section: Words = "Measures"
    """Rows of one section stand together, under its name."""
    note: str = ""
    """What to keep in mind when looking at it here."""
    where: Location = NOWHERE


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """A file of boards/."""

    code: str
    """The name of its file."""
    title: Words
    audience: Words
    """Who it is for."""
    question: Words
    """What it answers."""
    order: int = 50
    """Boards stand in this order."""
    now: bool = False
    """What waits, is late and rings at this moment stands above the measures."""
    by: Dimension | None = None
    """It can be looked at for one queue, family or market at a time."""
    only: str | None = None
    """It is about this one only, of what ``by`` says."""
    rows: tuple[BoardRow, ...] = ()
    where: Location = NOWHERE


def families_of(harms: Iterable[str]) -> list[str]:
    """The families of harms with these codes, in their order."""
    return list(dict.fromkeys(str(code).partition(".")[0] for code in harms))
