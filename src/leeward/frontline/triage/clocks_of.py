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
        self._rows = tuple(rows)
        self._cures = {row.code: row.instrument for row in self._rows if row.trigger is Trigger.INCOMPLETE}
        self._applied: dict[tuple[Circumstances, date], tuple[list[ClockRow], list[ClockRow], tuple[Incomplete, ...]]] = {}
        self._running: dict[tuple[tuple[Circumstances, ...], Moment], Running] = {}

    def cures(self, clock: ClockCode) -> SourceCode | None:
        """The instrument whose notices this clock gives time to become valid; None for any other clock."""
        return self._cures.get(clock)

    def running(self, report: tuple[Circumstances, ...], received: Moment) -> Running:
        """All clocks that run for a report from its receipt, and what its notice lacks.

        A report has as many circumstances as it has harms: the one its reporter named and the one that assessment found. What
        applies to either applies.
        """
        key = (report, received)
        if key not in self._running:
            self._running[key] = self._start(report, received)
        return self._running[key]

    def _start(self, report: tuple[Circumstances, ...], received: Moment) -> Running:
        day = received.astimezone(UTC).date()
        started: dict[ClockCode, ClockStart] = {}
        curing: dict[ClockCode, ClockStart] = {}
        incomplete: dict[SourceCode, Incomplete] = {}
        for each in report:
            rows, cures, lacking = self._applying(each, day, received)
            started |= {clock.clock: clock for clock in clocks.started(rows, each, received, _triggers(each))}
            curing |= {row.code: clocks.start(row, received) for row in cures}
            incomplete |= {notice.instrument: notice for notice in lacking}
        return Running(clocks=(*started.values(), *curing.values()), incomplete=tuple(incomplete.values()))

    def _applying(
        self, report: Circumstances, day: date, received: Moment
    ) -> tuple[list[ClockRow], list[ClockRow], tuple[Incomplete, ...]]:
        """The rows that may start, those that give time for a cure, and the instruments that need one."""
        key = (report, day)
        if key not in self._applied:
            rows = clocks.applying(self._rows, report, day, _triggers(report))
            incomplete = clocks.incomplete(rows, report, received)
            instruments = {notice.instrument for notice in incomplete}
            cures = clocks.applying(self._rows, report, day, {Trigger.INCOMPLETE})
            self._applied[key] = rows, [row for row in cures if row.instrument in instruments], incomplete
        return self._applied[key]


def _triggers(report: Circumstances) -> frozenset[Trigger]:
    """What the receipt of such a report can start."""
    return AT_THE_DOOR | {Trigger.REQUEST} if report.source in REQUESTS else AT_THE_DOOR
