"""Media of a job's subject: addresses that the platform signs for, and the placeholder shapes of the demo."""

from typing import Any
from uuid import UUID

from litestar import Response
from litestar.params import FromPath

from leeward.frontline.review import desk
from leeward.frontline.review.media import PLACEHOLDER, Signed, placeholder
from leeward.frontline.review.pages.calm import calmly, playbook_of, record_of
from leeward.record.terms.code import MediaHash, SourceCode, is_code
from leeward.record.terms.ids import JobId
from leeward.record.terms.moment import now
from leeward.record.terms.subject import HashKind, MediaReference
from leeward.web.kit import NotHere, Page, get, may, person, post

LOOK = may("text.reveal")


def adapter(request: Page) -> Signed | None:
    """The adapter of this house; None where no media is shown."""
    found: Signed | None = request.app.state.get("media")
    return found


@post("/jobs/{job:uuid}/media", guard=LOOK, status_code=200, include_in_schema=False)
def reveal(request: Page, job: FromPath[UUID]) -> Response[Any]:
    """Addresses of the media, for a few minutes; that they were asked for, by whom, is a fact."""
    shown = adapter(request)
    if shown is None:
        raise NotHere("No media is shown in this house.")
    with calmly():
        media = desk.reveal_media(record_of(request), playbook_of(request), person(request).id, JobId(job))
    parts = [{"label": f"{each.hash.upper()}, held by {each.held_by}", "image": shown.address(each, now())} for each in media]
    return Response({"parts": parts}, media_type="application/json")


@get(PLACEHOLDER + "/{kind:str}/{digest:str}", guard=LOOK, include_in_schema=False)
def shape(request: Page, kind: FromPath[str], digest: FromPath[str]) -> Response[str]:
    """A neutral shape in the place of the platform's media, where the address is signed and its time is not over."""
    shown, asked = adapter(request), request.query_params
    held_by, until, signature = asked.get("held_by", ""), asked.get("until", ""), asked.get("signature", "")
    known = kind in set(HashKind) and is_code(held_by) and until.isascii() and until.isdigit() and signature.isascii()
    if shown is None or shown.origin or not known:
        raise NotHere("There is no such picture.")
    media = MediaReference(hash=HashKind(kind), digest=MediaHash(digest), held_by=SourceCode(held_by))
    if not shown.holds(media, int(until[:12]), signature, now()):
        raise NotHere("The address of this picture holds no more. Reveal it again.")
    return Response(placeholder(digest), media_type="image/svg+xml")


ROUTES = [reveal, shape]
