"""Playing the coming hours of a queue: what waits, what comes, what people can do, and what begins too late.

Each play draws what comes (``seasonal``), how long it takes, and how much people get done. The graver is served first, and within
a severity what is due first. Nobody is idle while something waits. Of what comes in an hour with severity s, late is the part

    (work of s and graver left at its end) + (graver work until it is due) - (what can be done until it is due)

as far as that is above 0 and no more than is left of it; of what waits already, the part is late for which what is ahead of it
and the graver work until its due moment is more than can be done until then. Chances and intervals are those of the plays.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from datetime import datetime

    import numpy as np

    from leeward.insights.workload.seasonal import Array

TIERS = 5
_BEYOND = 14 * 24  # hours after the last one that something may be due in


class Batch(msgspec.Struct, frozen=True):
    """Pieces of work that wait: how grave they are, by when somebody should have begun them, how many."""

    severity: int
    due: "datetime"
    pieces: int


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A queue as it is about to be played. Hours count from ``begins``; minutes are minutes of handling."""

    begins: "datetime"
    waiting: Sequence[Batch]
    """Of each severity in the order in which it is served. What is late already is ahead of the rest, and cannot become late."""
    arrivals: "Array"
    """Plays of what comes, *play x hour*."""
    tiers: tuple[float, float, float, float, float]
    """Which share of it has severity 0 to 4."""
    allowed: tuple[float, float, float, float, float]
    """Hours from receipt until somebody should have begun, by severity."""
    handling: float
    """Mean minutes."""
    deviation: float
    capacity: "Array"
    """Minutes that people can do in each hour."""
    times: float = 1.0
    """How often all that comes is taken, on the same luck."""
    unsure: float = 0.1
    """Standard deviation of the whole capacity of one play, as a share."""


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """What the plays show, *play x hour*: pieces of work that come due in the hour and are late, that come due, that wait."""

    late: "Array"
    due: "Array"
    left: "Array"


def play(asked: Asked, *, seed: int = 0) -> Played:
    """Play it. The same seed gives the same plays, so that two capacities can be compared on the same luck."""
    import numpy as np

    random = np.random.default_rng(seed)
    plays, hours = asked.arrivals.shape
    counts, comes = _drawn(asked, random)
    certain = 1.0 + asked.unsure * np.clip(random.standard_normal((plays, 1)), -2.5, 2.5)
    can = np.maximum(0.0, asked.capacity[None, :] * certain)
    sorted_waiting = [[each for each in asked.waiting if each.severity == tier] for tier in range(TIERS)]
    waits = np.stack([_work(random, sum(each.pieces for each in some), asked, plays) for some in sorted_waiting])
    left = _served(waits, comes, can)
    late, due = np.zeros((plays, hours)), np.zeros((plays, hours))
    until = _Sums(can), [_Sums(comes[tier + 1 :].sum(axis=0)) for tier in range(TIERS)]
    graver_left = np.cumsum(left[::-1], axis=0)[::-1]
    for tier in range(TIERS):
        _coming(asked, tier, counts[tier], comes[tier], graver_left[tier], left[tier], until, late, due)
        _already(asked, tier, sorted_waiting[tier], waits, until, late, due)
    return Played(late=late, due=due, left=left.sum(axis=0) / asked.handling)


class _Sums:
    """Sums of a series of hours between two points of time, for each play; beyond its end the last day comes again."""

    def __init__(self, hours: "Array") -> None:
        import numpy as np

        again = hours[:, -min(24, hours.shape[1]) :]
        whole = np.concatenate([hours, *[again] * -(-_BEYOND // again.shape[1])], axis=1)
        self._whole = np.concatenate([np.zeros((len(hours), 1)), np.cumsum(whole, axis=1)], axis=1)

    def upto(self, at: "Array") -> "Array":
        """The sums of everything before some points of time, in hours: *play x point*."""
        import numpy as np

        points = np.clip(np.asarray(at, float), 0.0, self._whole.shape[1] - 1.0)
        low = np.minimum(points.astype(np.int64), self._whole.shape[1] - 2)
        found: Array = self._whole[:, low] + (self._whole[:, low + 1] - self._whole[:, low]) * (points - low)
        return found


_Until = tuple[_Sums, list[_Sums]]


def _drawn(asked: Asked, random: "np.random.Generator") -> tuple["Array", "Array"]:
    """What comes, by severity: pieces and minutes, *tier x play x hour*."""
    import numpy as np

    whole = asked.arrivals.astype(np.int64)
    shares = np.array(asked.tiers) / max(sum(asked.tiers), 1e-12)
    counts = np.moveaxis(random.multinomial(whole, shares), -1, 0).astype(np.float64)
    return counts * asked.times, _minutes(random, counts, asked) * asked.times


def _minutes(random: "np.random.Generator", counts: "Array", asked: Asked) -> "Array":
    """The minutes that so many pieces take: gamma times add up to a gamma."""
    import numpy as np

    if asked.deviation <= 0:
        found: Array = counts * asked.handling
        return found
    shape = (asked.handling / asked.deviation) ** 2
    drawn: Array = random.gamma(np.maximum(counts * shape, 1e-12), asked.handling / shape)
    return np.where(counts > 0, drawn, 0.0)


def _work(random: "np.random.Generator", pieces: int, asked: Asked, plays: int) -> "Array":
    """The minutes of all that waits of a severity, for each play."""
    import numpy as np

    return _minutes(random, np.full(plays, float(pieces)), asked)


def _served(waits: "Array", comes: "Array", can: "Array") -> "Array":
    """What is left of each severity at the end of each hour, *tier x play x hour*."""
    import numpy as np

    left, now = np.empty_like(comes), waits.copy()
    for hour in range(comes.shape[2]):
        now += comes[:, :, hour]
        rest = can[:, hour].copy()
        for tier in reversed(range(TIERS)):
            done = np.minimum(now[tier], rest)
            now[tier] -= done
            rest -= done
        left[:, :, hour] = now
    return left


def _coming(
    asked: Asked, tier: int, counts: "Array", comes: "Array", graver_left: "Array", own_left: "Array", until: _Until,
    late: "Array", due: "Array",
) -> None:  # fmt: skip
    """Of each hour's newcomers of a severity: when they are due, and which part of them is late then."""
    import numpy as np

    ends = np.arange(counts.shape[1]) + 0.5 + asked.allowed[tier]  # on average they come in the middle of their hour
    chosen = np.flatnonzero((ends < counts.shape[1]) & counts.any(axis=0))
    if not len(chosen):
        return
    can, graver = until[0], until[1][tier]
    whole, after = comes[:, chosen], np.asarray(chosen + 1.0, np.float64)
    rest = np.asarray(np.maximum(ends[chosen], chosen + 1.0), np.float64)
    over = graver_left[:, chosen] + graver.upto(rest) - graver.upto(after) - can.upto(rest) + can.upto(after)
    part = np.clip(over, 0.0, np.minimum(whole, own_left[:, chosen])) / np.maximum(whole, 1e-9)
    places = ends[chosen].astype(np.int64)
    late[:, places] += counts[:, chosen] * part
    due[:, places] += counts[:, chosen]


def _already(
    asked: Asked, tier: int, waiting: Sequence[Batch], waits: "Array", until: _Until, late: "Array", due: "Array"
) -> None:  # fmt: skip
    """Of what waits already of a severity: which pieces become late when they are due."""
    import numpy as np

    pieces = np.array([each.pieces for each in waiting], float)
    ends = np.array([(each.due - asked.begins).total_seconds() / 3600 for each in waiting])
    chosen = np.flatnonzero((ends > 0) & (ends < late.shape[1]))
    if not len(chosen):
        return
    mine = waits[tier][:, None] / pieces.sum()
    own = np.maximum(mine * pieces[chosen], 1e-9)
    over = waits[tier + 1 :].sum(axis=0)[:, None] + mine * np.cumsum(pieces)[chosen]
    over = over + until[1][tier].upto(ends[chosen]) - until[0].upto(ends[chosen])
    missed = np.clip(over, 0.0, own) / own * pieces[chosen]
    for place, hour in enumerate(ends[chosen].astype(np.int64)):
        late[:, hour] += missed[:, place]
        due[:, hour] += pieces[chosen[place]]
