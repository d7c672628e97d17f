"""Sessions of our own, because the framework's neither change their id at sign-in nor refuse an id the client chose.

A token is 256 random bits in an HttpOnly cookie; PostgreSQL holds only its SHA-256. A token we did not issue is nobody.
It turns at every sign-in and change of rights, ends after ``IDLE`` without use and after ``ABSOLUTE`` in any case.
"""

import hashlib
import secrets
from datetime import timedelta

from litestar.datastructures import Cookie

from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Transaction
from leeward.record.standing.queries import read_queries
from leeward.record.terms.ids import PersonId, SessionId, new_id
from leeward.record.terms.moment import Moment
from leeward.web.visit import Session

Q = read_queries(__package__)

IDLE = timedelta(hours=2)
ABSOLUTE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)  # how often "last seen" is written: one write a minute, not one a request


def digest_of(token: str) -> bytes:
    """What we keep of a token: its SHA-256. The token has 256 random bits, so a slow hash would add nothing."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def cookie_name(secure: bool) -> str:
    """``__Host-`` ties the cookie to this host and to https; over plain http the prefix is not allowed."""
    return "__Host-leeward" if secure else "leeward"


def cookie(token: str, secure: bool) -> Cookie:
    """The cookie that carries a token. It lives as long as the browser; the server says when it ends."""
    return Cookie(key=cookie_name(secure), value=token, path="/", httponly=True, samesite="lax", secure=secure)


def no_cookie(secure: bool) -> Cookie:
    """The cookie that takes the token away again."""
    return Cookie(key=cookie_name(secure), value="", path="/", httponly=True, samesite="lax", secure=secure, max_age=0)


def begin(tx: Transaction, person: PersonId, now: Moment) -> tuple[SessionId, str]:
    """A new session for ``person``; the id for the record and the token for the cookie."""
    identity, token = SessionId(new_id()), secrets.token_urlsafe(32)
    tx.execute(
        Q.begin_session,
        {
            "id": identity,
            "digest": digest_of(token),
            "person": person,
            "csrf": secrets.token_urlsafe(32),
            "now": now,
            "expires": now + ABSOLUTE,
        },
    )
    return identity, token


def turn(tx: Transaction, session: SessionId, now: Moment) -> str:
    """The same session under a new token: the old one is dead at once."""
    token = secrets.token_urlsafe(32)
    fresh = {"session": session, "digest": digest_of(token), "csrf": secrets.token_urlsafe(32), "now": now}
    tx.execute(Q.turn_session, fresh)
    return token


def find(look: Look, token: str, now: Moment) -> Session | None:
    """The live session this token opens."""
    return look.one(Q.session_of, {"digest": digest_of(token), "now": now, "idle_since": now - IDLE}, into=Session)


def end(tx: Transaction, session: SessionId) -> bool:
    """End one session; False if it had ended already."""
    return tx.execute(Q.end_session, {"session": session}) > 0


def end_all(tx: Transaction, person: PersonId, but: SessionId | None = None) -> list[SessionId]:
    """End every session of ``person`` (but one); the ids that ended."""
    return [row["id"] for row in tx.rows(Q.end_sessions_of, {"person": person, "but": but})]


def end_stale(tx: Transaction, now: Moment) -> list[tuple[SessionId, PersonId]]:
    """Sweep out sessions past their idle or absolute end."""
    return [(row["id"], row["person"]) for row in tx.rows(Q.end_stale_sessions, {"now": now, "idle_since": now - IDLE})]


def sessions_of(look: Look, person: PersonId, now: Moment) -> list[Session]:
    """Where ``person`` is signed in, the latest first."""
    return look.rows(Q.sessions_of, {"person": person, "now": now, "idle_since": now - IDLE}, into=Session)


def keep(tx: Transaction, person: PersonId, key: str, value: str) -> None:
    """Keep what ``person`` prefers; every page of theirs reads it."""
    tx.execute(Q.keep_preference, {"person": person, "key": key, "value": value})
