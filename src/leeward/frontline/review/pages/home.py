"""The operations home: backlog, oldest, clocks due, throughput, how decisions ended. And the way in."""

from leeward.frontline.review import desk
from leeward.frontline.review.pages.calm import calmly, playbook_of, record_of
from leeward.web.kit import Markup, Onward, Page, Place, allows, get, may, person, redirect, render, signed_in
from leeward.web.telling import VERDICTS


@get("/", guard=signed_in, include_in_schema=False)
def home(request: Page) -> Onward:
    """Everybody lands where their work is."""
    who = person(request)
    for action, href in (("operations.view", "/operations"), ("job.claim", "/work"), ("people.view", "/people")):
        if allows(who, action):
            return redirect(request, href)
    return redirect(request, "/people/me")


@get("/operations", guard=may("operations.view"), place=Place("Operations", "Today", key="o", order=10), include_in_schema=False)
def operations(request: Page) -> Markup:
    """How the operation stands now."""
    playbook = playbook_of(request)
    with calmly(), record_of(request).reading() as look:
        seen = desk.operations(look, playbook, person(request).id)
    names = {queue.code: queue.name for queue in playbook.queues}
    most = max((line.open for line in seen.queues), default=0)
    return render(request, "review/operations.html", seen=seen, names=names, most=most, verdicts=VERDICTS)


ROUTES = [home, operations]
