"""Deciding jobs that are alike together: a preview of what follows for each, then one after the other, each its own decision.

Nothing is decided that could not be decided alone: each job is taken under the same barriers, gets what the ladder proposes for
its own subject's history, and is a fact of its own that can be undone. What cannot be taken is named, with the reason.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from leeward.frontline.review import reasons, verdict, views
from leeward.frontline.review.assignment import Reviewer, barrier
from leeward.frontline.review.desk import loading, looking
from leeward.frontline.review.desk.claiming import claim, release
from leeward.frontline.review.desk.deciding import decide
from leeward.frontline.review.desk.loading import Q
from leeward.frontline.review.desk.neighbours import neighbours
from leeward.frontline.review.refusals import NotADecision
from leeward.playbook.model import Measure, Playbook, Policy
from leeward.playbook.tree import Outcome, outcome
from leeward.record.errors import LeewardError
from leeward.record.facts.review import Step
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.code import ClauseCode
from leeward.record.terms.ids import DecisionId, JobId, PersonId
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.report import ClockEnd, JobState, Verdict

MOST = 100


def preview(
    look: Look, playbook: Playbook, who: PersonId, anchor: JobId, clause: ClauseCode | None = None, path: Sequence[Step] = ()
) -> views.Preview:
    """The open jobs like this one, itself first, with what deciding each this way would do.

    Without a clause only which they are. Raises NoSuch, LeadsOnly, NotAPath, or NotADecision for a path that escalates.
    """
    now = this_moment()
    person, found = loading.reviewer(look, who, now), neighbours(look, playbook, who, anchor)
    policy, end = _ending(playbook, clause, path) if clause is not None else (None, None)
    shares = {anchor: 1.0} | {each.job: each.share for each in found.cluster}
    lines = (_line(look, playbook, person, job, share, policy, end, now) for job, share in list(shares.items())[:MOST])
    kept = tuple(line for line in lines if line is not None)
    return views.Preview(lines=kept, hidden=found.hidden)


def decide_together(
    record: Record,
    playbook: Playbook,
    who: PersonId,
    batch: UUID,
    jobs: Sequence[JobId],
    *,
    clause: ClauseCode,
    path: Sequence[Step],
    note: str | None = None,
) -> list[views.Became]:
    """Decide these jobs, one transaction each; what became of each, in order. The same ``batch`` sent twice decides once.

    Raises NotAPath, or NotADecision for a path that escalates: then nothing was done.
    """
    policy, end = _ending(playbook, clause, path)
    return [_one(record, playbook, who, DecisionId(uuid5(batch, str(job))), job, policy, path, end, note) for job in jobs]


def _one(
    record: Record, playbook: Playbook, who: PersonId, decision: DecisionId, job: JobId, policy: Policy, path: Sequence[Step],
    end: Outcome, note: str | None,
) -> views.Became:  # fmt: skip
    try:
        with record.reading() as look:
            made = look.one(Q.decision, {"decision": decision})
            measures = _measures(look, playbook, job, policy, end, this_moment())[0]
        if made is not None:
            return views.Became(job=job)
        held = claim(record, playbook, who, job)
    except LeewardError as refused:
        return views.Became(job=job, refused=str(refused))
    try:
        codes = [measure.code for measure in measures]
        decide(record, playbook, who, job, decision=decision, clause=policy.id, path=path, measures=codes, note=note)
    except LeewardError as refused:
        if not held.again:
            release(record, playbook, who, job, next(iter(reasons.RELEASE)))
        return views.Became(job=job, refused=str(refused))
    return views.Became(job=job)


def _ending(playbook: Playbook, clause: ClauseCode, path: Sequence[Step]) -> tuple[Policy, Outcome]:
    policy = verdict.policy_of(playbook, clause)
    end = outcome(policy, path)
    if end.escalate is not None:
        raise NotADecision("Jobs are not escalated together.", remedy="Each needs a lead to look at it; open them one by one.")
    return policy, end


def _line(
    look: Look, playbook: Playbook, person: Reviewer, job: JobId, share: float, policy: Policy | None, end: Outcome | None,
    now: Moment,
) -> views.Consequences | None:  # fmt: skip
    head = looking.job_head(look, job)
    if head.state is JobState.DECIDED:
        return None
    plain: dict[str, Any] = {
        "job": job, "about": head.about, "queue": head.queue, "severity": head.severity, "reports": head.reports,
        "start_by": head.start_by, "share": share, "refused": _barred(look, playbook, person, head, now),
    }  # fmt: skip
    if policy is None or end is None:
        return views.Consequences(**plain)
    taken, left, strikes = _measures(look, playbook, job, policy, end, now)
    if left and not taken and not plain["refused"]:
        plain["refused"] = "What follows cannot be taken back: decide it alone."
    clocks = look.rows(Q.clocks_of_job, {"jobs": loading.with_followers(look, job), "limit": 200})
    return views.Consequences(
        **plain,
        measures=tuple(measure.code for measure in taken),
        left=tuple(measure.code for measure in left),
        strikes=strikes if taken else 0,
        clocks=sum(row["stopped"] is None and row["ends"] == ClockEnd.DECISION for row in clocks),
    )


def _barred(look: Look, playbook: Playbook, person: Reviewer, head: views.JobHead, now: Moment) -> str:
    if head.claimed_by == person.id:
        return ""
    problem = barrier(person, loading.candidate(look, head.id), loading.passed_before(look, person.id, head.id), playbook, now)
    return str(problem) if problem else ""


def _measures(
    look: Look, playbook: Playbook, job: JobId, policy: Policy, end: Outcome, now: Moment
) -> tuple[list[Measure], list[Measure], int]:
    """What the ladder proposes for this job's subject: what one person may choose, what not; and the strikes."""
    if end.verdict is not Verdict.VIOLATES:
        return [], [], 0
    table = loading.docket(look, loading.candidate(look, job), now)
    offered = verdict.proposal(playbook, policy, table.kind, table.strikes, now)
    taken = [measure for measure in offered.measures if not measure.irreversible]
    return taken, [measure for measure in offered.measures if measure.irreversible], offered.strikes
