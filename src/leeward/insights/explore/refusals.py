"""What the desk of Explore does not do, and why. The docstring is the message; ``STATUS`` is what it is over HTTP.

LeewardError
├── NotAQuery
├── NotAValue
├── NoSuchQuery
├── NoSuchRun
├── NotAName
├── NotYours
├── TooManyAtOnce
└── NothingToTake
"""

from leeward.record.errors import LeewardError


class NotAQuery(LeewardError):
    """This does not run here."""


class NotAValue(LeewardError):
    """A parameter has no value that fits."""


class NoSuchQuery(LeewardError):
    """There is no such query, or it is not shared with you."""


class NoSuchRun(LeewardError):
    """There is no answer here under this number, or it is not kept any longer."""


class NotAName(LeewardError):
    """That is not a name for a query."""


class NotYours(LeewardError):
    """Whoever saved it may change it; you can save it under another name."""


class TooManyAtOnce(LeewardError):
    """Others are asking just now."""


class NothingToTake(LeewardError):
    """There is no answer to take away or to draw."""


STATUS: dict[type[LeewardError], int] = {
    NotAQuery: 422, NotAValue: 422, NoSuchQuery: 404, NoSuchRun: 404, NotAName: 422, NotYours: 403, TooManyAtOnce: 429,
    NothingToTake: 409,
}  # fmt: skip
"""For the pages: how each answers over HTTP."""
