"""What this room refuses, in words for whoever asked.

LeewardError
├── LoginTaken
├── LinkOver
├── LastAdmin
├── KeyTooWide
└── NobodyHere
"""

from leeward.record.errors import LeewardError


class LoginTaken(LeewardError):
    """Somebody else has this login."""


class LinkOver(LeewardError):
    """This link was used already, or its time is over."""


class LastAdmin(LeewardError):
    """Somebody has to stay who can let people in."""


class KeyTooWide(LeewardError):
    """A key cannot open more than its owner may."""


class NobodyHere(LeewardError):
    """Nobody of that kind works here."""
