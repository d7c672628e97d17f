"""What was done about it, and undone."""

import msgspec

from leeward.record.facts.fact import Fact
from leeward.record.terms.code import ClauseCode, Digest, MeasureCode, ReasonCode, ScopeCode
from leeward.record.terms.ids import ActionId, AppealId, DecisionId, EndpointId, JobId, PersonId, SubjectId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import MessageKind, Topic
from leeward.record.terms.subject import SubjectKind


class Delay(msgspec.Struct, frozen=True, kw_only=True):
    """How long an action waits by chance, so that nobody learns from its timing; it can be computed again from the seed."""

    span_seconds: int
    """The most that it could have been."""
    seed: int
    seconds: int


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
    owner: PersonId | None = None
    """Who answers for it: at first whoever decided (Q41)."""
    quiet: ReasonCode | None = None
    """The ground on which the person is not told; none: they are."""
    delay: Delay | None = None
    """What chance added to ``effective``."""


class ActionCameIntoForce(Fact, frozen=True, kw_only=True):
    """The grace period ended. ``subject`` is the action."""


class ActionReversed(Fact, frozen=True, kw_only=True):
    """An action was taken back; its strikes and limits are restored. ``subject`` is the action."""

    reason: ReasonCode


class ActionExpired(Fact, frozen=True, kw_only=True):
    """A time-limited action ended by itself. ``subject`` is the action."""


class ActionHeld(Fact, frozen=True, kw_only=True):
    """An action waits for a second person. ``subject`` is the action."""

    reason: ReasonCode
    """``irreversible``, ``high_profile`` or ``quiet``."""
    expires: Moment


class ActionConfirmed(Fact, frozen=True, kw_only=True):
    """A second person agreed. ``subject`` is the action; ``actor`` is not who decided."""

    effective: Moment
    until: Moment | None


class ActionDeclined(Fact, frozen=True, kw_only=True):
    """A second person said no: it never comes into force, and its strikes go. ``subject`` is the action."""

    reason: ReasonCode


class ActionLapsed(Fact, frozen=True, kw_only=True):
    """No second person came in time: it never comes into force, and its strikes go. ``subject`` is the action."""


class ActionExtended(Fact, frozen=True, kw_only=True):
    """A time-limited action lasts longer. ``subject`` is the action."""

    until: Moment
    reason: ReasonCode


class ActionEnded(Fact, frozen=True, kw_only=True):
    """Somebody ended an action before its time; its strikes stay. ``subject`` is the action."""

    reason: ReasonCode


class ActionHandedOver(Fact, frozen=True, kw_only=True):
    """Somebody else answers for it now. ``subject`` is the action."""

    to: PersonId


class ActionMadeKnown(Fact, frozen=True, kw_only=True):
    """The person of a quiet restriction is told after all. ``subject`` is the action."""

    decision: DecisionId
    job: JobId
    reason: ReasonCode


class QuietEndPassed(Fact, frozen=True, kw_only=True):
    """The end of a quiet restriction passed, and its owner has to look (Q41). ``subject`` is the action."""

    owner: PersonId | None
    until: Moment


class QuietEndSeen(Fact, frozen=True, kw_only=True):
    """Somebody looked at a quiet restriction whose end had passed. ``subject`` is the action."""


class StrikesForgiven(Fact, frozen=True, kw_only=True):
    """The strikes of an action count no longer, though the action stands. ``subject`` is the action; ``actor`` forgave them."""

    reason: ReasonCode


class EndpointAdded(Fact, frozen=True, kw_only=True):
    """A receiver of webhooks was set up. ``subject`` is the endpoint; its address and secret are in the vault."""

    address: VaultRef
    secret: VaultRef
    topics: tuple[Topic, ...] = ()
    """What it is told of; none: everything."""
    measures: tuple[MeasureCode, ...] = ()
    kinds: tuple[SubjectKind, ...] = ()


class EndpointChanged(Fact, frozen=True, kw_only=True):
    """A receiver is told of other things from now on; what waits is still sent. ``subject`` is the endpoint."""

    topics: tuple[Topic, ...]
    measures: tuple[MeasureCode, ...]
    kinds: tuple[SubjectKind, ...]


class EndpointSecretChanged(Fact, frozen=True, kw_only=True):
    """A receiver has another secret; the one before signs too until ``former_until``. ``subject`` is the endpoint."""

    secret: VaultRef
    former_until: Moment


class EndpointRemoved(Fact, frozen=True, kw_only=True):
    """A receiver gets nothing more. ``subject`` is the endpoint."""


class DeliveryQueued(Fact, frozen=True, kw_only=True):
    """A message for a receiver waits. ``subject`` is the delivery."""

    endpoint: EndpointId
    event: MessageKind
    decision: DecisionId
    action: ActionId | None
    appeal: AppealId | None
    until: Moment | None
    """Of the action, as it is told."""
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
