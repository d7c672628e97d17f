"""Appeals over the office of the tests: everybody listens who does in the house, and decisions have taken effect long ago."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from litestar import Litestar

from cast import Cast, Member
from frontline.appeals.court import LISTENERS, PLAY
from frontline.console import with_rights
from leeward.frontline.appeals import pages
from leeward.frontline.review import pages as review
from leeward.record.ledger.record import Record, open_record
from leeward.web.site import Site, build
from visitor import HOST, Visitor


@pytest.fixture
def office(record: Record) -> Iterator[Record]:
    """The record with review and enforcement listening."""
    opened = open_record(record.url, keys=record.keys, listeners=LISTENERS, connections=8)
    yield opened
    opened.close()


@pytest.fixture
def site(office: Record) -> Litestar:
    """The pages of appeals and of review."""
    rights = with_rights(PLAY)
    handlers = [*review.ROUTES, *pages.ROUTES]
    site = Site(base_url=HOST)
    return build(handlers, record=office, playbook=lambda: rights, site=site, ribbon=pages.ribbon, openapi_config=None)


@pytest.fixture
def come(site: Litestar, office: Record) -> Callable[[Member], Visitor]:
    """Lets somebody in."""
    return lambda member: Visitor(site).sign_in(office, member)


@pytest.fixture
def days() -> Callable[[float], timedelta]:
    """So many days."""
    return lambda number: timedelta(days=number)


@pytest.fixture
def people(office: Record, cast: Cast) -> Cast:
    """The cast, hired before anything else happens."""
    return cast
