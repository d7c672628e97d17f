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


STATUS: dict[type[LeewardError], int] = {
    NoSuchClock: 404,
    NotADuty: 409,
    AlreadyDone: 409,
    NotARequest: 409,
    NoteTooLong: 422,
}
