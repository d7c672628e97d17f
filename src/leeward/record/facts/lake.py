"""What happened to the lake."""

from leeward.record.facts.fact import Fact
from leeward.record.terms.code import EventKind
from leeward.record.terms.ids import Position


class ActivityExpired(Fact, frozen=True, kw_only=True):
    """Events were kept as long as the playbook says, and are gone, with their texts. ``subject`` is a fresh id."""

    event_kind: EventKind
    first: Position
    """Between these two, both included, in the order of arrival."""
    last: Position
    events: int
    held: int
    """How many of them stay, because a hold keeps what is known of their subject."""
