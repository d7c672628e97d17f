"""Finding by number: a job, a report, a decision, a fact."""

from uuid import UUID

from leeward.frontline.review import desk
from leeward.frontline.review.pages.calm import record_of
from leeward.web.kit import Markup, Onward, Page, get, may, redirect, render


@get("/find", guard=may("queue.view"), include_in_schema=False)
def find(request: Page) -> Markup | Onward:
    """Go to what has this number; where nothing has it, say so."""
    asked = request.query_params.get("q", "").strip()
    try:
        number = UUID(asked)
    except ValueError:
        return render(request, "review/find.html", asked=asked)
    with record_of(request).reading() as look:
        place = desk.place_of(look, number)
    return render(request, "review/find.html", asked=asked) if place is None else redirect(request, place)


ROUTES = [find]
