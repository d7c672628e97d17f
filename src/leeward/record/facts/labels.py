"""Labels: what is remembered of somebody or something from one event to the next. ``subject`` is whom it stands on.

Osprey calls it adding and removing a label, Ozone creating and negating one.
"""

from leeward.record.facts.fact import Fact
from leeward.record.terms.code import Digest, LabelCode, ReasonCode, RuleCode
from leeward.record.terms.ids import EventId, Position
from leeward.record.terms.moment import Moment


class LabelPut(Fact, frozen=True, kw_only=True):
    """A label was put, by a rule or by somebody. Where it stood already, it stands until the later of the two ends."""

    label: LabelCode
    until: Moment
    """It stands for events that occurred before this."""
    after: Position
    """The last event, in the order of arrival, that does not know of it."""
    rule: RuleCode | None = None
    """The rule that put it; none when somebody did."""
    rule_version: Digest | None = None
    event: EventId | None = None
    """The event that the rule matched."""
    reason: ReasonCode | None = None
    """Why somebody put it."""


class LabelTaken(Fact, frozen=True, kw_only=True):
    """Somebody took a label away."""

    label: LabelCode
    after: Position
    """The last event, in the order of arrival, for which it still stands."""
    held: Moment
    """Rules do not put it again on account of events that occurred before this: a person's word goes before a rule's."""
    reason: ReasonCode
