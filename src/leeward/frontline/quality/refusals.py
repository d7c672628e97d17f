"""What the desk of quality does not do, and why. The docstring is the message; ``STATUS`` is what it is over HTTP.

LeewardError
├── NoSuch
├── Passed
│   ├── NotYours
│   ├── SettledAlready
│   ├── Closed
│   └── Answered
└── Barred
    ├── PeopleOnly
    ├── NotYourSeat
    ├── NotADecision
    ├── NotAReason
    ├── NothingToDispute
    ├── NotAsked
    ├── NotReady
    └── TextNotTaken
"""

from leeward.record.errors import LeewardError


class NoSuch(LeewardError):
    """There is nothing here by that name."""


class Passed(LeewardError):
    """It stands differently than when you looked."""


class NotYours(Passed):
    """You do not hold this second look."""


class SettledAlready(Passed):
    """This second look has ended."""


class Closed(Passed):
    """This calibration is closed."""


class Answered(Passed):
    """You have answered this item already."""


class Barred(LeewardError):
    """This cannot be done like that."""


class PeopleOnly(Barred):
    """A second look is taken by a person, never by a machine."""


class NotYourSeat(Barred):
    """You cannot take this second look."""


class NotADecision(Barred):
    """This is not a decision under the policy."""


class NotAReason(Barred):
    """This needs one of the known reasons."""


class NothingToDispute(Barred):
    """There is nothing here that you could disagree with."""


class NotAsked(Barred):
    """This calibration does not ask you."""


class NotReady(Barred):
    """The calibration has not come so far."""


class TextNotTaken(Barred):
    """This text is not taken."""


STATUS: dict[type[LeewardError], int] = {NoSuch: 404, Passed: 409, Barred: 422}
"""For the pages: how each family answers over HTTP."""
