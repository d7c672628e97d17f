"""What the API of appeals takes and answers, and its part of the OpenAPI description, made from the very types."""

from typing import Any

import msgspec

from leeward.record.terms.appeal import AppealOutcome, AppealState, Appellant
from leeward.record.terms.ids import AppealId, DecisionId, ReportId
from leeward.record.terms.moment import Moment


class AppealIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An appeal as somebody sends it."""

    appellant: Appellant
    decision: DecisionId | None = None
    """As webhooks name it. A notifier may leave it out: their report has come to one decision."""
    report: ReportId | None = None
    """Of a notifier: the number that the report got when it was taken in."""
    text: str | None = None
    """What they say, in their own words; nothing is asked for."""
    language: str | None = None
    """Of the text; without it, that of what was decided about."""
    id: str | None = None
    """Your own number for it: sent twice, it is one appeal."""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What became of it."""

    id: AppealId
    status: str
    """``received`` or ``duplicate``."""
    decision: DecisionId
    appellant: Appellant
    state: AppealState
    expedited: bool
    received: Moment
    start_by: Moment
    due: Moment
    closes: Moment
    """Until when this decision can be appealed."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """How an appeal stands. ``outcome`` and ``reasons`` follow once it has taken effect, not before."""

    id: AppealId
    decision: DecisionId
    appellant: Appellant
    state: AppealState
    expedited: bool
    received: Moment
    due: Moment
    outcome: AppealOutcome | None
    instead: DecisionId | None
    """The decision that took the place of one that turned a report down."""
    took_effect: Moment | None
    reasons: str | None
    """What whoever appealed is to be told."""


EXAMPLE = {
    "appellant": "recipient",
    "decision": "019a3c2e-7a51-7c3e-9b1d-0a2b3c4d5e6f",
    "id": "A-1",
    "language": "en",
    "text": "The advertisement was about another company.",
}


def document() -> dict[str, Any]:
    """Paths and schemas, for the API's description."""
    (sent, receipt, told), schemas = msgspec.json.schema_components(
        (AppealIn, Receipt, Told), ref_template="#/components/schemas/{name}"
    )
    number = {"name": "appeal", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    take = {
        "operationId": "receiveAppeal",
        "summary": "Appeal a decision for whoever it restricts, or for whoever reported and was turned down",
        "description": "Answers when it is on disk. The same `id` twice is one appeal. A person who did not decide hears it.",
        "requestBody": {"required": True, "content": {"application/json": {"schema": sent, "example": EXAMPLE}}},
        "responses": {
            "200": _answer("It is here already.", receipt),
            "201": _answer("It was taken in.", receipt),
            **{code: {"description": what} for code, what in _TROUBLE.items()},
        },
    }
    ask = {
        "operationId": "tellAppeal",
        "summary": "How an appeal stands, and once it has taken effect its outcome and the reasons to pass on",
        "parameters": [number],
        "responses": {"200": _answer("How it stands.", told), "404": {"description": "There is no such appeal."}},
    }
    return {"paths": {"/v1/appeals": {"post": take}, "/v1/appeals/{appeal}": {"get": ask}}, "schemas": schemas}


_TROUBLE = {
    "400": "The request could not be read.",
    "401": "The key is missing or no longer valid.",
    "403": "The key does not open this.",
    "404": "There is no such decision or report.",
    "409": "They appealed this decision already, or the id came with another appeal.",
    "415": "It carries media.",
    "422": "It cannot be appealed: not in force, not about them, or too late. The reason and the way on are named.",
}


def _answer(what: str, schema: Any) -> dict[str, Any]:
    return {"description": what, "content": {"application/json": {"schema": schema}}}
