"""The pages of clocks, through the site: what is owed is seen and recorded as done; nobody else gets in."""

from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest
from litestar import Litestar

from cast import Cast
from frontline.console import with_rights
from frontline.triage.test_clocks_that_begin_later import BOOK, passed_on
from frontline.triage.world import Told, tell
from leeward.frontline.triage.desk import listeners, wake
from leeward.frontline.triage.pages import ROUTES
from leeward.record.ledger.record import Record, open_record
from leeward.record.terms.moment import now
from leeward.web.site import Site, build
from visitor import HOST, Visitor

NOTHING = "01900000-0000-7000-8000-000000000000"


@pytest.fixture
def house(record: Record) -> Iterator[Record]:
    """The record with triage listening."""
    opened = open_record(record.url, keys=record.keys, listeners=listeners(lambda: BOOK), connections=8)
    yield opened
    opened.close()


@pytest.fixture
def site(house: Record) -> Litestar:
    """The pages of this room."""
    rights = with_rights(msgspec.structs.replace(BOOK))
    return build([*ROUTES], record=house, playbook=lambda: rights, site=Site(base_url=HOST), openapi_config=None)


@pytest.fixture
def owed(house: Record) -> Told:
    """A report about a minor that somebody passed on: a report to an authority is owed."""
    report = Told(jurisdictions=("US", "FR"))
    tell(house, report)
    passed_on(house, report, "minor_gate")
    return report


def test_what_is_owed_is_seen_and_recorded_as_done(house: Record, cast: Cast, site: Litestar, owed: Told) -> None:
    with Visitor(site) as bob:
        bob.sign_in(house, cast.bob)
        page = bob.get("/clocks").text
        assert "us-2258a-a" in page
        assert f'href="/clocks/{owed.id}"' in page
        answer = bob.post(f"/clocks/{owed.id}/us-2258a-a/met?back=/clocks", {"note": "number 4711"})
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/clocks")
        assert "Nothing is owed" in bob.get("/clocks").text
        assert "us-2258a-h" in bob.get("/clocks?show=kept").text
        again = bob.post(f"/clocks/{owed.id}/us-2258a-a/met", {})
        assert again.status_code == 409


def test_a_report_shows_all_its_clocks_and_the_requests_that_can_begin(
    house: Record, cast: Cast, site: Litestar, owed: Told
) -> None:
    with Visitor(site) as bob:
        bob.sign_in(house, cast.bob)
        page = bob.get(f"/clocks/{owed.id}").text
        assert all(code in page for code in ("us-2258a-a", "own-first-look", "eu-gdpr-12/begin"))
        assert bob.post(f"/clocks/{owed.id}/eu-gdpr-12/begin").status_code == 303
        after = bob.get(f"/clocks/{owed.id}").text
        assert "eu-gdpr-12/begin" not in after
        assert "eu-gdpr-12/met" in after
        assert bob.get(f"/clocks/{NOTHING}").status_code == 404
        assert bob.post(f"/clocks/{NOTHING}/eu-gdpr-12/begin").status_code == 404
        assert bob.post(f"/clocks/{owed.id}/eu-dsa-17/begin").status_code == 409


def test_what_was_missed_stays_in_sight_and_can_be_taken_away(house: Record, cast: Cast, site: Litestar, owed: Told) -> None:
    wake(house, lambda: BOOK, now() + timedelta(days=400))
    with Visitor(site) as bob:
        bob.sign_in(house, cast.bob)
        assert "own-first-look" in bob.get("/clocks?show=missed").text
        table = bob.get("/clocks?show=missed&format=csv").text
        assert table.splitlines()[0].startswith("report,clock,job,name,must")
        assert "own-first-look" in table
        assert "No clock fits these filters" in bob.get("/clocks?show=missed&clock=us-2258a-a").text


@pytest.mark.parametrize("name", ["eve", "alice"])
def test_who_has_not_the_right_gets_nothing(house: Record, cast: Cast, site: Litestar, owed: Told, name: str) -> None:
    with Visitor(site) as outsider:
        outsider.sign_in(house, getattr(cast, name))
        refused = [
            outsider.get("/clocks"),
            outsider.get(f"/clocks/{owed.id}"),
            outsider.post(f"/clocks/{owed.id}/us-2258a-a/met", {}),
            outsider.post(f"/clocks/{owed.id}/eu-gdpr-12/begin", {}),
        ]
    assert {answer.status_code for answer in refused} <= {403, 404}
    with house.reading() as look:
        assert look.value("SELECT count(*) FROM clock WHERE stopped IS NOT NULL OR clock = 'eu-gdpr-12'") == 0
