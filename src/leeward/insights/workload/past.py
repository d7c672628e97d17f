"""What was: counts by hour, who was there, how long work took, as arrays that a forecast is made of."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from leeward.insights.workload.seasonal import HOUR, Tuning, profile_of, slots_of
from leeward.playbook.model import Playbook, Queue, Staffing, Weekday
from leeward.record.terms.severity import Severity

if TYPE_CHECKING:
    from leeward.insights.workload.seasonal import Array, Slots

Tiers = tuple[float, float, float, float, float]
PRESENCE_DAYS = 28
_DAYS = tuple(Weekday)
_STEADY = Tuning(half_life=21.0, pull=4.0)


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """The past of one queue. ``begins`` is midnight of the zone, and the hours from it are whole days."""

    begins: datetime
    counts: "Array"
    """What came in each hour."""
    tiers: "Array"
    """How much of it had severity 0 to 4."""
    allowed: Mapping[int, float]
    """Severity -> hours from receipt to start-by, on average."""
    handling: float
    """Mean minutes."""
    deviation: float
    handled: int
    """How many decisions these two are of."""
    people: "Array"
    """Who was there in each hour of the last weeks; somebody who worked in two queues in an hour is part in each."""


def midnight(at: datetime, zone: str) -> datetime:
    """The last midnight of a zone."""
    there = at.astimezone(ZoneInfo(zone))
    return there.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(at.tzinfo)


def like_days(staffing: Staffing) -> dict[date, int]:
    """Holiday -> the day of the week it is most like, 0 for Monday."""
    return {each.date: _DAYS.index(each.like) for each in staffing.holiday}


def tiers_of(past: Past) -> Tiers:
    """The shares of severities, a little of each always being possible where nothing was seen yet."""
    whole = float(past.tiers.sum())
    if not whole:
        return (0.2, 0.2, 0.2, 0.2, 0.2)
    found = [float(each) / whole for each in past.tiers]
    return found[0], found[1], found[2], found[3], found[4]


def allowed_of(past: Past, playbook: Playbook) -> Tiers:
    """Hours from receipt until somebody should have begun: as it was of late, else as the playbook allows."""
    rule = playbook.start_by.allowance_minutes
    found = [past.allowed.get(int(each), rule.of(each) / 60) for each in Severity]
    return found[0], found[1], found[2], found[3], found[4]


def handling_of(past: Past, queue: Queue) -> tuple[float, float]:
    """Mean minutes and their deviation: of the past, drawn towards what the playbook says while few were decided."""
    weight = past.handled / (past.handled + 10)
    mean = weight * past.handling + (1 - weight) * queue.handling_minutes
    return max(mean, 0.1), max(weight * past.deviation + (1 - weight) * queue.handling_minutes * 0.6, 0.05)


def present_of(past: Past, slots: "Slots", zone: str, like: Mapping[date, int]) -> "Array":
    """Who will be there in the hours of these slots, if the team works as it did in the last weeks."""
    import numpy as np

    hours = len(past.people) // 24 * 24
    if not hours or not past.people.any():
        return np.zeros(len(slots))
    began = past.begins + (len(past.counts) - hours) * HOUR
    before = slots_of(began, hours, zone, like)
    profile = profile_of(past.people[-hours:], before, _STEADY)
    found: Array = profile[slots]
    return np.where(found < 0.02, 0.0, found)


def shifts_of(staffing: Staffing, queue: Queue, loads: Mapping[str, float], by_plan: Mapping[int, "Array"]) -> "Array":
    """Who will be there by the shifts of the playbook: of each shift the part of a queue is its part of the work of all that the
    shift is for. ``by_plan`` has for each place in ``staffing.shift`` its people by hour."""
    import numpy as np

    from leeward.playbook.patterns import covers

    found = np.zeros(len(next(iter(by_plan.values()))) if by_plan else 0)
    for place, shift in enumerate(staffing.shift):
        if covers(shift.queues, queue.code):
            of_all = sum(load for code, load in loads.items() if covers(shift.queues, code))
            found = found + by_plan[place] * (loads.get(queue.code, 0.0) / of_all if of_all else 0.0)
    return found
