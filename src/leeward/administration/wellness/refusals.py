"""What this room refuses, in words for whoever asked.

LeewardError
├── NoSuchHarm
├── NoSuchPerson
└── BreakTooLong
"""

from leeward.record.errors import LeewardError


class NoSuchHarm(LeewardError):
    """The playbook knows no such harm."""


class NoSuchPerson(LeewardError):
    """Nobody who works here has this number."""


class BreakTooLong(LeewardError):
    """A break cannot be that long."""


STATUS: dict[type[LeewardError], int] = {NoSuchHarm: 422, NoSuchPerson: 404, BreakTooLong: 422}
"""For the pages: how each answers over HTTP."""
