"""How many labels for a half-width of x, and what so many labels give."""

from typing import Annotated

import msgspec

from leeward.insights.prevalence.pages.asking import DESIGNS, VIEW
from leeward.insights.prevalence.planning import Aim, labels_for, plan
from leeward.record.terms.prevalence import Design
from leeward.web.kit import Markup, Page, Place, blank, form, get, render

STEPS = (500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)


class Asked(msgspec.Struct, kw_only=True):
    """What is to be known. Shares are in per cent, as people write them."""

    expected: Annotated[
        float,
        msgspec.Meta(
            gt=0, lt=100, title="the share you expect", extra={"problem": "A share is a number between 0 and 100, in per cent."}
        ),
    ]
    half: Annotated[
        float,
        msgspec.Meta(
            gt=0, lt=100, title="a half-width", extra={"problem": "A half-width is a number above 0, in percentage points."}
        ),
    ]
    auc: Annotated[
        float,
        msgspec.Meta(ge=0.5, lt=1, title="how well the score tells", extra={"problem": "It is a number from 0.5 to below 1."}),
    ] = 0.9
    sensitivity: Annotated[
        float,
        msgspec.Meta(
            gt=0, le=100, title="what labels find", extra={"problem": "A share is a number above 0 and up to 100, in per cent."}
        ),
    ] = 95.0
    false: Annotated[
        float,
        msgspec.Meta(
            ge=0, lt=100, title="false alarms", extra={"problem": "A share is a number from 0 to below 100, in per cent."}
        ),
    ] = 0.0


@get("/prevalence/plan", guard=VIEW, place=Place("Insights", "Plan a sample", order=31), include_in_schema=False)
def plan_page(request: Page) -> Markup:
    """Labels for a half-width, design beside design."""
    filled = form(request, Asked) if "expected" in request.query_params else blank(Asked, expected=0.17, half=0.05)
    asked = filled.value or (Asked(expected=0.17, half=0.05) if not filled.problems else None)
    aims: dict[Design, Aim] = {}
    if asked is not None:
        try:
            aims = {design: _aim(asked, design) for design in (Design.SIMPLE, Design.STRATIFIED)}
        except ValueError:
            filled = filled.refuse("sensitivity", "Labels have to find more of what violates than of what does not.")
    needed = {design: labels_for(aim, asked.half / 100) for design, aim in aims.items()} if asked else {}
    table = [(n, {design: plan(aim, n) for design, aim in aims.items()}) for n in STEPS] if aims else []
    return render(
        request, "prevalence/plan.html", status=422 if filled.problems else 200, filled=filled, asked=asked, needed=needed,
        table=table, designs=DESIGNS,
    )  # fmt: skip


def _aim(asked: Asked, design: Design) -> Aim:
    return Aim(
        expected=asked.expected / 100, design=design, auc=asked.auc, sensitivity=asked.sensitivity / 100, false=asked.false / 100
    )  # fmt: skip


ROUTES = [plan_page]
