"""Hash signals: where they come from, what those who share them think of them, and what is said back.

The words are those of the exchanges themselves, so that each can be written as it is theirs (Q27): opinions as ThreatExchange
has them (``SignalOpinionCategory``, ``AggregateSignalOpinionCategory``), feedback as StopNCII has it (``CSPFeedbacks``).
"""

from enum import StrEnum


class Exchange(StrEnum):
    """Who fills a bank."""

    STOPNCII = "stopncii"
    NCMEC = "ncmec"  # hash sharing, version 2
    THREATEXCHANGE = "threatexchange"
    OWN = "own"  # ourselves, or a partner's list as CSV


class Opinion(StrEnum):
    """What those who share a hash think of it."""

    NEGATIVE = "negative_class"  # it finds what it should not
    SEED = "investigation_seed"  # somebody named it; nobody has confirmed it
    POSITIVE = "positive_class"
    DISPUTED = "disputed"  # some say one thing, some the other


class Feedback(StrEnum):
    """What we think of a hash, having looked at what it found."""

    NONE = "none"
    QUALITY_UNKNOWN = "quality_unknown"
    PENDING_REVIEW = "pending_review"  # something matched, and waits for a person
    BLOCKED = "blocked"  # reviewed: it is what the bank is for
    NOT_BLOCKED = "not_blocked"  # reviewed: it is not, or cannot be told
    WITHDRAWN = "withdrawn"
    DELETED = "deleted"
