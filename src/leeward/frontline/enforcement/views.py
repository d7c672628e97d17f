"""What the pages of enforcement show, as structs."""

import msgspec

from leeward.record.terms.code import ClauseCode, Digest, MeasureCode
from leeward.record.terms.ids import ActionId, DecisionId, DeliveryId, EndpointId, JobId
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import DeliveryState


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
