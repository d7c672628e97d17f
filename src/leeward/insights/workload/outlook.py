"""One queue's outlook: its past, what waits and who is there become hours and days ahead with chances of being late."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from leeward.insights.workload.coping import Asked, Batch, Played, play
from leeward.insights.workload.past import Past, Tiers, allowed_of, handling_of, like_days, present_of, tiers_of
from leeward.insights.workload.seasonal import HOUR, Luck, expected, fit, luck_of, plays, slots_of
from leeward.insights.workload.staffing import Demand, begun_at_once, is_immediate, plan
from leeward.playbook.model import Playbook, Queue
from leeward.record.facts.workload import DayAhead, HourAhead

if TYPE_CHECKING:
    from leeward.insights.workload.seasonal import Array, Slots

HOURS = 168
PLAYS = 240
UNSURE = 0.1
"""How far what people get done in a week is from what was planned, as a share: one standard deviation."""


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """All that plays of a queue are made of."""

    begins: datetime
    mean: "Array"
    luck: Luck
    first_day: int
    """Hours that are left of the first day."""
    slots: "Slots"
    tiers: Tiers
    allowed: Tiers
    handling: float
    deviation: float
    people: "Array"
    waiting: Sequence[Batch]
    volume: float = 1.0
    """How often all that is expected is taken."""


class Foreseen(msgspec.Struct, frozen=True, kw_only=True):
    """What comes of it."""

    hours: tuple[HourAhead, ...]
    days: tuple[DayAhead, ...]
    left: tuple[tuple[float, float, float], ...]
    """What waits at the end of each hour: mean, and between what with 95 %."""


def outlook(
    past: Past, queue: Queue, playbook: Playbook, begins: datetime, waiting: Sequence[Batch], people: "Array | None" = None
) -> Outlook:
    """The outlook of a queue from the beginning of an hour on, for a week. ``people`` are those of shifts, if there are any.

    Raises ValueError for a past that is too short to forecast from.
    """
    staffing, like = playbook.staffing, like_days(playbook.staffing)
    seen_until = past.begins + len(past.counts) * HOUR
    gone = (begins - seen_until) // HOUR
    slots = slots_of(past.begins, len(past.counts) + gone + HOURS, staffing.zone, like)
    model = fit(past.counts, slots[: len(past.counts)])
    mine = slots[len(past.counts) + gone :]
    handling, deviation = handling_of(past, queue)
    return Outlook(
        begins=begins,
        mean=expected(model, mine),
        luck=luck_of(model),
        first_day=24 - gone % 24,
        slots=mine,
        tiers=tiers_of(past),
        allowed=allowed_of(past, playbook),
        handling=handling,
        deviation=deviation,
        people=present_of(past, mine, staffing.zone, like) if people is None else people,
        waiting=waiting,
    )


def foresee(seen: Outlook, queue: Queue, playbook: Playbook, *, seed: int, paths: int = PLAYS) -> Foreseen:
    """Play it, and say what the hours and days bring."""
    import numpy as np

    came = plays(seen.mean, seen.luck, seed=seed, paths=paths, first_day=seen.first_day)
    played = played_of(seen, queue, playbook, came, seed)
    need = plan(
        Demand(
            begins=seen.begins, arrivals=seen.mean * seen.volume, tiers=seen.tiers, allowed=seen.allowed, waiting=seen.waiting,
            handling=seen.handling,
        ),
        playbook.staffing, queue, seen.slots, seen.people,
    )  # fmt: skip
    low, high = np.quantile(came, (0.025, 0.975), axis=0) * seen.volume
    mean = seen.mean * seen.volume
    hours = tuple(
        HourAhead(
            expected=round(float(mean[n]), 4), low=round(float(low[n]), 1), high=round(float(high[n]), 1),
            people=round(float(seen.people[n]), 3), needed=round(float(need.inside[n]), 3),
        )
        for n in range(len(mean))
    )  # fmt: skip
    bounds = np.quantile(played.left, (0.025, 0.975), axis=0)
    left = tuple(zip(played.left.mean(axis=0).tolist(), bounds[0].tolist(), bounds[1].tolist(), strict=True))
    return Foreseen(hours=hours, days=tuple(_days(seen, came, played)), left=left)


def played_of(seen: Outlook, queue: Queue, playbook: Playbook, came: "Array", seed: int) -> Played:
    """The plays of a queue: by Erlang's formula where somebody must begin at once, hour by hour elsewhere."""
    import numpy as np

    staffing = playbook.staffing
    if is_immediate(staffing, queue.code):
        missed = np.array(
            [
                1 - begun_at_once(staffing, float(rate), seen.handling, int(people + 0.5))
                for rate, people in zip(seen.mean * seen.volume, seen.people, strict=True)
            ]
        )
        late = np.random.default_rng(seed).binomial(came.astype(np.int64), missed[None, :]).astype(np.float64) * seen.volume
        return Played(late=late, due=came * seen.volume, left=np.zeros_like(came))
    asked = Asked(
        begins=seen.begins, waiting=seen.waiting, arrivals=came, tiers=seen.tiers, allowed=seen.allowed, handling=seen.handling,
        deviation=seen.deviation, capacity=seen.people * 60 * staffing.most_busy, times=seen.volume, unsure=UNSURE,
    )  # fmt: skip
    return play(asked, seed=seed)


def _days(seen: Outlook, came: "Array", played: Played) -> list[DayAhead]:
    import numpy as np

    hours = len(seen.mean)
    firsts = np.array([0, *range(seen.first_day, hours, 24)] if seen.first_day < 24 else [*range(0, hours, 24)])
    lengths = np.diff([*firsts, hours])
    sums = [np.add.reduceat(each, firsts, axis=1) for each in (came, played.due, played.late)]
    low, high = np.quantile(sums[0], (0.025, 0.975), axis=0) * seen.volume
    mean = np.add.reduceat(seen.mean, firsts) * seen.volume
    return [
        DayAhead(
            begins=seen.begins + timedelta(hours=int(first)),
            hours=int(lengths[n]),
            expected=round(float(mean[n]), 3),
            low=round(float(low[n]), 1),
            high=round(float(high[n]), 1),
            due=round(float(sums[1][:, n].mean()), 3),
            late=round(float(sums[2][:, n].mean()), 3),
            late_high=round(float(np.quantile(sums[2][:, n], 0.975)), 3),
            chance=round(float((sums[2][:, n] >= 0.5).mean()), 4),
        )
        for n, first in enumerate(firsts.tolist())
    ]


def changed(seen: Outlook, *, people: float = 0.0, volume: float = 1.0) -> Outlook:
    """The same queue with so many more people in every hour in which somebody is there, and so many times the work."""
    import numpy as np

    there = np.where(seen.people > 0, np.maximum(0.0, seen.people + people), 0.0)
    return msgspec.structs.replace(seen, people=there, volume=volume)


def late_share(days: Sequence[DayAhead]) -> float:
    """What of all that comes due is late, on average."""
    due = sum(day.due for day in days)
    return sum(day.late for day in days) / due if due else 0.0
