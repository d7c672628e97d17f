"""From an answer to a picture: which shapes fit its columns, and which stand where when nobody says so."""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

Shape = Literal["lines", "columns", "bars", "dots", "multiples"]
SHAPES: dict[Shape, str] = {
    "lines": "Lines", "columns": "Columns", "bars": "Bars", "dots": "Dots with intervals", "multiples": "Small multiples",
}  # fmt: skip
_NUMBERS = ("INT", "DOUBLE", "FLOAT", "DECIMAL", "NUMERIC", "NUMBER", "HUGE", "REAL")
_MOMENTS = ("DATE", "TIMESTAMP")
MOST_SERIES = 12


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """Which columns of an answer are drawn, and how."""

    shape: Shape
    x: str
    """Where the values stand: a moment, or a name."""
    y: tuple[str, ...]
    """The values; with ``by`` the first of them."""
    by: str = ""
    """Splits the values into series, by what stands in this column."""


def is_number(type: str) -> bool:
    """Whether values of this type of DuckDB can be drawn."""
    return any(part in type.upper() for part in _NUMBERS) and "[]" not in type


def is_moment(type: str) -> bool:
    """Whether values of this type are days or moments."""
    return type.upper().startswith(_MOMENTS)


def proposed(names: Sequence[str], types: Sequence[str], shape: str = "") -> Picture | None:
    """The picture that fits best, or of a shape; None where nothing can be drawn."""
    kinds = list(zip(names, types, strict=True))
    numbers = [name for name, type in kinds if is_number(type)]
    moments = [name for name, type in kinds if is_moment(type)]
    words = [name for name, type in kinds if name not in numbers and name not in moments]
    places = [*moments, *words, *numbers]
    if not numbers or len(places) < 1:
        return None
    x = places[0]
    values = [name for name in numbers if name != x] or numbers[:1]
    by = words[0] if moments and words else ""
    chosen: Any = shape if shape in SHAPES else "lines" if moments else "bars"
    alone = by or chosen in ("bars", "columns")  # what stands on one another has to be of one sort
    return Picture(shape=chosen, x=x, y=(values[0],) if alone else tuple(values[:6]), by=by)


def fitting(picture: Picture, names: Sequence[str]) -> bool:
    """Whether an answer still has the columns."""
    return {picture.x, *picture.y, *([picture.by] if picture.by else [])} <= set(names) and bool(picture.y)


def series_of(picture: Picture, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> tuple[list[Any], dict[str, list[Any]]]:
    """The places in their order, and values for each series at each place; several values at one place are summed up."""
    at = {name: place for place, name in enumerate(names)}
    places: dict[Any, int] = {}
    for row in rows:
        places.setdefault(row[at[picture.x]], len(places))
    found: dict[str, list[Any]] = {}
    for row in rows:
        place = places[row[at[picture.x]]]
        for name in picture.y[:1] if picture.by else picture.y:
            key = str(row[at[picture.by]]) if picture.by else name
            values = found.setdefault(key, [None] * len(places))
            value = row[at[name]]
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                values[place] = value + (values[place] or 0)
    return _in_order(picture, list(places), _largest(found))


def _largest(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """At most twelve series: the largest, in the order in which they came."""
    if len(found) <= MOST_SERIES:
        return found
    sizes = sorted(found, key=lambda name: -sum(value or 0 for value in found[name]))[:MOST_SERIES]
    return {name: values for name, values in found.items() if name in sizes}


def _in_order(picture: Picture, places: list[Any], found: dict[str, list[Any]]) -> tuple[list[Any], dict[str, list[Any]]]:
    """Over time from left to right, whatever the order of the rows."""
    if picture.shape in ("bars", "dots") or not all(isinstance(place, (str, int, float)) for place in places):
        return places, found
    try:
        order = sorted(range(len(places)), key=lambda at: places[at])
    except TypeError:  # numbers and words
        return places, found
    return [places[at] for at in order], {name: [values[at] for at in order] for name, values in found.items()}
