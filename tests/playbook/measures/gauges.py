"""A measure of a text, and what it says of rows, for tests."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from leeward.playbook.diagnostics import Diagnostic, PlaybookErrors
from leeward.playbook.measures.asking import Period, query
from leeward.playbook.measures.binding import bind
from leeward.playbook.measures.gauge import Gauge
from leeward.playbook.measures.reading import read_gauges
from leeward.playbook.measures.reckoning import Cell, cells_of
from leeward.playbook.measures.text import Text
from leeward.playbook.measures.trying import table_of
from leeward.playbook.measures.views import Columns, views_of
from leeward.playbook.model import ActivityKind, FieldType
from leeward.record.lake.asked import over_rows
from leeward.record.terms.code import EventKind
from leeward.record.terms.subject import SubjectKind

START = datetime(2026, 1, 5, tzinfo=UTC)
ACTIVITY = {
    EventKind("listing_posted"): ActivityKind(
        kind=EventKind("listing_posted"),
        doc="A listing was posted.",
        subject=SubjectKind.ACCOUNT,
        subject_field="account_id",
        fields={
            "account_id": FieldType.ID, "fee": FieldType("decimal(12,2)"), "text": FieldType.TEXT, "took": FieldType.DURATION,
            "tags": FieldType.CODES, "market": FieldType.CODE,
        },
    )
}  # fmt: skip
VIEWS: Mapping[str, Columns] = views_of(ACTIVITY)
HEADER = {
    "name": "A name", "question": "A question?", "grain": "one row", "unit": "share", "numerator": "some", "denominator": "all",
    "clock": "when it happened", "exclusions": "none", "owner": "somebody", "guardrail": "none, because it is a test",
    "version": "1", "interval": "none, because it is a test", "minimum": "1",
}  # fmt: skip
CASES = """[[case]]
name = "empty"
start = 2026-01-05T00:00:00Z
end = 2026-01-12T00:00:00Z
expect = { n = 0 }
"""


def text_of(sql: str, **said: str) -> str:
    """The file of a measure: the header of the tests with some keys changed, and a SELECT."""
    return "".join(f"-- {key}: {value}\n" for key, value in {**HEADER, **said}.items()) + sql


def reads(sql: str, **said: str) -> list[Diagnostic]:
    """Everything that is wrong with a measure."""
    findings: list[Diagnostic] = []
    read_gauges({"measures/a/b.sql": text_of(sql, **said), "measures/a/b.cases.toml": CASES}, VIEWS, findings)
    return findings


def gauge(sql: str, **said: str) -> Gauge:
    """A measure. Raises PlaybookErrors."""
    findings: list[Diagnostic] = []
    found = read_gauges({"measures/a/b.sql": text_of(sql, **said), "measures/a/b.cases.toml": CASES}, VIEWS, findings)
    if findings:
        raise PlaybookErrors(findings)
    return found[0]


def weeks(count: int) -> list[Period]:
    """So many weeks from ``START`` on."""
    return [Period(START + timedelta(weeks=n), START + timedelta(weeks=n + 1)) for n in range(count)]


def cells(
    measure: Gauge, tables: Mapping[str, Sequence[Mapping[str, Any]]], splits: Sequence[Sequence[str]] = (), periods: int = 1
) -> list[Cell]:
    """What a measure says of rows, nothing suppressed."""
    asked = query(measure, bind(Text(measure.sql), VIEWS), weeks(periods), splits)
    arrow = {view: table_of(VIEWS[view], tables.get(view, ())) for view in measure.reads}
    with over_rows(arrow) as connection:
        return cells_of(measure, connection.rows(asked), splits, periods)
