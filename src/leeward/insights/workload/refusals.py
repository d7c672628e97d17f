"""What the desk of workload does not do, and why. The docstring is the message; ``STATUS`` is what it is over HTTP.

LeewardError
├── NoSuchQueue
├── NotForetold
├── NoSuchData
└── NotALog
"""

from leeward.record.errors import LeewardError


class NoSuchQueue(LeewardError):
    """The playbook in force has no such queue."""


class NotForetold(LeewardError):
    """Nothing is foretold of this queue yet."""


class NoSuchData(LeewardError):
    """No log of this name was taken in."""


class NotALog(LeewardError):
    """This file is no log that can be read."""


STATUS: dict[type[LeewardError], int] = {NoSuchQueue: 404, NotForetold: 409, NoSuchData: 404, NotALog: 422}
"""For the pages: how each answers over HTTP."""
