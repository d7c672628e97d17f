"""What the review desk does not do, and why. The docstring is the message; ``STATUS`` is what it is over HTTP.

LeewardError
├── NoSuch
├── Passed
│   ├── AlreadyHolding
│   ├── NotYours
│   ├── NotOpen
│   └── AlreadyDecided
└── Barred
    ├── NotCertified
    ├── OwnReport
    ├── OnBreak
    ├── OptedOutOf
    ├── LimitReached
    ├── CoolingDown
    ├── PassedOn
    ├── LeadsOnly
    ├── NotADecision
    ├── NotAReason
    ├── NotAvailable, TheyHaveEnough, TheyAreNotCertified, TheirConflict (of somebody whom a lead would give it to)
    ├── HoldTooLong
    ├── TooLateToUndo
    └── NewerJob
"""

from leeward.record.errors import LeewardError


class NoSuch(LeewardError):
    """There is nothing here by that name."""


class Passed(LeewardError):
    """It stands differently than when you looked."""


class AlreadyHolding(Passed):
    """You have another job in hand."""


class NotYours(Passed):
    """You do not hold this job."""


class NotOpen(Passed):
    """This job cannot be taken now."""


class AlreadyDecided(Passed):
    """This decision was made already."""


class Barred(LeewardError):
    """This cannot be done like that."""


class NotCertified(Barred):
    """You are not certified for this job."""


class OwnReport(Barred):
    """You wrote down a report of this job."""


class OnBreak(Barred):
    """You take a break."""


class OptedOutOf(Barred):
    """You opted out of this kind of harm."""


class LimitReached(Barred):
    """You have reached your limit for jobs of this severity."""


class CoolingDown(Barred):
    """After grave work comes a while of lighter work."""


class PassedOn(Barred):
    """You passed this job on; somebody else looks at it now."""


class LeadsOnly(Barred):
    """This is for a lead."""


class NotADecision(Barred):
    """This is not a decision under the policy."""


class NotAReason(Barred):
    """This needs one of the known reasons."""


class NotAvailable(Barred):
    """They cannot be given this job now."""


class TheyHaveEnough(Barred):
    """They have been given enough already."""


class TheyAreNotCertified(Barred):
    """They are not certified for this job."""


class TheirConflict(Barred):
    """They had a part in this before."""


class HoldTooLong(Barred):
    """A job cannot be held that long."""


class TooLateToUndo(Barred):
    """The time for undoing is over."""


class NewerJob(Barred):
    """Another job was opened on the same subject meanwhile."""


STATUS: dict[type[LeewardError], int] = {NoSuch: 404, Passed: 409, Barred: 422}
"""For the pages: how each family answers over HTTP."""
