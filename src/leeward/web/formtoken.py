"""Proof that a form was ours: a token in a hidden field (or header) that belongs to the session, and the Origin header.

For a visitor without a session the token belongs to a cookie we sealed with the record's key, so that a cookie a client
made up proves nothing. Both checks must pass for every POST, PUT, PATCH and DELETE that a browser can be made to send.
"""

import secrets
from hmac import compare_digest
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.datastructures import Cookie

from leeward.web.faults import FormExpired
from leeward.web.visit import Key, Session

FIELD = "csrf"
HEADER = "x-csrf-token"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def cookie_name(secure: bool) -> str:
    """The visitor's form cookie."""
    return "__Host-leeward-form" if secure else "leeward-form"


def token_of(request: Request[Any, Any, Any]) -> str:
    """The token for the forms on the page that answers ``request``."""
    auth = request.scope.get("auth")
    if isinstance(auth, Session):
        return auth.csrf
    state = request.scope["state"]
    if "form_cookie" not in state:
        state["form_cookie"] = _valid_cookie(request) or _new_cookie(request)
    return _visitor_token(request, state["form_cookie"])


def cookie_to_set(request: Request[Any, Any, Any]) -> Cookie | None:
    """The visitor's form cookie, when ``token_of`` made a new one for this answer."""
    secure: bool = request.app.state.site.secure
    name, value = cookie_name(secure), request.scope["state"].get("form_cookie")
    if value is None or request.cookies.get(name) == value:
        return None
    return Cookie(key=name, value=value, path="/", httponly=True, samesite="lax", secure=secure)


async def check(request: Request[Any, Any, Any], auth: Session | Key | None) -> None:
    """Let a form of ours pass, and keep its fields as ``posted``; anything else is FormExpired: loading the page again helps."""
    if not _same_origin(request):
        raise FormExpired
    if request.content_type[0] in FORMS:
        request.scope["state"]["posted"] = await request.form()
    sent = request.headers.get(HEADER) or request.scope["state"].get("posted", {}).get(FIELD)
    expected = auth.csrf if isinstance(auth, Session) else _expected_of_visitor(request)
    if not isinstance(sent, str) or expected is None or not compare_digest(sent.encode(), expected.encode()):
        raise FormExpired


def _same_origin(request: Request[Any, Any, Any]) -> bool:
    """Browsers tell where a form stood: Origin, and Sec-Fetch-Site on trustworthy connections. Neither may be another's."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return True
    hosts = {request.headers.get("host", ""), urlsplit(request.app.state.site.base_url).netloc}
    return urlsplit(origin).netloc in hosts - {""}


def _expected_of_visitor(request: Request[Any, Any, Any]) -> str | None:
    value = _valid_cookie(request)
    return _visitor_token(request, value) if value else None


def _valid_cookie(request: Request[Any, Any, Any]) -> str | None:
    value = request.cookies.get(cookie_name(request.app.state.site.secure), "")
    random, _, seal = value.partition(".")
    made = request.app.state.record.digest("form-cookie", random)
    return value if random and compare_digest(seal.encode(), made.encode()) else None


def _new_cookie(request: Request[Any, Any, Any]) -> str:
    random = secrets.token_urlsafe(32)
    return f"{random}.{request.app.state.record.digest('form-cookie', random)}"


def _visitor_token(request: Request[Any, Any, Any], value: str) -> str:
    return str(request.app.state.record.digest("form-token", value))
