"""The site: handlers of all rooms behind one entrance, with the same headers, errors and static files for each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec
from litestar import Litestar, Request, Response
from litestar.datastructures import MutableScopeHeaders, State
from litestar.enums import MediaType
from litestar.handlers import BaseRouteHandler
from litestar.types import Message, Scope

from leeward.playbook.model import Playbook
from leeward.record.ledger.record import Record
from leeward.web import faults, guards, place
from leeward.web.entrance import Entrance
from leeward.web.onward import redirect
from leeward.web.render import render
from leeward.web.static_files import static_file
from leeward.web.throttle import Throttle
from leeward.web.visit import SignInNeeded

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Nothing is told to other sites. Not "no-referrer": with it browsers send "Origin: null" with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """How this house is reached."""

    base_url: str
    """``https://leeward.example``: decides whether cookies are for https only, and stands in links we print."""
    name: str = "Leeward"
    media: str = ""
    """The one other origin that pictures may come from: the platform's, where it shows its own media."""
    search: str = ""
    """The page that finds things by number; its field stands in the top line for those who may open it."""

    @property
    def secure(self) -> bool:
        """Whether people come by https."""
        return urlsplit(self.base_url).scheme == "https"


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """One thing in the clock ribbon: due by the hand of whoever is looking."""

    text: str
    href: str
    due: Any
    late: bool


Ribbon = Callable[[Request[Any, Any, Any]], Sequence[Due]]


def build(
    handlers: Iterable[Any],
    *,
    record: Record,
    playbook: Callable[[], Playbook],
    site: Site,
    state: Mapping[str, Any] | None = None,
    throttle: Throttle | None = None,
    ribbon: Ribbon | None = None,
    **more: Any,
) -> Litestar:
    """The web application. ``state`` adds to ``app.state``; ``more`` goes to Litestar (openapi_config, lifespan ...)."""
    app = Litestar(
        route_handlers=[*handlers, static_file],
        middleware=[Entrance(throttle or Throttle())],
        exception_handlers={Exception: answer},
        before_send=[add_headers],
        state=State({"record": record, "playbook": playbook, "site": site, "ribbon": ribbon or _no_ribbon, **(state or {})}),
        **more,
    )
    _demand_guards(app)
    app.state.places = place.entries_of(app)
    app.state.search_asks = place.action_at(app, site.search) if site.search else None
    return app


def _no_ribbon(request: Request[Any, Any, Any]) -> Sequence[Due]:
    return ()


def _demand_guards(app: Litestar) -> None:
    """Refuse to start with a handler that does not say who may come in."""
    for route in app.routes:
        for handler in _own_handlers(route):
            if getattr(handler, "sync_to_thread", False):
                raise ValueError(f"{route.path} ({handler}) uses the framework's sync_to_thread: use leeward.web.kit.get or post")
            if len(guards.guards_of(handler)) != 1:
                raise ValueError(f"{route.path} ({handler}) needs exactly one of the guards may(...), signed_in, anyone")


def _own_handlers(route: Any) -> list[BaseRouteHandler]:
    found = getattr(route, "route_handlers", None) or [route.route_handler]
    return [handler for handler in found if not guards.is_of_framework(handler)]


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """What somebody gets when something does not work."""
    program = faults.wants_json(request)
    if isinstance(error, SignInNeeded) and not program:
        return redirect(request, f"/login?next={quote(request.scope['path'], safe='/')}")
    fault = faults.fault_of(error)
    if program:
        return faults.problem(fault)
    try:
        face = _face_of(request)
        page = face(request, fault) if face else render(request, "fault.html", status=fault.status, fault=fault)
    except Exception:  # the page about an error must never be the second error
        faults.log.exception("the error page itself did not work")
        return Response(f"{fault.title} {fault.remedy}", status_code=fault.status, media_type=MediaType.TEXT)
    page.headers.update(faults.headers_of(fault) if fault.retry_after else {})
    return page


def _face_of(request: Request[Any, Any, Any]) -> Callable[[Request[Any, Any, Any], faults.Fault], Response[str]] | None:
    """Some rooms speak for themselves where a page of theirs cannot be had: ``state["faces"]``, by the first of the path."""
    first = "/" + request.scope["path"].split("/", 2)[1]
    found: Callable[[Request[Any, Any, Any], faults.Fault], Response[str]] | None = request.app.state.get("faces", {}).get(first)
    return found


async def add_headers(message: Message, scope: Scope) -> None:
    """Put the security headers on every answer, errors included; what is not ``static`` is kept by nobody."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in HEADERS.items():
        headers[name] = value
    if origin := scope["app"].state.site.media:
        headers["Content-Security-Policy"] = POLICY.replace("img-src 'self'", f"img-src 'self' {origin}")
    if scope["app"].state.site.secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    headers.setdefault("Cache-Control", "no-store")
