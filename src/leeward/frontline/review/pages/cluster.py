"""Jobs that are alike, decided together: the questions once, a preview of every consequence, then one after the other."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath

from leeward.frontline.review import desk, views
from leeward.frontline.review.pages.calm import calmly, playbook_of, record_of
from leeward.frontline.review.pages.job import Path
from leeward.playbook.tree import steps_of
from leeward.record.terms.code import ClauseCode, is_code
from leeward.record.terms.ids import JobId, new_id
from leeward.web.kit import Markup, Page, Refused, form, get, is_swap, may, person, post, render
from leeward.web.telling import plain

AT_ONCE = 5
"""So many jobs are decided between two looks at the progress."""


class Together(msgspec.Struct, kw_only=True):
    """What is decided together, and how far it is."""

    clause: str
    path: str
    batch: UUID
    jobs: Annotated[tuple[UUID, ...], msgspec.Meta(title="the jobs")] = ()
    """Those that are left."""
    done: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 0
    refused: tuple[str, ...] = ()
    """``<job> <why>`` of each so far."""
    note: str | None = None


@get("/jobs/{job:uuid}/cluster", guard=may("job.decide"), include_in_schema=False)
def cluster(request: Page, job: FromPath[UUID]) -> Markup:
    """The questions, then what would follow for every job."""
    who, playbook = person(request).id, playbook_of(request)
    with calmly(), record_of(request).reading() as look:
        seen = desk.job_view(look, playbook, who, JobId(job))
        path = Path.read(request, seen)
        decides = path.outcome is not None and path.outcome.escalate is None
        steps = steps_of(path.written) if decides else ()
        found = desk.preview(look, playbook, who, JobId(job), ClauseCode(path.clause) if decides else None, steps)
    return render(
        request, "review/cluster.html", job=seen.job, seen=seen, path=path, found=found, decides=decides, batch=new_id(),
        back=path.back.replace("?", "/cluster?", 1), plain=plain,
    )  # fmt: skip


@post("/jobs/{job:uuid}/cluster", guard=may("job.decide"), status_code=200, include_in_schema=False)
def together(request: Page, job: FromPath[UUID]) -> Markup:
    """Decide the next few, and show how far it is; the page goes on by itself until somebody stops it."""
    filled = form(request, Together)
    if filled.value is None or not is_code(filled.value.clause):
        raise Refused("The decision was not complete.", remedy="Open the cluster again and answer every question.")
    sent = filled.value
    now, left = sent.jobs[:AT_ONCE], sent.jobs[AT_ONCE:]
    with calmly():
        became = desk.decide_together(
            record_of(request),
            playbook_of(request),
            person(request).id,
            sent.batch,
            [JobId(each) for each in now],
            clause=ClauseCode(sent.clause),
            path=steps_of(sent.path),
            note=sent.note,
        )
    done = sent.done + sum(not each.refused for each in became)
    refused = (*sent.refused, *(f"{each.job} {each.refused}" for each in became if each.refused))
    template = "review/progress.html" if is_swap(request) else "review/together.html"
    return render(request, template, job=job, sent=sent, left=left, done=done, refused=refused, told=_told(refused))


def _told(refused: tuple[str, ...]) -> list[views.Became]:
    """The refused ones, read back from the form; a number that is none is left out."""
    told = []
    for line in refused:
        number, _, why = line.partition(" ")
        try:
            told.append(views.Became(job=JobId(UUID(number)), refused=why))
        except ValueError:
            continue
    return told


ROUTES = [cluster, together]
