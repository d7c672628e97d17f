"""A record with assessment listening."""

from collections.abc import Iterator

import pytest

from frontline.assessment.world import PLAY
from leeward.frontline.assessment.desk import listeners
from leeward.record.ledger.record import Record, open_record


@pytest.fixture
def assessed(record: Record) -> Iterator[Record]:
    """The record, with assessment alone listening by the playbook of the tests."""
    opened = open_record(record.url, keys=record.keys, listeners=listeners(lambda: PLAY), connections=3)
    yield opened
    opened.close()
