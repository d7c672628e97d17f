"""Where a job belongs: the page on which it is transferred, split, merged with others, and on which that is taken back."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath

from leeward.frontline.triage import desk, reasons
from leeward.record.terms.ids import JobId, ReportId
from leeward.web.kit import Markup, Onward, Page, Refused, allows, form, get, may, person, post, redirect, render
from leeward.web.telling import SOURCES, STATES, plain

MOVE = may("job.transfer")


class Transfer(msgspec.Struct, kw_only=True):
    """Where to, and why."""

    queue: Annotated[str, msgspec.Meta(title="a queue")]
    reason: Annotated[str, msgspec.Meta(title="a reason")]


class Split(msgspec.Struct, kw_only=True):
    """Which reports go, and why."""

    reason: Annotated[str, msgspec.Meta(title="a reason")]
    reports: Annotated[tuple[UUID, ...], msgspec.Meta(title="reports")] = ()


class Merge(msgspec.Struct, kw_only=True):
    """Which jobs come, and why."""

    jobs: Annotated[str, msgspec.Meta(title="the numbers of the other jobs", max_length=4_000)]
    reason: Annotated[str, msgspec.Meta(title="a reason")]


@get("/triage/{job:uuid}", guard=MOVE, include_in_schema=False)
def move(request: Page, job: FromPath[UUID]) -> Markup:
    """What can be done with where a job belongs."""
    state, who = request.app.state, person(request)
    with state.record.reading() as look:
        seen = desk.move_view(look, state.playbook(), who.id, JobId(job))
    return render(
        request, "triage/move.html", seen=seen, transfers=reasons.TRANSFER, splits=reasons.SPLIT, merges=reasons.MERGE,
        plain=plain, sources=SOURCES, states=STATES,
        other=request.query_params.get("with", ""), assigns=allows(who, "job.assign"),
        names={queue.code: queue.name for queue in state.playbook().queues},
    )  # fmt: skip


@post("/triage/{job:uuid}/transfer", guard=MOVE, include_in_schema=False)
def transfer(request: Page, job: FromPath[UUID]) -> Onward:
    """Put it into another queue."""
    filled = form(request, Transfer)
    if filled.value is None:
        raise Refused("The transfer was not complete.", remedy="Choose a queue and a reason.")
    state, sent = request.app.state, filled.value
    moved = desk.transfer(state.record, state.playbook(), person(request).id, JobId(job), sent.queue, sent.reason)
    name = next((each.name for each in state.playbook().queues if each.code == moved.queue), plain(moved.queue))
    return redirect(request, f"/triage/{job}", notice=f"It is in {name} now. Its receipt and its clocks are the same.")


@post("/triage/{job:uuid}/split", guard=MOVE, include_in_schema=False)
def split(request: Page, job: FromPath[UUID]) -> Onward:
    """Make a job of its own of some of its reports."""
    filled = form(request, Split)
    if filled.value is None:
        raise Refused("The split was not complete.", remedy="Choose reports and a reason.")
    state, sent = request.app.state, filled.value
    chosen = [ReportId(each) for each in sent.reports]
    moved = desk.split(state.record, state.playbook(), person(request).id, JobId(job), chosen, sent.reason)
    told = f"Job {str(moved.part)[-8:]} holds them now. Each kept its clocks, and both jobs the earliest receipt."
    return redirect(request, f"/triage/{job}", notice=told)


@post("/triage/{job:uuid}/merge", guard=MOVE, include_in_schema=False)
def merge(request: Page, job: FromPath[UUID]) -> Onward:
    """Decide other jobs with this one."""
    filled = form(request, Merge)
    if filled.value is None:
        raise Refused("The merge was not complete.", remedy="Give the numbers of the other jobs and a reason.")
    state, sent = request.app.state, filled.value
    desk.merge(state.record, state.playbook(), person(request).id, JobId(job), _numbers(sent.jobs), sent.reason)
    return redirect(
        request, f"/triage/{job}", notice="They are decided together now, with the earliest receipt and the earliest due moment."
    )


@post("/triage/{job:uuid}/undo", guard=MOVE, include_in_schema=False)
def undo(request: Page, job: FromPath[UUID]) -> Onward:
    """Take the last of these back."""
    state = request.app.state
    desk.take_back(state.record, state.playbook(), person(request).id, JobId(job))
    return redirect(request, f"/triage/{job}", notice="Taken back.")


def _numbers(text: str) -> list[JobId]:
    """Numbers of jobs, apart by spaces, commas or lines; addresses of their pages do as well."""
    found = []
    for part in text.replace(",", " ").split():
        try:
            found.append(JobId(UUID(part.rstrip("/").rpartition("/")[2])))
        except ValueError:
            raise Refused(f"{part} is not the number of a job.", remedy="Copy it from the address of its page.") from None
    return found


ROUTES = [move, transfer, split, merge, undo]
