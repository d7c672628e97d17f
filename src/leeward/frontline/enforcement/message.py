"""What a webhook says, and how a receiver knows that we said it.

The *core* of a message never changes: ids, codes and moments of the action. Its SHA-256 is in the ledger. What is sent adds
the platform's own identifier of the subject, read from the vault at the last moment, the state of the action now, and, with a
restriction, its statement of reasons (DSA Art 17) in the playbook's words, for the platform to tell the person. Nobody's text.

Signature: HMAC-SHA-256 under the receiver's secret over ``<timestamp>.<body>``, hex, as ``v1=...``.
"""

import hashlib
import hmac
import secrets
from typing import Any
from uuid import UUID

import msgspec

from leeward.playbook.model import Playbook
from leeward.playbook.statement import Grounds, words_of
from leeward.record.facts.assessment import Reason
from leeward.record.facts.review import Step
from leeward.record.terms.code import ClauseCode, Digest, MeasureCode, SourceCode
from leeward.record.terms.ids import ActionId, DecisionId, DeliveryId, JobId, SubjectId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import Source
from leeward.record.terms.severity import Severity
from leeward.record.terms.subject import SubjectKind

IN_FORCE = "action.in_force"
LIFTED = "action.lifted"

DELIVERY_HEADER = "Leeward-Delivery"
EVENT_HEADER = "Leeward-Event"
TIMESTAMP_HEADER = "Leeward-Timestamp"
SIGNATURE_HEADER = "Leeward-Signature"

_encode = msgspec.json.Encoder(order="deterministic").encode


class Core(msgspec.Struct, frozen=True, kw_only=True):
    """What is told about an action; the same at every attempt."""

    type: str
    """``action.in_force`` or ``action.lifted``."""
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
    identifier: VaultRef
    source: Source
    path: tuple[Step, ...]
    reasons: tuple[Reason, ...]
    automated_detection: bool
    automated_decision: bool

    def core(self, *, reversal: bool) -> Core:
        """The unchanging part of a message about it."""
        fields = {name: getattr(self, name) for name in Core.__struct_fields__ if name != "type"}
        return Core(type=LIFTED if reversal else IN_FORCE, **fields)


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


def digest_of(core: Core) -> Digest:
    """SHA-256 of the core: what the ledger keeps about what was said."""
    return Digest(hashlib.sha256(_encode(core)).hexdigest())


def body_of(told: Told, *, reversal: bool, delivery: DeliveryId, identifier: str, playbook: Playbook) -> bytes:
    """The whole message, JSON in UTF-8."""
    core = told.core(reversal=reversal)
    measure = playbook.measures.get(told.measure)
    message: dict[str, Any] = {
        "delivery": delivery,
        "digest": digest_of(core),
        **msgspec.to_builtins(core, builtin_types=(UUID,)),
        "identifier": identifier,
        "measure_kind": measure.kind if measure else None,
        "state": told.state,
        "statement": None if reversal else statement_of(told, playbook),
    }
    return msgspec.json.encode(message)


def new_secret() -> str:
    """A secret for a receiver: 256 bits."""
    return "whsec_" + secrets.token_urlsafe(32)


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """The value of the signature header."""
    return "v1=" + hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def headers_of(secret: str, *, delivery: DeliveryId, reversal: bool, timestamp: int, body: bytes) -> dict[str, str]:
    """All headers of a delivery."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "Leeward-Webhooks/1",
        DELIVERY_HEADER: str(delivery),
        EVENT_HEADER: LIFTED if reversal else IN_FORCE,
        TIMESTAMP_HEADER: str(timestamp),
        SIGNATURE_HEADER: sign(secret, timestamp, body),
    }
