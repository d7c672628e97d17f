"""What of a published table adds up, and the questions that may be asked of it.

Published figures overlap: the same statements are counted again under each attribute, the same people under each breakdown, and a
row for all markets stands beside the rows of each. A ``Cube`` says for each table which dimension adds up, which has a row for
all of them, and of which exactly one value makes sense at a time; ``conditions`` says what follows from a choice.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec


class Dimension(msgspec.Struct, frozen=True, kw_only=True):
    """A column to choose by."""

    name: str
    label: str
    whole: str | None = None
    """The value that stands for all of them together; it is asked for where nothing is chosen."""
    usual: str | None = None
    """Where values do not add up and none stands for all, so that exactly one must be chosen: the one to begin with."""


class Cube(msgspec.Struct, frozen=True, kw_only=True):
    """One table: its dimensions, the columns of the figure and its interval, and what is always asked."""

    table: str
    what: str
    """What is counted, for one or many."""
    dimensions: tuple[Dimension, ...]
    low: str = "low"
    high: str = "high"
    unit: str = "'count'"
    always: str = "true"
    editions: bool = False
    """Whether the same figure stands there in the words of several editions."""
    grain: str = "quarter"
    note: str = ""

    def dimension(self, name: str) -> Dimension | None:
        """The dimension of this name."""
        return next((each for each in self.dimensions if each.name == name), None)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants to see: values by dimension (one for each that has a ``usual``), and the dimension to break down by."""

    chosen: Mapping[str, str]
    by: str | None = None


class Cell(msgspec.Struct, frozen=True):
    """A figure of a period: a sum of counts, or one share. ``low`` and ``high`` are None where shares would have to be added."""

    period: date
    name: str | None
    low: float | None
    high: float | None
    rows: int
    unit: str


CUBES: dict[str, Cube] = {
    each.table: each
    for each in (
        Cube(
            table="dsa_statements",
            what="statements of reasons",
            low="statements",
            high="statements",
            always="part IS NULL",
            grain="month",
            dimensions=(
                Dimension(name="attribute", label="Counted by", usual="category_specification"),
                Dimension(name="value", label="Says"),
                Dimension(name="platform", label="Platform"),
            ),
            note="Only plain counts of statements are added up. Labels are chosen by each platform: look at who files them "
            "before reading a rise as a rise of harm.",
        ),
        Cube(
            table="tiktok_enforcement",
            what="as published",
            unit="unit",
            always="latest",
            editions=True,
            dimensions=(
                Dimension(name="metric", label="Figure", usual="Proactive removal rate"),
                Dimension(name="issue", label="Issue", whole="All"),
                Dimension(name="task", label="How, or within", whole="All"),
                Dimension(name="market", label="Market", whole="All"),
            ),
            note="Issues were renamed between editions; the last edition's figure of each quarter counts.",
        ),
        Cube(
            table="meta_enforcement",
            what="as published",
            unit="unit",
            always="latest",
            editions=True,
            dimensions=(
                Dimension(name="metric", label="Figure", usual="Content Actioned"),
                Dimension(name="policy", label="Policy", usual="Adult Nudity & Sexual Activity"),
                Dimension(name="app", label="Network"),
            ),
            note="The last edition's figure of each quarter counts; what editions said before stands below.",
        ),
        Cube(
            table="trafficking_detected",
            what="people",
            grain="year",
            always="country IS NOT NULL",
            dimensions=(
                Dimension(name="indicator", label="Counted", usual="Detected trafficking victims"),
                Dimension(name="dimension", label="Broken down", usual="Total"),
                Dimension(name="category", label="Form, citizenship"),
                Dimension(name="sex", label="Sex", whole="Total"),
                Dimension(name="age", label="Age", whole="Total"),
                Dimension(name="region", label="Region"),
                Dimension(name="country", label="Country"),
            ),
            note="What states detect, not what happens. Cells below five are somewhere from 0 to 4: sums are intervals for that. "
            "Figures for a whole region without a country are left out: the same people may be counted in them again.",
        ),
    )
}
"""The tables that have a board, by name."""


def conditions(cube: Cube, asked: Asked) -> list[str]:
    """What has to be true of a row, for the values chosen and those that go without saying."""
    found = [cube.always]
    for each in cube.dimensions:
        value = asked.chosen.get(each.name)
        if value is not None:
            found.append(f"{each.name} = {literal(value)}")
        elif each.name == asked.by:
            found += [f"{each.name} <> {literal(each.whole)}"] if each.whole is not None else []
        elif each.whole is not None:
            found.append(f"{each.name} = {literal(each.whole)}")
    return found


def shares(cells: Sequence[Cell]) -> list[tuple[str, float, float, float]]:
    """For each name its sum (low and high) and its share of all, the largest first. Only for counts."""
    low: dict[str, float] = {}
    high: dict[str, float] = {}
    for cell in cells:
        name = cell.name if cell.name is not None else "not said"
        low[name] = low.get(name, 0.0) + (cell.low or 0.0)
        high[name] = high.get(name, 0.0) + (cell.high or 0.0)
    whole = sum(low.values()) + sum(high.values())
    found = [(name, low[name], high[name], (low[name] + high[name]) / whole if whole else 0.0) for name in low]
    return sorted(found, key=lambda each: (-each[3], each[0]))


def literal(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"
