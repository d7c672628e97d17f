"""When to try again after a failure: twice as long each time, from a minute up to six hours."""

from datetime import timedelta

from leeward.record.terms.moment import Moment

ATTEMPTS = 12
"""After so many failures a statement is dead, about a day after the first; somebody can have it sent again."""
FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=6)


def next_attempt(attempt: int, moment: Moment, chance: float) -> Moment | None:
    """The moment of the next attempt after the ``attempt``-th failed at ``moment``; None when there is none.

    ``chance`` in 0..1 spreads the wait from three quarters to five quarters.
    """
    if attempt >= ATTEMPTS:
        return None
    wait: timedelta = min(FIRST * (1 << min(attempt - 1, 16)), LONGEST)
    return moment + wait * (0.75 + 0.5 * chance)
