"""What others publish, taken into the lake."""

from leeward.record.facts.fact import Fact
from leeward.record.terms.code import Digest, TableCode
from leeward.record.terms.moment import Moment


class PublishedTaken(Fact, frozen=True, kw_only=True):
    """A publisher's file took the place of what its table held. ``subject`` is a fresh id."""

    name: TableCode
    digest: Digest
    """SHA-256 of the file."""
    rows: int
    first: Moment | None
    """The start of the first day that it speaks of."""
    last: Moment | None
