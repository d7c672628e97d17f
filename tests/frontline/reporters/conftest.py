"""A house with everybody listening, and the pages of this room."""

from collections.abc import Iterator

import msgspec
import pytest
from litestar import Litestar

from frontline.reporters.world import PLAY
from leeward.flow import listeners
from leeward.frontline.reporters.pages import ROUTES
from leeward.record.ledger.record import Record, open_record
from leeward.web.site import Site, build
from visitor import HOST


@pytest.fixture
def house(record: Record) -> Iterator[Record]:
    """The record with everybody of flow.py listening."""
    opened = open_record(record.url, keys=record.keys, listeners=listeners(lambda: PLAY), connections=6)
    yield opened
    opened.close()


@pytest.fixture
def site(house: Record) -> Litestar:
    """The pages of this room."""
    book = msgspec.structs.replace(PLAY)
    return build([*ROUTES], record=house, playbook=lambda: book, site=Site(base_url=HOST), openapi_config=None)
