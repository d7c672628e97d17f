"""What the desk of drivers does not answer, and why. ``STATUS`` is what it is over HTTP.

LeewardError
├── NoSuchSeries
├── NoSuchPart
├── NotAPeriod
└── NothingBefore
"""

from leeward.record.errors import LeewardError


class NoSuchSeries(LeewardError):
    """There is no such series."""


class NoSuchPart(LeewardError):
    """The series has no such part."""


class NotAPeriod(LeewardError):
    """That is no period to ask about."""


class NothingBefore(LeewardError):
    """There is nothing before it to compare with."""


STATUS: dict[type[LeewardError], int] = {NoSuchSeries: 422, NoSuchPart: 422, NotAPeriod: 422, NothingBefore: 422}
"""For the pages: how each answers over HTTP."""
