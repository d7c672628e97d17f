"""Every page and endpoint against the outsider: nobody is sent to sign in, and Eve, who has an account and no role, gets nothing
that asks for a right. What is open to the whole world, or to everybody who works here, stands in a list."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from cast import hire
from leeward.app import make_app
from leeward.house import House
from leeward.record.terms.ids import new_id
from leeward.settings import Settings
from leeward.web.access import Action
from leeward.web.guards import action_of, is_open
from leeward.web.place import entries_of
from visitor import HOST, Visitor

OPEN_TO_THE_WORLD = {
    "GET /login",
    "POST /login",
    "GET /welcome/{token:str}",  # whoever holds a one-time link has nothing else yet
    "POST /welcome/{token:str}",
    "GET /v1/openapi.json",  # what the API takes is no secret
    "GET /static/{digest:str}/{name:path}",  # the sign-in page needs its style
    # Whoever reports has no account; what these pages show belongs to whoever has the case open in this browser.
    "GET /report",
    "POST /report",
    "GET /report/leave",
    "GET /report/{code:str}",
    "POST /report/{code:str}",
    "POST /report/send",
    "GET /case",
    "POST /case",
    "GET /case/status",
    "GET /case/receipt",
    "GET /case/need/{element:str}",
    "POST /case/need/{element:str}",
    "GET /case/add",
    "POST /case/add",
    "GET /case/withdraw",
    "POST /case/withdraw",
    "GET /case/appeal/{place:int}",
    "POST /case/appeal/{place:int}",
    "POST /case/pin",
    "POST /case/close",
}
OPEN_TO_ALL_WHO_WORK_HERE = {
    "GET /",
    "POST /logout",
    "GET /people/me",
    "POST /people/me",
    "POST /people/me/preference",
    "POST /people/me/password",
    "POST /people/me/sessions/{identity:uuid}/end",
    "POST /people/me/everywhere",
    "GET /wellness",  # one's own, and nobody else's
    "POST /wellness/opt-outs",
    "POST /wellness/break",
    "POST /wellness/break/end",
    "POST /wellness/viewing",
}
MADE_UP: dict[type, str] = {UUID: str(new_id()), int: "1", float: "1", str: "x", Path: "x"}


class Door(NamedTuple):
    """One way in: a method on a path, and what it asks for."""

    name: str
    """``GET /jobs/{job:uuid}``."""
    method: str
    address: str
    """The path with something in the place of each parameter."""
    action: Action | None
    open: bool

    @property
    def for_programs(self) -> bool:
        """Whether programs come here, not people."""
        return self.address.startswith("/v1/")


@pytest.fixture
def app(database: str, tmp_path: Path) -> Iterator[Litestar]:
    """The whole application over an empty house."""
    house = House(Settings(home=tmp_path, base_url=HOST), database)
    yield make_app(house)
    house.record.close()


def doors(app: Litestar) -> list[Door]:
    """Every way in that answers with a handler (OPTIONS is answered by the framework and says only which methods there are)."""
    found = []
    for route in app.routes:
        assert isinstance(route, HTTPRoute), f"{route.path}: these tests know no other kind of route"
        parts = [part if isinstance(part, str) else MADE_UP[part.type] for part in route.path_components]
        for handler in route.route_handlers:
            for method in sorted(str(getattr(one, "value", one)) for one in handler.http_methods):
                if method != "OPTIONS":
                    name = f"{method} {route.path}"
                    found.append(Door(name, method, "/" + "/".join(parts), action_of(handler), is_open(handler)))
    return found


def knock(visitor: Visitor, door: Door) -> tuple[int, str]:
    """Status and location of what a door answers."""
    headers = {"accept": "application/json"} if door.for_programs else {"accept": "text/html"}
    come = {"GET": visitor.get, "POST": visitor.post}[door.method]
    while (answer := come(door.address, headers=headers)).status_code == 429:  # there are more doors than one may ask for at once
        time.sleep(float(answer.headers["retry-after"]))
    return answer.status_code, answer.headers.get("location", "")


def test_the_lists_are_true(app: Litestar) -> None:
    every = doors(app)
    assert {door.name for door in every if door.open} == OPEN_TO_THE_WORLD
    assert {door.name for door in every if not door.open and door.action is None} == OPEN_TO_ALL_WHO_WORK_HERE
    assert len(every) > len(OPEN_TO_THE_WORLD | OPEN_TO_ALL_WHO_WORK_HERE)


def test_every_right_that_is_asked_for_is_given_to_somebody(app: Litestar) -> None:
    given = frozenset[str]().union(*app.state.playbook().access.values())
    assert {door.action for door in doors(app) if door.action} - given == set()


def test_nobody_comes_in(app: Litestar) -> None:
    with Visitor(app) as nobody:
        answers = {door.name: knock(nobody, door) for door in doors(app) if not door.open}
    come_in = {name: said for name, said in answers.items() if said[0] not in (401, 403) and not sent_to_sign_in(*said)}
    assert come_in == {}


def sent_to_sign_in(status: int, location: str) -> bool:
    """Whether an answer asks to sign in first."""
    return status == 303 and location.startswith("/login")


def test_eve_gets_nothing_that_asks_for_a_right_and_that_is_a_fact(app: Litestar) -> None:
    record = app.state.record
    cast = hire(record)
    asked = [door for door in doors(app) if door.action]
    with Visitor(app) as eve:
        eve.sign_in(record, cast.eve)
        answers = {door.name: knock(eve, door)[0] for door in asked}
    assert {name: status for name, status in answers.items() if status not in (403, 404)} == {}
    with record.reading() as look:
        denied = look.value("SELECT count(*) FROM fact WHERE kind = 'access_denied'")
    assert denied == sum(status == 403 for status in answers.values()) > 0


def test_what_is_open_to_all_breaks_for_nobody(app: Litestar) -> None:
    record = app.state.record
    with Visitor(app) as eve:
        eve.sign_in(record, hire(record).eve)
        answers = {door.name: knock(eve, door)[0] for door in doors(app) if not door.action}
    assert {name: status for name, status in answers.items() if status >= 500} == {}


def test_no_letter_leads_to_two_places(app: Litestar) -> None:
    keys = [entry.place.key for entry in entries_of(app) if entry.place.key]
    assert len(keys) > 8
    assert sorted(keys) == sorted(set(keys))
