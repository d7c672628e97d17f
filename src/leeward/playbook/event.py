"""What the rules see: reports and activity as flat events, typed as the playbook says.

A report is the event of kind ``report``. Text is put in only from what passes by; a text that is not passing is NULL.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from leeward.playbook.model import ActivityKind, FieldType
from leeward.playbook.quantities import decimal_of, duration_of
from leeward.record.facts.intake import ReportReceived
from leeward.record.terms.ids import VaultRef

Event = dict[str, object]
Texts = Mapping[VaultRef, str]


class Background(msgspec.Struct, frozen=True, kw_only=True):
    """What is known around a report when it comes in."""

    subject_kind: str | None = None
    reports_on_subject: int = 0
    """Reports on the subject that were there before this one."""
    prior_violations: int = 0
    media_hashes: int = 0
    account_age_days: int | None = None
    """As the platform last said with activity on the subject, and the days since; NULL when it never did."""


def report_event(report: ReportReceived, background: Background, texts: Texts) -> Event:
    """The event of kind ``report``."""
    return {
        "harm": report.harm,
        "source": report.source.value,
        "capacity": report.capacity.value,
        "language": report.language,
        "subject_kind": background.subject_kind,
        "text": texts.get(report.text) if report.text else None,
        "content": texts.get(report.content) if report.content else None,
        "reach": report.reach,
        "account_age_days": background.account_age_days,
        "reports_on_subject": background.reports_on_subject,
        "prior_violations": background.prior_violations,
        "media_hashes": background.media_hashes,
    }


def activity_event(kind: ActivityKind, fields: Mapping[str, Any], texts: Texts) -> Event:
    """An event of activity, from its stored fields: texts in the place of their vault references, moments as moments."""
    event: Event = {}
    for name, field_type in kind.fields.items():
        value = fields.get(name)
        if value is not None and field_type.decimal:
            value = decimal_of(value, field_type)
        read = _READERS.get(field_type)
        event[name] = value if read is None or value is None else read(value, texts)
    return event


def _text(ref: str, texts: Texts) -> str | None:
    return texts.get(VaultRef(UUID(ref)))


def _texts(refs: list[str], texts: Texts) -> list[str]:
    return [text for ref in refs if (text := _text(ref, texts)) is not None]


def _moment(written: str, _: Texts) -> datetime:
    return datetime.fromisoformat(written)


def _moments(written: list[str], _: Texts) -> list[datetime]:
    return [datetime.fromisoformat(each) for each in written]


def _duration(written: Any, _: Texts) -> timedelta | None:
    return duration_of(written)


_READERS: dict[FieldType, Callable[[Any, Texts], object]] = {
    FieldType.TEXT: _text,
    FieldType.TEXTS: _texts,
    FieldType.TIMESTAMP: _moment,
    FieldType.DURATION: _duration,
    FieldType.TIMESTAMPS: _moments,
}
