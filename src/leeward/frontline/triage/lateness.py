"""What follows when a job waits past its start-by: what its queue says in queues.toml, never nothing. Pure."""

from collections.abc import Iterator, Mapping

import msgspec

from leeward.playbook.model import Playbook, Queue, WhenLate
from leeward.playbook.order import start_by
from leeward.record.facts import Fact
from leeward.record.facts.review import JobEscalated
from leeward.record.facts.triage import JobWentLate, StartBy
from leeward.record.terms.code import QueueCode, ReasonCode
from leeward.record.terms.ids import JobId
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import CLOCKWORK
from leeward.record.terms.report import LateStep
from leeward.record.terms.severity import Severity

LATE = ReasonCode("late")


def patience(playbook: Playbook) -> Mapping[QueueCode, int]:
    """Seconds past the start-by after which each queue wants something done."""
    return {queue.code: queue.late_after_minutes * 60 for queue in playbook.queues}


def gone_late(playbook: Playbook, job: JobId, code: QueueCode, place: StartBy, now: Moment) -> Iterator[Fact]:
    """The facts that say so, and do what the queue asks for; where that cannot be, leads are told."""
    queue = next((each for each in playbook.queues if each.code == code), playbook.queues[-1])
    raised = _raised(playbook, queue, place) if queue.on_late is WhenLate.RAISE else None
    up = queue.escalates_to if queue.on_late is WhenLate.ESCALATE else None
    step = LateStep.RAISED if raised else LateStep.ESCALATED if up else LateStep.NOTIFIED
    yield JobWentLate(subject=job, actor=CLOCKWORK, occurred=now, queue=code, start_by=place.start_by, step=step, place=raised)
    if up is not None:
        yield JobEscalated(subject=job, actor=CLOCKWORK, occurred=now, reason=LATE, queue=up)


def _raised(playbook: Playbook, queue: Queue, place: StartBy) -> StartBy | None:
    """The place one tier further up, never later than before; None where the queue does not take a graver one."""
    if place.severity >= queue.severities[1] or place.severity is Severity.IMMINENT:
        return None
    higher = start_by(
        playbook.start_by, received=place.received, severity=Severity(place.severity + 1), likelihood=place.likelihood,
        virality=place.virality, legal_due=place.legal_due, handling_minutes=place.handling_seconds // 60,
        source_share=place.source_share,
    )  # fmt: skip
    return msgspec.structs.replace(higher, start_by=min(higher.start_by, place.start_by))
