"""Moments: aware datetimes in UTC. Clocks are wall clocks, 24x7; where a zone matters it is kept beside the moment."""

from datetime import UTC, datetime

Moment = datetime


def now() -> Moment:
    """This moment, UTC, to the microsecond."""
    return datetime.now(UTC)
