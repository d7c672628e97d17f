"""What a notice lacked arrived another way, by letter or telephone: somebody who works here writes that down."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath

from leeward.frontline.intake import desk
from leeward.frontline.intake.arrival import Supplement
from leeward.frontline.intake.pages.public import playbook_of, record_of
from leeward.playbook.vocabulary import ELEMENTS
from leeward.record.terms.code import SourceCode
from leeward.record.terms.ids import ReportId
from leeward.web.kit import Form, Markup, Onward, Page, blank, form, get, may, person, post, redirect, render

DOOR = SourceCode("console")
ARRIVED = may("clock.meet")


class Arrived(msgspec.Struct, kw_only=True):
    """What arrived, and how."""

    elements: Annotated[tuple[str, ...], msgspec.Meta(title="what arrived")] = ()
    text: str | None = None


@get("/notices/{report:uuid}", guard=ARRIVED, include_in_schema=False)
def show(request: Page, report: FromPath[UUID]) -> Markup:
    """What a notice lacks, to be ticked off."""
    return _page(request, ReportId(report), blank(Arrived))


@post("/notices/{report:uuid}", guard=ARRIVED, include_in_schema=False)
def write_down(request: Page, report: FromPath[UUID]) -> Onward | Markup:
    """It arrived."""
    filled, record, playbook = form(request, Arrived), record_of(request), playbook_of(request)
    elements = tuple(each for each in filled.value.elements if each in ELEMENTS) if filled.value else ()
    text, who = filled.value.text if filled.value else None, person(request).id
    if not elements:
        filled = filled.refuse("elements", "Choose what arrived.")
    elif (problem := desk.unfit(record, playbook, text, door=DOOR, actor=who)) is not None:
        filled = filled.refuse("text", problem.message)
    if filled.value is None:
        return _page(request, ReportId(report), filled, status=422)
    after = desk.supplement(record, playbook, [ReportId(report)], Supplement(elements=elements, text=text), actor=who)
    whole = all(each.valid for each in after[ReportId(report)])
    told = "The notice is complete; its clocks count from its receipt." if whole else "Written down. Something is still missing."
    return redirect(request, f"/reports/{report}", notice=told)


def _page(request: Page, report: ReportId, filled: Form[Arrived], status: int = 200) -> Markup:
    with record_of(request).reading() as look:
        lacks = desk.missing_of(look, report)
    options = {name: ELEMENTS[name] for each in lacks for name in each.missing if name in ELEMENTS}
    return render(
        request, "intake/arrived.html", status=status, report=report, lacks=lacks, options=tuple(options.items()), filled=filled
    )


ROUTES = [show, write_down]
