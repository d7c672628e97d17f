"""Limits that protect people fit one another, so that none of them is there for show."""

from collections.abc import Iterator

from leeward.playbook.diagnostics import Diagnostic
from leeward.playbook.draft import Draft
from leeward.playbook.model import BySeverity
from leeward.record.terms.severity import Severity


def every_limit_can_bite(draft: Draft) -> Iterator[Diagnostic]:
    """A week allows at least a day's worth, and at most seven; the longest break is not under the usual one."""
    if draft.limits is None:
        return
    limits, care = draft.limits, draft.limits.wellness
    for name, week, day in (
        ("minutes_per_week", care.minutes_per_week, limits.exposure_minutes_per_day),
        ("items_per_week", care.items_per_week, care.items_per_day),
    ):
        if week is not None and day is not None:
            yield from _weeks(draft, name, week, day)
    if care.longest_break_minutes < care.break_minutes:
        message = f'"longest_break_minutes" is less than "break_minutes" ({care.break_minutes})'
        yield draft.at(care, "longest_break_minutes").diagnostic(message, "nobody could take the usual break")


def every_cool_down_is_lighter(draft: Draft) -> Iterator[Diagnostic]:
    """What a cool-down leaves is lighter than what it follows."""
    if draft.limits is None:
        return
    for rule in draft.limits.wellness.cool_down:
        if rule.then_below > rule.of_severity:
            message = f'"then_below" is above "of_severity" ({rule.of_severity.value})'
            yield draft.at(rule, "then_below").diagnostic(message, "work as grave as before would go on through the cool-down")


def _weeks(draft: Draft, name: str, week: BySeverity, day: BySeverity) -> Iterator[Diagnostic]:
    for severity in Severity:
        a_week, a_day = week.of(severity), day.of(severity)
        if a_week < a_day:
            hint = f"a day allows {a_day}: a limit of the day above that of the week is there for show"
            yield draft.at(week, severity.name.lower()).diagnostic(f"{name} allows less than a day", hint)
        elif a_week >= 7 * a_day > 0:
            hint = f"seven days allow {7 * a_day} already: this limit is there for show"
            yield draft.at(week, severity.name.lower()).diagnostic(f"{name} never bites", hint)
