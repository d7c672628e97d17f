"""What the desk of hash signals does not do, and why. The docstring is the message; ``STATUS`` is what it is over HTTP."""

from leeward.frontline.signals.entries import Unreadable
from leeward.record.errors import LeewardError


class NoSuchBank(LeewardError):
    """The playbook knows no such bank."""


class NoSuchHash(LeewardError):
    """No live hash of this bank has this number."""


class NotAsked(LeewardError):
    """This exchange cannot be asked."""


class NoSuchWord(LeewardError):
    """This exchange has no word for that."""


class NoSuchTask(LeewardError):
    """No search for copies is owed or recorded for this job."""


class NotASearch(LeewardError):
    """That says too little to count as a search for copies, or more than can be."""


STATUS: dict[type[LeewardError], int] = {
    NoSuchBank: 404,
    NoSuchHash: 404,
    NotAsked: 409,
    NoSuchWord: 422,
    NoSuchTask: 404,
    NotASearch: 422,
    Unreadable: 422,
}
"""For the pages: how each answers over HTTP."""
