"""What the windows of a stream hold, written from their definition and from nothing else, in quadratic time."""

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite

from leeward.playbook.rules.known import Feature, Window

Row = Mapping[str, object]
Event = tuple[Row, int]
"""Fields, and when it occurred in microseconds."""


def values(stream: Sequence[Event], features: Iterable[Feature]) -> list[dict[str, object]]:
    """For each event, in the order of arrival, the value of each feature by its name."""
    found: list[dict[str, object]] = [{} for _ in stream]
    wanted = list(features)
    for window in {feature.window for feature in wanted}:
        mine = [feature for feature in wanted if feature.window == window]
        for place in range(len(stream)):
            inside = _inside(stream[: place + 1], window)
            found[place].update({feature.name: None if inside is None else _value(inside, feature) for feature in mine})
    return found


def _inside(stream: Sequence[Event], window: Window) -> list[Row] | None:
    """The events that the window of the last event of ``stream`` holds; None where it has no values."""
    key = stream[-1][0].get(window.by)
    if key is None:
        return None
    counted: list[tuple[int, Row]] = []
    moment = None
    for row, occurred in stream:
        if row.get(window.by) == key:
            moment = occurred if moment is None else max(moment, occurred)
            is_late = occurred < moment - window.late_microseconds
            if not is_late:
                counted.append((moment, row))
    if is_late or moment is None:
        return None
    return [row for at, row in counted if moment - window.last_microseconds < at <= moment]


def _value(inside: Sequence[Row], feature: Feature) -> object:
    if feature.field is None:
        return len(inside)
    return _aggregate(feature.function, [value for row in inside if (value := row.get(feature.field)) is not None])


def _aggregate(function: str, present: list[object]) -> object:
    if function == "count":
        return len(present)
    if function == "count_distinct":
        return len(set(present))
    if not present:
        return None
    if function in ("min", "max"):
        return {"min": min, "max": max}[function](present)  # type: ignore[operator]
    found = present[0]
    for value in present[1:]:
        found = found + value  # type: ignore[operator]
    return found if isfinite(found) else None  # type: ignore[arg-type]
