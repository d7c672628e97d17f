"""Places: the pages of the rail, the ``g`` keys and the palette. Derived from the handlers, so only pages that exist appear."""

from collections.abc import Iterable

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from leeward.web.access import Action
from leeward.web.guards import action_of
from leeward.web.visit import Person

STOREYS = ("Operations", "Front line", "Casework", "Insights", "Improvement", "Administration")


class Place(msgspec.Struct, frozen=True):
    """A page worth going to: its storey, its name, the letter after ``g``. Lower ``order`` stands higher."""

    storey: str
    name: str
    key: str = ""
    order: int = 50


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A place with its address and the permission it asks for."""

    place: Place
    href: str
    action: Action | None


def entries_of(app: Litestar) -> tuple[Entry, ...]:
    """All places of the site in the order of the storeys."""
    found = [
        Entry(place=handler.opt["place"], href=route.path, action=action_of(handler))
        for route in app.routes
        for handler in _handlers(route)
        if "place" in handler.opt
    ]
    return tuple(sorted(set(found), key=_order))


def _handlers(route: object) -> Iterable[HTTPRouteHandler]:
    return getattr(route, "route_handlers", ())


def _order(entry: Entry) -> tuple[int, int, str]:
    storey = STOREYS.index(entry.place.storey) if entry.place.storey in STOREYS else len(STOREYS)
    return storey, entry.place.order, entry.place.name


def rail_of(entries: Iterable[Entry], person: Person | None) -> dict[str, list[Entry]]:
    """What this person may go to, storey by storey."""
    rail: dict[str, list[Entry]] = {}
    for entry in entries:
        if person is not None and (entry.action is None or entry.action in person.permissions):
            rail.setdefault(entry.place.storey, []).append(entry)
    return rail


def here_of(rail: dict[str, list[Entry]], path: str) -> str:
    """The address in the rail that ``path`` belongs to: the longest that it is, or lies under; empty when none."""
    within = [
        entry.href
        for entries in rail.values()
        for entry in entries
        if path == entry.href or (entry.href != "/" and path.startswith(entry.href + "/"))
    ]
    return max(within, key=len, default="")


def action_at(app: Litestar, path: str) -> Action | None:
    """What the page at ``path`` asks for. Raises LookupError when there is no such page."""
    for route in app.routes:
        if route.path == path:
            return next((action for handler in _handlers(route) if (action := action_of(handler))), None)
    raise LookupError(f"no page at {path}")
