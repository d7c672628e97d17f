"""The office of the tests with everybody listening, and the limits and harms of the starter playbook."""

from collections.abc import Iterator

import msgspec
import pytest
from litestar import Litestar

from cast import Cast, Member, hire
from frontline.office import PLAY
from leeward import flow
from leeward.administration.people import pages as people
from leeward.administration.wellness import pages

# P
from leeward.frontline.appeals import pages as appeals
from leeward.frontline.review import pages as review
from leeward.frontline.triage import pages as triage
from leeward.playbook.model import Playbook
from leeward.playbook.reader import read_playbook, starter
from leeward.record.facts.assessment import ReportAssessed
from leeward.record.facts.intake import ReportReceived
from leeward.record.ledger.record import Record, open_record
from leeward.web.site import Site, build
from visitor import HOST, Visitor

LABOUR_FIRST = tuple(sorted(PLAY.queues, key=lambda queue: queue.code != "labour"))  # whatever comes back stays where it was
STARTER = read_playbook(starter())
BOOK = msgspec.structs.replace(
    PLAY, limits=STARTER.limits, queues=LABOUR_FIRST, harms=STARTER.harms, access=STARTER.access, skills=STARTER.skills
)
LISTENERS = {kind: heard for kind, heard in flow.listeners(lambda: BOOK).items() if kind not in (ReportReceived, ReportAssessed)}


@pytest.fixture
def book() -> Playbook:
    """The playbook in force."""
    return BOOK


@pytest.fixture
def office(record: Record) -> Iterator[Record]:
    """The record with everybody listening but those before review: the office's jobs are placed already."""
    opened = open_record(record.url, keys=record.keys, listeners=LISTENERS, connections=8)
    yield opened
    opened.close()


@pytest.fixture
def team(office: Record) -> Cast:
    """Who works here."""
    return hire(office)


@pytest.fixture
def site(office: Record) -> Litestar:
    """The pages of people, wellness, review, triage and appeals."""
    handlers = [*pages.ROUTES, *people.ROUTES, *review.ROUTES, *triage.ROUTES, *appeals.ROUTES]
    return build(
        handlers, record=office, playbook=lambda: BOOK, site=Site(base_url=HOST), ribbon=review.ribbon, openapi_config=None
    )


def come(site: Litestar, office: Record, member: Member) -> Visitor:
    """Somebody, signed in."""
    return Visitor(site).sign_in(office, member)
