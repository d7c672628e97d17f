"""Time zones as tables: what is added to UTC from which moment on, from the IANA data of the machine that checks the rule.

The table is written into the query, so no engine needs to know a zone. It holds 2000 to 2049; before and after, what was added
at that end.
"""

from bisect import bisect_right
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_FIRST, _END = datetime(2000, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)

Changes = tuple[tuple[timedelta, ...], tuple[timedelta, ...]]


@cache
def names() -> frozenset[str]:
    """The zones that are known here."""
    return frozenset(available_timezones() - {"localtime", "posixrules", "Factory"})


@cache
def changes(zone: str) -> Changes:
    """When what is added changes, since 1970, and what is added before, between and after: one more than moments."""
    info = ZoneInfo(zone)

    def added(at: datetime) -> timedelta:
        return at.astimezone(info).utcoffset() or timedelta()

    moments: list[timedelta] = []
    offsets = [added(_FIRST)]
    at = _FIRST
    while at < _END:
        after = at + _DAY
        if added(after) != added(at):
            moments.append(_change(at, after, added) - _EPOCH)
            offsets.append(added(after))
        at = after
    return tuple(moments), tuple(offsets)


def _change(before: datetime, after: datetime, added: Callable[[datetime], timedelta]) -> datetime:
    """The first second at which what is added is what it is at ``after``."""
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle -= timedelta(microseconds=middle.microsecond)
        if added(middle) == added(after):
            after = middle
        else:
            before = middle
    return after


def local(zone: str) -> Callable[[timedelta], timedelta]:
    """A function from a moment, since 1970 in UTC, to the clock on the wall there, as if that were UTC."""
    moments, offsets = changes(zone)

    def shifted(at: timedelta) -> timedelta:
        return at + offsets[bisect_right(moments, at)]

    return shifted
