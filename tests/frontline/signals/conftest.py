"""A record with a playbook that has banks, and the pages of this room."""

import pytest
from litestar import Litestar

from frontline.signals.world import PLAY
from leeward.frontline.signals.pages import ROUTES
from leeward.record.ledger.record import Record
from leeward.web.site import Site, build
from visitor import HOST


@pytest.fixture
def site(record: Record) -> Litestar:
    """The pages of this room."""
    state = {"exchanges": frozenset[str]()}
    return build([*ROUTES], record=record, playbook=lambda: PLAY, site=Site(base_url=HOST), state=state, openapi_config=None)
