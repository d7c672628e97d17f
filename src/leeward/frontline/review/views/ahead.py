"""What is next in a queue, and why."""

import msgspec

from leeward.frontline.review.views.jobs import Place
from leeward.frontline.review.views.queues import JobLine
from leeward.record.terms.moment import Moment


def word_of(chance: float | None) -> str:
    """A chance of being late in a word."""
    if chance is None:
        return "unknown"
    if chance >= 1.0:
        return "late"
    return "likely late" if chance >= 0.5 else "may be late" if chance >= 0.1 else "in time"


class InTime(msgspec.Struct, frozen=True, kw_only=True):
    """The chance that nobody begins one open job by its start-by, and what that rests on."""

    chance: float | None
    """None where nothing was foretold of its queue, and its start-by is not past."""
    ahead: int
    """Jobs that wait in its queue and are served before it."""
    come: float
    """Graver ones that are expected until its start-by."""
    handling: float
    """Mean minutes that one takes."""
    can: float
    """Minutes of work that people can do there until its start-by."""
    foretold: Moment | None
    """When it was foretold how the queue does; None where it never was: then the three figures before are 0."""

    @property
    def word(self) -> str:
        """The chance in a word."""
        return word_of(self.chance)


class AheadLine(msgspec.Struct, frozen=True, kw_only=True):
    """One of the next jobs."""

    job: JobLine
    place: Place
    chance: float | None
    """That nobody has begun it by its start-by; None where nothing was foretold of its queue."""
    barred: str
    """Why it is not for whoever looks; empty when it is."""

    @property
    def word(self) -> str:
        """The chance in a word."""
        return word_of(self.chance)


class Ahead(msgspec.Struct, frozen=True, kw_only=True):
    """The next jobs of a queue in the order of work."""

    lines: tuple[AheadLine, ...]
    foretold: Moment | None
    """When it was foretold how the queue does; None where it never was."""
