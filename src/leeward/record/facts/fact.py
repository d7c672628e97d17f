"""What every fact is: frozen, keyword-only, and made of ids, codes, enums, numbers, moments, digests and tuples of these.

A fact says what happened, in the past tense, to whom (``subject``), by whom (``actor``) and when (``occurred``).
Where it stands in the ledger (``position``) and when we wrote it down (``recorded``) are the ledger's to say.
"""

from typing import ClassVar
from uuid import UUID

import msgspec

from leeward.record.terms.ids import PersonId, Position
from leeward.record.terms.moment import Moment


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened. Subclasses add what is particular to it."""

    version: ClassVar[int] = 1
    """Raised when the fields change; old versions are read through ``upcast.py``."""

    subject: UUID
    """The thing it happened to: a report, job, decision, action, person."""
    actor: PersonId
    occurred: Moment


class Recorded(msgspec.Struct, frozen=True):
    """A fact in its place: ``position`` counts from 1 without gaps, in the order of commit."""

    position: Position
    recorded: Moment
    fact: Fact


def kind_of(fact: Fact | type[Fact]) -> str:
    """The kind's name in the ledger: ``ReportReceived`` is ``report_received``."""
    name = fact.__name__ if isinstance(fact, type) else type(fact).__name__
    return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")
