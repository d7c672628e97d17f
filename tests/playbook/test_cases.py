"""Which values a rule's case may give to a field."""

from datetime import UTC, date, datetime

import pytest

from leeward.playbook.checks.rules import as_event, fits
from leeward.playbook.model import FieldType

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", 2**63 - 1),
        ("integer", -(2**63)),
        ("float", 1),
        ("float", 1e30),
        ("boolean", True),
        ("timestamp", NOON),
        ("text", ""),
        ("id", "a 7"),
        ("code", "de"),
        ("integer[]", []),
        ("code[]", ["a", "b"]),
        ("float[]", [1, 0.5]),
    ],
)
def test_what_fits(kind: str, value: object) -> None:
    assert fits(value, FieldType(kind))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", 2**63),
        ("integer", 10**400),
        ("integer", 1.0),
        ("integer", True),
        ("float", float("nan")),
        ("float", float("-inf")),
        ("float", "1"),
        ("boolean", 1),
        ("timestamp", date(2026, 7, 1)),
        ("timestamp", NOON.replace(tzinfo=None)),
        ("timestamp", "2026-07-01T12:00:00Z"),
        ("text", 1),
        ("text", ["a"]),
        ("code[]", "a"),
        ("code[]", ["a", 1]),
        ("integer[]", [[1]]),
    ],
)
def test_what_does_not(kind: str, value: object) -> None:
    assert not fits(value, FieldType(kind))


def test_an_event_has_tuples_and_floats() -> None:
    assert as_event([1, 2], FieldType.FLOATS) == (1.0, 2.0)
    assert isinstance(as_event(1, FieldType.FLOAT), float)
    assert as_event("x", FieldType.TEXT) == "x"
