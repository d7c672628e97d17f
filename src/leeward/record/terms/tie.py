"""What makes reports one campaign."""

from enum import StrEnum


class Tie(StrEnum):
    """What the subjects of a campaign have in common."""

    WORDS = "words"
    """They say nearly the same."""
    HASH = "hash"
    """They carry media with the same hash."""
