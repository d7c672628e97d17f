"""What the desk of measures does not do, and why. The docstring is the message; ``STATUS`` is what it is over HTTP.

LeewardError
├── NoSuchMeasure
├── NoSuchDimension
├── NotClosed
└── Redefined
"""

from leeward.record.errors import LeewardError


class NoSuchMeasure(LeewardError):
    """The playbook in force has no such measure."""


class NoSuchDimension(LeewardError):
    """The measure cannot be split by that."""


class NotClosed(LeewardError):
    """This period is not closed, so there is nothing to compare with."""


class Redefined(LeewardError):
    """The measure's definition is another one than its version had when it was first counted."""


STATUS: dict[type[LeewardError], int] = {NoSuchMeasure: 404, NoSuchDimension: 422, NotClosed: 404, Redefined: 409}
"""For the pages: how each answers over HTTP."""
