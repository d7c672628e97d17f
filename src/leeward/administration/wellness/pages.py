"""The pages of wellness: my own, the wellness lead's, and what everybody may know of how the house is doing."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar.params import FromPath

from leeward.administration.wellness import desk, refusals
from leeward.playbook import viewing
from leeward.playbook.model import Playbook
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import PersonId
from leeward.web import faults
from leeward.web.kit import Form, Markup, Onward, Page, Place, Refused, form, get, may, person, post, redirect, render, signed_in

faults.STATUS.update(refusals.STATUS)

VIEW = may("wellness.view")
STEP_WORDS = ("under a quarter", "to half", "to four fifths", "to the limit", "at or over it")


class OptOuts(msgspec.Struct, kw_only=True):
    """What somebody does not work on."""

    harms: tuple[str, ...] = ()


class Break(msgspec.Struct, kw_only=True):
    """A break."""

    minutes: Annotated[int, msgspec.Meta(ge=1, title="how many minutes")] = 15


class Chosen(msgspec.Struct, kw_only=True):
    """How things are shown."""

    veil: str
    greyscale: str
    blur: str
    mute: str
    autoplay: str
    calm: str


@get("/wellness", guard=signed_in, place=Place("Front line", "My wellbeing", key="y", order=15), include_in_schema=False)
def mine(request: Page) -> Markup:
    """How I am doing: mine alone, and the wellness lead's."""
    return _mine(request)


@post("/wellness/opt-outs", guard=signed_in, include_in_schema=False)
def opt_out(request: Page) -> Onward:
    """What I do not work on; nobody asks why."""
    filled = form(request, OptOuts)
    chosen = desk.opt_out(_record(request), _playbook(request), person(request).id, filled.value.harms if filled.value else ())
    told = "Kept. Nothing of that comes to you from now on." if chosen else "Kept. You opted out of nothing."
    return redirect(request, "/wellness", notice=told)


@post("/wellness/break", guard=signed_in, include_in_schema=False)
def take_break(request: Page) -> Markup | Onward:
    """I take a break; what I hold goes back."""
    filled = form(request, Break)
    if filled.value is None:
        return _mine(request, filled=filled, status=422)
    try:
        desk.take_break(_record(request), _playbook(request), person(request).id, filled.value.minutes)
    except refusals.BreakTooLong as refused:
        return _mine(request, filled=filled.refuse("minutes", refused.remedy), status=422)
    return redirect(
        request, "/wellness", notice="Nothing comes to you now. What you held is back in its queue and keeps its place."
    )


@post("/wellness/break/end", guard=signed_in, include_in_schema=False)
def end_break(request: Page) -> Onward:
    """I am back."""
    desk.end_break(_record(request), person(request).id)
    return redirect(request, "/wellness", notice="Welcome back.")


@post("/wellness/viewing", guard=signed_in, include_in_schema=False)
def view_as(request: Page) -> Onward:
    """How text and pictures are shown to me."""
    filled = form(request, Chosen)
    if filled.value is None or not desk.show_as(_record(request), person(request).id, msgspec.structs.asdict(filled.value)):
        raise Refused("There is no such choice.", remedy="Choose one of those on the page.")
    return redirect(request, "/wellness", notice="Kept.")


@get("/wellness/people", guard=VIEW, place=Place("Administration", "Wellbeing", order=20), include_in_schema=False)
def everybody(request: Page) -> Markup:
    """Each person, for the wellness lead."""
    lines = desk.everybody(_record(request), _playbook(request), person(request).id)
    return render(request, "wellness/people.html", lines=lines)


@get("/wellness/people/{colleague:uuid}", guard=VIEW, include_in_schema=False)
def one(request: Page, colleague: FromPath[UUID]) -> Markup:
    """One person, for the wellness lead."""
    playbook = _playbook(request)
    seen = desk.seen_by(_record(request), playbook, person(request).id, PersonId(colleague))
    context: dict[str, Any] = {"seen": seen, "most": _most(seen), "harms": _names(playbook), "warn_at": playbook.limits.warn_at}
    return render(request, "wellness/person.html", **context)


@get(
    "/wellness/house",
    guard=may("operations.view"),
    place=Place("Operations", "Load on people", key="x", order=20),
    include_in_schema=False,
)
def house(request: Page) -> Markup:
    """How many people are how near to which limit; no name, and no number about few."""
    with _record(request).reading() as look:
        seen = desk.house(look, _playbook(request))
    return render(request, "wellness/house.html", seen=seen, heads=STEP_WORDS)


def _record(request: Page) -> Record:
    found: Record = request.app.state.record
    return found


def _playbook(request: Page) -> Playbook:
    found: Playbook = request.app.state.playbook()
    return found


def _mine(request: Page, *, filled: Form[Any] | None = None, status: int = 200) -> Markup:
    who, playbook = person(request), _playbook(request)
    with _record(request).reading() as look:
        seen = desk.mine(look, playbook, who.id)
    care = playbook.limits.wellness
    context: dict[str, Any] = {
        "seen": seen,
        "most": _most(seen),
        "care": care,
        "families": _families(playbook),
        "shown": viewing.shown(care.viewing, who.preferences),
        "blurs": [(step, "not at all" if step == "0" else f"{step} %") for step in viewing.CHOICES["blur"]],
        "warn_at": playbook.limits.warn_at,
        "filled": filled,
    }
    return render(request, "wellness/mine.html", status=status, **context)


def _most(seen: Any) -> int:
    """The longest day, for the bars."""
    return max((sum(day.seconds) for day in seen.days), default=0)


def _families(playbook: Playbook) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Family, its name, and its classes with their names."""
    names = _names(playbook)
    return [
        (family, names.get(family, _plain(family)), [(code, names[code]) for code in codes if code != family])
        for family, codes in desk.families(playbook).items()
    ]


def _names(playbook: Playbook) -> dict[str, str]:
    return {
        **{family: _plain(family) for family in desk.families(playbook)},
        **{str(harm.code): harm.name for harm in playbook.harms.values()},
    }


def _plain(code: str) -> str:
    return code.replace("_", " ").capitalize()


ROUTES = [mine, opt_out, take_break, end_break, view_as, everybody, one, house]
