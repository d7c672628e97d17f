"""A report with its facts, and the proof of any fact to take away."""

from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from leeward.frontline.review import desk
from leeward.frontline.review.pages.calm import calmly, playbook_of, record_of, told
from leeward.record.errors import LedgerBroken
from leeward.record.ledger.proof import prove
from leeward.record.terms.ids import ReportId
from leeward.web.kit import Markup, NotHere, Page, allows, get, may, person, render
from leeward.web.telling import SOURCES, plain


@get("/reports/{report:uuid}", guard=may("report.view"), include_in_schema=False)
def show(request: Page, report: FromPath[UUID]) -> Markup:
    """One report."""
    who = person(request)
    with calmly(), record_of(request).reading() as look:
        seen = desk.report_view(look, playbook_of(request), who.id, ReportId(report))
    entries = told(seen.timeline, proofs=allows(who, "ledger.view"))
    return render(request, "review/report.html", seen=seen, report=seen.report, entries=entries, sources=SOURCES, plain=plain)


@get("/facts/{position:int}/proof", guard=may("ledger.view"), include_in_schema=False)
def proof(request: Page, position: FromPath[int]) -> Response[bytes]:
    """The inclusion proof of a fact, as a file."""
    with record_of(request).reading() as look:
        if desk.is_private(look, position):  # how a colleague is doing is not for everybody who may read the ledger
            raise NotHere("There is no fact here that can be shown.")
    try:
        found = prove(record_of(request), position)
    except LedgerBroken as problem:
        raise NotHere(problem.detail, remedy=problem.remedy) from None
    name = f"leeward-fact-{position}.json"
    body = msgspec.json.format(msgspec.json.encode(found), indent=2)
    return Response(body, media_type="application/json", headers={"Content-Disposition": f'attachment; filename="{name}"'})


ROUTES = [show, proof]
