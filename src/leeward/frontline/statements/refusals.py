"""What the desk of statements does not do, and why. The docstring is the message; ``STATUS`` is what it is over HTTP.

LeewardError
├── NoSuchStatement
└── NotNow
"""

from leeward.record.errors import LeewardError


class NoSuchStatement(LeewardError):
    """There is no such statement of reasons."""


class NotNow(LeewardError):
    """That cannot be done with this statement as it stands."""


STATUS: dict[type[LeewardError], int] = {NoSuchStatement: 404, NotNow: 409}
"""For the pages: how each answers over HTTP."""
