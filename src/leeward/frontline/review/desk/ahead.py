"""What is next in a queue and why: its first jobs in the order of work, the start-by of each taken apart, the chance that nobody
begins it in time, and whether it could be mine."""

import msgspec

from leeward.frontline.review import views
from leeward.frontline.review.assignment import Reviewer, barrier
from leeward.frontline.review.desk import loading, looking
from leeward.frontline.review.desk.loading import Q
from leeward.playbook.breach import Due, can_until, chance_late, chances_late, come_until, pace_of
from leeward.playbook.model import Playbook
from leeward.record.ledger.look import Look
from leeward.record.terms.code import QueueCode
from leeward.record.terms.ids import JobId, PersonId
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.report import JobState

NEXT = 20


def next_in(look: Look, playbook: Playbook, who: PersonId, queue: QueueCode) -> views.Ahead:
    """The next jobs of a queue. Why one is not for whoever looks is told to them alone."""
    now = this_moment()
    jobs = looking.queue_page(look, queue, size=NEXT).jobs
    places = {row["id"]: row["place"] for row in look.rows(Q.places, {"jobs": [job.id for job in jobs]})}
    person = loading.reviewer(look, who, now)
    chances, made = _chances(look, playbook, queue, jobs, now)
    return views.Ahead(
        lines=tuple(
            views.AheadLine(
                job=job,
                place=msgspec.convert(places[job.id], views.Place),
                chance=chance,
                barred=_barred(look, playbook, person, job.id, now),
            )
            for job, chance in zip(jobs, chances, strict=True)
        ),
        foretold=made,
    )


def _chances(
    look: Look, playbook: Playbook, queue: QueueCode, jobs: tuple[views.JobLine, ...], now: Moment
) -> tuple[list[float | None], Moment | None]:
    """The chance of each that nobody has begun it by its start-by; unknown where nothing was foretold of the queue."""
    row = look.one(Q.forecast_of, {"queue": queue})
    if row is None:
        return [1.0 if job.start_by <= now else None for job in jobs], None
    pace = pace_of(row, playbook.staffing.most_busy)
    waiting = [Due(int(job.severity), job.start_by) for job in jobs]
    return [*chances_late(pace, waiting, now)], row["made"]


def in_time(look: Look, playbook: Playbook, job: views.JobHead) -> views.InTime | None:
    """The chance that nobody begins a job by its start-by, as the page of what is next says it; None when it does not wait."""
    if job.state is not JobState.OPEN:
        return None
    now = this_moment()
    overdue = job.legal_due is not None and job.legal_due <= now
    asked = {"queue": job.queue, "job": job.id, "severity": int(job.severity), "now": now, "overdue": overdue}
    [before] = look.rows(Q.served_before, {**asked, "legal_due": job.legal_due, "start_by": job.start_by})
    row = look.one(Q.forecast_of, {"queue": job.queue})
    if row is None:
        late = 1.0 if job.start_by <= now else None
        return views.InTime(chance=late, ahead=before["jobs"], come=0.0, handling=0.0, can=0.0, foretold=None)
    pace, due = pace_of(row, playbook.staffing.most_busy), Due(int(job.severity), job.start_by)
    return views.InTime(
        chance=chance_late(pace, due, before["jobs"], now),
        ahead=before["jobs"],
        come=come_until(pace, due, now),
        handling=pace.handling,
        can=can_until(pace, due, now),
        foretold=row["made"],
    )


def _barred(look: Look, playbook: Playbook, person: Reviewer, job: JobId, now: Moment) -> str:
    problem = barrier(person, loading.candidate(look, job), loading.passed_before(look, person.id, job), playbook, now)
    return str(problem) if problem else ""
