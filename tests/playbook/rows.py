"""Rows of a playbook made in a line, for tests of the craft that reads them."""

from datetime import date
from typing import Any

from leeward.playbook.model import (
    AtLeaseEnd,
    BySeverity,
    ClockRow,
    Duration,
    Grade,
    LadderStep,
    Measure,
    MeasureKind,
    Queue,
    StartByRule,
    Trigger,
)
from leeward.record.terms.code import ClauseCode, ClockCode, ElementCode, MeasureCode, PlaceCode, QueueCode, SkillCode, SourceCode
from leeward.record.terms.severity import Severity
from leeward.record.terms.subject import SubjectKind


def clock(code: str, instrument: str, jurisdiction: str, trigger: Trigger, **other: Any) -> ClockRow:
    """A legal clock from the beginning of 2020 on, for everybody and everything, unless ``other`` says more."""
    values: dict[str, Any] = {
        "row": "L0",
        "name": code,
        "section": "s.1",
        "legal": True,
        "sources": ("*",),
        "capacities": ("*",),
        "harms": ("*",),
        "duration": Duration(),
        "effective_from": date(2020, 1, 1),
        "version": 1,
        "must": "act",
        "grade": Grade.PRIMARY,
        "source": "a test",
    }
    elements = tuple(ElementCode(each) for each in other.pop("elements", ()))
    return ClockRow(
        code=ClockCode(code),
        instrument=SourceCode(instrument),
        jurisdiction=PlaceCode(jurisdiction),
        trigger=trigger,
        elements=elements,
        **values | other,
    )


def queue(code: str, *harms: str, severities: tuple[int, int] = (0, 4), sources: tuple[str, ...] = ("*",)) -> Queue:
    """A queue for these harms."""
    return Queue(
        code=QueueCode(code),
        name=code,
        purpose="a test",
        harms=harms,
        severities=(Severity(severities[0]), Severity(severities[1])),
        sources=sources,
        skill=SkillCode("general"),
        handling_minutes=5,
        lease_minutes=20,
        on_lease_end=AtLeaseEnd.RETURN,
        sla_minutes=60,
    )


def rule_of_order(*minutes: int, likelihood: float = 0.5, virality: float = 0.4, full_reach: int = 1_000_000) -> StartByRule:
    """How a start-by comes about; five allowances from minor to imminent."""
    return StartByRule(
        allowance_minutes=BySeverity(**dict(zip(("minor", "low", "serious", "severe", "imminent"), minutes, strict=True))),
        likelihood_weight=likelihood,
        virality_weight=virality,
        full_reach=full_reach,
    )


def measure(code: str, *applies_to: SubjectKind, days: int | None = None, irreversible: bool = False) -> Measure:
    """A measure against subjects of these kinds."""
    return Measure(
        code=MeasureCode(code),
        name=code,
        kind=MeasureKind.VISIBILITY,
        applies_to=applies_to,
        days=days,
        irreversible=irreversible,
    )


def step(clauses: str, strikes_from: int, *measures: str, strikes: int = 1, expire: int | None = 90) -> LadderStep:
    """A step of the ladder."""
    return LadderStep(
        clauses=(clauses,),
        strikes_from=strikes_from,
        measures=tuple(MeasureCode(each) for each in measures),
        strikes=strikes,
        strikes_expire_days=expire,
    )


CLAUSE = ClauseCode("HE-REC-1")
