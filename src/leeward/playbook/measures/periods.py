"""Periods in UTC: days from midnight, weeks from Monday, months from their first day."""

from datetime import UTC, datetime, timedelta

from leeward.playbook.measures.asking import Period
from leeward.playbook.measures.gauge import Grain
from leeward.record.terms.moment import Moment


def start_of(grain: Grain, moment: Moment) -> Moment:
    """When the period begins in which a moment lies."""
    day = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if grain is Grain.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if grain is Grain.MONTH else day


def after(grain: Grain, start: Moment) -> Moment:
    """When the next period begins."""
    if grain is Grain.MONTH:
        return datetime(start.year + start.month // 12, start.month % 12 + 1, 1, tzinfo=UTC)
    return start + timedelta(days=7 if grain is Grain.WEEK else 1)


def before(grain: Grain, start: Moment) -> Moment:
    """When the period before begins."""
    return start_of(grain, start - timedelta(days=1))


def periods(grain: Grain, count: int, moment: Moment) -> list[Period]:
    """The last ``count`` periods, the one that runs last; that one ends now, so that nothing to come is asked for."""
    start = start_of(grain, moment)
    found = [Period(start, moment)] if moment > start else []
    while len(found) < count:
        start, end = before(grain, start), start
        found.append(Period(start, end))
    return found[::-1]
