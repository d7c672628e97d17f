"""Closing a sample: what it came to is written down and never changes; what is not labelled by then is not asked any more."""

from leeward.insights.prevalence.desk.estimating import seen
from leeward.insights.prevalence.refusals import ClosedAlready, NothingLabelled
from leeward.insights.prevalence.views import Seen
from leeward.record.facts.prevalence import PrevalenceEstimated, PrevalenceSampleClosed
from leeward.record.ledger.record import Record
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.ids import PersonId, SampleId
from leeward.record.terms.moment import now

COMPLETE, ENDED = ReasonCode("complete"), ReasonCode("ended_early")


def close(record: Record, who: PersonId, sample: SampleId) -> Seen:
    """Close a sample with what it comes to now. Raises NoSuchSample, ClosedAlready, or NothingLabelled."""
    with record.writing() as tx:
        tx.take_pen()
        moment = now()
        found = seen(tx, sample, moment)
        if found.sample.closed is not None:
            raise ClosedAlready()
        if found.estimate is None or found.seen is None:
            raise NothingLabelled(remedy="Second looks hands its items out to whoever may look at them.")
        estimate = found.estimate
        told = PrevalenceEstimated(
            subject=sample, actor=who, occurred=moment, basis=estimate.basis, value=estimate.value, low=estimate.low,
            high=estimate.high, seen=found.seen, labels=found.labels, positives=found.positives,
            sensitivity=estimate.sensitivity, false=estimate.false,
        )  # fmt: skip
        why = COMPLETE if found.labels == found.sample.planned else ENDED
        tx.append([told, PrevalenceSampleClosed(subject=sample, actor=who, occurred=moment, reason=why)])
        return found
