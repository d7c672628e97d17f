"""``get`` and ``post`` as the rooms use them: one guard each, a place in the rail if it has one, and plain functions run in a
thread, because they talk to the database.

The framework's own ``sync_to_thread`` is not used: it wraps a handler once more each time its path is registered again
(Litestar 2.25), so that a page with a GET and a POST answers with a coroutine.
"""

from collections.abc import Callable
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any, ParamSpec, TypeVar

import litestar
from litestar.concurrency import sync_to_thread
from litestar.handlers import HTTPRouteHandler

from leeward.web.guards import Guard
from leeward.web.place import Place

P = ParamSpec("P")
T = TypeVar("T")
Handled = Callable[[Callable[..., Any]], HTTPRouteHandler]


def get(path: str, *, guard: Guard, place: Place | None = None, **more: Any) -> Handled:
    """Answer GET. ``more`` goes to Litestar's decorator (summary, tags, media_type ...)."""
    return _handle(litestar.get, path, guard, place, more)


def post(path: str, *, guard: Guard, **more: Any) -> Handled:
    """Answer POST; the form token was checked before."""
    return _handle(litestar.post, path, guard, None, more)


def _handle(method: Any, path: str, guard: Guard, place: Place | None, more: dict[str, Any]) -> Handled:
    more["opt"] = more.get("opt", {}) | ({"place": place} if place else {})

    def decorate(function: Callable[..., Any]) -> HTTPRouteHandler:
        run = function if iscoroutinefunction(function) else _in_thread(function)
        handler: HTTPRouteHandler = method(path, guards=[guard], **more)(run)
        return handler

    return decorate


def _in_thread(function: Callable[P, T]) -> Callable[P, Any]:
    @wraps(function)
    async def run(*args: P.args, **kwargs: P.kwargs) -> T:
        return await sync_to_thread(function, *args, **kwargs)

    return run
