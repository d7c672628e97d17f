"""Deciding about misuse: none, a warning, a suspension; taking it back; hearing what is said against it; the contact."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from leeward.frontline.reporters import desk
from leeward.frontline.reporters.desk.deciding import Weighed
from leeward.frontline.reporters.pages.looking import playbook_of, record_of
from leeward.record.terms.ids import ReporterId, ReportId
from leeward.web.kit import Onward, Page, Refused, form, may, person, post, redirect, session

DECIDE = may("reporter.decide")


class Why(msgspec.Struct, kw_only=True):
    """A reason."""

    reason: Annotated[str, msgspec.Meta(title="a reason")]


class Found(msgspec.Struct, kw_only=True):
    """What a person found; ``days`` only for a suspension."""

    unfounded: Annotated[tuple[UUID, ...], msgspec.Meta(title="the reports that are manifestly unfounded")] = ()
    gravity: Annotated[str, msgspec.Meta(title="how grave it is")]
    intent: Annotated[str, msgspec.Meta(title="whether it was meant")]
    days: Annotated[int, msgspec.Meta(title="a number of days")] = 0


@post("/reporters/{reporter:uuid}/dismiss", guard=DECIDE, include_in_schema=False)
def dismiss(request: Page, reporter: FromPath[UUID]) -> Onward:
    """It is no misuse."""
    desk.dismiss(record_of(request), playbook_of(request), _person(request), ReporterId(reporter), _reason(request))
    return redirect(request, f"/reporters/{reporter}", notice="Written down: no misuse.")


@post("/reporters/{reporter:uuid}/warn", guard=DECIDE, include_in_schema=False)
def warn(request: Page, reporter: FromPath[UUID]) -> Onward:
    """Warn them."""
    weighed, _ = _weighed(request)
    until = desk.warn(record_of(request), playbook_of(request), _person(request), ReporterId(reporter), weighed)
    return redirect(request, f"/reporters/{reporter}", notice=f"Warned. It counts until {until:%Y-%m-%d}; pass on what it says.")


@post("/reporters/{reporter:uuid}/suspend", guard=DECIDE, include_in_schema=False)
def suspend(request: Page, reporter: FromPath[UUID]) -> Onward:
    """Suspend the processing of their reports for a time."""
    weighed, days = _weighed(request)
    until = desk.suspend(record_of(request), playbook_of(request), _person(request), ReporterId(reporter), weighed, days)
    told = f"Suspended until {until:%Y-%m-%d}. What is severe or under a legal clock is looked at as before."
    return redirect(request, f"/reporters/{reporter}", notice=told)


@post("/reporters/{reporter:uuid}/lift", guard=DECIDE, include_in_schema=False)
def lift(request: Page, reporter: FromPath[UUID]) -> Onward:
    """Take it back."""
    desk.lift(record_of(request), _person(request), ReporterId(reporter), _reason(request))
    return redirect(request, f"/reporters/{reporter}", notice="Lifted. What waited is open again.")


@post("/reporters/{reporter:uuid}/hear", guard=DECIDE, include_in_schema=False)
def hear(request: Page, reporter: FromPath[UUID]) -> Onward:
    """Decide on what is said against it."""
    stands = desk.hear(record_of(request), _person(request), ReporterId(reporter), _reason(request))
    told = "It stands." if stands else "Lifted. What waited is open again."
    return redirect(request, f"/reporters/{reporter}", notice=told)


@post("/reporters/{reporter:uuid}/contact", guard=may("reporter.contact"), status_code=200, include_in_schema=False)
def contact(request: Page, reporter: FromPath[UUID]) -> Response[Any]:
    """How they can be reached, from the vault; that it was read, by whom and why, is a fact."""
    found = desk.contact(record_of(request), person(request).id, ReporterId(reporter))
    parts = [{"label": "Contact", "text": found or "They left none, or it was erased."}]
    return Response({"parts": parts}, media_type="application/json")


def _weighed(request: Page) -> tuple[Weighed, int]:
    filled = form(request, Found)
    if filled.value is None:
        raise Refused(" ".join(filled.problems.values()), remedy="Go back; nothing was decided.")
    sent = filled.value
    unfounded = tuple(ReportId(each) for each in sent.unfounded)
    return Weighed(unfounded=unfounded, gravity=sent.gravity, intent=sent.intent), sent.days


def _reason(request: Page) -> str:
    filled = form(request, Why)
    return filled.value.reason if filled.value else ""


def _person(request: Page) -> Any:
    """Who decides: a person who is signed in, never a program with a key."""
    if session(request) is None:
        raise Refused("A person decides about a reporter, in the console.", remedy="Sign in and open them.")
    return person(request).id


ROUTES = [dismiss, warn, suspend, lift, hear, contact]
