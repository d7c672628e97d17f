"""Which clocks run, from when and until when (Q02-Q04). Clocks are wall clocks, 24x7, counted in UTC.

- An hour is 3,600 seconds and a day 24 of them, whatever a local clock does meanwhile.
- A month or a year later is the same day of that month at the same time, or the month's last day where it has no such day:
  31 August and six months is 28 February (29 in a leap year).
- A year is moreover never less than 365 days: of the anniversary and 365 days the later counts (18 U.S.C. 2258A(h) says
  "1 year" and no more). By the rule for months the anniversary is never the earlier one; the code asks all the same.
- A row applies to what starts on its days, first and last included, by the date in UTC.
- Where a report names no jurisdiction, the clocks of all run: nobody loses a right because a form left a field out.
"""

from calendar import monthrange
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta

import msgspec

from leeward.playbook.model import ClockRow, Duration, Trigger
from leeward.playbook.patterns import covers
from leeward.record.facts.triage import ClockStart
from leeward.record.terms.code import ElementCode, HarmCode, PlaceCode, SourceCode
from leeward.record.terms.report import Capacity, ClockEnd, Source, Verdict
from leeward.record.terms.severity import Severity

EU = PlaceCode("EU")
ANYWHERE = PlaceCode("ANY")
"""The jurisdiction of a clock that is our own promise and runs everywhere."""

EU_STATES = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"}
    | {"IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}
)

AT_THE_DOOR = frozenset({Trigger.REPORT, Trigger.VALID_NOTICE})
"""What the receipt of a report can start."""

NEEDS_ELEMENTS = frozenset({Trigger.VALID_NOTICE, Trigger.REQUEST})
"""What begins only with all elements that its row lists; an order is a request that the law asks elements of (DSA Art. 9(2))."""


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """What decides which clocks apply to a report."""

    source: Source
    capacity: Capacity
    harm: HarmCode
    severity: Severity
    jurisdictions: tuple[PlaceCode, ...]
    elements: tuple[ElementCode, ...] = ()
    """The legal elements that the notice carries."""


class Incomplete(msgspec.Struct, frozen=True, kw_only=True):
    """A notice that is not yet valid under an instrument, and what it lacks (Q03)."""

    instrument: SourceCode
    missing: tuple[ElementCode, ...]


def applying(
    clocks: Iterable[ClockRow], report: Circumstances, on: date, triggers: Collection[Trigger] = AT_THE_DOOR
) -> list[ClockRow]:
    """The rows that apply to such a report on a day, complete or not."""
    return [
        row
        for row in clocks
        if row.trigger in triggers
        and row.effective_from <= on
        and (row.effective_to is None or on <= row.effective_to)
        and row.severities[0] <= report.severity <= row.severities[1]
        and covers(row.sources, report.source)
        and covers(row.capacities, report.capacity)
        and covers(row.harms, report.harm)
        and _reaches(row.jurisdiction, report.jurisdictions)
    ]


def started(
    clocks: Iterable[ClockRow], report: Circumstances, at: datetime, triggers: Collection[Trigger] = AT_THE_DOOR
) -> tuple[ClockStart, ...]:
    """All clocks that began at a moment: the receipt for ``AT_THE_DOOR``, also when a notice became valid only later (Q04).

    A clock that needs a valid notice, or an order with all that the law asks of one, begins only when all its elements are
    there. The earliest due one stands first, those without a figure last.
    """
    rows = applying(clocks, report, at.astimezone(UTC).date(), triggers)
    valid = (row for row in rows if row.trigger not in NEEDS_ELEMENTS or not lacking(row, report.elements))
    return tuple(
        sorted((start(row, at) for row in valid), key=lambda clock: (clock.due is None, clock.due or clock.starts, clock.clock))
    )


def decided(clocks: Iterable[ClockRow], report: Circumstances, on: date, verdict: Verdict, violations: int) -> list[ClockRow]:
    """The rows that a decision with this verdict begins; ``violations`` are those decided of the subject, this one included."""
    rows = applying(clocks, report, on, {Trigger.DECISION})
    return [row for row in rows if verdict in row.verdicts and violations >= row.violations_from]


def incomplete(clocks: Iterable[ClockRow], report: Circumstances, at: datetime) -> tuple[Incomplete, ...]:
    """The instruments under which a report would be a notice, or an order, if it carried what it lacks."""
    missing: dict[SourceCode, list[ElementCode]] = {}
    for row in applying(clocks, report, at.astimezone(UTC).date(), NEEDS_ELEMENTS):
        for element in lacking(row, report.elements):
            if element not in missing.setdefault(row.instrument, []):
                missing[row.instrument].append(element)
    return tuple(Incomplete(instrument=instrument, missing=tuple(elements)) for instrument, elements in missing.items())


def lacking(row: ClockRow, elements: Collection[ElementCode]) -> tuple[ElementCode, ...]:
    """The mandatory elements of a row that are not there."""
    return tuple(element for element in row.elements if element not in elements)


def start(row: ClockRow, at: datetime) -> ClockStart:
    """A clock of this row that begins at a moment."""
    begins = at.astimezone(UTC)
    return ClockStart(
        clock=row.code,
        instrument=row.instrument,
        jurisdiction=row.jurisdiction,
        version=row.version,
        legal=row.legal,
        starts=begins,
        due=due(begins, row.duration),
        ends=row.ends,
    )


def due(starts: datetime, duration: Duration) -> datetime | None:
    """The last moment in time, in UTC; None for a duration without a figure. Raises ValueError on a moment without a zone."""
    if starts.tzinfo is None:
        raise ValueError("a clock starts at a moment with a time zone")
    begins = starts.astimezone(UTC)
    if duration.years:
        return max(months_later(begins, 12 * duration.years), begins + timedelta(days=365 * duration.years))
    if duration.months:
        return months_later(begins, duration.months)
    if duration.hours or duration.days:
        return begins + timedelta(hours=duration.hours, days=duration.days)
    return None


def legal_due(clocks: Iterable[ClockStart]) -> datetime | None:
    """The earliest due moment that a law sets for the decision, if any does. What is kept or owed beside it hurries nobody."""
    ours = (clock for clock in clocks if clock.legal and clock.ends is ClockEnd.DECISION)
    return min((clock.due for clock in ours if clock.due is not None), default=None)


def months_later(at: datetime, months: int) -> datetime:
    """The same day that many months later, or the last day of a month that has no such day."""
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))


def _reaches(jurisdiction: PlaceCode, places: Collection[PlaceCode]) -> bool:
    if not places or jurisdiction == ANYWHERE or jurisdiction in places:
        return True
    return jurisdiction == EU and any(place in EU_STATES for place in places)
