"""Workload for programs: the same answers as the pages, as JSON."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from leeward.insights.workload import desk
from leeward.insights.workload.pages.asking import number_in, playbook_of, record_of
from leeward.record.terms.moment import now
from leeward.web.kit import Page, get, may


@get("/v1/workload", guard=may("workload.view"), include_in_schema=False)
def all_queues(request: Page) -> Response[bytes]:
    """Every queue: what waits, what comes tomorrow, the chance that any is late, people needed and there."""
    with record_of(request).reading() as look:
        lines = desk.overview(look, playbook_of(request), now())
    return _json({"queues": [{**msgspec.to_builtins(line), "state": line.state} for line in lines]})


@get("/v1/workload/{code:str}", guard=may("workload.view"), include_in_schema=False)
def one_queue(request: Page, code: FromPath[str]) -> Response[bytes]:
    """One queue by hour and day; ``?people=`` more or fewer, ``?volume=`` per cent more or less work."""
    people, volume = number_in(request, "people", 0.0, -50.0, 50.0), number_in(request, "volume", 0.0, -90.0, 400.0)
    with record_of(request).reading() as look:
        seen = desk.copes(look, playbook_of(request), code, now(), people=people, volume=1 + volume / 100)
    told = {
        "queue": seen.queue.code, "made": seen.foretold.made, "hours": seen.ahead.hours, "days": seen.ahead.days,
        "cases": seen.cases,
        "handling_minutes": seen.foretold.handling, "full_time": seen.full_time, "for_limits": seen.for_limits,
    }  # fmt: skip
    return _json(told)


@get("/v1/workload/{code:str}/jobs", guard=may("workload.view"), include_in_schema=False)
def jobs(request: Page, code: FromPath[str]) -> Response[bytes]:
    """What waits in a queue in the order in which it is served, each job with the chance that it begins too late."""
    with record_of(request).reading() as look:
        queue = desk.queue_of(playbook_of(request), code)
        seen = desk.likely_late(look, playbook_of(request), str(queue.code), now())
    return _json({"queue": queue.code, "jobs": seen})


def _json(value: Any) -> Response[bytes]:
    return Response(msgspec.json.encode(value), media_type="application/json")


API = [all_queues, one_queue, jobs]
"""For programs."""
