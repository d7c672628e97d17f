"""What people tell of themselves so that their work does not harm them. Only they and the wellness lead see these facts."""

from leeward.record.facts.fact import Fact
from leeward.record.terms.code import HarmCode
from leeward.record.terms.moment import Moment


class OptedOut(Fact, frozen=True, kw_only=True):
    """Somebody said which harms they do not work on; all of them are given anew, and no reason. ``subject`` is the person."""

    harms: tuple[HarmCode, ...]
    """Classes of harm, or the families they belong to."""


class BreakBegan(Fact, frozen=True, kw_only=True):
    """Somebody takes a break; what they held goes back. ``subject`` is the person."""

    until: Moment


class BreakEnded(Fact, frozen=True, kw_only=True):
    """Somebody came back before the break was over. ``subject`` is the person."""


class WellbeingSeen(Fact, frozen=True, kw_only=True):
    """Somebody else looked at how a person is doing. ``subject`` is the person; ``actor`` looked."""
