"""What a series does, and what stands behind it."""

from enum import StrEnum


class Move(StrEnum):
    """What a series did."""

    RISE = "rise"
    FALL = "fall"
    NEW = "new"
    """A value never seen before."""
    SHIFT = "shift"
    """A share has another level than before."""


class Cause(StrEnum):
    """What the checks make of a move, the first that fits."""

    LATE = "late"
    """What came in was recorded late."""
    VOLUME = "volume"
    """Everything moved alike."""
    CODES = "codes"
    """A code took the place of another, or is new."""
    RULE = "rule"
    """A rule was changed, switched, or is new."""
    PLAYBOOK = "playbook"
    """Another playbook came into force."""
    CONCENTRATION = "concentration"
    """One value of another dimension holds most of it."""
    TREND = "trend"
    """None of these: it happens."""


class AlarmState(StrEnum):
    """How an alarm stands."""

    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"
    SILENCED = "silenced"
