"""Statements of reasons: where one stands on its way to the EU's Transparency Database."""

from enum import StrEnum


class StatementState(StrEnum):
    """Where a statement of reasons stands."""

    OWED = "owed"  # a restriction came into force; it is yet to be drafted
    READY = "ready"  # sound, with nothing personal in it; it waits to be sent
    BLOCKED = "blocked"  # something personal in it, or something missing: it does not leave the house
    ACCEPTED = "accepted"
    REFUSED = "refused"  # the database named what is wrong with it
    DEAD = "dead"  # tried as often as we try
