"""What happened to secrets. Every read is here."""

from leeward.record.facts.fact import Fact
from leeward.record.terms.code import PurposeCode, ReasonCode
from leeward.record.terms.ids import HoldId, OwnerId, VaultRef
from leeward.record.terms.moment import Moment


class TextRead(Fact, frozen=True, kw_only=True):
    """Somebody saw texts. ``subject`` is their owner."""

    refs: tuple[VaultRef, ...]
    purpose: PurposeCode


class TextErased(Fact, frozen=True, kw_only=True):
    """An owner's data key was destroyed: no one can read its texts again. ``subject`` is the owner."""

    reason: ReasonCode


class HoldPlaced(Fact, frozen=True, kw_only=True):
    """A hold forbids erasure until it ends. ``subject`` is the hold."""

    owner: OwnerId
    hold_kind: ReasonCode
    """``preservation``, ``litigation`` ... the precedence table of the vault says which beats what."""
    basis: ReasonCode
    until: Moment | None


class HoldReleased(Fact, frozen=True, kw_only=True):
    """A hold ended before its time. ``subject`` is the hold."""

    hold: HoldId
    reason: ReasonCode


class MasterKeyRotated(Fact, frozen=True, kw_only=True):
    """All data keys are wrapped by a new master key. ``subject`` is a fresh id."""

    generation: int
    owners: int
