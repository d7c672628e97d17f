"""docs/reference/web.md: every page and endpoint, and what it asks for."""

from collections.abc import Iterator

from litestar.handlers import HTTPRouteHandler

from leeward.app import ROOMS
from leeward.web.guards import action_of, is_open
from make.reference.markdown import heading, prose, table, text


def page() -> str:
    """Every handler of every room, by path."""
    lines = heading(
        "Pages and endpoints",
        "What `/v1/` answers is also described by the OpenAPI document at `/v1/openapi.json`, with examples.",
        "the rooms' `pages.py`",
    )
    for room in ROOMS:
        name = room.__name__.split(".")[-2]
        rows = sorted(row for handler in room.ROUTES for row in rows_of(handler))
        lines += [f"## {name}", "", *table(("path", "method", "needs", ""), rows)]
    return text(lines)


def rows_of(handler: HTTPRouteHandler) -> Iterator[tuple[str, str, str, str]]:
    """Path, method, what it needs, what it does."""
    sentence = prose((handler.fn.__doc__ or handler.summary or "").split("\n\n")[0])
    for path in sorted(handler.paths):
        for method in sorted(str(getattr(one, "value", one)) for one in handler.http_methods):
            yield f"`{path}`", method, needs(handler), sentence


def needs(handler: HTTPRouteHandler) -> str:
    """The permission, or who may come."""
    if is_open(handler):
        return "nothing"
    action = action_of(handler)
    return f"`{action}`" if action else "a sign-in"
