"""Review, enforcement and statements over a fresh record, and their pages."""

from collections.abc import Iterator

import pytest
from litestar import Litestar

from frontline.statements.world import book
from leeward.frontline.enforcement import desk as enforcement
from leeward.frontline.statements import desk
from leeward.frontline.statements.pages import ROUTES
from leeward.playbook.model import Playbook
from leeward.record.ledger.record import Record, open_record
from leeward.settings import Settings
from leeward.web.site import Site, build
from visitor import HOST


class Desk:
    """The playbook in force, which a test may change."""

    def __init__(self) -> None:
        self.playbook = book()

    def __call__(self) -> Playbook:
        return self.playbook


@pytest.fixture
def current() -> Desk:
    """The playbook in force."""
    return Desk()


@pytest.fixture
def office(record: Record, current: Desk) -> Iterator[Record]:
    """The record with enforcement and statements listening."""
    listeners = {**enforcement.listeners(current)}
    for fact, hearing in desk.listeners(current).items():
        listeners[fact] = (*listeners.get(fact, ()), *hearing)
    opened = open_record(record.url, keys=record.keys, listeners=listeners, connections=8)
    yield opened
    opened.close()


@pytest.fixture
def site(office: Record, current: Desk) -> Litestar:
    """The pages of this room."""
    state = {"settings": Settings()}
    return build([*ROUTES], record=office, playbook=current, site=Site(base_url=HOST), state=state, openapi_config=None)
