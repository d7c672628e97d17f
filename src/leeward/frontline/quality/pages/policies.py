"""Policies at the gate: who has read which version, whether people agree by it, and saying that one has read it (Q32)."""

from litestar.params import FromPath

from leeward.frontline.quality.desk import reading
from leeward.web.kit import Markup, Onward, Page, allows, get, may, person, post, redirect, render

LOOK = may("quality.look")


@get("/quality/policies", guard=LOOK, include_in_schema=False)
def policies(request: Page) -> Markup:
    """Every policy with what it lacks; for whoever may not see others' figures only those they work by."""
    who = person(request)
    with request.app.state.record.reading() as look:
        found = reading.gates(look, request.app.state.playbook(), who.id)
    everybody = allows(who, "quality.view")
    shown = [each for each in found if everybody or each.mine]
    return render(request, "quality/policies.html", policies=shown, everybody=everybody)


@post("/quality/policies/{clause:str}/acknowledge", guard=LOOK, include_in_schema=False)
def acknowledge(request: Page, clause: FromPath[str]) -> Onward:
    """Say that one has read it as it stands."""
    state = request.app.state
    fresh = reading.acknowledge(state.record, state.playbook(), person(request).id, clause)
    return redirect(request, "/quality/policies", notice="Noted." if fresh else "You had said so before.")


ROUTES = [policies, acknowledge]
