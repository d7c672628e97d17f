"""Jobs that are decided together: what would follow for each, and what became of them."""

from collections import Counter

import msgspec

from leeward.record.terms.code import MeasureCode, QueueCode
from leeward.record.terms.ids import JobId, SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.severity import Severity


class Consequences(msgspec.Struct, frozen=True, kw_only=True):
    """What deciding one job of a cluster would do, by its own subject's history."""

    job: JobId
    about: SubjectId
    queue: QueueCode
    severity: Severity
    reports: int
    start_by: Moment
    share: float
    measures: tuple[MeasureCode, ...] = ()
    """Those that one person may choose."""
    left: tuple[MeasureCode, ...] = ()
    """What the ladder proposes beside them and cannot be taken back: it is not taken here."""
    strikes: int = 0
    clocks: int = 0
    """Legal and own clocks that the decision ends."""
    refused: str = ""
    """Why it cannot be decided by whoever looks; empty when it can."""


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """All of it, before anything happens."""

    lines: tuple[Consequences, ...]
    hidden: int

    @property
    def able(self) -> tuple[Consequences, ...]:
        """Those that would be decided."""
        return tuple(line for line in self.lines if not line.refused)

    @property
    def measures(self) -> list[tuple[MeasureCode, int]]:
        """How often each measure would be taken, the most frequent first."""
        return Counter(code for line in self.able for code in line.measures).most_common()

    @property
    def strikes(self) -> int:
        """Strikes given in all."""
        return sum(line.strikes for line in self.able)

    @property
    def clocks(self) -> int:
        """Clocks ended in all."""
        return sum(line.clocks for line in self.able)

    @property
    def restricted(self) -> int:
        """How many subjects would be restricted, and so told why."""
        return sum(bool(line.measures) for line in self.able)


class Became(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one job."""

    job: JobId
    refused: str = ""
    """Empty where it is decided."""
