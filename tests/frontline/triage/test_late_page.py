"""The page of what is late: for those who give work, and nobody else; empty, it says when something would stand there."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from litestar import Litestar

from cast import Cast
from frontline.console import HOST
from frontline.floor import PLAY, floor, report
from leeward.frontline.triage import desk
from leeward.frontline.triage.pages import ROUTES
from leeward.record.ledger.record import Record
from leeward.record.terms.moment import now
from leeward.web.site import Site, build
from visitor import Visitor


@pytest.fixture
def house(record: Record) -> Iterator[Record]:
    """Everybody listens."""
    with floor(record) as opened:
        yield opened


@pytest.fixture
def site(house: Record) -> Litestar:
    """The pages of triage."""
    return build(ROUTES, record=house, playbook=lambda: PLAY, site=Site(base_url=HOST), openapi_config=None)


def test_a_lead_sees_what_waits_past_its_start_by(house: Record, cast: Cast, site: Litestar) -> None:
    _, job, _ = report(house)
    with Visitor(site) as bob:
        bob.sign_in(house, cast.bob)
        assert "Nothing is late" in bob.get("/late").text
        desk.wake_late(house, lambda: PLAY, now() + timedelta(days=9))
        page = bob.get("/late").text
        assert f'href="/jobs/{job}"' in page
        assert 'href="/queues/labour/next"' in page
        assert str(job) in bob.get("/late?format=csv").text


def test_eve_and_a_reviewer_do_not(house: Record, cast: Cast, site: Litestar) -> None:
    for who in (cast.eve, cast.alice):
        with Visitor(site) as visitor:
            visitor.sign_in(house, who)
            assert visitor.get("/late").status_code == 403
