"""What the desk of boards does not do, and why. The docstring is the message; ``STATUS`` is what it is over HTTP.

LeewardError
├── NoSuchBoard
└── NoSuchValue
"""

from leeward.record.errors import LeewardError


class NoSuchBoard(LeewardError):
    """The playbook in force has no such board."""


class NoSuchValue(LeewardError):
    """The board cannot be looked at for that."""


STATUS: dict[type[LeewardError], int] = {NoSuchBoard: 404, NoSuchValue: 404}
"""For the pages: how each answers over HTTP."""
