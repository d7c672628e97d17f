"""What is next in a queue, and why."""

import msgspec

from leeward.frontline.review.views.jobs import Place
from leeward.frontline.review.views.queues import JobLine
from leeward.record.terms.moment import Moment


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
        if self.chance is None:
            return "unknown"
        if self.chance >= 1.0:
            return "late"
        return "likely late" if self.chance >= 0.5 else "may be late" if self.chance >= 0.1 else "in time"


class Ahead(msgspec.Struct, frozen=True, kw_only=True):
    """The next jobs of a queue in the order of work."""

    lines: tuple[AheadLine, ...]
    foretold: Moment | None
    """When it was foretold how the queue does; None where it never was."""
