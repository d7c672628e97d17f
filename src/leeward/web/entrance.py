"""The entrance: before any page, who is it (session cookie or API key), how often, and is the form really from our page."""

from datetime import timedelta
from typing import Any

import msgspec
from litestar import Request
from litestar.concurrency import sync_to_thread
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.standing.queries import read_queries
from leeward.record.terms.ids import PersonId
from leeward.record.terms.moment import Moment, now
from leeward.web import formtoken, session
from leeward.web.access import permissions_of
from leeward.web.faults import TooMany
from leeward.web.guards import is_open
from leeward.web.throttle import Throttle
from leeward.web.visit import Key, Person, Session

Q = read_queries(__package__)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
KEY_PREFIX = "lw_"
KEY_SEEN_EVERY = timedelta(minutes=1)


class Entrance(ASGIMiddleware):
    """Sets ``scope["user"]`` (Person or None) and ``scope["auth"]`` (Session, Key or None), and checks forms."""

    scopes = (ScopeType.HTTP,)
    exclude_opt_key = "no_entrance"

    def __init__(self, throttle: Throttle) -> None:
        self.throttle = throttle

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Look, count, check, go on."""
        request: Request[Any, Any, Any] = Request(scope, receive, send)
        token, secret = request.cookies.get(session.cookie_name(request.app.state.site.secure)), _bearer(request)
        person, auth = None, None
        if token or secret:
            person, auth = await sync_to_thread(identify, request.app.state, token, secret)
        scope["user"], scope["auth"] = person, auth
        scope["state"]["stale_cookie"] = bool(token) and not isinstance(auth, Session)
        self._count(scope, auth)
        if request.method not in SAFE and not isinstance(auth, Key) and (auth or is_open(scope["route_handler"])):
            await formtoken.check(request, auth)
        await next_app(scope, receive, send)

    def _count(self, scope: Scope, auth: Session | Key | None) -> None:
        kind = type(auth).__name__.lower() if auth else "address"
        wait = self.throttle.take(kind, str(auth.id) if auth else address_of(scope))
        if wait > 0:
            raise TooMany(wait)


def identify(state: Any, token: str | None, secret: str | None) -> tuple[Person | None, Session | Key | None]:
    """Who this token or key is. A key wins; one that is not live makes nobody, whatever the cookie says."""
    record: Record = state.record
    at = now()
    with record.reading() as look:
        auth: Session | Key | None = _key(look, secret, at) if secret else session.find(look, token or "", at)
        person = _person(look, auth.person) if auth else None
    if auth is None or person is None:
        return None, None
    opens = permissions_of(person.roles, state.playbook().access)
    if isinstance(auth, Key):
        opens &= frozenset(auth.permissions)
    _note_use(record, auth, at)
    return msgspec.structs.replace(person, permissions=opens), auth


def _key(look: Look, secret: str, at: Moment) -> Key | None:
    return look.one(Q.key_of, {"digest": session.digest_of(secret), "now": at}, into=Key)


def _person(look: Look, identity: PersonId) -> Person | None:
    row = look.one(Q.person_of, {"person": identity})
    return msgspec.convert({**row, "permissions": []}, Person) if row else None


def _note_use(record: Record, auth: Session | Key, at: Moment) -> None:
    if isinstance(auth, Session) and at - auth.seen > session.SEEN_EVERY:
        with record.writing() as tx:
            tx.execute(Q.see_session, {"session": auth.id, "now": at})
    if isinstance(auth, Key) and (auth.last_used is None or at - auth.last_used > KEY_SEEN_EVERY):
        with record.writing() as tx:
            tx.execute(Q.use_key, {"key": auth.id, "now": at})


def _bearer(request: Request[Any, Any, Any]) -> str | None:
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" and secret.strip().startswith(KEY_PREFIX) else None


def address_of(scope: Scope) -> str:
    """The network address of whoever asks, as the server sees it."""
    client = scope.get("client")
    return client[0] if client else "unknown"
