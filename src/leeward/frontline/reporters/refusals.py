"""What this room does not do, and why. The docstring is the message; ``STATUS`` is what it is over HTTP.

LeewardError
├── NoSuchReporter
├── NoSuchFlagger
└── NotTaken
    ├── NotMisuse
    ├── WarningFirst
    ├── AnotherPerson
    ├── NothingToContest
    ├── NotAFlagger
    ├── TextNotTaken
    └── NotAReason
"""

from leeward.record.errors import LeewardError


class NoSuchReporter(LeewardError):
    """There is no such reporter."""


class NoSuchFlagger(LeewardError):
    """There is no such trusted flagger."""


class NotTaken(LeewardError):
    """This cannot be done like that."""


class NotMisuse(NotTaken):
    """The rule of misuse does not allow this here."""


class WarningFirst(NotTaken):
    """Nobody is suspended without a warning that still counts."""


class AnotherPerson(NotTaken):
    """What is said against it is heard by another person."""


class NothingToContest(NotTaken):
    """There is no warning and no suspension to contest."""


class NotAFlagger(NotTaken):
    """This entry of the register does not hold together."""


class TextNotTaken(NotTaken):
    """This text cannot be taken."""


class NotAReason(NotTaken):
    """This needs one of the known reasons."""


STATUS: dict[type[LeewardError], int] = {NoSuchReporter: 404, NoSuchFlagger: 404, NotTaken: 422}
"""For the pages: how each family answers over HTTP."""
