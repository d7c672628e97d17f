"""What the API of reporters takes and answers, and its part of the OpenAPI description, made from the very types."""

from typing import Annotated, Any

import msgspec

from leeward.record.terms.code import PATTERN
from leeward.record.terms.moment import Moment
from leeward.record.terms.reporter import ReporterState

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=2_000)]
Platform = Annotated[str, msgspec.Meta(pattern=PATTERN)]


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reporter, as the platform calls them in its reports."""

    id: Name
    platform: Platform = "platform"


class ContestIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a reporter says against a warning or a suspension."""

    id: Name
    platform: Platform = "platform"
    text: str | None = None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How a reporter stands, to be passed on to them."""

    state: ReporterState
    """``clear``, ``warned`` or ``suspended``."""
    until: Moment | None
    text: str | None
    """What they are to be told."""
    contested: Moment | None
    """Since when another person is to look at it again."""


EXAMPLE = {"id": "user-77", "platform": "platform"}


def document() -> dict[str, Any]:
    """Paths and schemas, for the API's description."""
    (asked, contest, standing), schemas = msgspec.json.schema_components(
        (Asked, ContestIn, Standing), ref_template="#/components/schemas/{name}"
    )
    answer = {"200": {"description": "How they stand.", "content": {"application/json": {"schema": standing}}}}
    ask = {
        "operationId": "tellReporter",
        "summary": "How a reporter of yours stands under the rule of misuse, with what to tell them",
        "requestBody": {"required": True, "content": {"application/json": {"schema": asked, "example": EXAMPLE}}},
        "responses": answer | _TROUBLE,
    }
    say = {
        "operationId": "contestForReporter",
        "summary": "Ask, for a reporter, that another person looks at a warning or suspension",
        "requestBody": {"required": True, "content": {"application/json": {"schema": contest, "example": EXAMPLE}}},
        "responses": answer | _TROUBLE | {"422": {"description": "Nothing stands against them, or it was heard already."}},
    }
    return {"paths": {"/v1/reporters/standing": {"post": ask}, "/v1/reporters/contest": {"post": say}}, "schemas": schemas}


_TROUBLE = {
    "400": {"description": "The request could not be read."},
    "401": {"description": "The key is missing or no longer valid."},
    "403": {"description": "The key does not open this."},
}
