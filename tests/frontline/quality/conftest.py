"""Quality over the office of the tests: everybody listens who does in the house, and decisions take effect at once."""

from collections.abc import Iterator

import pytest

from cast import Cast
from frontline.quality.office import LISTENERS
from leeward.record.ledger.record import Record, open_record


@pytest.fixture
def office(record: Record) -> Iterator[Record]:
    """The record with everybody listening."""
    opened = open_record(record.url, keys=record.keys, listeners=LISTENERS, connections=8)
    yield opened
    opened.close()


@pytest.fixture
def people(office: Record, cast: Cast) -> Cast:
    """The cast, hired before anything else happens."""
    return cast
