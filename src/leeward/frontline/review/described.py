"""What the API of giving a job to somebody takes and answers, and its part of the API's description."""

from typing import Annotated, Any
from uuid import UUID

import msgspec

from leeward.frontline.review import reasons
from leeward.frontline.review.views import Given


class GiveIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Give a job to somebody."""

    to: UUID
    """The number of a person who works here."""
    reason: str
    hours: Annotated[int, msgspec.Meta(ge=1, le=8)] | None = None
    """How long it waits for them at most; then it is for everybody again."""


_TROUBLE = {
    "400": "The request could not be read.",
    "401": "The key is missing or no longer valid.",
    "403": "The key does not open this, or the job is not yours to see.",
    "404": "There is no such job.",
    "409": "It stands differently: decided, or on hold.",
    "422": "They cannot take it: skill, language, conflict, a limit. The reason and the way on are named.",
}


def document() -> dict[str, Any]:
    """Paths and schemas, for the API's description."""
    (gives, given), schemas = msgspec.json.schema_components((GiveIn, Given), ref_template="#/components/schemas/{name}")
    example = {"to": "01890000-0000-7000-8000-000000000000", "reason": next(iter(reasons.ASSIGN)), "hours": 2}
    said = {
        "operationId": "assignJob",
        "summary": "Give a job to somebody: it is what they get next, and goes back when they do not take it in time",
        "description": f"Reasons: {', '.join(reasons.ASSIGN)}. Given twice to the same person it is given once.",
        "parameters": [{"name": "job", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": gives, "examples": {"expertise": {"value": example}}}},
        },
        "responses": {
            "200": {"description": "It waits for them.", "content": {"application/json": {"schema": given}}},
            **{code: {"description": what} for code, what in _TROUBLE.items()},
        },
    }
    return {"paths": {"/v1/jobs/{job}/assign": {"post": said}}, "schemas": schemas}
