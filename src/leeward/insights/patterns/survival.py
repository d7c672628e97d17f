"""How long until it happens again, where for many it has not happened yet (Kaplan and Meier 1958).

The interval is on the scale ``log(-log S)``, with Greenwood's variance: it stays within 0 and 1 and holds for few people, where
the plain one does not. Nobody is left out because their time is short: whoever was watched for ten days counts for ten days.
"""

from collections import Counter
from collections.abc import Sequence
from math import exp, log, sqrt
from statistics import NormalDist

import msgspec


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """After so many days: the share to whom it has not happened, and how many were still watched until then."""

    days: float
    share: float
    low: float
    high: float
    watched: int


class Curve(msgspec.Struct, frozen=True, kw_only=True):
    """One cohort."""

    people: int
    again: int
    longest: float
    """The longest that anybody was watched."""
    steps: tuple[Step, ...]
    """Where it happened to somebody, in order."""

    def at(self, days: float) -> Step | None:
        """The estimate after so many days; None beyond the longest that anybody was watched."""
        if days > self.longest:
            return None
        before = [step for step in self.steps if step.days <= days]
        first = Step(days=0.0, share=1.0, low=1.0, high=1.0, watched=self.people)
        return before[-1] if before else first

    @property
    def median(self) -> float | None:
        """After how many days it had happened to half of them; None where it has not."""
        return next((step.days for step in self.steps if step.share <= 0.5), None)


def curve(times: Sequence[tuple[float, bool]], confidence: float = 0.95) -> Curve:
    """From (days watched, whether it happened at their end), one for each. Raises ValueError for a negative time."""
    if any(days < 0 for days, _ in times):
        raise ValueError("nobody is watched for less than no time")
    happened = Counter(days for days, again in times if again)
    left = Counter(days for days, _ in times)
    z, watched, share, spread = NormalDist().inv_cdf(0.5 + confidence / 2), len(times), 1.0, 0.0
    steps = []
    for days in sorted(left):
        if count := happened[days]:
            share *= 1 - count / watched
            spread += count / (watched * (watched - count)) if watched > count else 0.0
            steps.append(_step(days, share, spread, z, watched))
        watched -= left[days]
    longest = max((days for days, _ in times), default=0.0)
    return Curve(people=len(times), again=sum(happened.values()), longest=longest, steps=tuple(steps))


def _step(days: float, share: float, spread: float, z: float, watched: int) -> Step:
    if not 0 < share < 1:
        return Step(days=days, share=share, low=0.0, high=share, watched=watched)
    reach = z * sqrt(spread) / abs(log(share))
    return Step(days=days, share=share, low=exp(log(share) * exp(reach)), high=exp(log(share) * exp(-reach)), watched=watched)
