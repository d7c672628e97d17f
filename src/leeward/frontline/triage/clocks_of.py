"""Which clocks run for a report, and which instruments find its notice incomplete (Q02, Q03).

Reports of a batch are much alike: what applies is worked out once for each set of circumstances and day.
"""

from collections.abc import Iterable
from datetime import UTC, date

import msgspec

from leeward.playbook import clocks
from leeward.playbook.clocks import AT_THE_DOOR, Circumstances, Incomplete
from leeward.playbook.model import ClockRow, Trigger
from leeward.record.facts.triage import ClockStart
from leeward.record.terms.code import ClockCode, SourceCode
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import Source

CURE = "cure-"
"""A row whose code is this and an instrument's is the time we give a notice to become valid under that instrument."""

REQUESTS = frozenset({Source.AUTHORITY_ORDER, Source.LAW_ENFORCEMENT})
"""What comes in by these ways is by itself the request of an authority."""


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """What a report sets going."""

    clocks: tuple[ClockStart, ...]
    """Those of the law and our own, the earliest due first; cure clocks last."""
    incomplete: tuple[Incomplete, ...]

    @property
    def legal_due(self) -> Moment | None:
        """The earliest due moment of the law."""
        return clocks.legal_due(self.clocks)


class ClockTable:
    """The clock rows of one playbook, asked for many reports."""

    def __init__(self, rows: Iterable[ClockRow]) -> None:
        self._rows = [row for row in rows if not is_cure(row.code)]
        self._cures = [row for row in rows if is_cure(row.code)]
        self._known: dict[tuple[Circumstances, date], tuple[list[ClockRow], tuple[Incomplete, ...]]] = {}

    def running(self, report: Iterable[Circumstances], received: Moment) -> Running:
        """All clocks that run for a report from its receipt, and what its notice lacks.

        A report has as many circumstances as it has harms: the one its reporter named and the one that assessment found. What
        applies to either applies.
        """
        day = received.astimezone(UTC).date()
        started: dict[ClockCode, ClockStart] = {}
        incomplete: dict[SourceCode, Incomplete] = {}
        for each in report:
            rows, lacking = self._applying(each, day, received)
            started |= {clock.clock: clock for clock in clocks.started(rows, each, received, _triggers(each))}
            incomplete |= {notice.instrument: notice for notice in lacking}
        cures = (self._cure(instrument, received, day) for instrument in incomplete)
        started |= {clock.clock: clock for clock in cures if clock is not None}
        return Running(clocks=tuple(started.values()), incomplete=tuple(incomplete.values()))

    def _applying(self, report: Circumstances, day: date, received: Moment) -> tuple[list[ClockRow], tuple[Incomplete, ...]]:
        key = (report, day)
        if key not in self._known:
            rows = clocks.applying(self._rows, report, day, _triggers(report))
            self._known[key] = rows, clocks.incomplete(rows, report, received)
        return self._known[key]

    def _cure(self, instrument: SourceCode, received: Moment, day: date) -> ClockStart | None:
        for row in self._cures:
            if row.code == cure_code(instrument) and row.effective_from <= day <= (row.effective_to or date.max):
                return clocks.start(row, received)
        return None


def cure_code(instrument: SourceCode) -> ClockCode:
    """The code of the cure clock of an instrument."""
    return ClockCode(CURE + instrument)


def is_cure(clock: ClockCode) -> bool:
    """Whether this is a cure clock."""
    return clock.startswith(CURE)


def _triggers(report: Circumstances) -> frozenset[Trigger]:
    """What the receipt of such a report can start."""
    return AT_THE_DOOR | {Trigger.REQUEST} if report.source in REQUESTS else AT_THE_DOOR
