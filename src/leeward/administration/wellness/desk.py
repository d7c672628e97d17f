"""The desk of wellness: what people say of themselves, how they are doing, and what others may know of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta

import msgspec

from leeward.administration.wellness import spread, views
from leeward.administration.wellness.refusals import BreakTooLong, NoSuchHarm, NoSuchPerson
from leeward.playbook import viewing
from leeward.playbook.care import at_limit as at_limit_of
from leeward.playbook.care import cooling, gauges, near_limit, on_break
from leeward.playbook.model import Playbook
from leeward.record.facts.wellness import BreakBegan, BreakEnded, OptedOut, WellbeingSeen
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import HarmCode
from leeward.record.terms.ids import PersonId
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.people import Role
from leeward.record.terms.severity import Severity
from leeward.web import session

Q = read_queries("leeward.administration.wellness")
MOST = 1_000
DAYS = 7


def families(playbook: Playbook) -> dict[str, list[HarmCode]]:
    """The harms of the playbook by their family, as somebody can opt out of them."""
    found: dict[str, list[HarmCode]] = {}
    for code in playbook.harms:
        found.setdefault(code.partition(".")[0], []).append(code)
    return found


def opt_out(record: Record, playbook: Playbook, who: PersonId, harms: Iterable[str]) -> tuple[HarmCode, ...]:
    """What somebody does not work on, all of it anew; a whole family stands for its classes. No reason is asked.

    What they hold stays theirs until they pass it on. Raises NoSuchHarm.
    """
    known = families(playbook)
    asked = list(dict.fromkeys(harms))
    if strange := [code for code in asked if code not in known and code not in playbook.harms]:
        raise NoSuchHarm(f'There is no "{strange[0]}".', remedy="Choose from those on the page My wellbeing.")
    chosen = tuple(HarmCode(code) for code in sorted(asked) if code in known or code.partition(".")[0] not in asked)
    with record.writing() as tx:
        tx.take_pen()
        before = tx.value(Q.avoids, {"person": who}) or []
        if tuple(before) != chosen:
            tx.append([OptedOut(subject=who, actor=who, occurred=this_moment(), harms=chosen)])
    return chosen


def take_break(record: Record, playbook: Playbook, who: PersonId, minutes: int | None = None) -> Moment:
    """Nothing is given to somebody until then; what they hold goes back and keeps its place. Raises BreakTooLong."""
    care = playbook.limits.wellness
    minutes = care.break_minutes if minutes is None else minutes
    if not 1 <= minutes <= care.longest_break_minutes:
        raise BreakTooLong(remedy=f"From 1 to {care.longest_break_minutes} minutes; a longer one is the end of a shift.")
    at = this_moment()
    with record.writing() as tx:
        tx.take_pen()
        tx.append([BreakBegan(subject=who, actor=who, occurred=at, until=at + timedelta(minutes=minutes))])
    return at + timedelta(minutes=minutes)


def end_break(record: Record, who: PersonId) -> bool:
    """Somebody is back; False when they took no break."""
    at = this_moment()
    with record.writing() as tx:
        tx.take_pen()
        if not on_break(_doing(tx, [who], at)[0], at):
            return False
        tx.append([BreakEnded(subject=who, actor=who, occurred=at)])
    return True


def show_as(record: Record, who: PersonId, chosen: Mapping[str, str]) -> bool:
    """Keep how things are shown to somebody; False, and nothing kept, for a choice that does not exist."""
    if any(value not in viewing.CHOICES.get(key, ()) for key, value in chosen.items()):
        return False
    with record.writing() as tx:
        for key, value in chosen.items():
            session.keep(tx, who, key, value)
    return True


def mine(look: Look, playbook: Playbook, who: PersonId) -> views.Mine:
    """How somebody is doing. Raises NoSuchPerson."""
    at = this_moment()
    found = _doing(look, [who], at)
    if not found:
        raise NoSuchPerson
    person, limits = found[0], playbook.limits
    tiers = tuple(tier_of(person, playbook, severity) for severity in reversed(Severity))
    cool = cooling(person, limits, at)
    return views.Mine(
        person=person,
        tiers=tiers,
        days=_days(look, who, at),
        cooling=cool,
        on_break=person.break_until if on_break(person, at) else None,
        advice=advice(tiers),
    )


def seen_by(record: Record, playbook: Playbook, actor: PersonId, who: PersonId) -> views.Mine:
    """How another person is doing, for the wellness lead; that they looked is a fact. Raises NoSuchPerson."""
    with record.reading() as look:
        seen = mine(look, playbook, who)
    _note(record, actor, [who])
    return seen


def everybody(record: Record, playbook: Playbook, actor: PersonId) -> tuple[views.Line, ...]:
    """All who look at things, those nearest to a limit first, for the wellness lead; that they looked is a fact for each."""
    at, limits = this_moment(), playbook.limits
    with record.reading() as look:
        people = _reviewing(_doing(look, None, at))
    lines = [
        views.Line(
            person=person,
            fullest=max(tier_of(person, playbook, severity).fullest for severity in Severity),
            near=tuple(tier for tier in Severity if near_limit(person, limits, tier) and not at_limit_of(person, limits, tier)),
            reached=tuple(tier for tier in Severity if at_limit_of(person, limits, tier)),
            cooling=cooling(person, limits, at),
            on_break=person.break_until if on_break(person, at) else None,
        )
        for person in people
    ]
    _note(record, actor, [line.person.id for line in lines])
    return tuple(sorted(lines, key=lambda line: -line.fullest))


def house(look: Look, playbook: Playbook) -> views.House:
    """How many people have used how much of which limit; nothing that would be about few."""
    at, small = this_moment(), playbook.limits.wellness.small_cell
    people = _reviewing(_doing(look, None, at))
    return views.House(at=at, small_cell=small, spreads=spread.spreads(people, playbook.limits, small))


def tier_of(person: views.Doing, playbook: Playbook, severity: Severity) -> views.Tier:
    """Work of one severity against its limits."""
    limits = playbook.limits
    return views.Tier(
        severity=severity,
        gauges=gauges(person, limits, severity),
        near=near_limit(person, limits, severity),
        reached=at_limit_of(person, limits, severity),
    )


def advice(tiers: Sequence[views.Tier]) -> str:
    """What to do about a limit that is near or reached, before it surprises anybody."""
    reached = [tier.severity.name.lower() for tier in tiers if tier.reached]
    near = [tier.severity.name.lower() for tier in tiers if tier.near and not tier.reached]
    if near:
        return f"You are near your limit for {' and '.join(near)} work. Lighter work or a break would be good now."
    if reached:
        words = " and ".join(reached)
        return f"You have reached your limit for {words} work; other work follows by itself, with no loss of standing."
    return ""


def _doing(look: Look, people: Sequence[PersonId] | None, at: Moment) -> list[views.Doing]:
    asked = {"people": None if people is None else list(people), "day": at.date(), "limit": MOST}
    return msgspec.convert(look.rows(Q.doing, asked), list[views.Doing])


def _reviewing(people: Iterable[views.Doing]) -> list[views.Doing]:
    return [person for person in people if {Role.REVIEWER, Role.LEAD} & set(person.roles)]


def _days(look: Look, who: PersonId, at: Moment) -> tuple[views.Day, ...]:
    first = at.date() - timedelta(days=DAYS)
    rows = look.rows(Q.days, {"person": who, "since": first, "until": at.date()})
    found = {(row["day"], row["severity"]): (row["seconds"], row["items"]) for row in rows}
    none = (0, 0)
    return tuple(
        views.Day(
            day=day,
            seconds=tuple(found.get((day, tier), none)[0] for tier in Severity),
            items=tuple(found.get((day, tier), none)[1] for tier in Severity),
        )
        for day in (first + timedelta(days=number + 1) for number in range(DAYS))
    )


def _note(record: Record, actor: PersonId, people: Sequence[PersonId]) -> None:
    """A fact for each person who was looked at and had not been today, by the same person."""
    at = this_moment()
    with record.writing() as tx:
        since = datetime.combine(at.date(), time(), UTC)
        before = {row["subject"] for row in tx.rows(Q.seen_today, {"actor": actor, "since": since})}
        tx.append(WellbeingSeen(subject=who, actor=actor, occurred=at) for who in people if who not in before and who != actor)
