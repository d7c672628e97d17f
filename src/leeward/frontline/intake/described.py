"""The API's own description, OpenAPI 3.1: made from the very types that read the requests, so it cannot say something else."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import msgspec

from leeward.frontline.intake.activity import EventIn
from leeward.frontline.intake.arrival import Problem, Receipt, ReportIn, Supplement
from leeward.frontline.intake.validity import Validity
from leeward.frontline.intake.wire import ARROW
from leeward.record.terms.ids import ReportId


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a batch of reports: a receipt for each, in order."""

    received: int
    duplicates: int
    refused: int
    receipts: list[Receipt]


class RefusedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event that was not taken, by its place in the batch, from 0."""

    row: int
    problem: Problem


class ActivityAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a batch of activity. ``signals`` counts the events that rules matched."""

    taken: int
    duplicates: int
    signals: int
    refused: list[RefusedEvent]


class Supplemented(msgspec.Struct, frozen=True, kw_only=True):
    """How a report stands after something was added to it."""

    report: ReportId
    validity: tuple[Validity, ...] = ()
    """What became valid by it, and what is still missing."""
    problem: Problem | None = None


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """Why a request as a whole was not taken (RFC 9457, application/problem+json)."""

    title: str
    status: int
    detail: str = ""
    remedy: str = ""
    code: str = ""


REPORT_EXAMPLES: dict[str, dict[str, Any]] = {
    "one": {
        "summary": "One report by somebody who saw an advertisement",
        "value": {
            "id": "R-1001",
            "subject": {
                "kind": "listing",
                "id": "L-77",
                "platform": "jobs",
                "content": "Warehouse work abroad.",
            },
            "reporter": {"id": "U-5", "contact": "reporter@example.org"},
            "harm": "labour_exploitation.fees",
            "language": "en",
            "jurisdictions": ["US"],
            "text": "They ask for money before there is a contract.",
            "reach": 340,
        },
    },
    "notice": {
        "summary": "A legal notice by the person depicted",
        "value": {
            "id": "N-7",
            "subject": {"kind": "content", "id": "post-9", "platform": "forum"},
            "reporter": {"id": "U-9", "contact": "person@example.org"},
            "source": "notice",
            "capacity": "subject",
            "harm": "intimate_images.shared",
            "jurisdictions": ["US", "GB"],
            "elements": ["explanation", "location", "identity", "signature", "good_faith", "contact", "depicted", "non_consent"],
        },
    },
}
SUPPLEMENT_EXAMPLE = {"elements": ["signature"], "text": "Signed by hand; the letter arrived today."}
EVENT_EXAMPLE = {
    "kind": "listing_posted",
    "id": "E-1",
    "occurred": "2026-01-15T10:00:00Z",
    "platform": "jobs",
    "fields": {"listing_id": "L-77", "account_id": "A-3", "title": "Packer", "has_company_logo": False, "account_age_days": 2},
}


def document(*parts: Mapping[str, Any]) -> dict[str, Any]:
    """The whole description; ``parts`` are the ``paths`` and ``schemas`` of other rooms."""
    types = (ReportIn, EventIn, Answer, ActivityAnswer, Trouble, Supplement, Supplemented)
    (report, event, answer, activity, trouble, added, after), components = msgspec.json.schema_components(
        types, ref_template="#/components/schemas/{name}"
    )
    batch = {"oneOf": [report, {"type": "array", "items": report, "minItems": 1}]}
    events = {"oneOf": [event, {"type": "array", "items": event, "minItems": 1}]}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Leeward",
            "version": version("leeward"),
            "description": "Reports and activity in; never media.",
        },
        "security": [{"key": []}],
        "paths": {
            "/v1/reports": {
                "post": {
                    "operationId": "receiveReports",
                    "summary": "Report one thing, or up to 500 at once",
                    "description": "Answers when what was taken is on disk. The same report sent twice is one report.",
                    "requestBody": _body(batch, report, REPORT_EXAMPLES),
                    "responses": _responses(answer, trouble),
                }
            },
            "/v1/reports/{report}/elements": {
                "post": {
                    "operationId": "addToReport",
                    "summary": "Add to a notice what it lacked, or more words",
                    "description": "Its moment of receipt stays; clocks that begin now count from there.",
                    "parameters": [
                        {"name": "report", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
                    ],
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": added, "examples": {"signed": {"value": SUPPLEMENT_EXAMPLE}}}},
                    },
                    "responses": _responses(after, trouble),
                }
            },
            "/v1/activity": {
                "post": {
                    "operationId": "receiveActivity",
                    "summary": "Send typed events of platform activity",
                    "description": "Rules see each event as it passes. As an Arrow stream, name kind and platform in the query.",
                    "parameters": [
                        {"name": name, "in": "query", "required": False, "schema": {"type": "string"}, "description": what}
                        for name, what in (("kind", "for Arrow: the activity kind"), ("platform", "for Arrow: the platform"))
                    ],
                    "requestBody": _body(events, event, {"one": {"value": EVENT_EXAMPLE}}, arrow=True),
                    "responses": _responses(activity, trouble),
                }
            },
            **{path: methods for part in parts for path, methods in part["paths"].items()},
        },
        "components": {
            "schemas": components | {name: schema for part in parts for name, schema in part["schemas"].items()},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "bearerFormat": "lw_..."}},
        },
    }


def _body(schema: Any, row: Any, examples: dict[str, Any], *, arrow: bool = False) -> dict[str, Any]:
    content: dict[str, Any] = {
        "application/json": {"schema": schema, "examples": examples},
        "application/x-ndjson": {"schema": {"type": "string", "description": "One object a line.", "contentSchema": row}},
    }
    if arrow:
        content[ARROW] = {"schema": {"type": "string", "format": "binary"}}
    return {"required": True, "content": content}


def _responses(answer: Any, trouble: Any) -> dict[str, Any]:
    problem = {"application/problem+json": {"schema": trouble}}
    told = {
        "400": "The request could not be read.",
        "401": "No key, or one that is not live.",
        "403": "The key does not open this.",
        "413": "Too many bytes at once.",
        "415": "Media is never taken.",
        "429": "Too many requests at once; see Retry-After.",
        "503": "The database cannot be reached; nothing was taken.",
    }
    return {
        "200": {"description": "What became of each row.", "content": {"application/json": {"schema": answer}}},
        "422": {
            "description": "No row was fit; why, row by row.",
            "content": {"application/json": {"schema": answer}},
        },
        **{status: {"description": text, "content": problem} for status, text in told.items()},
    }
