"""Enforcement listening over a fresh record, its pages, and a message that nobody wanted."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from litestar import Litestar

from cast import Cast
from frontline.console import with_rights
from frontline.enforcement.receiver import listening
from frontline.office import PLAY, VIOLATES, open_job
from leeward.frontline.enforcement import desk
from leeward.frontline.enforcement.pages import ROUTES
from leeward.frontline.review import desk as review
from leeward.playbook.reader import starter
from leeward.record.ledger.record import Record, open_record
from leeward.record.terms.ids import DecisionId, new_id
from leeward.record.terms.moment import now
from leeward.settings import Settings
from leeward.web.site import Site, build
from visitor import HOST


@pytest.fixture
def office(record: Record) -> Iterator[Record]:
    """The record with enforcement listening."""
    opened = open_record(record.url, keys=record.keys, listeners=desk.listeners(lambda: PLAY), connections=8)
    yield opened
    opened.close()


@pytest.fixture
def site(office: Record) -> Litestar:
    """The pages of this room."""
    rights = with_rights()
    state = {"settings": Settings(webhook_private=False), "playbook_folder": starter()}
    return build([*ROUTES], record=office, playbook=lambda: rights, site=Site(base_url=HOST), state=state, openapi_config=None)


@pytest.fixture
def dead_message(office: Record, cast: Cast) -> Callable[[], None]:
    """Makes one action that a receiver did not want to hear of."""

    def make() -> None:
        with listening() as heard:
            heard.answers = [410]
            desk.add_endpoint(office, cast.ada.id, heard.address, private=True)
            job = open_job(office)
            review.claim(office, PLAY, cast.bob.id, job)
            review.decide(
                office, PLAY, cast.bob.id, job, decision=DecisionId(new_id()), clause="HE-T-1", path=VIOLATES,
                measures=("remove_content",),
            )  # fmt: skip
            later = now() + timedelta(minutes=2)
            desk.wake(office, lambda: PLAY, later)
            desk.deliver(office, lambda: PLAY, later, private=True)

    return make
