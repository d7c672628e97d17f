"""What the team did in those ninety days: most jobs were decided, some after a while, some too late, and the last wait still.

The facts are the same that the review desk writes; they are appended a few hundred at a time, because nobody waits a quarter.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import msgspec

from leeward.drills.team import NEWEST, Member
from leeward.frontline.review import reasons, verdict
from leeward.playbook.model import Playbook, Policy
from leeward.playbook.tree import Outcome, walk
from leeward.record.facts import Fact
from leeward.record.facts.review import JobClaimed, JobDecided, JobEscalated, JobHeld, LeaseEnded, Step
from leeward.record.terms.code import ClauseCode, ReasonCode
from leeward.record.terms.ids import DecisionId, JobId, PersonId, new_id
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import Role
from leeward.record.terms.report import LeaseEnd, Verdict
from leeward.record.terms.severity import Severity

_WAITS = {Severity.IMMINENT: 0.1, Severity.SEVERE: 1.0, Severity.SERIOUS: 3.0, Severity.LOW: 8.0, Severity.MINOR: 16.0}
"""Mean hours from receipt to a person, by severity."""


DRIFT = timedelta(days=21)
"""Since when the newest cohort finds fewer violations than everybody else."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A job with what a decision on it needs."""

    id: UUID
    about: UUID
    kind: str
    queue: str
    skill: str
    language: str
    harm: str
    clauses: list[str]
    severity: int
    received: Moment
    reports: list[dict[str, Any]]


def lives(playbook: Playbook, random: Random, team: Sequence[Member], rows: Sequence[Row], until: Moment) -> Iterator[list[Fact]]:
    """For each job that somebody came to: claimed, given back, and how it went on."""
    leads = {member.id for member in team if Role.LEAD in member.rights.roles}
    had: Counter[PersonId] = Counter()
    newest = {member.id for member in team[-NEWEST:]}
    for row in rows:
        wait = timedelta(hours=random.expovariate(1 / _WAITS[Severity(row.severity)]))
        claimed = row.received + wait
        handled = claimed + timedelta(minutes=random.lognormvariate(1.6, 0.6))
        able = [member.id for member in team if _able(member, row)]
        able = [who for who in able if who not in leads] or able
        if handled > until or not able:
            continue
        # Whoever had less of it so far takes it, so that work is shared out; leads come in where no reviewer can.
        who = min(random.sample(able, min(3, len(able))), key=had.__getitem__)
        had[who] += 1
        lenient = 0.8 if who in newest and until - handled < DRIFT else 0.25
        life = _life(playbook, random, row, who, claimed, handled, until, lenient)
        if life:
            yield life


def _able(member: Member, row: Row) -> bool:
    rights = member.rights
    speaks = "any" in rights.languages or row.language in rights.languages
    knows = "any" in rights.skills or row.skill in rights.skills
    return speaks and knows and rights.severity_limit >= row.severity and "reviewer" in rights.roles


def _life(
    playbook: Playbook, random: Random, row: Row, who: PersonId, claimed: Moment, handled: Moment, until: Moment, lenient: float
) -> list[Fact]:
    job = JobId(row.id)
    taken = JobClaimed(subject=job, actor=who, occurred=claimed, lease_until=claimed + timedelta(minutes=30))
    recent = until - handled < timedelta(days=2)
    if recent and random.random() < 0.05:
        held = JobHeld(subject=job, actor=who, occurred=handled, reason=ReasonCode("reporter"), until=until + timedelta(days=2))
        return [taken, _ended(job, who, handled, LeaseEnd.HELD, "reporter"), held]
    if recent and random.random() < 0.05:
        up = ReasonCode("second_opinion")
        queue = next(each.escalates_to or each.code for each in playbook.queues if each.code == row.queue)
        risen = JobEscalated(subject=job, actor=who, occurred=handled, reason=up, queue=queue)
        return [taken, _ended(job, who, handled, LeaseEnd.ESCALATED, "second_opinion"), risen]
    decision = _decision(playbook, random, row, who, claimed, handled, lenient)
    return [taken, _ended(job, who, handled, LeaseEnd.DECIDED, "decided"), decision] if decision else []


def _decision(
    playbook: Playbook, random: Random, row: Row, who: PersonId, claimed: Moment, at: Moment, lenient: float
) -> JobDecided | None:
    """A decision that one person may make; what cannot be taken back is left to others."""
    docket = _docket(row, claimed)
    for _ in range(8):
        policy = _policy(playbook, random, row)
        walked = _walk(policy, random, lenient)
        if walked is None:
            continue
        path, end = walked
        offered = verdict.proposal(playbook, policy, docket.kind, (), at).measures if end.verdict is Verdict.VIOLATES else ()
        measures = tuple(measure.code for measure in offered if not measure.irreversible)
        if measures or not offered:
            choice = verdict.Choice(decision=DecisionId(new_id()), clause=policy.id, path=path, measures=measures)
            return verdict.decided(playbook, docket, choice, end, who, at)
    return None


def _ended(job: JobId, who: PersonId, at: Moment, how: LeaseEnd, why: str) -> LeaseEnded:
    known = reasons.DECIDED if how is LeaseEnd.DECIDED else ReasonCode(why)
    return LeaseEnded(subject=job, actor=who, occurred=at, ending=how, reason=known)


def _policy(playbook: Playbook, random: Random, row: Row) -> Policy:
    """One of the job's clauses; else a policy for its harm; else any, for what nobody could name."""
    own = [playbook.policies[ClauseCode(clause)] for clause in row.clauses if clause in playbook.policies]
    near = [policy for policy in playbook.policies.values() if policy.harm == row.harm]
    return random.choice(own or near or list(playbook.policies.values()))


def _walk(policy: Policy, random: Random, lenient: float) -> tuple[tuple[Step, ...], Outcome] | None:
    """Some way through the questions that ends in a verdict; ``lenient`` (0 to 1): how readily it is none."""
    fallback = None
    for _ in range(12):
        steps: tuple[Step, ...] = ()
        at = walk(policy, steps)
        while not isinstance(at, Outcome):
            steps = (*steps, Step(question=at.id, answer=random.choice(at.answers).id))
            at = walk(policy, steps)
        violates = at.verdict is Verdict.VIOLATES and random.random() < 1.25 - lenient
        if violates or (at.verdict is not None and at.verdict is not Verdict.VIOLATES and random.random() < lenient):
            return steps, at
        fallback = (steps, at) if at.verdict is not None else fallback
    return fallback


def _docket(row: Row, claimed: Moment) -> verdict.Docket:
    fields = {**msgspec.structs.asdict(row), "job": row.id, "claimed": claimed, "escalated_by": None, "strikes": ()}
    return msgspec.convert(fields, verdict.Docket, strict=False)


def in_turns(lives: Iterable[list[Fact]]) -> list[list[list[Fact]]]:
    """Lives in turns: nobody has two jobs in hand, so in one turn everybody takes one."""
    turns: list[list[list[Fact]]] = []
    taken: Counter[PersonId] = Counter()
    for life in lives:
        who = life[0].actor
        if taken[who] == len(turns):
            turns.append([])
        turns[taken[who]].append(life)
        taken[who] += 1
    return turns
