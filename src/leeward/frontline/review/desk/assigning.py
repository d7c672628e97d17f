"""Giving a job to somebody, and taking it back while they have not taken it."""

from collections.abc import Sequence

import msgspec

from leeward.frontline.review import giving, reasons, views
from leeward.frontline.review.assignment import Candidate, Pass, Reviewer
from leeward.frontline.review.desk import loading, looking
from leeward.frontline.review.desk.loading import Q
from leeward.frontline.review.giving import Part
from leeward.frontline.review.refusals import NotOpen
from leeward.frontline.review.views import Given
from leeward.playbook.model import Playbook
from leeward.record.errors import LeewardError
from leeward.record.facts import Fact
from leeward.record.facts.review import AssignmentEnded, JobAssigned, LeaseEnded
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.ids import JobId, PersonId
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.report import JobState, LeaseEnd

REASSIGNED = ReasonCode("reassigned")


def assign(
    record: Record, playbook: Playbook, who: PersonId, job: JobId, to: PersonId, reason: str, *, hours: int | None = None
) -> Given:
    """Give a job to somebody, out of another's hand if need be; it is what they get next. A legal clock does not wait.

    Raises NoSuch, NotAReason, NotOpen, LeadsOnly (it is not yours to see), or why it cannot be theirs: TheyAreNotCertified,
    TheirConflict, TheyHaveEnough or NotAvailable.
    """
    why = reasons.known(reason, reasons.ASSIGN)
    with record.writing() as tx:
        tx.take_pen()
        now = this_moment()
        wanted = _seen(tx, playbook, who, job, now)
        if wanted.assigned_to == to or wanted.claimed_by == to:
            return Given(job=job, to=to, until=_until(tx, wanted), again=True)
        person = loading.reviewer(tx, to, now)
        if (problem := _objection(tx, playbook, person, wanted, now)) is not None:
            own = giving.barred(person, wanted, loading.passed_before(tx, to, job), playbook, now) if who == to else None
            raise own or problem
        until = giving.waits_until(wanted, playbook, now, hours)
        facts = _freed(wanted, who, now)
        tx.append([*facts, JobAssigned(subject=job, actor=who, occurred=now, to=to, until=until, reason=why)])
    return Given(job=job, to=to, until=until)


def take_back(record: Record, playbook: Playbook, who: PersonId, job: JobId, reason: str) -> None:
    """Let a job that was given to somebody be for everybody again. Raises NoSuch, NotAReason, LeadsOnly or NotOpen."""
    why = reasons.known(reason, reasons.TAKE_BACK)
    with record.writing() as tx:
        tx.take_pen()
        now = this_moment()
        wanted = _seen(tx, playbook, who, job, now, waiting=False)
        if wanted.assigned_to is None:
            raise NotOpen(f"It is {wanted.state.value}, and waits for nobody in particular.", remedy="Look at it again.")
        tx.append([AssignmentEnded(subject=job, actor=who, occurred=now, to=wanted.assigned_to, reason=why)])


def can_take(look: Look, playbook: Playbook, who: PersonId, job: JobId) -> tuple[views.Taker, ...]:
    """Those to whom a job can be given now, with what waits for them already; who has least first.

    Who cannot be given it is not among them, for whatever reason. Raises NoSuch, LeadsOnly or NotOpen.
    """
    now = this_moment()
    wanted = _seen(look, playbook, who, job, now)
    team = [PersonId(row["id"]) for row in look.rows(Q.team)]
    people = loading.reviewers(look, team, now)
    before = {row["person"]: msgspec.convert(row, Pass) for row in look.rows(Q.passes_of, {"job": job})}
    parts = {row["person"]: msgspec.convert(row, Part) for row in look.rows(Q.parts_in, {"about": wanted.about, "people": team})}
    names = looking.names_of(look, team)
    able = [
        views.Taker(person=one.id, name=names.get(one.id, ""), in_hand=one.job is not None, given=len(one.assigned))
        for one in people.values()
        if one.id not in (wanted.assigned_to, wanted.claimed_by)
        and giving.objection(one, wanted, before.get(one.id), parts.get(one.id, Part()), playbook, now) is None
    ]
    return tuple(sorted(able, key=lambda each: (each.given + each.in_hand, each.name.casefold())))


def given_to(look: Look, who: PersonId) -> tuple[views.JobLine, ...]:
    """What a lead gave to somebody who has yet to take it, the most urgent first."""
    now = this_moment()
    jobs: Sequence[JobId] = loading.reviewer(look, who, now).assigned
    rows = (look.one(Q.job_line, {"job": job, "now": now}) for job in jobs)
    return tuple(msgspec.convert(row, views.JobLine) for row in rows if row is not None)


def _seen(look: Look, playbook: Playbook, who: PersonId, job: JobId, now: Moment, *, waiting: bool = True) -> Candidate:
    """The job, which ``who`` may know of and which somebody can still be given."""
    wanted = loading.candidate(look, job)
    looking.refuse_unless_seen(loading.reviewer(look, who, now), wanted.queue, wanted.escalation, playbook)
    if waiting and wanted.state not in (JobState.OPEN, JobState.ESCALATED, JobState.ASSIGNED, JobState.CLAIMED):
        remedy = "Open it again first." if wanted.state is JobState.HELD else ""
        raise NotOpen(f"It is {wanted.state.value}.", remedy=remedy)
    return wanted


def _objection(look: Look, playbook: Playbook, person: Reviewer, job: Candidate, now: Moment) -> LeewardError | None:
    before = loading.passed_before(look, person.id, job.id)
    row = look.one(Q.parts_in, {"about": job.about, "people": [person.id]})
    return giving.objection(person, job, before, msgspec.convert(row, Part) if row else Part(), playbook, now)


def _freed(job: Candidate, who: PersonId, now: Moment) -> list[Fact]:
    """The end of what stands in the way: a lease, or that it was given to somebody else."""
    if job.claimed_by is not None:
        return [LeaseEnded(subject=job.id, actor=who, occurred=now, ending=LeaseEnd.RELEASED, reason=REASSIGNED)]
    if job.assigned_to is not None:
        return [AssignmentEnded(subject=job.id, actor=who, occurred=now, to=job.assigned_to, reason=REASSIGNED)]
    return []


def _until(look: Look, job: Candidate) -> Moment:
    head = looking.job_head(look, job.id)
    until = head.assigned_until or head.lease_until
    assert until is not None, "it is given or taken"
    return until
