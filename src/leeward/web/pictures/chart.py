"""What every picture takes and gives."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec
from markupsafe import Markup

MOST_SERIES = 6  # dashes and patterns that can be told apart; more is another picture
FARTHEST = 1e300  # beyond that differences are no numbers any more
MOST_ROWS = 400  # rows of the table beside a picture

Values = Sequence[float | None]
Place = datetime | date | str | float
"""Where a value stands: a moment, a day, a name, or a number."""


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """Named values in the order of the places, with the interval of each where there is one."""

    name: str
    values: Values
    low: Values = ()
    high: Values = ()


class Target(msgspec.Struct, frozen=True):
    """A line to reach, or not to pass."""

    value: float
    words: str = "target"


class Noted(msgspec.Struct, frozen=True):
    """A moment worth a mark: the place's index, and what happened there."""

    index: int
    words: str


class Key(msgspec.Struct, frozen=True):
    """A line of the legend: which swatch (an SVG without text), and what it stands for."""

    swatch: Markup
    name: str


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """A picture to show: ``{{ chart(it) }}`` of ``kit/chart.html``."""

    id: str
    title: str
    words: str
    """What somebody reads who does not see it: the range and the last value of each series."""
    caption: str = ""
    """The sentence under the title."""
    drawing: Markup
    legend: tuple[Key, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    """The table: as many cells as heads, as they are shown. The first is the place."""
    left_out: int = 0
    """Rows that the table does not show."""

    @property
    def empty(self) -> bool:
        """Whether there was nothing to draw."""
        return not self.rows


def known(values: Values) -> list[float]:
    """Those that are there."""
    return [value for value in values if value is not None and there(value)]


def there(value: float | None) -> bool:
    """Whether this is a number that can be drawn."""
    return value is not None and abs(value) < FARTHEST  # not a number is less than nothing


def checked(places: Sequence[Place], series: Sequence[Series]) -> None:
    """Refuse series that do not fit the places.

    Raises ValueError: a series has another length than the places.
    """
    for each in series:
        for name, values in (("values", each.values), ("low", each.low), ("high", each.high)):
            if len(values) != len(places) and not (name != "values" and not len(values)):
                raise ValueError(
                    f"series {each.name!r} has {len(values)} {name} for {len(places)} places: give one each, or None"
                )
