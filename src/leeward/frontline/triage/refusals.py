"""What the desk of triage does not do, and why. The docstring is the message; ``STATUS`` is what it is over HTTP."""

from leeward.record.errors import LeewardError


class NoSuchClock(LeewardError):
    """No such clock runs for this report."""


class NotADuty(LeewardError):
    """This clock does not end by a duty."""


class AlreadyDone(LeewardError):
    """Somebody recorded it already."""


class NotARequest(LeewardError):
    """No request under this clock can begin for this report."""


class NoteTooLong(LeewardError):
    """The note is longer than the playbook allows."""


class NotAReason(LeewardError):
    """This needs one of the known reasons."""


class NoSuchJob(LeewardError):
    """There is no such job, or it is not yours to see."""


class NotToBeMoved(LeewardError):
    """This job cannot be moved now."""


class NotYours(LeewardError):
    """You do not hold this job."""


class LeadsOnly(LeewardError):
    """This is for a lead."""


class CannotGoThere(LeewardError):
    """The job cannot go to that queue."""


class CannotBeSplit(LeewardError):
    """The job cannot be split like that."""


class CannotBeMerged(LeewardError):
    """These jobs cannot be merged."""


class NothingToUndo(LeewardError):
    """There is nothing to take back."""


STATUS: dict[type[LeewardError], int] = {
    NoSuchClock: 404,
    NotADuty: 409,
    AlreadyDone: 409,
    NotARequest: 409,
    NoteTooLong: 422,
    NotAReason: 422,
    NoSuchJob: 404,
    NotToBeMoved: 409,
    NotYours: 409,
    LeadsOnly: 422,
    CannotGoThere: 422,
    CannotBeSplit: 422,
    CannotBeMerged: 422,
    NothingToUndo: 409,
}
