"""A record with triage listening."""

from collections.abc import Iterator

import pytest

from frontline.triage.world import PLAY
from leeward.frontline.triage.desk import listeners
from leeward.record.ledger.record import Record, open_record


@pytest.fixture
def triaged(record: Record) -> Iterator[Record]:
    """The record, with triage alone listening by the playbook of the tests."""
    opened = open_record(record.url, keys=record.keys, listeners=listeners(lambda: PLAY), connections=3)
    yield opened
    opened.close()
