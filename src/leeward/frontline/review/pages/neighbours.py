"""Beside the job: loaded after its page stands, so that nobody waits for it. And its reasons for programs."""

from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from leeward.frontline.review import desk
from leeward.frontline.review.pages.calm import calmly, playbook_of, record_of
from leeward.frontline.review.views import Likeness
from leeward.record.terms.ids import JobId
from leeward.web.kit import Markup, Page, get, may, person, render
from leeward.web.telling import SIGNALS, SOURCES, STATES, VERDICTS

VIEW = may("job.view")
LIKE = {Likeness.HASH: "same hash", Likeness.WORDS: "nearly the same words", Likeness.CLAUSE: "same clause"}


@get("/jobs/{job:uuid}/neighbours", guard=VIEW, include_in_schema=False)
def neighbours(request: Page, job: FromPath[UUID]) -> Markup:
    """Subjects like this one with their verdicts, and those who reported it."""
    with calmly(), record_of(request).reading() as look:
        seen = desk.neighbours(look, playbook_of(request), person(request).id, JobId(job))
    return render(
        request, "review/neighbours.html", seen=seen, job=job, like=LIKE, signals=SIGNALS, sources=SOURCES, states=STATES,
        verdicts=VERDICTS,
    )  # fmt: skip


@get("/jobs/{job:uuid}/beside", guard=VIEW, include_in_schema=False)
def beside(request: Page, job: FromPath[UUID]) -> Markup:
    """Who else has it open."""
    with calmly():
        others = desk.beside(record_of(request), playbook_of(request), person(request).id, JobId(job))
    return render(request, "review/beside.html", others=others, job=job)


@get("/jobs/{job:uuid}/reasons.json", guard=VIEW, include_in_schema=False)
def reasons(request: Page, job: FromPath[UUID]) -> Response[bytes]:
    """Why the job is here, for programs: rules, clauses, what matched, clocks, its place. No text."""
    with calmly(), record_of(request).reading() as look:
        playbook = playbook_of(request)
        seen = desk.job_view(look, playbook, person(request).id, JobId(job))
    told = {
        "job": seen.job.id, "playbook": playbook.digest, "severity": seen.job.severity, "likelihood": seen.job.likelihood,
        "harm": seen.job.harm, "clauses": seen.job.clauses, "place": seen.job.place, "reasons": seen.reasons,
        "clocks": seen.clocks,
    }  # fmt: skip
    return Response(msgspec.json.encode(told), media_type="application/json")


ROUTES = [neighbours, beside, reasons]
