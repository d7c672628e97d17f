"""When to try again: twice as long after each failure, up to six hours, with jitter so that receivers are not hit in step."""

from datetime import timedelta

from leeward.record.terms.moment import Moment

ATTEMPTS = 12
"""After so many a message is dead, about fifteen hours after the first attempt; somebody can send it again."""
FIRST = timedelta(seconds=30)
LONGEST = timedelta(hours=6)
GONE = 410
"""A receiver that answers 410 Gone wants nothing more: the message is dead at once."""


def delivered(status: int) -> bool:
    """Whether the receiver took it: any 2xx."""
    return 200 <= status < 300


def next_attempt(attempt: int, status: int, moment: Moment, chance: float) -> Moment | None:
    """The moment of the next attempt after the ``attempt``-th failed at ``moment``; None when there is none.

    ``chance`` in 0..1 spreads the wait from three quarters to five quarters.
    """
    if attempt >= ATTEMPTS or status == GONE:
        return None
    doublings = min(attempt - 1, 16)
    wait: timedelta = min(FIRST * (1 << doublings), LONGEST)
    return moment + wait * (0.75 + 0.5 * chance)
