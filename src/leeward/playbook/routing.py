"""Which queue a job belongs to: the first one that takes its harm, severity and source."""

from collections.abc import Collection, Iterable, Sequence

from leeward.playbook.model import Queue
from leeward.playbook.patterns import covers
from leeward.record.terms.code import HarmCode
from leeward.record.terms.report import Source
from leeward.record.terms.severity import Severity


def takes(queue: Queue, harm: HarmCode, severity: Severity, source: Source) -> bool:
    """Whether ``queue`` is made for such a job."""
    low, high = queue.severities
    return low <= severity <= high and covers(queue.sources, source) and covers(queue.harms, harm)


def first_that_takes(queues: Iterable[Queue], harm: HarmCode, severity: Severity, source: Source) -> Queue | None:
    """The first of ``queues`` that is made for such a job, if any is."""
    return next((queue for queue in queues if takes(queue, harm, severity, source)), None)


def first_of(
    queues: Iterable[Queue], harms: Sequence[HarmCode], severity: Severity, sources: Collection[Source]
) -> tuple[Queue, HarmCode] | None:
    """The first of ``queues`` that takes one of ``harms`` from one of ``sources``, and the first harm for which it does."""
    for queue in queues:
        for harm in harms:
            if any(takes(queue, harm, severity, source) for source in sources):
                return queue, harm
    return None


def route(queues: Sequence[Queue], harm: HarmCode, severity: Severity, source: Source) -> Queue:
    """The queue of a job. A checked playbook always has one: its last queue takes everything."""
    return first_that_takes(queues, harm, severity, source) or queues[-1]
