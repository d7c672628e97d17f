"""A statement of reasons as the Transparency Database takes it (schema v2): Art 17(3) in its fields, in its order."""

from collections.abc import Mapping
from typing import Any

import msgspec

FIELDS = (
    "decision_visibility", "decision_visibility_other", "end_date_visibility_restriction",
    "decision_monetary", "decision_monetary_other", "end_date_monetary_restriction",
    "decision_provision", "end_date_service_restriction",
    "decision_account", "end_date_account_restriction", "account_type",
    "decision_ground", "decision_ground_reference_url",
    "illegal_content_legal_ground", "illegal_content_explanation",
    "incompatible_content_ground", "incompatible_content_explanation", "incompatible_content_illegal",
    "category", "category_addition", "category_specification", "category_specification_other",
    "content_type", "content_type_other", "content_language", "content_date", "content_id", "territorial_scope",
    "application_date",
    "decision_facts", "source_type", "source_identity", "automated_detection", "automated_decision", "puid",
)  # fmt: skip
"""All fields, in the order of the database's own dumps."""

FREE = (
    "decision_visibility_other", "decision_monetary_other", "illegal_content_legal_ground", "illegal_content_explanation",
    "incompatible_content_ground", "incompatible_content_explanation", "category_specification_other", "content_type_other",
    "decision_facts", "source_identity", "decision_ground_reference_url",
)  # fmt: skip
"""The fields with text of ours in them, where personal data could stand."""


class Statement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One statement. Dates are ``YYYY-MM-DD``; what does not apply is left out."""

    decision_visibility: tuple[str, ...] = ()
    decision_visibility_other: str | None = None
    end_date_visibility_restriction: str | None = None
    decision_monetary: str | None = None
    decision_monetary_other: str | None = None
    end_date_monetary_restriction: str | None = None
    decision_provision: str | None = None
    end_date_service_restriction: str | None = None
    decision_account: str | None = None
    end_date_account_restriction: str | None = None
    account_type: str | None = None
    decision_ground: str
    decision_ground_reference_url: str | None = None
    illegal_content_legal_ground: str | None = None
    illegal_content_explanation: str | None = None
    incompatible_content_ground: str | None = None
    incompatible_content_explanation: str | None = None
    incompatible_content_illegal: str | None = None
    category: str | None = None
    category_addition: tuple[str, ...] = ()
    category_specification: tuple[str, ...] = ()
    category_specification_other: str | None = None
    content_type: tuple[str, ...] = ()
    content_type_other: str | None = None
    content_language: str | None = None
    content_date: str
    content_id: dict[str, str] | None = None
    territorial_scope: tuple[str, ...] = ()
    application_date: str
    decision_facts: str
    source_type: str
    source_identity: str | None = None
    automated_detection: str
    automated_decision: str
    puid: str

    def payload(self) -> dict[str, Any]:
        """What is sent: plain values, without what does not apply."""
        return dict(msgspec.to_builtins(self))


def row_of(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A payload as one row of a table, a column a field; lists and tables are JSON text, as in the database's own dumps."""
    return {name: _cell(payload.get(name)) for name in FIELDS}


def _cell(value: Any) -> Any:
    return msgspec.json.encode(value).decode() if isinstance(value, list | tuple | dict) else value
