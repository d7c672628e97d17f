"""How many people, hour by hour: the greater of what the work needs and what coverage asks for, then those who are not there.

    in the queue = max(work, coverage)           work: Erlang's formulas where somebody must begin at once,
                                                       else the calmest plan that begins everything in time, over ``most_busy``
    on the roster = in the queue / (1 - shrinkage)

A day's people are moreover enough that nobody has to pass an exposure limit: minutes of a severity over what one person may spend
on it. A week's full-time people are ``max(hours of work, hours to be covered) / (paid hours * (1 - shrinkage))``.
"""

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

import msgspec

from leeward.insights.workload.coping import Batch
from leeward.insights.workload.erlang import needed, served, within
from leeward.insights.workload.levelling import Piece, level
from leeward.insights.workload.priorities import many_servers
from leeward.playbook.model import Coverage, Limits, Queue, Shift, Staffing, Weekday
from leeward.playbook.patterns import covers
from leeward.record.terms.severity import Severity

if TYPE_CHECKING:
    from datetime import datetime

    from leeward.insights.workload.seasonal import Array, Open, Slots

_DAYS = tuple(Weekday)
_SLACK = 1e-9


class Demand(msgspec.Struct, frozen=True, kw_only=True):
    """What a queue is going to be asked for. Hours count from ``begins``."""

    begins: "datetime"
    arrivals: "Array"
    """Expected in each hour."""
    tiers: tuple[float, float, float, float, float]
    allowed: tuple[float, float, float, float, float]
    """Hours from receipt until somebody should have begun, by severity."""
    waiting: Sequence[Batch]
    handling: float
    """Mean minutes."""


class People(msgspec.Struct, frozen=True, kw_only=True):
    """A plan for a queue."""

    work: "Array"
    """People that the work of each hour needs, in parts of a person where it can wait: somebody may work in several queues."""
    covered: "Array"
    """People whom coverage asks for."""
    inside: "Array"
    """The greater of both: people in the queue."""
    rostered: "Array"
    """On the roster, with those who are not there."""
    closed: float
    """Minutes of work that is due while nobody works."""


def is_immediate(staffing: Staffing, queue: str) -> bool:
    """Whether somebody has to begin at once there."""
    return covers(staffing.immediate.queues, queue)


def plan(demand: Demand, staffing: Staffing, queue: Queue, slots: "Slots", usual: "Array") -> People:
    """The people of a queue for each hour of a demand; ``slots`` are its hours of the week, ``usual`` who is there in each.

    Work that can wait is done while somebody works there: in the hours of its shifts, or, where none is planned, in those in
    which at least a tenth of the most people are there; in all hours where nobody ever was.
    """
    import numpy as np

    hours, closed = len(slots), 0.0
    covered = by_hour(staffing.coverage, queue.code, slots)
    if is_immediate(staffing, queue.code):
        work = np.array([_at_once(staffing, float(rate), demand.handling) for rate in demand.arrivals])
    else:
        open_hours = open_for(staffing, queue.code, slots, usual)
        calm = level(pieces_of(demand, hours), open_hours.tolist())
        work, closed = calm.minutes / (60 * staffing.most_busy), calm.closed
    inside = np.maximum(work, covered)
    rostered = inside / (1 - staffing.shrinkage)
    return People(work=work, covered=covered, inside=inside, rostered=rostered, closed=closed)


def _at_once(staffing: Staffing, rate: float, handling: float) -> int:
    now = staffing.immediate
    share = min(now.share, 0.999)
    return needed(rate / 60, handling, time=now.within_minutes, share=share, most_busy=staffing.most_busy)


def begun_at_once(staffing: Staffing, rate: float, handling: float, people: int) -> float:
    """The share of what comes in an hour that somebody begins as soon as promised, with so many people there."""
    return within(rate / 60, handling, people, staffing.immediate.within_minutes)


class Rung(msgspec.Struct, frozen=True, kw_only=True):
    """What so many people do with what comes in one hour, where somebody must begin at once."""

    people: int
    soon: float
    """The share that somebody begins as soon as promised."""
    wait: float
    """Mean minutes until somebody begins; infinite where they cannot keep up."""
    busy: float
    by_severity: tuple[float, ...]
    """The same mean for severity 0 to 4, when the graver is served first."""


def rungs(staffing: Staffing, rate: float, handling: float, tiers: Sequence[float]) -> list[Rung]:
    """From two people fewer than are needed to two more, for ``rate`` pieces an hour of ``handling`` minutes."""
    enough = max(1, _at_once(staffing, rate, handling))
    found = []
    for people in range(max(1, enough - 2), enough + 3):
        seen = served(rate / 60, handling, people)
        waits = many_servers([rate / 60 * share for share in reversed(tiers)], handling, people)
        found.append(
            Rung(
                people=people, soon=begun_at_once(staffing, rate, handling, people), wait=seen.mean_wait, busy=seen.busy,
                by_severity=tuple(reversed(waits)),
            )
        )  # fmt: skip
    return found


def pieces_of(demand: Demand, hours: int) -> list[Piece]:
    """What waits and what is expected, each with the hours between which it has to be begun."""
    found = []
    for each in demand.waiting:
        due = (each.due - demand.begins).total_seconds() / 3600
        found.append(Piece(0, max(1, int(due)), each.pieces * demand.handling))
    for tier, share in enumerate(demand.tiers):
        for hour in range(hours if share else 0):
            due = hour + max(1, int(demand.allowed[tier]))
            found.append(Piece(hour, due, float(demand.arrivals[hour]) * share * demand.handling))
    return found


def by_hour(plans: Sequence[Coverage | Shift], queue: str, slots: "Slots") -> "Array":
    """How many people these plans say for a queue in each hour; those of several queues count for each of them."""
    import numpy as np

    found = np.zeros(len(slots))
    for each in plans:
        if covers(each.queues, queue):
            days = np.isin(slots // 24, [_DAYS.index(day) for day in each.days])
            found += each.people * (days & (slots % 24 >= each.from_hour) & (slots % 24 < each.to_hour))
    return found


def open_for(staffing: Staffing, queue: str, slots: "Slots", usual: "Array") -> "Open":
    """The hours in which anybody works there."""
    import numpy as np

    there: Open = by_hour(staffing.shift, queue, slots) > 0
    if not there.any():
        there = usual >= max(0.1 * float(usual.max(initial=0.0)), 1e-9)
    return there if there.any() else np.ones(len(slots), bool)


def enough_for_limits(minutes: Sequence[float], limits: Limits) -> int:
    """How many people a day's minutes, by severity 0 to 4, take if nobody is to pass an exposure limit."""
    found = 0
    for severity in Severity:
        allowed = limits.exposure_minutes_per_day.of(severity)
        if minutes[severity] > 0 and allowed > 0:
            found = max(found, ceil(minutes[severity] / allowed - _SLACK))
    return found


def full_time(work_hours: float, covered_hours: float, staffing: Staffing) -> float:
    """Full-time people for a week: of work and coverage the greater, over the hours that one is in a queue."""
    return max(work_hours, covered_hours) / (staffing.paid_hours * (1 - staffing.shrinkage))
