"""What the API of moving jobs takes, and its part of the API's description."""

from typing import Any
from uuid import UUID

import msgspec

from leeward.frontline.triage import reasons
from leeward.frontline.triage.views import Moved


class TransferIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Put a job into another queue."""

    queue: str
    """A code of queues.toml."""
    reason: str


class SplitIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Make a job of its own of some of a job's reports."""

    reports: tuple[UUID, ...]
    reason: str


class MergeIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Decide other jobs with this one."""

    jobs: tuple[UUID, ...]
    reason: str


_TROUBLE = {
    "400": "The request could not be read.",
    "401": "The key is missing or no longer valid.",
    "403": "The key does not open this.",
    "404": "There is no such job, or it is not yours to see.",
    "409": "It stands differently: decided, in somebody's hand, or nothing is there to take back.",
    "422": "It cannot be done like that. The reason and the way on are named.",
}


def document() -> dict[str, Any]:
    """Paths and schemas, for the API's description."""
    (sends, splits, merges, moved), schemas = msgspec.json.schema_components(
        (TransferIn, SplitIn, MergeIn, Moved), ref_template="#/components/schemas/{name}"
    )
    told = [
        (
            "transfer",
            "transferJob",
            "Put a job into another queue, where it stays while that queue can take it",
            sends,
            reasons.TRANSFER,
        ),
        ("split", "splitJob", "Make a job of its own of some of a job's reports; each keeps its clocks", splits, reasons.SPLIT),
        ("merge", "mergeJobs", "Decide other jobs with this one; each subject gets its own decision", merges, reasons.MERGE),
        ("take-back", "takeBackMove", "Take the last transfer, split or merge back while nothing else has happened", None, {}),
    ]
    paths = {
        f"/v1/jobs/{{job}}/{end}": {"post": _does(name, summary, sent, codes, moved)} for end, name, summary, sent, codes in told
    }
    return {"paths": paths, "schemas": schemas}


def _does(name: str, summary: str, sent: Any, codes: Any, moved: Any) -> dict[str, Any]:
    said: dict[str, Any] = {
        "operationId": name,
        "summary": summary,
        "parameters": [{"name": "job", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}],
        "responses": {
            "200": {"description": "It is done.", "content": {"application/json": {"schema": moved}}},
            **{code: {"description": what} for code, what in _TROUBLE.items()},
        },
    }
    if sent is not None:
        said["description"] = f"Reasons: {', '.join(codes)}."
        said["requestBody"] = {"required": True, "content": {"application/json": {"schema": sent}}}
    return said
