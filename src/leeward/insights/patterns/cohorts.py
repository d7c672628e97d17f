"""Cohorts of subjects by what was done about them: each subject once in a cohort, from the first time it got there."""

from collections.abc import Iterable, Iterator
from uuid import UUID

import msgspec

from leeward.insights.patterns.survival import Curve, curve
from leeward.record.terms.code import ClauseCode, MeasureCode

LEAST = 10
"""A cohort with fewer subjects is hidden."""
WHEN = (7, 30, 90, 180)
"""The days that are shown."""
_LAST_RUNG = 4


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """One decided violation, and how long it was until the next by the same subject, or until now."""

    about: UUID
    clause: ClauseCode | None
    measures: tuple[MeasureCode, ...]
    rung: int
    """Which violation of this subject it was, from 1."""
    days: float
    again: bool


class Cohort(msgspec.Struct, frozen=True, kw_only=True):
    """Subjects with one thing in common. ``curve`` is None where there are too few to show."""

    kind: str
    """``penalty``, ``rung`` or ``clause``."""
    name: str
    curve: Curve | None


def cohorts(gaps: Iterable[Gap]) -> tuple[Cohort, ...]:
    """By penalty, by rung, by clause; the largest first. ``gaps`` are in the order of time."""
    times: dict[tuple[str, str], dict[UUID, tuple[float, bool]]] = {}
    for gap in gaps:
        for cohort in _of(gap):
            times.setdefault(cohort, {}).setdefault(gap.about, (gap.days, gap.again))
    order = ("penalty", "rung", "clause")
    found = sorted(times.items(), key=lambda each: (order.index(each[0][0]), -len(each[1]), each[0][1]))
    return tuple(
        Cohort(kind=kind, name=name, curve=curve(list(some.values())) if len(some) >= LEAST else None)
        for (kind, name), some in found
    )


def _of(gap: Gap) -> Iterator[tuple[str, str]]:
    for measure in gap.measures:
        yield "penalty", measure
    yield "rung", f"{gap.rung}" if gap.rung < _LAST_RUNG else f"{_LAST_RUNG} or later"
    if gap.clause:
        yield "clause", gap.clause
