"""What the desk of labels does not do, and why. The docstring is the message; ``STATUS`` is what it is over HTTP.

LeewardError
├── NoSuchLabel
├── NobodyThere
├── NotForPeople
├── NotAReason
├── NotATime
└── DoesNotStand
"""

from leeward.record.errors import LeewardError


class NoSuchLabel(LeewardError):
    """The playbook in force has no such label."""


class NobodyThere(LeewardError):
    """We know nobody and nothing with this number."""


class NotForPeople(LeewardError):
    """Only rules put this label."""


class NotAReason(LeewardError):
    """That is not one of the reasons."""


class NotATime(LeewardError):
    """That is no length of time for a label."""


class DoesNotStand(LeewardError):
    """This label does not stand there."""


STATUS: dict[type[LeewardError], int] = {
    NoSuchLabel: 404, NobodyThere: 404, NotForPeople: 409, NotAReason: 422, NotATime: 422, DoesNotStand: 409,
}  # fmt: skip
"""For the pages: how each answers over HTTP."""
