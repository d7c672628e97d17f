"""Which queue a job belongs to when several harms and sources speak for it: the first in queues.toml that takes any of them.

A report named one harm, and rules may have found others in it. The file's order says what is gravest, so any sign of a minor
leads through the gate at its top, whatever else the report is about (Q06). Reports of a batch are much alike: each question is
answered once.
"""

from collections.abc import Sequence
from typing import NamedTuple

from leeward.playbook.model import Queue
from leeward.playbook.routing import first_of, takes
from leeward.record.terms.code import HarmCode, QueueCode
from leeward.record.terms.report import Source
from leeward.record.terms.severity import Severity


class Destination(NamedTuple):
    """Where a job goes, and as what: the harm for which its queue takes it."""

    queue: Queue
    harm: HarmCode


class Routes:
    """The queues of one playbook, asked for many reports."""

    def __init__(self, queues: Sequence[Queue]) -> None:
        self._queues = queues
        self._place = {queue.code: place for place, queue in enumerate(queues)}
        self._known: dict[tuple[tuple[HarmCode, ...], Severity, frozenset[Source]], Destination] = {}

    def first(self, harms: tuple[HarmCode, ...], severity: Severity, sources: frozenset[Source]) -> Destination:
        """The first queue that takes one of ``harms`` at this severity from one of ``sources``; of its harms the first."""
        key = (harms, severity, sources)
        if key not in self._known:
            self._known[key] = self._find(harms, severity, sources)
        return self._known[key]

    def named(self, code: QueueCode) -> Queue | None:
        """The queue of this code; None when the playbook no longer has it."""
        return self._queues[self._place[code]] if code in self._place else None

    def precedes(self, queue: Queue, code: QueueCode) -> bool:
        """Whether ``queue`` stands before the one called ``code``, or that one is no more."""
        return self._place[queue.code] < self._place.get(code, len(self._queues))

    def outgrown(self, code: QueueCode, severity: Severity) -> bool:
        """Whether the queue called ``code`` does not take this severity, or is no more."""
        queue = self.named(code)
        return queue is None or not queue.severities[0] <= severity <= queue.severities[1]

    def taken(self, code: QueueCode, harms: tuple[HarmCode, ...], severity: Severity, source: Source) -> HarmCode | None:
        """The first of ``harms`` that the queue called ``code`` takes."""
        queue = self.named(code)
        return next((harm for harm in harms if queue and takes(queue, harm, severity, source)), None)

    def _find(self, harms: tuple[HarmCode, ...], severity: Severity, sources: frozenset[Source]) -> Destination:
        found = first_of(self._queues, harms, severity, sources)
        return Destination(*found) if found is not None else Destination(self._queues[-1], harms[0])
