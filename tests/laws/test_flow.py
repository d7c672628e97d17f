"""What a room says of itself is true: it hears what ``flow.py`` sends it, and writes what its modules make."""

import ast
import functools
from collections.abc import Iterable
from typing import Any

import pytest

from laws.house import Module, Room, modules, rooms
from leeward.flow import LISTENERS
from leeward.record.facts import KINDS

FACTS = {fact_type.__name__ for fact_type in KINDS.values()}
every_room = pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)


def made_in(room_modules: Iterable[Module]) -> set[str]:
    """The facts that modules construct, by class name."""
    return {
        name
        for module in room_modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and (name := node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")) in FACTS
    }


def origin(listener: Any) -> str:
    """The module a listener was written in, whatever it is wrapped in."""
    while isinstance(listener, functools.partial):
        listener = listener.func
    return str(getattr(listener, "__module__", None) or type(listener).__module__)


def heard_by(room: Room) -> set[str]:
    """The facts that flow.py sends to a room."""
    return {
        fact.__name__
        for fact, listeners in LISTENERS.items()
        if any(origin(listener).startswith(room.package + ".") for listener in listeners)
    }


@every_room
def test_a_room_says_what_it_hears_and_writes(room: Room) -> None:
    assert room.says("hears") is not None, f'{room.package}: "Hears: A, B. Writes: C, D." is missing ("nothing" is an answer)'
    assert (room.says("hears") or frozenset()) | (room.says("writes") or frozenset()) <= FACTS


@every_room
def test_a_room_hears_what_the_flow_sends_it(room: Room) -> None:
    assert room.says("hears") == heard_by(room)


@every_room
def test_a_room_writes_what_it_says(room: Room) -> None:
    assert room.says("writes") == made_in(room.modules)


def test_every_listener_stands_in_a_room() -> None:
    homes = tuple(room.package + "." for room in rooms())
    strangers = {origin(listener) for listeners in LISTENERS.values() for listener in listeners}
    assert {name for name in strangers if not name.startswith(homes)} == set()


def test_every_fact_is_written_by_somebody() -> None:
    assert made_in(modules().values()) >= FACTS, "a word nobody says"


def test_a_wrong_docstring_would_be_found() -> None:
    source = '"""A room. Hears: JobOpened,\nJobRouted. Writes: nothing."""'
    room = Room("frontline", "x", (Module("leeward.frontline.x", modules()["leeward"].path, source),))
    assert room.says("hears") == {"JobOpened", "JobRouted"}
    assert room.says("writes") == frozenset()
    silent = Room("frontline", "x", (Module("leeward.frontline.x", modules()["leeward"].path, '"""A room."""'),))
    assert silent.says("hears") is None
