"""Taking an appeal in by hand, for somebody who wrote or called; and withdrawing it for them."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath

from leeward.frontline.appeals import desk
from leeward.frontline.appeals.described import AppealIn
from leeward.frontline.appeals.refusals import Inadmissible, KeyUsed, NoSuch, TextNotTaken
from leeward.record.errors import LeewardError
from leeward.record.terms.appeal import Appellant
from leeward.record.terms.code import SourceCode
from leeward.record.terms.ids import AppealId, new_id
from leeward.web.kit import Form, Markup, Onward, Page, blank, form, get, may, person, post, redirect, render

DOOR = SourceCode("console")
CREATE = may("appeal.create")
WHO = (
    (Appellant.RECIPIENT, "Whom the decision restricts"),
    (Appellant.NOTIFIER, "Who reported it and was turned down"),
)


class New(msgspec.Struct, kw_only=True):
    """An appeal as a lead enters it."""

    appellant: Annotated[Appellant, msgspec.Meta(title="who appeals", extra={"problem": "Choose who appeals."})]
    id: Annotated[str, msgspec.Meta(max_length=80, title="the form's number")]
    decision: Annotated[UUID | None, msgspec.Meta(title="a decision", extra={"problem": "This is no decision's number."})] = None
    report: Annotated[UUID | None, msgspec.Meta(title="a report", extra={"problem": "This is no report's number."})] = None
    language: Annotated[str | None, msgspec.Meta(max_length=20, title="a language")] = None
    text: str | None = None


class Why(msgspec.Struct, kw_only=True):
    """A reason."""

    reason: Annotated[str, msgspec.Meta(title="a reason")]


@get("/appeals/new", guard=CREATE, include_in_schema=False)
def new(request: Page) -> Markup:
    """The form for an appeal that came by letter, call or mail."""
    asked = request.query_params
    return _form(request, blank(New, decision=asked.get("decision", ""), report=asked.get("report", ""), id=str(new_id())))


@post("/appeals/new", guard=CREATE, include_in_schema=False)
def lodge(request: Page) -> Onward | Markup:
    """Take it in."""
    filled = form(request, New)
    if filled.value is None:
        return _form(request, filled, status=422)
    arrival = msgspec.convert(msgspec.to_builtins(filled.value, builtin_types=(UUID,)), AppealIn)
    state = request.app.state
    try:
        taken = desk.lodge(state.record, state.playbook(), arrival, door=DOOR, actor=person(request).id)
    except (Inadmissible, NoSuch, KeyUsed, TextNotTaken) as refused:
        field = "text" if isinstance(refused, TextNotTaken) else "decision" if arrival.decision else "report"
        return _form(request, filled.refuse(field, _said(refused)), status=422)
    return redirect(request, f"/appeals/{taken.id}", notice="It is taken in. Somebody who did not decide hears it.")


@post("/appeals/{appeal:uuid}/withdraw", guard=CREATE, include_in_schema=False)
def withdraw(request: Page, appeal: FromPath[UUID]) -> Onward:
    """Whoever appealed asks no longer."""
    filled = form(request, Why)
    reason = filled.value.reason if filled.value else ""
    desk.withdraw(request.app.state.record, person(request).id, AppealId(appeal), reason)
    return redirect(request, f"/appeals/{appeal}", notice="Withdrawn. They may appeal again while it is open.")


def _form(request: Page, filled: Form[New], status: int = 200) -> Markup:
    return render(request, "appeals/new.html", status=status, filled=filled, who=WHO)


def _said(refused: LeewardError) -> str:
    title = (type(refused).__doc__ or "").strip().splitlines()[0]
    return f"{title} {refused.detail} {refused.remedy}".strip()


ROUTES = [new, lodge, withdraw]
