"""A visit: who is at the door (``Person``), by which way they came in (``Session`` or ``Key``), and the request's type."""

from datetime import datetime
from typing import Any, TypeAlias

import msgspec
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import State

from leeward.record.errors import LeewardError
from leeward.record.terms.ids import KeyId, PersonId, SessionId


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who came in: what the pages need to know, read anew for each request."""

    id: PersonId
    name: str
    login: str
    roles: tuple[str, ...]
    permissions: frozenset[str]
    """What they may do here and now; an API key narrows it."""
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    severity_limit: int
    preferences: dict[str, str] = {}


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One sign-in of one person in one browser. The token itself is only in that browser's cookie."""

    id: SessionId
    person: PersonId
    csrf: str
    created: datetime
    seen: datetime
    expires: datetime


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """An API key in use."""

    id: KeyId
    person: PersonId
    permissions: tuple[str, ...]
    expires: datetime | None
    last_used: datetime | None


Page: TypeAlias = Request[Person | None, Session | Key | None, State]
"""A request as the pages see it; ``person(request)`` is who asks."""


class SignInNeeded(LeewardError):
    """You need to sign in first."""


def person(connection: ASGIConnection[Any, Any, Any, Any]) -> Person:
    """Who asks; raises SignInNeeded when nobody did sign in."""
    found = connection.scope.get("user")
    if not isinstance(found, Person):
        raise SignInNeeded
    return found


def session(connection: ASGIConnection[Any, Any, Any, Any]) -> Session | None:
    """The browser session of this request; None for an API key or nobody."""
    found = connection.scope.get("auth")
    return found if isinstance(found, Session) else None
