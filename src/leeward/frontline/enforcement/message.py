"""What a webhook says, and how a receiver knows that we said it.

The *core* of a message never changes: ids, codes and moments of the action, the appeal or the reversed decision. Its SHA-256 is
in the ledger. What is sent adds the platform's own identifier of the subject, read from the vault at the last moment, the state
of the action now, and, with a restriction, its statement of reasons (DSA Art 17) in the playbook's words, for the platform to
tell the person; none, and the ground, while nobody is to be told. Nobody's text.

Signature: HMAC-SHA-256 under the receiver's secret over ``<timestamp>.<body>``, hex, as ``v1=...``; while a secret is being
changed there are two, with a comma between.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from leeward.playbook.model import Playbook
from leeward.playbook.statement import Grounds, words_of
from leeward.record.facts.assessment import Reason
from leeward.record.facts.review import Step
from leeward.record.terms.appeal import AppealOutcome, Appellant
from leeward.record.terms.code import ClauseCode, Digest, MeasureCode, ReasonCode, SourceCode
from leeward.record.terms.ids import ActionId, AppealId, DecisionId, DeliveryId, JobId, SubjectId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import MessageKind, Source, Verdict
from leeward.record.terms.severity import Severity
from leeward.record.terms.subject import SubjectKind

DELIVERY_HEADER = "Leeward-Delivery"
EVENT_HEADER = "Leeward-Event"
TIMESTAMP_HEADER = "Leeward-Timestamp"
SIGNATURE_HEADER = "Leeward-Signature"

_encode = msgspec.json.Encoder(order="deterministic").encode


class Core(msgspec.Struct, frozen=True, kw_only=True):
    """What is told about an action; the same at every attempt."""

    type: MessageKind
    action: ActionId
    decision: DecisionId
    job: JobId
    about: SubjectId
    subject_kind: SubjectKind
    held_by: SourceCode
    measure: MeasureCode
    clause: ClauseCode
    clause_version: int
    severity: Severity
    decided: Moment
    effective: Moment
    until: Moment | None


class AppealCore(msgspec.Struct, frozen=True, kw_only=True):
    """What is told about an appeal that took effect."""

    type: MessageKind
    appeal: AppealId
    decision: DecisionId
    job: JobId
    about: SubjectId
    subject_kind: SubjectKind
    held_by: SourceCode
    appellant: Appellant
    outcome: AppealOutcome
    instead: DecisionId | None
    """The decision that took the place of one that had turned a report down."""
    received: Moment
    effective: Moment


class ReversalCore(msgspec.Struct, frozen=True, kw_only=True):
    """What is told about a decision that was reversed."""

    type: MessageKind
    decision: DecisionId
    job: JobId
    about: SubjectId
    subject_kind: SubjectKind
    held_by: SourceCode
    verdict: Verdict
    clause: ClauseCode | None
    decided: Moment
    reason: ReasonCode


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """An action with what is told about it: a row of ``told``."""

    action: ActionId
    decision: DecisionId
    job: JobId
    about: SubjectId
    subject_kind: SubjectKind
    held_by: SourceCode
    measure: MeasureCode
    clause: ClauseCode
    clause_version: int
    severity: Severity
    decided: Moment
    effective: Moment
    until: Moment | None
    state: str
    reason: ReasonCode | None
    quiet: ReasonCode | None
    known: Moment | None
    identifier: VaultRef
    source: Source
    path: tuple[Step, ...]
    reasons: tuple[Reason, ...]
    automated_detection: bool
    automated_decision: bool

    def core(self, kind: MessageKind, until: Moment | None) -> Core:
        """The unchanging part of a message about it."""
        fields = {name: getattr(self, name) for name in Core.__struct_fields__ if name not in ("type", "until")}
        return Core(type=kind, until=until, **fields)

    def beside(self, kind: MessageKind, playbook: Playbook) -> dict[str, Any]:
        """What may differ between attempts: how it stands now, and the reasons for whom it concerns."""
        measure = playbook.measures.get(self.measure)
        quiet = self.quiet is not None and self.known is None
        lifted = kind is MessageKind.LIFTED
        return {
            "measure_kind": measure.kind if measure else None,
            "state": self.state,
            "reason": self.reason if lifted else None,
            "quiet": self.quiet if quiet else None,
            "statement": None if lifted or quiet else statement_of(self, playbook),
        }


class ToldOfAppeal(msgspec.Struct, frozen=True, kw_only=True):
    """An appeal with what is told about it: a row of ``appeals_told``."""

    appeal: AppealId
    decision: DecisionId
    job: JobId
    about: SubjectId
    subject_kind: SubjectKind
    held_by: SourceCode
    appellant: Appellant
    outcome: AppealOutcome
    instead: DecisionId | None
    received: Moment
    effective: Moment
    identifier: VaultRef

    def core(self, kind: MessageKind, until: Moment | None) -> AppealCore:
        """The unchanging part of a message about it."""
        return AppealCore(type=kind, **_same(self, AppealCore))

    def beside(self, kind: MessageKind, playbook: Playbook) -> dict[str, Any]:
        """Nothing else is told."""
        return {}


class ToldOfReversal(msgspec.Struct, frozen=True, kw_only=True):
    """A reversed decision with what is told about it: a row of ``reversals_told``."""

    decision: DecisionId
    job: JobId
    about: SubjectId
    subject_kind: SubjectKind
    held_by: SourceCode
    verdict: Verdict
    clause: ClauseCode | None
    decided: Moment
    reason: ReasonCode
    identifier: VaultRef

    def core(self, kind: MessageKind, until: Moment | None) -> ReversalCore:
        """The unchanging part of a message about it."""
        return ReversalCore(type=kind, **_same(self, ReversalCore))

    def beside(self, kind: MessageKind, playbook: Playbook) -> dict[str, Any]:
        """Nothing else is told."""
        return {}


Matter = Told | ToldOfAppeal | ToldOfReversal


def _same(told: msgspec.Struct, core: type[msgspec.Struct]) -> dict[str, Any]:
    return {name: getattr(told, name) for name in core.__struct_fields__ if name != "type"}


def statement_of(told: Told, playbook: Playbook) -> dict[str, Any] | None:
    """Why, for whom it concerns. None where the playbook makes no statements, and for what restricts nobody."""
    grounds = Grounds(**{name: getattr(told, name) for name in Grounds.__struct_fields__})
    words = words_of(playbook, grounds, [told.measure])
    if words is None or playbook.statements is None:
        return None
    return {
        **msgspec.to_builtins(words),
        "territory": playbook.statements.territory,
        "automated_detection": told.automated_detection,
        "automated_decision": told.automated_decision,
    }


def digest_of(core: Core | AppealCore | ReversalCore) -> Digest:
    """SHA-256 of the core: what the ledger keeps about what was said."""
    return Digest(hashlib.sha256(_encode(core)).hexdigest())


def body_of(
    told: Matter, kind: MessageKind, *, until: Moment | None, delivery: DeliveryId, identifier: str, playbook: Playbook
) -> bytes:
    """The whole message, JSON in UTF-8. ``until`` is the end of the action as it was when the message was queued."""
    core = told.core(kind, until)
    message: dict[str, Any] = {
        "delivery": delivery,
        "digest": digest_of(core),
        **msgspec.to_builtins(core, builtin_types=(UUID,)),
        "identifier": identifier,
        **told.beside(kind, playbook),
    }
    return msgspec.json.encode(message)


def new_secret() -> str:
    """A secret for a receiver: 256 bits."""
    return "whsec_" + secrets.token_urlsafe(32)


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """The value of the signature header."""
    return "v1=" + hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def headers_of(known: Sequence[str], *, delivery: DeliveryId, kind: MessageKind, timestamp: int, body: bytes) -> dict[str, str]:
    """All headers of a delivery, signed under every secret that is valid: a receiver needs to know one of them."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "Leeward-Webhooks/1",
        DELIVERY_HEADER: str(delivery),
        EVENT_HEADER: kind.value,
        TIMESTAMP_HEADER: str(timestamp),
        SIGNATURE_HEADER: ",".join(sign(secret, timestamp, body) for secret in known),
    }
