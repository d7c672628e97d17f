"""Numbers about people that are about nobody: counts by how much of a limit is used, with small cells hidden.

A hidden cell must not be found by subtraction, so a row that hides one cell hides another with it: the smallest that is left. A
row about fewer people than ``small`` says nothing at all.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from leeward.administration.wellness.views import Spread
from leeward.playbook.care import Wellbeing, gauges
from leeward.playbook.model import Limits
from leeward.record.terms.severity import Severity

STEPS = (0.25, 0.5, 0.8, 1.0)
"""Shares of a limit at which a step ends; the last step is from the limit on."""


def hidden(counts: Sequence[int], small: int) -> tuple[int | None, ...]:
    """The counts with those from 1 to below ``small`` hidden; and as many more that what is hidden together cannot be told apart.

    A cell with 0 is hidden only as the companion of a single small one, where nothing else is left to hide it.
    """
    if sum(counts) < small:
        return tuple(None for _ in counts)
    hide = {place for place, count in enumerate(counts) if 0 < count < small}
    while hide and (len(hide) == 1 or sum(counts[place] for place in hide) < small) and len(hide) < len(counts):
        left = [place for place in range(len(counts)) if place not in hide]
        hide.add(min(left, key=lambda place: (counts[place] == 0, counts[place], place)))
    return tuple(None if place in hide else count for place, count in enumerate(counts))


def spreads(people: Iterable[Wellbeing], limits: Limits, small: int) -> tuple[Spread, ...]:
    """A row for every limit: how many people have used how much of it."""
    everybody = list(people)
    return tuple(row for severity in reversed(Severity) for row in _rows(everybody, limits, severity, small))


def _rows(people: Sequence[Wellbeing], limits: Limits, severity: Severity, small: int) -> list[Spread]:
    held = [gauges(person, limits, severity) for person in people]
    rows = []
    for place, gauge in enumerate(held[0] if held else ()):
        counts = [0] * (len(STEPS) + 1)
        for each in held:
            counts[bisect_right(STEPS, each[place].share)] += 1
        seen = hidden(counts, small)
        rows.append(
            Spread(
                severity=severity,
                window=gauge.window,
                what=gauge.what,
                people=len(people) if len(people) >= small else None,
                counts=seen,
            )
        )
    return rows
