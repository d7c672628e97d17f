"""Plans of people are of queues that exist, hours that follow one another, days that are one day, and a zone that is one."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from leeward.playbook.checks.references import idle_here
from leeward.playbook.diagnostics import Diagnostic, suggestion
from leeward.playbook.draft import Draft
from leeward.playbook.model import Coverage, Shift


def the_zone_is_known(draft: Draft) -> Iterator[Diagnostic]:
    """It is an IANA name that this machine knows."""
    if draft.staffing is None:
        return
    try:
        ZoneInfo(draft.staffing.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = suggestion(draft.staffing.zone, available_timezones()) or "a name such as Europe/Madrid, or UTC"
        yield draft.at(draft.staffing, "zone").diagnostic(f'there is no zone "{draft.staffing.zone}"', hint)


def every_shift_is_of_something(draft: Draft) -> Iterator[Diagnostic]:
    """Its patterns stand for queues, it has a day, and it ends after it begins."""
    if draft.staffing is None:
        return
    for place, pattern in enumerate(draft.staffing.immediate.queues):
        yield from idle_here(draft, draft.at(draft.staffing.immediate, "queues", place), "queue", pattern)
    plans: list[Coverage | Shift] = [*draft.staffing.coverage, *draft.staffing.shift]
    for plan in plans:
        for place, pattern in enumerate(plan.queues):
            yield from idle_here(draft, draft.at(plan, "queues", place), "queue", pattern)
        if plan.from_hour >= plan.to_hour:
            hint = "what goes on after midnight is one of the next day"
            yield draft.at(plan, "to_hour").diagnostic('"to_hour" is not after "from_hour"', hint)
        if not plan.days:
            yield draft.at(plan, "days").diagnostic("it is on no day", "name the days: mon, tue, wed, thu, fri, sat, sun")


def every_holiday_is_one_day(draft: Draft) -> Iterator[Diagnostic]:
    """No date is given twice."""
    seen = set()
    for holiday in draft.staffing.holiday if draft.staffing else ():
        if holiday.date in seen:
            yield draft.at(holiday, "date").diagnostic(f"{holiday.date} is a holiday already")
        seen.add(holiday.date)
