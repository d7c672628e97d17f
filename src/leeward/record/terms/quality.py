"""Quality: who looks at a decision again, in which seat, and how wrong something was."""

from enum import StrEnum


class CheckState(StrEnum):
    """Where a second look at a decision stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    SETTLED = "settled"


class Seat(StrEnum):
    """As what somebody looks again. Nobody sits in two seats of one check."""

    PEER = "peer"  # sees neither the decision nor who made it
    EXPERT = "expert"  # breaks the tie; as blind as the peer
    PAIR = "pair"  # a second expert, for the ceiling: how far experts agree with each other
    DISPUTE = "dispute"  # another expert, after whoever decided first disagreed with the finding


class ErrorGrade(StrEnum):
    """How bad a mistake was; each is counted by itself."""

    CRITICAL = "critical"  # a violation that threatens people was missed
    MAJOR = "major"  # the verdict was wrong
    MINOR = "minor"  # the verdict was right, by the wrong clause or in the wrong severity


class Round(StrEnum):
    """The rounds of a calibration: alone, then again after all have talked."""

    BEFORE = "before"
    AFTER = "after"
