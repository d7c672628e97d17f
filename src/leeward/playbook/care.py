"""What somebody can still be asked to look at: exposure against its limits, cool-downs, breaks, opt-outs (Q13, Q36).

Every room that hands work to people asks ``strain`` here, so that no work has a back door. All of it is arithmetic on what
stands and what limits.toml says: nothing has to run for a cool-down to be kept.
"""

from datetime import timedelta
from enum import StrEnum

import msgspec

from leeward.playbook.model import BySeverity, Limits
from leeward.record.terms.code import HarmCode
from leeward.record.terms.moment import Moment
from leeward.record.terms.severity import Severity

NOTHING = (0, 0, 0, 0, 0)


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of work that somebody had open."""

    began: Moment
    ended: Moment
    severity: Severity
    harm: HarmCode


class Wellbeing(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody is doing, as it stands: the columns of ``wellbeing_of`` in schema.sql."""

    exposure: tuple[int, ...]
    """Seconds of today with work open, by severity 0 to 4."""
    items: tuple[int, ...] = NOTHING
    """How many of today."""
    week: tuple[int, ...] = NOTHING
    """Seconds of the last seven days, today among them."""
    week_items: tuple[int, ...] = NOTHING
    lately: tuple[Seen, ...] = ()
    """The latest work of the last twelve hours, the latest first."""
    avoids: tuple[HarmCode, ...] = ()
    """Classes of harm that they opted out of, or whole families of them."""
    break_until: Moment | None = None


class Cause(StrEnum):
    """Why somebody cannot be given a piece of work for their own good. Nobody but them and the wellness lead learns which."""

    BREAK = "break"
    OPTED_OUT = "opted_out"
    LIMIT = "limit"
    COOL_DOWN = "cool_down"


class Gauge(msgspec.Struct, frozen=True, kw_only=True):
    """One limit and how much of it is used: seconds or items."""

    window: str
    """``day`` or ``week``."""
    what: str
    """``seconds`` or ``items``."""
    used: int
    limit: int

    @property
    def reached(self) -> bool:
        """Whether it bites."""
        return self.used >= self.limit

    def near(self, warn_at: float) -> bool:
        """Whether the person is told."""
        return self.used >= self.limit * warn_at

    @property
    def share(self) -> float:
        """How much of it is used; a limit of nothing is used up."""
        return self.used / self.limit if self.limit else 1.0


class Cooling(msgspec.Struct, frozen=True, kw_only=True):
    """A cool-down that runs."""

    until: Moment
    below: Severity
    """Only work less severe than this."""
    after: int
    of_severity: Severity


def gauges(person: Wellbeing, limits: Limits, severity: Severity) -> tuple[Gauge, ...]:
    """Every limit there is for work of a severity."""
    care = limits.wellness
    held: list[tuple[str, str, int, BySeverity | None, int]] = [
        ("day", "seconds", person.exposure[severity], limits.exposure_minutes_per_day, 60),
        ("day", "items", person.items[severity], care.items_per_day, 1),
        ("week", "seconds", person.week[severity], care.minutes_per_week, 60),
        ("week", "items", person.week_items[severity], care.items_per_week, 1),
    ]
    return tuple(
        Gauge(window=window, what=what, used=used, limit=limit.of(severity) * unit)
        for window, what, used, limit, unit in held
        if limit is not None
    )


def at_limit(person: Wellbeing, limits: Limits, severity: Severity) -> bool:
    """Whether a limit of the day or of the week is used up for this severity."""
    return any(gauge.reached for gauge in gauges(person, limits, severity))


def near_limit(person: Wellbeing, limits: Limits, severity: Severity) -> bool:
    """Whether the person should be told, before anything bites."""
    return any(gauge.near(limits.warn_at) for gauge in gauges(person, limits, severity))


def cooling(person: Wellbeing, limits: Limits, now: Moment) -> Cooling | None:
    """The cool-down that runs now; the one that leaves the least, then the longest, where several do."""
    running = [
        Cooling(until=until, below=rule.then_below, after=rule.after, of_severity=rule.of_severity)
        for rule in limits.wellness.cool_down
        for until in _ends(person.lately, rule.after, rule.of_severity, timedelta(minutes=rule.minutes))
        if until > now
    ]
    return min(running, key=lambda one: (one.below, -one.until.timestamp()), default=None)


def _ends(lately: tuple[Seen, ...], after: int, of_severity: Severity, lasts: timedelta) -> list[Moment]:
    """When the cool-downs end that these pieces of work began: after every run of ``after`` that is not broken."""
    ends: list[Moment] = []
    row, before = 0, None
    for seen in reversed(lately):
        rested = before is not None and seen.began - before >= lasts
        row = 0 if seen.severity < of_severity else 1 if rested else row + 1
        before = seen.ended
        if row >= after:
            ends.append(seen.ended + lasts)
            row = 0
    return ends


def on_break(person: Wellbeing, now: Moment) -> bool:
    """Whether they take a break."""
    return person.break_until is not None and person.break_until > now


def avoided(person: Wellbeing, harm: str) -> bool:
    """Whether they opted out of this harm, or of its family."""
    return harm in person.avoids or harm.partition(".")[0] in person.avoids


def strain(person: Wellbeing, limits: Limits, severity: Severity, harm: str, now: Moment) -> Cause | None:
    """Why this work must not come to this person now, for their own good; None when it may."""
    if on_break(person, now):
        return Cause.BREAK
    if avoided(person, harm):
        return Cause.OPTED_OUT
    if at_limit(person, limits, severity):
        return Cause.LIMIT
    cool = cooling(person, limits, now)
    return Cause.COOL_DOWN if cool is not None and severity >= cool.below else None


def lightest(person: Wellbeing, limits: Limits, now: Moment) -> list[Severity]:
    """The severities that limits and a cool-down leave to somebody."""
    cool = cooling(person, limits, now)
    return [tier for tier in Severity if not at_limit(person, limits, tier) and (cool is None or tier < cool.below)]


def due_for_change(person: Wellbeing, limits: Limits) -> HarmCode | None:
    """The family of harm that somebody has had so often in a row that another would do them good."""
    after = limits.wellness.change_after
    latest = [seen.harm.partition(".")[0] for seen in person.lately[:after]]
    if not after or len(latest) < after or len(set(latest)) > 1:
        return None
    return HarmCode(latest[0])
