"""What can be asked about: counts, amounts and ratios over the lake's tables, with the dimensions that may explain their moves.

Who decided what is no dimension here: people's work is looked at in quality, with its own rights and its own care.
"""

from enum import StrEnum

import msgspec


class Kind(StrEnum):
    """What sort of number it is."""

    COUNT = "count"
    AMOUNT = "amount"
    RATIO = "ratio"


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """One number by day. ``table`` and the expressions are DuckDB over the lake's tables."""

    code: str
    name: str
    """As a title."""
    noun: str
    """What is counted, in the plural; of a ratio what it is a share of."""
    table: str
    moment: str
    """The column that says on which day a row belongs."""
    dimensions: tuple[str, ...]
    kind: Kind = Kind.COUNT
    number: str = "1"
    """What a row adds: of a ratio to the numerator, 0 or 1."""
    where: str = "TRUE"
    """Which rows belong to it; of a ratio to the denominator."""
    unit: str = ""


_JOB = ("harm", "queue", "language", "market", "source", "platform", "severity_name", "subject_kind")
_SHARE = ("harm", "queue", "language", "market", "source", "severity_name")

SERIES: dict[str, Series] = {
    each.code: each
    for each in (
        Series(
            code="reports",
            name="Reports received",
            noun="reports",
            table="reports",
            moment="received",
            dimensions=("harm", "language", "market", "source", "platform", "reporter", "capacity", "subject_kind"),
        ),
        Series(code="jobs", name="Jobs", noun="jobs", table="jobs", moment="received", dimensions=_JOB),
        Series(
            code="decisions",
            name="Decisions",
            noun="decisions",
            table="decisions",
            moment="decided",
            dimensions=(*_JOB[:-1], "verdict"),
        ),
        Series(
            code="actions",
            name="Actions taken",
            noun="actions",
            table="actions",
            moment="taken",
            dimensions=("harm", "queue", "measure", "clause", "severity_name", "platform", "subject_kind"),
        ),
        Series(
            code="appeals",
            name="Appeals received",
            noun="appeals",
            table="appeals",
            moment="received",
            dimensions=("harm", "queue", "language", "source", "severity_name", "appellant", "door"),
        ),
        Series(
            code="handling",
            name="Hours of handling",
            noun="hours of handling",
            table="decisions",
            moment="decided",
            dimensions=_SHARE,
            kind=Kind.AMOUNT,
            number="handling_seconds / 3600",
            where="handling_seconds IS NOT NULL",
            unit="hours",
        ),
        Series(
            code="violating",
            name="Share of decisions that found a violation",
            noun="decisions",
            table="decisions",
            moment="decided",
            dimensions=_SHARE,
            kind=Kind.RATIO,
            number="violates::INTEGER",
            where="undone IS NULL",
        ),
        Series(
            code="in_time",
            name="Share of decisions in time",
            noun="decided jobs with a due moment",
            table="jobs",
            moment="decided",
            dimensions=_SHARE,
            kind=Kind.RATIO,
            number="(decided <= due)::INTEGER",
            where="decided IS NOT NULL AND due IS NOT NULL",
        ),
        Series(
            code="overturned",
            name="Share of appeals that overturned a decision",
            noun="decided appeals",
            table="appeals",
            moment="decided",
            dimensions=("harm", "queue", "language", "source", "severity_name", "appellant"),
            kind=Kind.RATIO,
            number="overturned::INTEGER",
            where="decided IS NOT NULL AND overturned IS NOT NULL",
        ),
        Series(
            code="proactive",
            name="Share of violations found before anybody reported them",
            noun="decisions that found a violation",
            table="decisions",
            moment="decided",
            dimensions=("harm", "language", "market", "severity_name", "platform"),
            kind=Kind.RATIO,
            number="proactive::INTEGER",
            where="violates AND undone IS NULL AND proactive IS NOT NULL",
        ),
    )
}
"""Code -> series, in the order in which they are offered."""

LABELS = {
    "harm": "Harm",
    "queue": "Queue",
    "language": "Language",
    "market": "Market",
    "source": "Source",
    "platform": "Platform",
    "reporter": "Reporter",
    "capacity": "Capacity",
    "subject_kind": "Kind of subject",
    "severity_name": "Severity",
    "verdict": "Verdict",
    "measure": "Measure",
    "clause": "Clause",
    "appellant": "Appellant",
    "door": "Door",
}
"""Dimension -> what it is called."""
