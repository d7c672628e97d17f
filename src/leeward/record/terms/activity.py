"""A batch of platform activity as it passes from the door to the rules."""

from datetime import datetime
from uuid import UUID

import msgspec

from leeward.record.terms.code import EventKind
from leeward.record.terms.ids import Position


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """Events of one kind in the order of their arrival. With their texts, so never stored and never logged as it is.

    Ids are UUIDs written out, because most events match nothing and need no more.
    """

    kind: EventKind
    first: Position
    """The position of the first one; the others follow without a gap."""
    events: list[str]
    abouts: list[str]
    occurred: list[datetime]
    fields: list[dict[str, object]]
    """What the rules read: by name, every field of the kind; ids are internal, moments in UTC, what was not sent is None."""


Passing = dict[UUID, Activity]
"""Batches by the subject of their ``ActivityReceived``."""
