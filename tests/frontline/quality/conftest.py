"""Quality over the office of the tests: everybody listens who does in the house, and decisions take effect at once."""

from collections.abc import Callable, Iterator

import pytest
from litestar import Litestar

from cast import Cast, Member
from frontline.quality.office import LISTENERS, PLAY
from leeward.frontline.quality import pages
from leeward.frontline.review import pages as review
from leeward.record.ledger.record import Record, open_record
from leeward.web.site import Site, build
from visitor import HOST, Visitor


@pytest.fixture
def office(record: Record) -> Iterator[Record]:
    """The record with everybody listening."""
    opened = open_record(record.url, keys=record.keys, listeners=LISTENERS, connections=8)
    yield opened
    opened.close()


@pytest.fixture
def site(office: Record) -> Litestar:
    """The pages of quality and of review."""
    handlers = [*review.ROUTES, *pages.ROUTES]
    return build(
        handlers, record=office, playbook=lambda: PLAY, site=Site(base_url=HOST), ribbon=pages.ribbon, openapi_config=None
    )  # fmt: skip


@pytest.fixture
def come(site: Litestar, office: Record) -> Callable[[Member], Visitor]:
    """Lets somebody in."""
    return lambda member: Visitor(site).sign_in(office, member)


@pytest.fixture
def people(office: Record, cast: Cast) -> Cast:
    """The cast, hired before anything else happens."""
    return cast
