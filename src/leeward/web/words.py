"""Filters of the templates: moments, spans and numbers as a person reads them. Moments leave the server in UTC;
``leeward.js`` shows them in the reader's zone and names the zone on hover."""

from datetime import UTC, datetime, timedelta

from markupsafe import Markup

from leeward.record.terms import moment as clock

THIN = "\N{NARROW NO-BREAK SPACE}"


def moment(at: datetime | None, form: str = "auto") -> Markup:
    """A ``<time>``; ``form`` is ``auto`` (time today, else date and time), ``time``, ``date`` or ``full``."""
    if at is None:
        return Markup("<span class='none' title='none'>–</span>")
    at = at.astimezone(UTC)
    shown = {"time": "%H:%M", "date": "%Y-%m-%d", "full": "%Y-%m-%d %H:%M:%S"}.get(form, "%Y-%m-%d %H:%M")
    iso, text = at.strftime("%Y-%m-%dT%H:%M:%SZ"), at.strftime(shown) + ("" if form == "date" else f"{THIN}UTC")
    return Markup('<time datetime="{}" data-form="{}">{}</time>').format(iso, form, text)


def duration(span: timedelta | float | int | None) -> str:
    """A span in its two largest units: ``2 d 4 h``, ``38 min``, ``12 s``. Seconds when given a number."""
    if span is None:
        return "–"
    seconds = int(abs(span.total_seconds() if isinstance(span, timedelta) else span))
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, seconds = divmod(rest, 60)
    for (large, unit), (small, lesser) in (((days, "d"), (hours, "h")), ((hours, "h"), (minutes, "min"))):
        if large:
            return f"{large}{THIN}{unit} {small}{THIN}{lesser}" if small else f"{large}{THIN}{unit}"
    return f"{minutes}{THIN}min" if minutes else f"{seconds}{THIN}s"


def remaining(due: datetime | None, now: datetime | None = None) -> Markup:
    """``in 38 min`` or ``12 min late``; the page counts on."""
    if due is None:
        return Markup("no figure")
    left = due - (now or clock.now())
    words = f"in {duration(left)}" if left >= timedelta(0) else f"{duration(left)} late"
    return Markup('<span data-due="{}">{}</span>').format(due.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), words)


def ago(at: datetime | None, now: datetime | None = None) -> str:
    """``38 min ago``."""
    return "never" if at is None else f"{duration((now or clock.now()) - at)} ago"


def number(value: float | int | None, digits: int = 0) -> str:
    """Digits in groups of three with a narrow space."""
    if value is None:
        return "–"
    return f"{value:,.{digits}f}".replace(",", THIN)


def percent(share: float | None, digits: int = 1) -> str:
    """A share between 0 and 1 as per cent."""
    return "–" if share is None else f"{number(share * 100, digits)}{THIN}%"


def count(value: int, one: str, many: str = "") -> str:
    """``1 report``, ``3 reports``."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


FILTERS = {
    "moment": moment,
    "duration": duration,
    "remaining": remaining,
    "ago": ago,
    "number": number,
    "percent": percent,
    "count_of": count,
}
