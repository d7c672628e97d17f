"""What the pages of enforcement show, as structs."""

import msgspec

from leeward.record.terms.code import ClauseCode, Digest, MeasureCode, ReasonCode, ScopeCode, SourceCode
from leeward.record.terms.ids import ActionId, AppealId, DecisionId, DeliveryId, EndpointId, JobId, PersonId, SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import ActionState, DeliveryState, MessageKind, Topic
from leeward.record.terms.severity import Severity
from leeward.record.terms.subject import SubjectKind


class DeliveryLine(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery as a row of a list."""

    id: DeliveryId
    endpoint: EndpointId
    event: MessageKind
    action: ActionId | None
    appeal: AppealId | None
    payload: Digest
    state: DeliveryState
    queued: Moment
    attempts: int
    status: int | None
    attempted: Moment | None
    next_attempt: Moment | None
    measure: MeasureCode | None
    clause: ClauseCode | None
    job: JobId
    decision: DecisionId


class AttemptLine(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt, or the moment when somebody sent a message again."""

    occurred: Moment
    attempt: int | None
    status: int | None
    milliseconds: int | None
    again_by: PersonId | None


class EndpointLine(msgspec.Struct, frozen=True, kw_only=True):
    """A receiver as a row of a list."""

    id: EndpointId
    address: str
    topics: tuple[Topic, ...]
    measures: tuple[MeasureCode, ...]
    kinds: tuple[SubjectKind, ...]
    former_until: Moment | None
    """Until when the secret before signs too."""
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
    """Why it was taken back or ended."""
    strikes: int
    owner: PersonId | None
    quiet: ReasonCode | None
    known: Moment | None
    held: ReasonCode | None
    held_until: Moment | None
    confirmed_by: PersonId | None
    alerted: Moment | None
    alert_seen: Moment | None


class HeldLine(msgspec.Struct, frozen=True, kw_only=True):
    """An action that waits for a second person."""

    id: ActionId
    about: SubjectId
    job: JobId
    kind: SubjectKind
    measure: MeasureCode
    clause: ClauseCode
    severity: Severity
    taken: Moment
    until: Moment | None
    held: ReasonCode
    held_until: Moment
    decider: PersonId


class QuietLine(msgspec.Struct, frozen=True, kw_only=True):
    """A restriction of which nobody is told, with owner, ground and end (Q41)."""

    id: ActionId
    about: SubjectId
    job: JobId
    kind: SubjectKind
    measure: MeasureCode
    clause: ClauseCode
    effective: Moment
    until: Moment | None
    owner: PersonId | None
    quiet: ReasonCode
    alerted: Moment | None


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
