"""What the tests of the door share: a report and an event in plain words, and a record that everybody listens to."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from leeward.flow import listeners
from leeward.frontline.intake.activity import EventIn
from leeward.frontline.intake.arrival import ReporterIn, ReportIn, SubjectIn
from leeward.playbook.model import Playbook
from leeward.playbook.reader import read_playbook, starter
from leeward.record.ledger.record import Record, open_record
from leeward.record.terms.code import SourceCode
from leeward.record.terms.moment import now
from leeward.record.terms.subject import SubjectKind

DOOR = SourceCode("tests")
PLAY: Playbook = read_playbook(starter())
SAID = "The lighthouse asks for a fee on Thursdays."
SHOWN = "Keepers wanted; the boat is arranged."


@contextmanager
def listening(record: Record) -> Iterator[Record]:
    """The same database, with everybody of flow.py listening by the starter playbook."""
    opened = open_record(record.url, keys=record.keys, listeners=listeners(lambda: PLAY))
    yield opened
    opened.close()


def report(number: int = 1, **more: Any) -> ReportIn:
    """A report on listing ``number``."""
    subject = SubjectIn(kind=SubjectKind.LISTING, id=f"L-{number}", platform="jobs", content=SHOWN)
    plain = ReportIn(
        id=f"R-{number}",
        subject=subject,
        reporter=ReporterIn(id=f"U-{number}", contact="keeper@example.org"),
        harm="labour_exploitation.fees",
        language="en",
        jurisdictions=("US",),
        text=SAID,
    )
    return msgspec.structs.replace(plain, **more)


def event(number: int = 1, **fields: Any) -> EventIn:
    """A listing that went public."""
    whole = {"listing_id": f"L-{number}", "account_id": f"A-{number}", "title": "Keeper", "description": SHOWN, **fields}
    return EventIn(kind="listing_posted", id=f"E-{number}", occurred=now(), platform="jobs", fields=whole)
