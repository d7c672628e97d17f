"""Going on to another page of this house after something was done."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.enums import MediaType

from leeward.web import notices

Onward = Response[str]
"""What a handler returns that goes on to another page."""


def redirect(
    request: Request[Any, Any, Any], to: str, *, notice: str = "", tone: str = "quiet", cookies: Sequence[Cookie] = ()
) -> Onward:
    """303 to a page of this house, with one sentence about what happened. A swap of htmx gets ``HX-Redirect`` instead."""
    to = local(to)
    swap = request.headers.get("hx-request") == "true"
    headers = {"HX-Redirect": to} if swap else {"Location": to}
    told = [notices.cookie_for(request, notices.Notice(notice, tone))] if notice else []
    status = 204 if swap else 303
    return Response("", status_code=status, media_type=MediaType.HTML, headers=headers, cookies=[*told, *cookies])


def local(to: str, otherwise: str = "/") -> str:
    """``to`` if it is a path of this house, else ``otherwise``: nobody can be sent away by a crafted link."""
    parts = urlsplit(to)
    inside = to.startswith("/") and not to.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return to if inside and to.isprintable() and "\\" not in to else otherwise
