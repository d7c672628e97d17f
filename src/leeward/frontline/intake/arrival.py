"""A report as it arrives, and what it takes to be let in.

The form is a superset of what TAKE IT DOWN, OSA 20A and DSA Art 16 ask (FIELD 1.2): nothing is required here that the law does
not require of the kind of report; what a legal notice lacks is named later, by triage, and never costs it its place in time.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Annotated

import msgspec

from leeward.frontline.intake.validity import Validity
from leeward.playbook.diagnostics import suggestion
from leeward.playbook.model import Playbook
from leeward.playbook.vocabulary import ELEMENTS
from leeward.record.terms import media
from leeward.record.terms.code import PATTERN, ReasonCode
from leeward.record.terms.ids import JobId, ReportId
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import Capacity, Source
from leeward.record.terms.subject import MediaReference, SubjectKind

Identifier = Annotated[
    str, msgspec.Meta(min_length=1, max_length=2_000, description="As the platform calls it; kept in the vault.")
]
Short = Annotated[str, msgspec.Meta(pattern=PATTERN, description="A short code without spaces.")]
_PLACE = re.compile(r" - at `\$\.?([^`]*)`$")
_SKEW = timedelta(minutes=5)


class SubjectIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the report is about."""

    kind: SubjectKind
    id: Identifier
    platform: Short = "platform"
    media: Annotated[tuple[MediaReference, ...], msgspec.Meta(max_length=100)] = ()
    content: str | None = None
    """What it says, as it was when it was reported: text only."""


class ReporterIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who reports. Leave it out for an anonymous report."""

    id: Identifier
    contact: str | None = None


class ReportIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One report, as a platform, partner or import sends it."""

    subject: SubjectIn
    harm: Short
    """A class of the playbook's harm taxonomy."""
    id: Identifier | None = None
    """Your own number for this report. The same number sent twice is one report."""
    reporter: ReporterIn | None = None
    source: Source = Source.USER_REPORT
    capacity: Capacity = Capacity.THIRD_PARTY
    language: Short = "und"
    jurisdictions: Annotated[tuple[Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}\Z")], ...], msgspec.Meta(max_length=50)] = ()
    elements: tuple[Short, ...] = ()
    """Which elements of a legal notice, or of an authority's order, it carries: see ``ELEMENTS``."""
    text: str | None = None
    """What the reporter says."""
    reach: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)] = 0
    received: Moment | None = None
    """When it reached you, if that was earlier: the law's clocks run from there."""


class Supplement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was added to a report."""

    elements: Annotated[tuple[Short, ...], msgspec.Meta(max_length=50)] = ()
    """Which elements of a notice arrived."""
    text: str | None = None
    """More words of whoever reported; they go to the vault."""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why one report was not taken: where, what, and what to do. ``reason`` is a code for programs."""

    field: str
    reason: str
    message: str


def slip(message: str) -> Problem:
    """A decoder's complaint as a problem: which field, and in words."""
    where = _PLACE.search(message)
    return Problem(field=where[1] if where and where[1] else "row", reason="unreadable", message=_PLACE.sub("", message) + ".")


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one report. ``status`` is received, duplicate (we had it already) or refused."""

    id: str | None
    status: str
    report: ReportId | None = None
    job: JobId | None = None
    merged: bool = False
    """Whether it joined a job that was open on the same subject."""
    problem: Problem | None = None
    validity: tuple[Validity, ...] = ()
    """For notices and orders: whether it is valid under each instrument that applies, and what it lacks. For a duplicate only
    what it still lacks."""


def check(report: ReportIn, playbook: Playbook, moment: Moment) -> Problem | None:
    """What keeps a report out; None when it may come in."""
    if report.harm not in playbook.harms:
        hint = suggestion(report.harm, playbook.harms)
        return Problem(
            field="harm", reason="unknown_harm", message=f"The playbook knows no harm {report.harm}. {hint or ''}".strip()
        )
    if (problem := unknown_element(report.elements)) is not None:
        return problem
    if report.received is not None and report.received.tzinfo is None:
        return Problem(field="received", reason="no_zone", message="Say the time zone: 2026-11-24T10:00:00Z.")
    if report.received is not None and report.received > moment + _SKEW:
        return Problem(
            field="received", reason="in_the_future", message="It lies in the future. Check the clock, or leave it out."
        )
    for field, text in texts_of(report).items():
        if (reason := media.refusal(text, most=playbook.limits.text_characters)) is not None:
            return Problem(field=field, reason=reason, message=media.WHY[reason])
    return None


def unknown_element(elements: Iterable[str]) -> Problem | None:
    """The first element that no notice has; None when all are known."""
    for element in elements:
        if element not in ELEMENTS:
            hint = suggestion(element, ELEMENTS)
            message = f"{element} is no element of a notice. {hint or ''}".strip()
            return Problem(field="elements", reason="unknown_element", message=message)
    return None


def texts_of(report: ReportIn) -> Mapping[str, str]:
    """Every free text of a report by its field's path."""
    found = {
        "text": report.text,
        "subject.id": report.subject.id,
        "subject.content": report.subject.content,
        "reporter.id": report.reporter.id if report.reporter else None,
        "reporter.contact": report.reporter.contact if report.reporter else None,
        "id": report.id,
    }
    return {field: text for field, text in found.items() if text is not None}


def is_refusal(problem: Problem) -> bool:
    """Whether the attempt itself is worth a fact (Q01), unlike a mere slip in a field."""
    return ReasonCode(problem.reason) in media.WHY
