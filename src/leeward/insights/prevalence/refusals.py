"""What the desk of prevalence does not do, and why. The docstring is the message; ``STATUS`` is what it is over HTTP.

LeewardError
├── NoSuchSample
├── NotDrawable
├── NothingToDrawFrom
├── NothingLabelled
└── ClosedAlready
"""

from leeward.record.errors import LeewardError


class NoSuchSample(LeewardError):
    """There is no such sample."""


class NotDrawable(LeewardError):
    """A sample cannot be drawn like that."""


class NothingToDrawFrom(LeewardError):
    """There is no such activity in the lake in this span."""


class NothingLabelled(LeewardError):
    """No item of this sample is labelled yet, so nothing can be said."""


class ClosedAlready(LeewardError):
    """This sample is closed; what it came to never changes."""


STATUS: dict[type[LeewardError], int] = {
    NoSuchSample: 404, NotDrawable: 422, NothingToDrawFrom: 422, NothingLabelled: 409, ClosedAlready: 409,
}  # fmt: skip
"""For the pages: how each answers over HTTP."""
