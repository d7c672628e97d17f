"""The smallest pictures: the start-by bar and the spark line, in numbers for SVG attributes of the kit's macros."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from leeward.record.terms import moment as clock


class StartBy(msgspec.Struct, frozen=True, kw_only=True):
    """The start-by bar: places between 0 and 100 on the line from received to the last of start-by, due and now."""

    start_by: float
    due: float | None
    now: float
    state: str
    """``calm``, ``late`` (start-by is past) or ``overdue`` (a legal due moment is past)."""


def start_by_line(received: datetime, start_by: datetime, due: datetime | None, now: datetime | None = None) -> StartBy:
    """Where start-by, due and now stand."""
    at = now or clock.now()
    end = max(moment for moment in (start_by, due, at) if moment is not None)
    whole = max((end - received) / timedelta(seconds=1), 1.0)

    def place(moment: datetime) -> float:
        return round(min(100.0, max(0.0, (moment - received) / timedelta(seconds=1) / whole * 100)), 2)

    state = "overdue" if due and at > due else "late" if at > start_by else "calm"
    return StartBy(start_by=place(start_by), due=place(due) if due else None, now=place(at), state=state)


class Spark(msgspec.Struct, frozen=True, kw_only=True):
    """A spark line in a box of 100 by 20."""

    path: str
    words: str


def spark(values: Sequence[float | None]) -> Spark:
    """A line through ``values`` (None is a gap), with its range in words."""
    known = [value for value in values if value is not None]
    if not known:
        return Spark(path="", words="no values")
    low, high = min(known), max(known)
    reach, step = (high - low) or 1.0, 100 / max(1, len(values) - 1)
    parts, pen = [], "M"
    for index, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        parts.append(f"{pen}{index * step:.1f} {19 - (value - low) / reach * 18:.1f}")
        pen = "L"
    return Spark(path="".join(parts), words=f"{len(values)} values between {low:g} and {high:g}, last {known[-1]:g}")


SEVERITIES = ("minor", "low", "serious", "severe", "imminent")


def due_state(due: datetime | None, warn: timedelta = timedelta(hours=2), now: datetime | None = None) -> str:
    """``calm``, ``late`` (less than ``warn`` is left) or ``overdue``."""
    if due is None:
        return "calm"
    left = due - (now or clock.now())
    return "overdue" if left < timedelta(0) else "late" if left < warn else "calm"


GLOBALS = {"start_by_line": start_by_line, "spark": spark, "due_state": due_state, "severities": SEVERITIES}
"""What the kit's macros draw with."""
