"""One appeal: what was decided, what the policy says, what whoever appealed wrote; and the way through the questions again."""

from types import SimpleNamespace
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from leeward.frontline.appeals import desk, reasons
from leeward.frontline.appeals.pages.lodging import Why
from leeward.frontline.appeals.pages.path import Path, said
from leeward.frontline.appeals.views import AppealView
from leeward.frontline.appeals.wording import APPELLANTS, OUTCOMES, STATES
from leeward.playbook.model import Playbook
from leeward.playbook.tree import steps_of
from leeward.record.ledger.record import Record
from leeward.record.terms.code import ClauseCode, MeasureCode, is_code
from leeward.record.terms.ids import AppealId, PersonId
from leeward.record.terms.people import MACHINES
from leeward.web.kit import (
    Markup,
    Onward,
    Page,
    Refused,
    allows,
    form,
    get,
    is_swap,
    may,
    person,
    post,
    redirect,
    render,
    session,
)
from leeward.web.prose import blocks
from leeward.web.telling import VERDICTS, plain, tell

HEAR = may("appeal.decide")


class Decide(msgspec.Struct, kw_only=True):
    """The end of a path, and what whoever appealed is told."""

    clause: str
    path: str
    measures: tuple[str, ...] = ()
    told: str | None = None
    note: str | None = None


class To(msgspec.Struct, kw_only=True):
    """Somebody to give it to."""

    to: Annotated[UUID, msgspec.Meta(title="a person", extra={"problem": "Choose a person."})]


@get("/appeals/{appeal:uuid}", guard=may("appeal.view"), include_in_schema=False)
def show(request: Page, appeal: FromPath[UUID]) -> Markup:
    """The appeal's page; only its hearing for a swap."""
    who, playbook = person(request), _playbook(request)
    with _record(request).reading() as look:
        seen = desk.appeal_view(look, playbook, who.id, AppealId(appeal))
        waits = seen.appeal.state in ("open", "claimed")
        others = desk.can_hear(look, playbook, AppealId(appeal)) if waits and allows(who, "appeal.assign") else ()
    path = Path.read(request, seen)
    return render(
        request,
        "appeals/hear.html" if is_swap(request) else "appeals/appeal.html",
        seen=seen,
        appeal=seen.appeal,
        first=seen.first,
        policy=blocks(path.offer.policy.text) if path.offer else (),
        path=path,
        before=said(playbook, seen.first.clause, seen.first.path),
        after=said(playbook, seen.appeal.clause, seen.appeal.path or ()),
        others=others,
        entries=_told(seen, proofs=allows(who, "ledger.view")),
        queue=next((each.name for each in playbook.queues if each.code == seen.first.queue), plain(seen.first.queue)),
        measures={code: measure.name for code, measure in playbook.measures.items()},
        releases={**reasons.RELEASE, **reasons.RECUSE},
        withdrawals=reasons.WITHDRAW,
        appellants=APPELLANTS,
        outcomes=OUTCOMES,
        states=STATES,
        verdicts=VERDICTS,
        plain=plain,
        may_reveal=allows(who, "text.reveal") and (seen.mine or "lead" in who.roles),
    )


@post("/appeals/{appeal:uuid}/claim", guard=HEAR, include_in_schema=False)
def claim(request: Page, appeal: FromPath[UUID]) -> Onward:
    """Take this very appeal."""
    desk.claim(_record(request), _playbook(request), person(request).id, AppealId(appeal))
    return redirect(request, f"/appeals/{appeal}")


@post("/appeals/{appeal:uuid}/assign", guard=may("appeal.assign"), include_in_schema=False)
def assign(request: Page, appeal: FromPath[UUID]) -> Onward:
    """Give it to somebody who may hear it."""
    filled = form(request, To)
    if filled.value is None:
        raise Refused("Nobody was chosen.", remedy="Choose who hears it.")
    desk.assign(_record(request), _playbook(request), person(request).id, AppealId(appeal), PersonId(filled.value.to))
    return redirect(request, f"/appeals/{appeal}", notice="It is theirs now.")


@post("/appeals/{appeal:uuid}/release", guard=HEAR, include_in_schema=False)
def release(request: Page, appeal: FromPath[UUID]) -> Onward:
    """Give it back, or step back from it for good."""
    filled = form(request, Why)
    desk.release(_record(request), person(request).id, AppealId(appeal), filled.value.reason if filled.value else "")
    return redirect(request, "/appeals", notice="Given back. It keeps its place in the order.")


@post("/appeals/{appeal:uuid}/reveal", guard=may("text.reveal"), status_code=200, include_in_schema=False)
def reveal(request: Page, appeal: FromPath[UUID]) -> Response[Any]:
    """The texts in clear; that they were read, by whom and why, is a fact."""
    texts = desk.reveal(_record(request), _playbook(request), person(request).id, AppealId(appeal))
    parts = [{"label": what, "text": text or "This text was erased."} for what, text in texts]
    return Response({"parts": parts}, media_type="application/json")


@post("/appeals/{appeal:uuid}/decide", guard=HEAR, include_in_schema=False)
def decide(request: Page, appeal: FromPath[UUID]) -> Onward:
    """Decide by the path; where it ends in an escalation, a lead hears it."""
    _by_a_person(request)
    filled = form(request, Decide)
    if filled.value is None or not is_code(filled.value.clause):
        raise Refused("The decision was not complete.", remedy="Open the appeal again and answer every question.")
    sent = filled.value
    made = desk.decide(
        _record(request),
        _playbook(request),
        person(request).id,
        AppealId(appeal),
        clause=ClauseCode(sent.clause),
        path=steps_of(sent.path),
        measures=[MeasureCode(code) for code in sent.measures if is_code(code)],
        told=sent.told or "",
        note=sent.note,
    )
    if made.outcome is None:
        return redirect(request, "/appeals", notice="A lead hears it now.")
    return redirect(request, f"/appeals/{appeal}")


@post("/appeals/{appeal:uuid}/undo", guard=HEAR, include_in_schema=False)
def undo(request: Page, appeal: FromPath[UUID]) -> Onward:
    """Take one's own decision on it back in time."""
    _by_a_person(request)
    in_hand = desk.undo(_record(request), _playbook(request), person(request).id, AppealId(appeal))
    told = "Undone. Nothing had left the house." + ("" if in_hand else " It waits for somebody again.")
    return redirect(request, f"/appeals/{appeal}", notice=told)


def _by_a_person(request: Page) -> None:
    """A program with a key does not decide an appeal, whoever the key belongs to."""
    if session(request) is None:
        raise Refused("An appeal is decided by a person, in the console.", remedy="Sign in and open it.")


def _told(seen: AppealView, *, proofs: bool) -> list[SimpleNamespace]:
    """The timeline as the kit draws it."""
    lines = []
    for entry in seen.timeline:
        words, detail = tell(entry.fact)
        actor = entry.fact.actor
        who = "" if actor in MACHINES else seen.names.get(actor, "")
        proof = f"/facts/{entry.position}/proof" if proofs and entry.sealed else ""
        lines.append(
            SimpleNamespace(
                at=entry.fact.occurred, words=words, detail=detail, who=who, position=entry.position, sealed=entry.sealed,
                proof=proof,
            )
        )  # fmt: skip
    return lines


def _record(request: Page) -> Record:
    found: Record = request.app.state.record
    return found


def _playbook(request: Page) -> Playbook:
    found: Playbook = request.app.state.playbook()
    return found


ROUTES = [show, claim, assign, release, reveal, decide, undo]
