"""What the desk of appeals does not do, and why. The docstring is the message; ``STATUS`` is what it is over HTTP.

LeewardError
├── NoSuch
├── Inadmissible
│   ├── NotYetInForce
│   ├── NoLongerInForce
│   ├── NothingToAppeal
│   ├── NotTheirs
│   ├── TooLate
│   └── AppealedAlready
├── Passed
│   ├── AlreadyHolding
│   ├── NotYours
│   ├── NotOpen
│   ├── AlreadyDecided
│   └── KeyUsed
└── Barred
    ├── OwnDecision
    ├── PeopleOnly
    ├── NotCertified
    ├── LimitReached
    ├── NotAvailable
    ├── Recused
    ├── LeadsOnly
    ├── NotADecision
    ├── NotAReason
    ├── TextNotTaken
    └── TooLateToUndo
"""

from leeward.record.errors import LeewardError


class NoSuch(LeewardError):
    """There is nothing here by that name."""


class Inadmissible(LeewardError):
    """This cannot be appealed."""


class NotYetInForce(Inadmissible):
    """This decision has not taken effect yet."""


class NoLongerInForce(Inadmissible):
    """This decision was taken back already."""


class NothingToAppeal(Inadmissible):
    """This decision went their way."""


class NotTheirs(Inadmissible):
    """This decision is not about their report."""


class TooLate(Inadmissible):
    """The time for appealing this decision is over."""


class AppealedAlready(Inadmissible):
    """They have appealed this decision already."""


class Passed(LeewardError):
    """It stands differently than when you looked."""


class AlreadyHolding(Passed):
    """You have another appeal in hand."""


class NotYours(Passed):
    """You do not hold this appeal."""


class NotOpen(Passed):
    """This appeal cannot be taken now."""


class AlreadyDecided(Passed):
    """This appeal was decided already."""


class KeyUsed(Passed):
    """This key came with another appeal before."""


class Barred(LeewardError):
    """This cannot be done like that."""


class OwnDecision(Barred):
    """An appeal is heard by somebody who did not decide."""


class PeopleOnly(Barred):
    """An appeal is decided by a person, never by a machine."""


class NotCertified(Barred):
    """You are not certified for this appeal."""


class LimitReached(Barred):
    """This would be too much for you now."""


class NotAvailable(Barred):
    """They cannot take this work now."""


class Recused(Barred):
    """You stepped back from this appeal; somebody else hears it."""


class LeadsOnly(Barred):
    """This is for a lead."""


class NotADecision(Barred):
    """This is not a decision under the policy."""


class NotAReason(Barred):
    """This needs one of the known reasons."""


class TextNotTaken(Barred):
    """This text is not taken."""


class TooLateToUndo(Barred):
    """The time for undoing is over."""


STATUS: dict[type[LeewardError], int] = {NoSuch: 404, Inadmissible: 422, AppealedAlready: 409, Passed: 409, Barred: 422}
"""For the pages: how each family answers over HTTP."""

CODES: dict[type[Inadmissible], str] = {
    NotYetInForce: "not_yet_in_force",
    NoLongerInForce: "no_longer_in_force",
    NothingToAppeal: "nothing_to_appeal",
    NotTheirs: "not_theirs",
    TooLate: "too_late",
    AppealedAlready: "appealed_already",
}
"""For the record: why an appeal was turned away."""
