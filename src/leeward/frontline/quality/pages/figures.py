"""The figures as pages: quality at a glance, scorecards of people and rules, findings and what is done about them."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from leeward.frontline.quality import desk
from leeward.frontline.quality.desk import measuring
from leeward.frontline.quality.pages.path import told
from leeward.record.terms.ids import CheckId, PersonId
from leeward.record.terms.moment import now
from leeward.web.kit import (
    Markup,
    Onward,
    Page,
    Place,
    allows,
    csv_of,
    form,
    get,
    may,
    person,
    post,
    redirect,
    render,
)
from leeward.web.telling import VERDICTS, plain

VIEW, OWN = may("quality.view"), may("quality.look")
DAYS = (7, 30, 90)
GRADES = {"critical": "critical: a grave violation was missed", "major": "major: the verdict was wrong", "minor": "minor"}
SEATS = {"first": "the decision", "peer": "peer", "expert": "expert", "pair": "second expert", "dispute": "expert on the dispute"}
SAMPLE = ("plan", "queue", "clause", "language", "source", "left_up", "automated", "size", "planned", "achieved", "right_ones")


class Cause(msgspec.Struct, kw_only=True):
    """Why a decision was wrong."""

    cause: Annotated[str, msgspec.Meta(title="a cause")]


class Objection(msgspec.Struct, kw_only=True):
    """Why somebody sees it differently."""

    why: str = ""


@get("/quality", guard=VIEW, place=Place("Front line", "Quality", order=27), include_in_schema=False)
def overview(request: Page) -> Markup | Response[str]:
    """How right decisions are, how far people agree, what was sampled, who parts from the rest."""
    days = _days(request)
    with request.app.state.record.reading() as look:
        seen = measuring.overview(look, now(), days)
    if request.query_params.get("format") == "csv":
        rows = [msgspec.to_builtins(each) for each in seen.samples]
        return csv_of(rows, tuple((name, name.replace("_", " ")) for name in SAMPLE), "samples")
    plans = {plan.code: plan for plan in request.app.state.playbook().quality.plan}
    return render(request, "quality/overview.html", seen=seen, days_=DAYS, plans=plans, plain=plain, seats=SEATS)


@get("/quality/people", guard=VIEW, include_in_schema=False)
def people(request: Page) -> Markup:
    """The scorecards of everybody whose decisions were checked."""
    days = _days(request)
    with request.app.state.record.reading() as look:
        lines = measuring.cards(look, now(), days)
    return render(request, "quality/people.html", lines=lines, days=days, days_=DAYS)


@get("/quality/people/{who:uuid}", guard=VIEW, include_in_schema=False)
def card(request: Page, who: FromPath[UUID]) -> Markup:
    """Somebody's scorecard."""
    return _card(request, PersonId(who), mine=False)


@get("/quality/me", guard=OWN, place=Place("Front line", "My quality", order=28), include_in_schema=False)
def mine(request: Page) -> Markup:
    """One's own scorecard: nobody else's."""
    return _card(request, person(request).id, mine=True)


@get("/quality/rules", guard=VIEW, include_in_schema=False)
def rules(request: Page) -> Markup:
    """The scorecards of rules: how often what they pointed at was a violation, where somebody checked."""
    days = _days(request)
    with request.app.state.record.reading() as look:
        lines = measuring.rules(look, now(), days)
    return render(request, "quality/rules.html", lines=lines, days=days, days_=DAYS)


@get("/quality/findings/{check:uuid}", guard=OWN, include_in_schema=False)
def finding(request: Page, check: FromPath[UUID]) -> Markup:
    """A finding: what was decided, what others found, how it ended. For whoever decided, and for who sees all of them."""
    who, playbook = person(request), request.app.state.playbook()
    with request.app.state.record.reading() as look:
        seen = desk.finding(look, playbook, who.id, CheckId(check), everybody=allows(who, "quality.view"))
    made = seen.decision
    return render(
        request, "quality/finding.html", seen=seen, check=seen.check, verdicts=VERDICTS, grades=GRADES, seats=SEATS, plain=plain,
        before=told(playbook, made.clause, made.path) if made else (),
        ways=[(each, told(playbook, each.clause, each.path)) for each in seen.looks], causes=playbook.quality.cause,
        may_name=allows(who, "quality.judge"),
    )  # fmt: skip


@post("/quality/findings/{check:uuid}/dispute", guard=OWN, include_in_schema=False)
def dispute(request: Page, check: FromPath[UUID]) -> Onward:
    """Disagree with the finding on one's own decision."""
    filled = form(request, Objection)
    why = filled.value.why if filled.value else ""
    desk.dispute(request.app.state.record, request.app.state.playbook(), person(request).id, CheckId(check), why)
    return redirect(request, f"/quality/findings/{check}", notice="Another expert looks at it, who has not seen it.")


@post("/quality/findings/{check:uuid}/cause", guard=may("quality.judge"), include_in_schema=False)
def cause(request: Page, check: FromPath[UUID]) -> Onward:
    """Say why it was wrong."""
    filled = form(request, Cause)
    chosen = filled.value.cause if filled.value else ""
    desk.name_cause(request.app.state.record, request.app.state.playbook(), person(request).id, CheckId(check), chosen)
    return redirect(request, f"/quality/findings/{check}", notice="Noted.")


@post("/quality/findings/{check:uuid}/objection", guard=may("quality.judge"), status_code=200, include_in_schema=False)
def objection(request: Page, check: FromPath[UUID]) -> Response[Any]:
    """What whoever decided wrote against it; that it was read is a fact."""
    text = desk.objection(request.app.state.record, person(request).id, CheckId(check))
    part = {"label": "What whoever decided says", "text": text or "This text was erased."}
    return Response({"parts": [part]}, media_type="application/json")


def _card(request: Page, who: PersonId, *, mine: bool) -> Markup:
    days = _days(request)
    with request.app.state.record.reading() as look:
        seen = measuring.card(look, now(), days, who)
    return render(request, "quality/card.html", seen=seen, mine=mine, days_=DAYS, verdicts=VERDICTS, grades=GRADES, plain=plain)


def _days(request: Page) -> int:
    asked = str(request.query_params.get("days", ""))
    return int(asked) if asked.isdecimal() and int(asked) in DAYS else 30


ROUTES = [overview, people, card, mine, rules, finding, dispute, cause, objection]
