"""What waits past its start-by, for those who can do something about it, and how much work there is for whom."""

from leeward.frontline.triage import desk
from leeward.frontline.triage.views import LateLine
from leeward.web.kit import Markup, Page, Place, csv_of, get, may, person, render

MOST = 200
EXPORTED = tuple((name, name.replace("_", " ")) for name in LateLine.__struct_fields__)


@get("/late", guard=may("job.assign"), place=Place("Front line", "Late", order=22), include_in_schema=False)
def late(request: Page) -> Markup:
    """Jobs of which it was said that they wait past their start-by, the longest first."""
    playbook = request.app.state.playbook()
    with request.app.state.record.reading() as look:
        found = desk.late(look, playbook, person(request).id, limit=MOST + 1)
    if request.query_params.get("format") == "csv":
        return csv_of([{name: getattr(line, name) for name, _ in EXPORTED} for line in found], EXPORTED, "late")
    queues = {queue.code: queue for queue in playbook.queues}
    return render(request, "triage/late.html", rows=found[:MOST], more=len(found) > MOST, queues=queues)


@get("/load", guard=may("operations.view"), include_in_schema=False)
def load(request: Page) -> Markup:
    """How much work there is by queue and by group of people: jobs, never persons."""
    playbook = request.app.state.playbook()
    with request.app.state.record.reading() as look:
        queues, groups = desk.load(look, playbook)
    names = {queue.code: queue.name for queue in playbook.queues}
    small = playbook.limits.wellness.small_cell
    return render(request, "triage/load.html", queues=queues, groups=groups, names=names, small=small, most=MOST)


ROUTES = [late, load]
