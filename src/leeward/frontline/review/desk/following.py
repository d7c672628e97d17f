"""What follows here from what others do with a job, and with what is decided with it.

A job that somebody moved to another queue, or merged into another one, is in nobody's hand any more. What is merged into a job
gets a decision of its own, by the same answers: its own subject's history, ladder, clocks and statement, its own way to appeal.
"""

from collections.abc import Sequence
from uuid import uuid5

import msgspec

from leeward.frontline.review import reasons, verdict
from leeward.frontline.review.assignment import Candidate
from leeward.frontline.review.desk import loading
from leeward.frontline.review.desk.loading import Q
from leeward.frontline.review.refusals import NewerJob
from leeward.frontline.review.verdict import Choice, Docket
from leeward.playbook.model import Playbook, Policy
from leeward.playbook.tree import Outcome
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.review import AssignmentEnded, DecisionUndone, JobDecided, LeaseEnded
from leeward.record.facts.triage import JobMerged, JobRouted
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Hearing
from leeward.record.terms.code import MeasureCode
from leeward.record.terms.ids import DecisionId, JobId, PersonId
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import JobState, LeaseEnd, Verdict


def let_go(heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A ``LeaseEnded`` or ``AssignmentEnded`` for jobs that a person moved to another queue, or merged into another job."""
    moved: dict[JobId, Fact] = {}
    for one in heard:
        if isinstance(one.fact, JobRouted) and one.fact.left is not None:
            moved[JobId(one.fact.subject)] = one.fact
        elif isinstance(one.fact, JobMerged):
            moved[one.fact.job] = one.fact
    if not moved:
        return []
    facts: list[Fact] = []
    for row in hearing.look.rows(Q.let_go, {"jobs": list(moved)}):
        by = moved[row["id"]]
        if row["claimed_by"] is not None:
            facts.append(
                LeaseEnded(
                    subject=row["id"], actor=by.actor, occurred=by.occurred, ending=LeaseEnd.RELEASED, reason=reasons.MOVED
                )
            )
        else:
            facts.append(
                AssignmentEnded(
                    subject=row["id"], actor=by.actor, occurred=by.occurred, to=row["assigned_to"], reason=reasons.MOVED
                )
            )
    return facts


def decided_with(
    look: Look, playbook: Playbook, held: Candidate, choice: Choice, end: Outcome, who: PersonId, now: Moment
) -> list[JobDecided]:
    """The decisions on what is decided with a job, each by its own subject's history."""
    policy = verdict.policy_of(playbook, choice.clause)
    made = []
    for row in look.rows(Q.followers, {"job": held.id}):
        other = loading.candidate(look, JobId(row["id"]))
        table = msgspec.structs.replace(
            loading.docket(look, other, now), claimed=held.claimed or now, escalated_by=held.escalated_by, queue=held.queue
        )
        measures = _measures(playbook, policy, table, now) if end.verdict is Verdict.VIOLATES else ()
        own = Choice(decision=follows(choice.decision, other.id), clause=choice.clause, path=choice.path, measures=measures)
        made.append(verdict.decided(playbook, table, own, end, who, now))
    return made


def undone_with(look: Look, job: JobId, decision: DecisionId, who: PersonId, now: Moment) -> list[DecisionUndone]:
    """What undoing a decision undoes with it. Raises NewerJob when a report has opened another job on one of the subjects."""
    facts = []
    for row in look.rows(Q.followers, {"job": job}):
        if row["state"] != JobState.DECIDED or row["decision"] != follows(decision, row["id"]):
            continue
        if look.one(Q.open_on_subject, {"job": row["id"]}) is not None:
            raise NewerJob("One decided with it was reported again since.", remedy="A lead can reverse these decisions.")
        facts.append(DecisionUndone(subject=row["id"], actor=who, occurred=now, decision=row["decision"]))
    return facts


def follows(decision: DecisionId, job: JobId) -> DecisionId:
    """The number of the decision on a job that is decided with another: the same whenever it is asked."""
    return DecisionId(uuid5(decision, str(job)))


def _measures(playbook: Playbook, policy: Policy, table: Docket, now: Moment) -> tuple[MeasureCode, ...]:
    """What the ladder proposes for this subject and can be taken back; what cannot, where there is nothing else: it then waits
    for a second person."""
    offered = verdict.proposal(playbook, policy, table.kind, table.strikes, now).measures
    mild = tuple(each.code for each in offered if not each.irreversible and not each.quiet)
    return mild or tuple(each.code for each in offered)
