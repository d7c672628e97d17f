"""What the pages of enforcement show, as structs."""

import msgspec

from leeward.record.terms.code import ClauseCode, Digest, MeasureCode, ReasonCode, ScopeCode, SourceCode
from leeward.record.terms.ids import ActionId, DecisionId, DeliveryId, EndpointId, JobId, PersonId, SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import ActionState, DeliveryState
from leeward.record.terms.subject import SubjectKind


class DeliveryLine(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery as a row of a list."""

    id: DeliveryId
    endpoint: EndpointId
    action: ActionId
    reversal: bool
    payload: Digest
    state: DeliveryState
    queued: Moment
    attempts: int
    status: int | None
    attempted: Moment | None
    next_attempt: Moment | None
    measure: MeasureCode
    clause: ClauseCode
    job: JobId
    decision: DecisionId


class EndpointLine(msgspec.Struct, frozen=True, kw_only=True):
    """A receiver as a row of a list."""

    id: EndpointId
    address: str
    added: Moment
    removed: Moment | None
    pending: int
    dead: int
    """Both counted up to 1,001, which stands for more."""


class ActionLine(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was done about a subject."""

    id: ActionId
    job: JobId
    decision: DecisionId
    measure: MeasureCode
    clause: ClauseCode
    state: ActionState
    taken: Moment
    effective: Moment
    until: Moment | None
    ended: Moment | None
    reason: ReasonCode | None
    """Why it was taken back."""
    strikes: int


class StrikeLine(msgspec.Struct, frozen=True, kw_only=True):
    """A strike with its policy, weight, expiry, scope and reversal (Q42)."""

    action: ActionId
    decision: DecisionId
    job: JobId
    clause: ClauseCode
    scope: ScopeCode | None
    weight: int
    given: Moment
    expires: Moment | None
    reversed: Moment | None
    forgiven: Moment | None
    forgiven_by: PersonId | None
    forgiven_reason: ReasonCode | None
    standing: str
    """``counts``, ``expired``, ``taken_back`` or ``forgiven``."""


class Ahead(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the ladder, and what the next violation of its clauses would lead to."""

    clauses: tuple[str, ...]
    scope: ScopeCode | None
    strikes: int
    """Live ones that count here."""
    measures: tuple[str, ...]
    adds: int
    next_from: int | None
    """From how many strikes on a higher step begins."""


class SubjectView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the page of a subject shows."""

    id: SubjectId
    kind: SubjectKind
    held_by: SourceCode
    first_seen: Moment
    violations: int
    totals: dict[ScopeCode | None, int]
    actions: tuple[ActionLine, ...]
    strikes: tuple[StrikeLine, ...]
    ahead: tuple[Ahead, ...]
    names: dict[PersonId, str]

    @property
    def live(self) -> int:
        """How many strikes count now."""
        return sum(self.totals.values())
