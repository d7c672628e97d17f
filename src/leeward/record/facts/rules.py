"""What people and the clockwork did about rules. ``subject`` is the rule's id (``rule_id`` of its code) unless said otherwise."""

from leeward.record.facts.fact import Fact
from leeward.record.terms.code import EventKind, PurposeCode, ReasonCode, RuleCode
from leeward.record.terms.ids import AlarmId
from leeward.record.terms.moment import Moment


class RuleSwitchedOff(Fact, frozen=True, kw_only=True):
    """Somebody stopped a rule: from the next batch on, no process asks it."""

    rule: RuleCode
    reason: ReasonCode


class RuleSwitchedOn(Fact, frozen=True, kw_only=True):
    """Somebody let a rule work again."""

    rule: RuleCode
    reason: ReasonCode


class FiringAlarmRaised(Fact, frozen=True, kw_only=True):
    """A rule matched far more often in an hour than its own past lets expect. ``subject`` is the alarm."""

    alarm: AlarmId
    rule: RuleCode
    hour: Moment
    """When the hour begins."""
    observed: int
    """Matches in it so far."""
    expected: float
    """Matches in an ordinary hour of that sort."""
    most: int
    """The highest number that would still have been ordinary."""
    chance: float
    """How likely this many or more are in an ordinary hour."""
    hours: int
    """How many hours of the past it was judged by."""


class FiringAlarmAcknowledged(Fact, frozen=True, kw_only=True):
    """Somebody looked at an alarm, and said what it was. ``subject`` is the alarm."""

    alarm: AlarmId
    rule: RuleCode
    reason: ReasonCode


class HistoryRead(Fact, frozen=True, kw_only=True):
    """Texts of the past were decrypted in memory to see what a rule does; nobody was shown one. Written with each batch."""

    rule: RuleCode
    purpose: PurposeCode
    event_kind: EventKind
    rows: int
    texts: int
