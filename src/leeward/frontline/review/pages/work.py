"""My work: what is in my hand, what is due by it, what I did, and my own exposure. Nobody else's."""

from typing import Any
from uuid import UUID

from litestar import Request

from leeward.frontline.review import desk
from leeward.frontline.review.pages.calm import Resting, back_to_hand, calmly, playbook_of, record_of
from leeward.record.terms.severity import Severity
from leeward.web.kit import Markup, Onward, Page, Place, allows, get, may, person, post, redirect, render
from leeward.web.site import Due
from leeward.web.telling import VERDICTS, plain

CLAIM = may("job.claim")


@get("/work", guard=CLAIM, place=Place("Front line", "My work", key="w", order=10), include_in_schema=False)
def work(request: Page) -> Markup:
    """What I hold, what comes next, what I decided."""
    playbook = playbook_of(request)
    with calmly(), record_of(request).reading() as look:
        mine = desk.my_work(look, playbook, person(request).id)
        given = desk.given_to(look, person(request).id)
    decided = request.query_params.get("decided", "")
    fresh = next((each for each in mine.decisions if each.undo and str(each.id) == decided), None)
    names = {queue.code: queue.name for queue in playbook.queues}
    return render(request, "review/work.html", mine=mine, given=given, fresh=fresh, names=names, verdicts=VERDICTS, plain=plain)


@post("/work/next", guard=CLAIM, include_in_schema=False)
def take_next(request: Page) -> Onward:
    """The most urgent job that is for me."""
    return _take(request, None, "There is nothing for you now. What comes in next, comes here.")


@post("/work/lighter", guard=CLAIM, include_in_schema=False)
def take_lighter(request: Page) -> Onward:
    """The most urgent job for me that is less grave than severe."""
    return _take(request, Severity.SEVERE, "There is no lighter work for you now. A break would be as good.")


def _take(request: Page, below: Severity | None, nothing: str) -> Onward:
    try:
        with calmly():
            claim = desk.claim_next(record_of(request), playbook_of(request), person(request).id, below=below)
    except Resting:
        return redirect(request, "/wellness", notice="You take a break. Come back when you are ready.")
    if claim is None:
        return redirect(request, "/work", notice=nothing)
    if claim.again:
        return back_to_hand(request)
    with record_of(request).reading() as look:
        told = desk.warning(look, playbook_of(request), person(request).id, claim.job)
    return redirect(request, f"/jobs/{claim.job}", notice=told, tone="attention")


def ribbon(request: Request[Any, Any, Any]) -> list[Due]:
    """What is due by the hand of whoever looks: the job they hold, by its lease and its legal clock."""
    who = person(request)
    if not allows(who, "job.claim"):
        return []
    with record_of(request).reading() as look:
        held = desk.in_my_hand(look, who.id)
    if held is None:
        return []
    due = min(moment for moment in (held.lease_until, held.legal_due) if moment is not None)
    return [Due(text="your job", href=f"/jobs/{UUID(str(held.id))}", due=due, late=held.late)]


ROUTES = [work, take_next, take_lighter]
