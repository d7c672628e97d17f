"""Calibrations as pages: the list, one session with its rounds, and answering its items one after the other."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath

from leeward.frontline.quality import desk
from leeward.frontline.quality.desk import calibrating
from leeward.frontline.quality.pages.path import Path
from leeward.playbook.tree import steps_of
from leeward.record.terms.ids import CalibrationId
from leeward.web.kit import Markup, Onward, Page, Place, allows, form, get, is_swap, may, person, post, redirect, render
from leeward.web.prose import blocks
from leeward.web.telling import VERDICTS, plain

LOOK, MANAGE = may("quality.look"), may("quality.manage")


class Open(msgspec.Struct, kw_only=True):
    """Which set is answered."""

    set: Annotated[str, msgspec.Meta(title="a set")]


class Said(msgspec.Struct, kw_only=True):
    """An item, and the way through the questions."""

    item: str
    path: str = ""


@get("/quality/calibrations", guard=LOOK, place=Place("Front line", "Calibration", order=29), include_in_schema=False)
def calibrations(request: Page) -> Markup:
    """Sessions, the latest first, with the agreement before and after."""
    playbook = request.app.state.playbook()
    with request.app.state.record.reading() as look:
        found = calibrating.sessions(look)
    return render(request, "quality/calibrations.html", sessions=found, sets=playbook.golden, me_id=person(request).id)


@post("/quality/calibrations", guard=MANAGE, include_in_schema=False)
def begin(request: Page) -> Onward:
    """Ask everybody who is certified for a set's work to answer it."""
    filled = form(request, Open)
    code = filled.value.set if filled.value else ""
    state = request.app.state
    session = calibrating.open_calibration(state.record, state.playbook(), person(request).id, code)
    return redirect(request, f"/quality/calibrations/{session}", notice="It is open. Everybody certified for this work is asked.")


@get("/quality/calibrations/{session:uuid}", guard=LOOK, include_in_schema=False)
def show(request: Page, session: FromPath[UUID]) -> Markup:
    """One session: the next item to answer, and for who runs it how far all are. Keys and answers show when it is closed."""
    who, playbook = person(request), request.app.state.playbook()
    with request.app.state.record.reading() as look:
        found = calibrating.session_of(look, CalibrationId(session))
        given, changes = calibrating.answers_of(look, found.id), calibrating.changes_of(look, found.id)
        mine = {each.item for each in given if each.person == who.id and each.round is found.round}
        left = [item for item in found.items if item not in mine] if who.id in found.people and found.closed is None else []
        asked = request.query_params.get("item")
        chosen = asked if asked in found.items and allows(who, "quality.manage") else (left[0] if left else None)
        item = calibrating.item_of(look, playbook, found, chosen) if chosen else None
        names = desk.names(look, found.people)
        runs = allows(who, "quality.manage")
        shown = [calibrating.item_of(look, playbook, found, code) for code in found.items] if found.closed or runs else []
        both = calibrating.agreement_of(look, playbook, found)
    path = Path.read(request, playbook.policies[found.clause], item=item.item.code) if item else None
    template = "quality/answer.html" if is_swap(request) else "quality/calibration.html"
    return render(
        request, template, session=found, given=given, item=item, path=path, left=left, names=names, runs=runs, both=both,
        shown=shown, changes=changes, changing=bool(item) and asked == chosen and runs, plain=plain, verdicts=VERDICTS,
        policy=blocks(playbook.policies[found.clause].text), asked=who.id in found.people,
        done={round_: len({each.person for each in given if each.round == round_}) for round_ in ("before", "after")},
    )  # fmt: skip


@post("/quality/calibrations/{session:uuid}/answer", guard=LOOK, include_in_schema=False)
def answer(request: Page, session: FromPath[UUID]) -> Onward:
    """Answer an item."""
    item, path = _said(request)
    state = request.app.state
    calibrating.answer(state.record, state.playbook(), person(request).id, CalibrationId(session), item, steps_of(path))
    return redirect(request, f"/quality/calibrations/{session}")


@post("/quality/calibrations/{session:uuid}/key", guard=MANAGE, include_in_schema=False)
def change_key(request: Page, session: FromPath[UUID]) -> Onward:
    """Change the answer key of an item."""
    item, path = _said(request)
    state = request.app.state
    calibrating.change_key(state.record, state.playbook(), person(request).id, CalibrationId(session), item, steps_of(path))
    told = "The key is changed. Write it into the set's file too, so that it holds for everybody."
    return redirect(request, f"/quality/calibrations/{session}", notice=told)


@post("/quality/calibrations/{session:uuid}/discussed", guard=MANAGE, include_in_schema=False)
def discussed(request: Page, session: FromPath[UUID]) -> Onward:
    """All have talked; the second round is open."""
    calibrating.discussed(request.app.state.record, person(request).id, CalibrationId(session))
    return redirect(request, f"/quality/calibrations/{session}", notice="The second round is open.")


@post("/quality/calibrations/{session:uuid}/close", guard=MANAGE, include_in_schema=False)
def close(request: Page, session: FromPath[UUID]) -> Onward:
    """End it, with the agreement of both rounds."""
    state = request.app.state
    calibrating.close(state.record, state.playbook(), person(request).id, CalibrationId(session))
    return redirect(request, f"/quality/calibrations/{session}", notice="It is closed. The agreement is written down.")


def _said(request: Page) -> tuple[str, str]:
    filled = form(request, Said)
    return (filled.value.item, filled.value.path) if filled.value else ("", "")


ROUTES = [calibrations, begin, show, answer, change_key, discussed, close]
