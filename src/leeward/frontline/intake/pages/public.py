"""What all public pages share: the language, the cookie of the case that is open, plain forms without files.

They are for anyone: whoever reports has no account. What stands on them belongs to whoever has the case open.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from litestar import Response
from litestar.datastructures import Cookie

from leeward.frontline.intake import desk
from leeward.frontline.intake.catalogue import LANGUAGES, Words, spoken
from leeward.frontline.intake.desk import Visit
from leeward.playbook.model import Playbook
from leeward.record.errors import MediaRefused
from leeward.record.ledger.record import Record
from leeward.record.terms import media
from leeward.record.terms.code import ElementCode
from leeward.record.terms.people import DOOR
from leeward.settings import Settings
from leeward.web import faults
from leeward.web.entrance import address_of
from leeward.web.kit import Markup, Onward, Page, redirect, render

faults.STATUS.update({desk.NotOpenAnyMore: 409, desk.NothingToSend: 422})

Answered = Markup | Onward
MOST_BYTES = 256 * 1024
"""Of a posted form: words and addresses, no files."""


def record_of(request: Page) -> Record:
    """The record."""
    found: Record = request.app.state.record
    return found


def playbook_of(request: Page) -> Playbook:
    """The playbook in force."""
    found: Playbook = request.app.state.playbook()
    return found


def words_of(request: Page, visit: Visit | None = None) -> Words:
    """The language of the page: as asked in the address, chosen before, as the case was begun in, or as the browser says."""
    asked = (request.query_params.get("lang"), request.cookies.get(_name(request, "language")), visit and visit.language)
    chosen = next((each for each in asked if each in LANGUAGES), None)
    return Words(chosen or spoken(request.headers.get("accept-language", "")))


def visit_of(request: Page) -> Visit | None:
    """The case that is open in this browser."""
    token = request.cookies.get(_name(request, "case"), "")
    return desk.visited(record_of(request), token) if token else None


def token_of(request: Page) -> str:
    """The token of the case that is open in this browser; empty when none is."""
    return request.cookies.get(_name(request, "case"), "")


def address(request: Page) -> str:
    """Where somebody asks from, for counting attempts."""
    return address_of(request.scope)


def show(
    request: Page, template: str, words: Words, *, status: int = 200, visit: Visit | None = None, cookies: Sequence[Cookie] = (),
    **context: Any,
) -> Markup:  # fmt: skip
    """A public page in a language. A language asked for in the address is remembered."""
    page = render(
        request, template, status=status, t=words, visit=visit, away=away(request), here=request.scope["path"], **context
    )  # fmt: skip
    if request.query_params.get("lang") == words.language:
        page.cookies.append(_cookie(request, "language", words.language))
    page.cookies.extend(cookies)
    return page


def posted(request: Page) -> dict[str, list[str]]:
    """The fields of a form. Files are never taken, and that somebody sent one is a fact (Q01)."""
    if media.refuses_content_type(request.headers.get("content-type", "")):
        desk.refuse(record_of(request), door=desk.FORM, reason=media.MEDIA_BYTES, element=ElementCode("body"), actor=DOOR)
        raise MediaRefused(remedy="Write words and addresses; the image itself is never needed.")
    sent = request.scope["state"].get("posted", {})
    return {name: [text for text in sent.getall(name) if isinstance(text, str)] for name in sent}


def one(sent: dict[str, list[str]], name: str) -> str:
    """One field of a form; empty when it is not there."""
    return sent[name][-1].strip() if sent.get(name) else ""


def away(request: Page) -> str:
    """The neutral page that leaving opens."""
    settings = request.app.state.get("settings")
    return settings.safe_exit if isinstance(settings, Settings) else str(Settings().safe_exit)


def case_cookie(request: Page, token: str) -> Cookie:
    """The cookie that keeps a case open in this browser, until the browser or the case is closed."""
    return _cookie(request, "case", token)


def go_away(request: Page) -> Response[str]:
    """Out of here at once: the case is closed, what this browser held of us is taken back, and a neutral page opens."""
    if token := token_of(request):
        desk.leave(record_of(request), token)
    gone = [_cookie(request, name, "", age=0) for name in ("case", "language", "form", "notice")]
    headers = {"Location": away(request), "Clear-Site-Data": '"cache"'}
    return Response("", status_code=303, headers=headers, cookies=gone)


def unable(request: Page, fault: faults.Fault) -> Markup:
    """What somebody reads where a public page cannot be had: in their language, with the way out, and nothing of the inside."""
    words = words_of(request)
    known = fault.status if words.has(f"fault.{fault.status}") else 404 if fault.status < 500 else 500
    return show(request, "intake/unable.html", words, status=fault.status, known=known)


def closed(request: Page) -> Onward:
    """To the beginning, where it says why: no case is open in this browser."""
    query = {"lang": request.query_params["lang"]} if "lang" in request.query_params else {}
    return redirect(request, "/report?" + urlencode({"closed": "1", **query}))


def _name(request: Page, what: str) -> str:
    return f"__Host-leeward-{what}" if request.app.state.site.secure else f"leeward-{what}"


def _cookie(request: Page, what: str, value: str, *, age: int | None = None) -> Cookie:
    secure: bool = request.app.state.site.secure
    return Cookie(key=_name(request, what), value=value, path="/", httponly=True, samesite="lax", secure=secure, max_age=age)


def no_case(request: Page) -> Cookie:
    """The cookie that takes the case out of this browser."""
    return _cookie(request, "case", "", age=0)
