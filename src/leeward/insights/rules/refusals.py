"""What the desk of rules does not do, and why. The docstring is the message; ``STATUS`` is what it is over HTTP.

LeewardError
├── NoSuchRule
├── NothingThere
├── NotAReason
├── AlreadySo
└── NotOfThisKind
"""

from leeward.playbook.diagnostics import PlaybookErrors
from leeward.playbook.tried import NotARule
from leeward.record.errors import LeewardError


class NoSuchRule(LeewardError):
    """The playbook in force has no such rule."""


class NothingThere(LeewardError):
    """There is no report and no event with this number."""


class NotAReason(LeewardError):
    """That is not one of the reasons."""


class AlreadySo(LeewardError):
    """It is so already."""


class NotOfThisKind(LeewardError):
    """The rule reads another kind of event."""


STATUS: dict[type[LeewardError], int] = {
    NoSuchRule: 404, NothingThere: 404, NotAReason: 422, AlreadySo: 409, NotOfThisKind: 422, NotARule: 422, PlaybookErrors: 422,
}  # fmt: skip
"""For the pages: how each answers over HTTP."""
