"""What was done about it, and undone."""

from leeward.record.facts.fact import Fact
from leeward.record.terms.code import ClauseCode, Digest, MeasureCode, ReasonCode, ScopeCode
from leeward.record.terms.ids import ActionId, DecisionId, EndpointId, JobId, SubjectId, VaultRef
from leeward.record.terms.moment import Moment


class ActionTaken(Fact, frozen=True, kw_only=True):
    """The ladder's consequence of a decision. ``subject`` is the action."""

    about: SubjectId
    job: JobId
    decision: DecisionId
    measure: MeasureCode
    clause: ClauseCode
    effective: Moment
    """Not before this moment does anything leave the house (the undo's grace period)."""
    until: Moment | None
    strikes: int
    strikes_expire: Moment | None
    scope: ScopeCode | None = None
    """For which steps of the ladder its strikes count, beside those that count all."""


class ActionCameIntoForce(Fact, frozen=True, kw_only=True):
    """The grace period ended. ``subject`` is the action."""


class ActionReversed(Fact, frozen=True, kw_only=True):
    """An action was taken back; its strikes and limits are restored. ``subject`` is the action."""

    reason: ReasonCode


class ActionExpired(Fact, frozen=True, kw_only=True):
    """A time-limited action ended by itself. ``subject`` is the action."""


class StrikesForgiven(Fact, frozen=True, kw_only=True):
    """The strikes of an action count no longer, though the action stands. ``subject`` is the action; ``actor`` forgave them."""

    reason: ReasonCode


class EndpointAdded(Fact, frozen=True, kw_only=True):
    """A receiver of webhooks was set up. ``subject`` is the endpoint; its address and secret are in the vault."""

    address: VaultRef
    secret: VaultRef


class EndpointRemoved(Fact, frozen=True, kw_only=True):
    """A receiver gets nothing more. ``subject`` is the endpoint."""


class DeliveryQueued(Fact, frozen=True, kw_only=True):
    """A message for a receiver waits. ``subject`` is the delivery."""

    endpoint: EndpointId
    action: ActionId
    reversal: bool
    payload: Digest


class DeliveryAttempted(Fact, frozen=True, kw_only=True):
    """One attempt to deliver. ``subject`` is the delivery."""

    attempt: int
    status: int
    """HTTP status; 0 when there was no answer."""
    milliseconds: int
    delivered: bool
    next_attempt: Moment | None
    """None when delivered, or when no more attempts follow: then it is dead."""


class DeliveryReplayed(Fact, frozen=True, kw_only=True):
    """Somebody sent a dead or delivered message once more. ``subject`` is the delivery."""
