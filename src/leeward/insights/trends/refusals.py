"""What the desk of trends does not do, and why. The docstring is the message; ``STATUS`` is what it is over HTTP.

LeewardError
├── NoSuchAlarm
├── NoSuchSeries
├── NotAReason
├── ClosedAlready
├── NotExplained
└── NotThatLong
"""

from leeward.record.errors import LeewardError


class NoSuchAlarm(LeewardError):
    """There is no such alarm, or no such silence."""


class NoSuchSeries(LeewardError):
    """There is no such series: nothing of it was ever counted."""


class NotAReason(LeewardError):
    """That is not one of the reasons."""


class ClosedAlready(LeewardError):
    """It is over already."""


class NotExplained(LeewardError):
    """Nobody said yet what it was."""


class NotThatLong(LeewardError):
    """A silence ends within ninety days, and does not end before it begins."""


STATUS: dict[type[LeewardError], int] = {
    NoSuchAlarm: 404, NoSuchSeries: 404, NotAReason: 422, ClosedAlready: 409, NotExplained: 409, NotThatLong: 422,
}  # fmt: skip
"""For the pages: how each answers over HTTP."""
