"""Appeals: who may ask that a decision is looked at again, where that stands, and how it ends."""

from enum import StrEnum


class Appellant(StrEnum):
    """In what capacity somebody appeals (DSA Art. 20: recipients and notifiers)."""

    RECIPIENT = "recipient"  # whose content or account the decision restricts
    NOTIFIER = "notifier"  # who reported it and was turned down


class AppealState(StrEnum):
    """Where an appeal stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class AppealOutcome(StrEnum):
    """How an appeal ends. It follows from the policy's questions, asked again; nobody chooses it."""

    UPHELD = "upheld"  # the decision stands
    OVERTURNED = "overturned"  # the decision falls, and what it did is restored
    PARTLY = "partly"  # a violation all the same, but less is done about it


class HearingEnd(StrEnum):
    """Why somebody no longer has an appeal in hand."""

    RELEASED = "released"
    RECUSED = "recused"  # it never comes back to them
    EXPIRED = "expired"
    TAKEN_BACK = "taken_back"  # by a lead
