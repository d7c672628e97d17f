"""Deciding as a person would: some real way through a policy's questions, with what the ladder offers at its end."""

from collections.abc import Iterator

from leeward.frontline.review import desk, views
from leeward.playbook.model import Playbook, Policy
from leeward.playbook.tree import Outcome, walk
from leeward.record.facts.review import Step
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import DecisionId, JobId, PersonId, new_id
from leeward.record.terms.report import Verdict


def ways(policy: Policy, steps: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], Outcome]]:
    """Every way through a policy, with its outcome."""
    at = walk(policy, steps)
    if isinstance(at, Outcome):
        yield steps, at
        return
    for answer in at.answers:
        yield from ways(policy, (*steps, Step(question=at.id, answer=answer.id)))


def way_to(policy: Policy, verdict: Verdict) -> tuple[Step, ...]:
    """The shortest way to a verdict."""
    return min((steps for steps, end in ways(policy) if end.verdict is verdict), key=len)


def decide(record: Record, playbook: Playbook, who: PersonId, job: JobId, verdict: Verdict) -> desk.Made:
    """Decide the job in hand by the first policy on offer; of the measures, those that one person may choose."""
    with record.reading() as look:
        seen: views.JobView = desk.job_view(look, playbook, who, job)
    offer = seen.offers[0]
    measures = [each.code for each in offer.consequence.measures if not each.irreversible] if verdict is Verdict.VIOLATES else []
    path = way_to(offer.policy, verdict)
    return desk.decide(
        record, playbook, who, job, decision=DecisionId(new_id()), clause=offer.policy.id, path=path, measures=measures
    )
