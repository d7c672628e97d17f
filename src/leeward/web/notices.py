"""What has just happened, told on the next page: a sealed cookie of one sentence that lives for one answer."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hmac import compare_digest
from typing import Any

import msgspec
from litestar import Request
from litestar.datastructures import Cookie

TONES = ("quiet", "attention", "problem")


class Notice(msgspec.Struct, frozen=True):
    """A sentence, and how it is meant."""

    text: str
    tone: str = "quiet"


def _name(request: Request[Any, Any, Any]) -> str:
    return "__Host-leeward-notice" if request.app.state.site.secure else "leeward-notice"


def cookie_for(request: Request[Any, Any, Any], notice: Notice) -> Cookie:
    """The cookie that carries ``notice`` to the next page."""
    body = urlsafe_b64encode(msgspec.json.encode(notice)).decode().rstrip("=")
    seal = request.app.state.record.digest("notice", body)
    secure = request.app.state.site.secure
    return Cookie(key=_name(request), value=f"{seal}.{body}", path="/", max_age=60, httponly=True, samesite="lax", secure=secure)


def read(request: Request[Any, Any, Any]) -> Notice | None:
    """The notice this page has to tell, if we sealed it."""
    seal, _, body = request.cookies.get(_name(request), "").partition(".")
    if not body or not compare_digest(seal.encode(), request.app.state.record.digest("notice", body).encode()):
        return None
    return msgspec.json.decode(urlsafe_b64decode(body + "=" * (-len(body) % 4)), type=Notice)


def cookie_to_clear(request: Request[Any, Any, Any]) -> Cookie | None:
    """Takes the notice away once it was told."""
    if _name(request) not in request.cookies:
        return None
    secure = request.app.state.site.secure
    return Cookie(key=_name(request), value="", path="/", max_age=0, httponly=True, samesite="lax", secure=secure)
