"""One subject as enforcement sees it: what was done, which strikes count, what would follow next."""

from uuid import UUID

import msgspec
from litestar.params import FromPath

from leeward.frontline.enforcement import desk, reasons
from leeward.frontline.enforcement.second import WHY
from leeward.playbook.quiet import QUIET
from leeward.record.terms.ids import ActionId, PersonId, SubjectId
from leeward.record.terms.moment import now
from leeward.record.terms.people import Role
from leeward.web.kit import Markup, Onward, Page, form, get, may, person, post, redirect, render
from leeward.web.telling import plain

SUBJECT = "/enforcement/subjects"
CHANGE = may("enforcement.change")
STANDING = {"counts": "counts", "expired": "expired", "taken_back": "taken back", "forgiven": "forgiven"}


class Why(msgspec.Struct, kw_only=True):
    """Why something is changed."""

    reason: str = ""


@get(SUBJECT + "/{subject:uuid}", guard=may("enforcement.view"), include_in_schema=False)
def show(request: Page, subject: FromPath[UUID]) -> Markup:
    """What was done about a subject, and what counts."""
    playbook = request.app.state.playbook()
    with request.app.state.record.reading() as look:
        seen = desk.subject_view(look, playbook, SubjectId(subject), now())
    names = {code: measure.name for code, measure in playbook.measures.items()}
    return render(
        request,
        "enforcement/subject.html",
        seen=seen,
        measures=names,
        standing=STANDING,
        forgiving=reasons.FORGIVE,
        extending=reasons.EXTEND,
        ending=reasons.END,
        telling=reasons.MAKE_KNOWN,
        grounds=QUIET,
        owners=_owners(request),
        why=WHY,
        plain=plain,
        most=len(seen.actions) >= desk.MOST,
    )


@post("/enforcement/actions/{action:uuid}/forgive", guard=CHANGE, include_in_schema=False)
def forgive(request: Page, action: FromPath[UUID]) -> Onward:
    """Let the strikes of an action count no longer."""
    about = desk.forgive(request.app.state.record, person(request).id, ActionId(action), why_of(request))
    return redirect(request, f"{SUBJECT}/{about}", notice="Forgiven: these strikes count no longer. What was done stands.")


def why_of(request: Page) -> str:
    """The reason that was chosen."""
    filled = form(request, Why)
    return filled.value.reason if filled.value else ""


def _owners(request: Page) -> tuple[tuple[PersonId, str], ...]:
    """Who may answer for a restriction: everybody whose role may change what was done."""
    playbook = request.app.state.playbook()
    roles = [role for role in Role if "enforcement.change" in playbook.access.get(role, ())]
    with request.app.state.record.reading() as look:
        return desk.owners(look, roles)


ROUTES = [show, forgive]
