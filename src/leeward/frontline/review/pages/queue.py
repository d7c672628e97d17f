"""Queues: all of them in one table, and one in its order of work."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from leeward.frontline.review import desk, views
from leeward.frontline.review.pages.calm import calmly, playbook_of, record_of
from leeward.playbook.model import Playbook, Queue
from leeward.record.terms.ids import JobId
from leeward.record.terms.report import JobState
from leeward.record.terms.severity import Severity
from leeward.web.kit import Markup, NotHere, Page, Place, csv_of, get, may, person, render
from leeward.web.telling import plain

VIEW = may("queue.view")
_EXPORT = 1_000


@get("/queues", guard=VIEW, place=Place("Front line", "Queues", key="q", order=20), include_in_schema=False)
def queues(request: Page) -> Markup:
    """Every queue of the playbook, and what waits in it."""
    playbook = playbook_of(request)
    with record_of(request).reading() as look:
        lines = {line.queue: line for line in desk.queue_lines(look)}
    return render(request, "review/queues.html", queues=playbook.queues, lines=lines)


@get("/queues/{code:str}", guard=VIEW, include_in_schema=False)
def queue(request: Page, code: FromPath[str]) -> Markup | Response[str]:
    """One queue in its order of work."""
    playbook = playbook_of(request)
    found = _queue(playbook, code)
    asked = request.query_params
    severity, language = _severity(asked.get("severity", "")), asked.get("language", "") or None
    after = _cursor(asked.get("after", ""))
    size = _EXPORT if asked.get("format") == "csv" else 50
    with calmly(), record_of(request).reading() as look:
        seen = desk.queue_view(look, found.code)
        page = desk.queue_page(look, found.code, after=after, language=language, from_severity=severity, size=size)
        show = asked.get("show", "") if asked.get("show") in _STATES else ""
        others = desk.waiting(look, playbook, person(request).id, _STATES[show], found.code) if show else ()
    if asked.get("format") == "csv":
        return _export(found, page)
    return render(
        request,
        "review/queue.html",
        queue=found,
        seen=seen,
        page=page,
        others=others,
        show=show,
        further=_written(page.further) if page.further else "",
        after=asked.get("after", ""),
        severity=int(severity),
        language=language or "",
        languages=sorted({count.language for count in seen.counts}),
        plain=plain,
    )


@get("/queues/{code:str}/next", guard=VIEW, include_in_schema=False)
def ahead(request: Page, code: FromPath[str]) -> Markup:
    """What is next in a queue, and why; and why it is not mine, as far as that is mine to know."""
    playbook = playbook_of(request)
    found = _queue(playbook, code)
    with calmly(), record_of(request).reading() as look:
        seen = desk.next_in(look, playbook, person(request).id, found.code)
    return render(request, "review/next.html", queue=found, seen=seen, plain=plain)


_STATES = {"assigned": JobState.ASSIGNED, "claimed": JobState.CLAIMED, "held": JobState.HELD, "escalated": JobState.ESCALATED}


def _queue(playbook: Playbook, code: str) -> Queue:
    for queue in playbook.queues:
        if queue.code == code:
            return queue
    raise NotHere(f"There is no queue {code}.", remedy="All queues: /queues.")


def _severity(text: str) -> Severity:
    return Severity(int(text)) if text in {"1", "2", "3", "4"} else Severity.MINOR


def _written(cursor: views.Cursor) -> str:
    return f"{int(cursor.severity)}~{int(cursor.overdue)}~{cursor.moment.isoformat()}~{cursor.id}"


def _cursor(text: str) -> views.Cursor | None:
    """A cursor from the address; one that was tampered with is the first page."""
    parts = text.split("~")
    try:
        severity, overdue, moment, job = parts
        at = datetime.fromisoformat(moment.replace(" ", "+"))
        return views.Cursor(severity=Severity(int(severity)), overdue=overdue == "1", moment=at, id=JobId(UUID(job)))
    except ValueError:
        return None


def _export(queue: Queue, page: views.QueuePage) -> Response[str]:
    """The first rows of the queue in its order of work, as CSV."""
    rows = [msgspec.structs.asdict(job) | {"severity": int(job.severity)} for job in page.jobs]
    heads = ("id", "severity", "start_by", "legal_due", "overdue", "language", "harm", "clauses", "reports", "received")
    return csv_of(rows, [(head, head.replace("_", " ")) for head in heads], str(queue.code))


ROUTES = [queues, queue, ahead]
