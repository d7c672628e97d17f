"""Logs of other people's queues: what the formulas say beside what happened."""

from litestar.params import FromPath

from leeward.insights.workload import desk, logs
from leeward.insights.workload.pages import drawing
from leeward.insights.workload.pages.asking import lake_of
from leeward.web.kit import Markup, Page, get, may, render

KINDS = {"calls": "a call centre", "incidents": "a service desk, by priority", "events": "a help desk's events"}


@get("/workload/logs", guard=may("workload.view"), include_in_schema=False)
def every(request: Page) -> Markup:
    """What was taken in."""
    return render(request, "workload/logs.html", logs=desk.logs(lake_of(request)), kinds=KINDS)


@get("/workload/logs/{name:str}", guard=may("workload.view"), include_in_schema=False)
def one(request: Page, name: FromPath[str]) -> Markup:
    """One log."""
    seen = desk.log_called(lake_of(request), name)
    drawn = (drawing.hours_of(seen), drawing.gone_of(seen), drawing.patience_of(seen)) if seen.hours else ()
    return render(request, "workload/log.html", seen=seen, kinds=KINDS, drawn=drawn, soon=int(logs.SOON))


LOGS = [every, one]
"""Logs."""
