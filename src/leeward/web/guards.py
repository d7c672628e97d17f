"""Guards: what stands at each handler. Every handler has exactly one of ``may(action)``, ``signed_in`` and ``anyone``."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from leeward.record.facts.people import AccessDenied
from leeward.record.ledger.record import Record
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.moment import now
from leeward.web.access import AccessRefused, Action, authorize
from leeward.web.visit import Key, Person, person

Connection = ASGIConnection[Any, Any, Any, Any]
Guard = Callable[[Connection, BaseRouteHandler], Awaitable[None]]

A_SESSION = Action("session")  # what ``signed_in`` asks for: no right, but a person in a browser


class May:
    """A guard for one permission of access.toml; somebody without it is told so, and that is a fact."""

    def __init__(self, action: str) -> None:
        self.action = Action(action)

    async def __call__(self, connection: Connection, handler: BaseRouteHandler) -> None:
        """Let them through, or record AccessDenied and refuse."""
        actor = person(connection)
        try:
            authorize(actor, self.action)
        except AccessRefused:
            await sync_to_thread(record_denied, connection.app.state.record, actor, self.action)
            raise


def may(action: str) -> May:
    """Only for those whose roles (or key) open ``action``."""
    return May(action)


async def signed_in(connection: Connection, handler: BaseRouteHandler) -> None:
    """For everybody who works here, in a browser: a key of a program never changes passwords, sessions or keys."""
    actor = person(connection)
    if isinstance(connection.scope.get("auth"), Key):
        await sync_to_thread(record_denied, connection.app.state.record, actor, A_SESSION)
        raise AccessRefused(A_SESSION)


async def anyone(connection: Connection, handler: BaseRouteHandler) -> None:
    """For the whole world: sign-in, first start, static files, health. Write at the handler why."""


def record_denied(record: Record, actor: Person, action: Action) -> None:
    """Write down that ``actor`` asked for what their roles do not open."""
    denied = AccessDenied(subject=actor.id, actor=actor.id, occurred=now(), page=ReasonCode(action))
    with record.writing() as tx:
        tx.append([denied])


def guards_of(handler: BaseRouteHandler) -> list[object]:
    """Our guards at this handler."""
    return [guard for guard in handler.guards or () if isinstance(guard, May) or guard in (signed_in, anyone)]


def is_of_framework(handler: BaseRouteHandler) -> bool:
    """Whether the framework made this handler itself (the API's description, OPTIONS): they carry no guard of ours."""
    function = getattr(handler.fn, "func", handler.fn)  # as written, not as the framework wrapped it
    return str(getattr(function, "__module__", "")).startswith("litestar.")


def is_open(handler: object) -> bool:
    """Whether this handler is for the whole world."""
    return isinstance(handler, BaseRouteHandler) and (anyone in guards_of(handler) or is_of_framework(handler))


def action_of(handler: BaseRouteHandler) -> Action | None:
    """The permission this handler asks for, if it asks for one."""
    return next((guard.action for guard in guards_of(handler) if isinstance(guard, May)), None)
