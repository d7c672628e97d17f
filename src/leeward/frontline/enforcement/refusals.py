"""What the enforcement desk does not do, and why. The docstring is the message; ``STATUS`` is what it is over HTTP.

LeewardError
├── NoSuch
├── AddressRefused
├── NotChangeable
├── NotAReason
├── NotReplayable
├── NotTheFirst
├── NothingToForgive
└── Superseded
"""

from leeward.record.errors import LeewardError


class NoSuch(LeewardError):
    """There is nothing here by that name."""


class AddressRefused(LeewardError):
    """Webhooks are not sent to such an address."""


class NotChangeable(LeewardError):
    """This action cannot be changed like that now."""


class NotTheFirst(LeewardError):
    """Whoever decided cannot be the second person."""


class NotAReason(LeewardError):
    """That is no reason of this list."""


class NothingToForgive(LeewardError):
    """No strikes of this action count."""


class NotReplayable(LeewardError):
    """This message cannot be sent again now."""


class Superseded(LeewardError):
    """The action was lifted since: sending this again would enforce it once more."""


STATUS: dict[type[LeewardError], int] = {
    NoSuch: 404,
    AddressRefused: 422,
    NotAReason: 422,
    NotChangeable: 409,
    NotTheFirst: 403,
    NotReplayable: 409,
    NothingToForgive: 409,
    Superseded: 409,
}
"""For the pages: how each answers over HTTP."""
