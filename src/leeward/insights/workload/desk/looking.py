"""What people look at: all queues, one queue with what would change, what comes, how long it takes."""

import threading
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from leeward.insights.workload import views
from leeward.insights.workload.coping import Batch
from leeward.insights.workload.desk.forecasting import Q, waiting
from leeward.insights.workload.desk.history import Came, H, came, columns, hour_of
from leeward.insights.workload.handling import cells
from leeward.insights.workload.outlook import HOURS, Outlook, changed, foresee, late_share
from leeward.insights.workload.past import like_days, midnight
from leeward.insights.workload.refusals import NoSuchQueue, NotForetold
from leeward.insights.workload.seasonal import HOUR, ahead, fit, slots_of
from leeward.insights.workload.staffing import Demand, enough_for_limits, full_time, is_immediate, plan, rungs
from leeward.playbook.breach import Due, chances_late, pace_of
from leeward.playbook.diagnostics import suggestion
from leeward.playbook.model import Playbook, Queue, Staffing
from leeward.record.facts.workload import DayAhead, WayTested
from leeward.record.lake.reading import open_lake
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import JobId
from leeward.record.terms.moment import Moment

SHOWN_DAYS = 42
MOST_JOBS = 5_000
_SHOWN_JOBS = 15
_FRESH = timedelta(minutes=5)
_PLAYS = 160
_DAY = timedelta(days=1)


def queue_of(playbook: Playbook, code: str) -> Queue:
    """The queue of this code. Raises NoSuchQueue with the nearest name."""
    found = next((each for each in playbook.queues if each.code == code), None)
    if found is None:
        raise NoSuchQueue(f"There is no queue {code[:80]}.", remedy=suggestion(code, [each.code for each in playbook.queues]))
    return found


def overview(look: Look, playbook: Playbook, at: Moment) -> list[views.Line]:
    """Every queue of the playbook in force, as it was last foretold and as it waits now."""
    told, waits = foretold(look), waiting(look)
    return [_line(queue, playbook, told.get(queue.code), waits.get(queue.code, []), at) for queue in playbook.queues]


def foretold(look: Look, queue: str | None = None) -> dict[str, views.Foretold]:
    """What stands foretold, by queue."""
    rows = look.rows(Q.latest, {"queue": queue})
    return {row["queue"]: msgspec.convert(row, views.Foretold, strict=False) for row in rows}


def _line(queue: Queue, playbook: Playbook, told: views.Foretold | None, waits: Sequence[Batch], at: Moment) -> views.Line:
    whole = [day for day in told.days if day.hours == 24 and day.begins > at] if told else []
    hours = told.hours if told else ()
    days = max(1.0, len(hours) / 24)
    return views.Line(
        queue=str(queue.code),
        name=queue.name,
        immediate=is_immediate(playbook.staffing, queue.code),
        waiting=sum(each.pieces for each in waits),
        late=sum(each.pieces for each in waits if each.due <= at),
        tomorrow=whole[0] if whole else None,
        share_late=late_share([day for day in told.days if day.begins + day.hours * HOUR > at]) if told else 0.0,
        needed=sum(hour.needed for hour in hours) / days,
        there=sum(hour.people for hour in hours) / days,
        made=told.made if told else None,
    )


def copes(look: Look, playbook: Playbook, code: str, at: Moment, *, people: float = 0.0, volume: float = 1.0) -> views.Copes:
    """One queue from this hour on, with what waits now: played anew, as it is and with other people or work.

    Raises NoSuchQueue, and NotForetold while there is no forecast that reaches a day ahead.
    """
    queue = queue_of(playbook, code)
    told, waits = foretold(look, code).get(code), waiting(look, code).get(code, [])
    if told is None or told.begins + len(told.hours) * HOUR < at + _DAY:
        raise NotForetold(
            f"Nothing is foretold of {queue.name} yet: it takes seven days of work in the lake.",
            remedy="A running server forecasts by itself, some times a day; `leeward workload forecast` does it now.",
        )
    seen, seed = _outlook(told, playbook, waits, at), told.made.toordinal()
    asked = changed(seen, people=people, volume=volume)
    now = foresee(asked, queue, playbook, seed=seed, paths=_PLAYS)
    tried = [
        ("As it is", 0.0, 1.0),
        ("One more person", 1.0, 1.0),
        ("One person fewer", -1.0, 1.0),
        ("A fifth more work", 0.0, 1.2),
    ]
    cases = [_case(words, changed(seen, people=more, volume=times), queue, playbook, seed) for words, more, times in tried]
    if (people, volume) != (0.0, 1.0):
        cases.append(_case("What you asked", asked, queue, playbook, seed))
    need = plan(_demand(asked), playbook.staffing, queue, asked.slots, asked.people)
    week = HOURS / len(asked.mean)
    work, covered = float(need.work.sum()) * week, float(need.covered.sum()) * week
    daily = float(asked.mean.sum()) * volume / len(asked.mean) * 24 * asked.handling
    busiest = float(asked.mean.max()) * volume
    ladder = rungs(playbook.staffing, busiest, asked.handling, asked.tiers) if is_immediate(playbook.staffing, code) else []
    return views.Copes(
        queue=queue, line=_line(queue, playbook, told, waits, at), foretold=told, ahead=now, cases=tuple(cases), work_hours=work,
        covered_hours=covered, full_time=full_time(work, covered, playbook.staffing),
        for_limits=enough_for_limits([daily * share for share in asked.tiers], playbook.limits),
        closed=need.closed, busiest=busiest, rungs=tuple(ladder),
        jobs=() if is_immediate(playbook.staffing, code) else _likeliest(likely_late(look, playbook, code, at)),
    )  # fmt: skip


def _likeliest(jobs: Sequence[views.JobAhead]) -> tuple[views.JobAhead, ...]:
    """Those that may still be saved: not late for certain, and likelier than one in twenty to be; the likeliest first."""
    open_ = [job for job in jobs if 0.05 <= job.chance < 1.0]
    return tuple(sorted(open_, key=lambda job: (-round(job.chance, 2), job.due))[:_SHOWN_JOBS])


def likely_late(look: Look, playbook: Playbook, code: str, at: Moment) -> list[views.JobAhead]:
    """What waits in a queue, in the order in which it is served, each job with the chance that it begins too late.

    At most ``MOST_JOBS``; nothing while nothing is foretold. What is late already has the chance 1.
    """
    row = look.one(Q.latest, {"queue": code})
    if row is None or not row["hours"]:
        return []
    waits = look.rows(Q.in_order, {"queue": code, "now": at, "most": MOST_JOBS})
    pace = pace_of(row, playbook.staffing.most_busy)
    chances = chances_late(pace, [Due(each["severity"], each["due"]) for each in waits], at)
    return [
        views.JobAhead(id=JobId(each["id"]), severity=each["severity"], due=each["due"], ahead=place, chance=chance)
        for place, (each, chance) in enumerate(zip(waits, chances, strict=True))
    ]


def _outlook(told: views.Foretold, playbook: Playbook, waits: Sequence[Batch], at: Moment) -> Outlook:
    """What was foretold, from this hour on."""
    import numpy as np

    begins, staffing = max(hour_of(at), told.begins), playbook.staffing
    hours = told.hours[(begins - told.begins) // HOUR :]
    there = begins.astimezone(ZoneInfo(staffing.zone))
    return Outlook(
        begins=begins, mean=np.array([hour.expected for hour in hours]), luck=told.luck, first_day=24 - there.hour,
        slots=slots_of(begins, len(hours), staffing.zone, like_days(staffing)), tiers=told.tiers, allowed=told.allowed,
        handling=told.handling, deviation=told.deviation, people=np.array([hour.people for hour in hours]), waiting=waits,
    )  # fmt: skip


def _demand(seen: Outlook) -> Demand:
    return Demand(
        begins=seen.begins,
        arrivals=seen.mean * seen.volume,
        tiers=seen.tiers,
        allowed=seen.allowed,
        waiting=seen.waiting,
        handling=seen.handling,
    )


def _case(words: str, seen: Outlook, queue: Queue, playbook: Playbook, seed: int) -> views.Case:
    from leeward.insights.workload.outlook import played_of
    from leeward.insights.workload.seasonal import plays

    came_ = plays(seen.mean, seen.luck, seed=seed, paths=_PLAYS, first_day=seen.first_day)
    played = played_of(seen, queue, playbook, came_, seed)
    return views.Case(
        words=words, late=float(played.late.sum(axis=1).mean()), due=float(played.due.sum(axis=1).mean()),
        left=float(played.left[:, -1].mean()),
    )  # fmt: skip


class _Shelf:
    """What came, of the last five minutes: pages need not count the same again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, str], tuple[Moment, Came]] = {}

    def came(self, record: Record, folder: Path, playbook: Playbook, at: Moment) -> Came:
        key = record.url, playbook.staffing.zone
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or not kept[0] <= at < kept[0] + _FRESH:
                with open_lake(record, folder) as lake:
                    kept = self._kept[key] = at, came(lake, playbook, at)
            return kept[1]


_SHELF = _Shelf()


def arrivals(
    record: Record, folder: Path, playbook: Playbook, at: Moment, *, queue: str | None = None, language: str | None = None
) -> views.Arrivals:
    """What comes, into all queues or one, in all languages or one. Raises NoSuchQueue."""
    import numpy as np

    codes = [queue_of(playbook, queue).code] if queue else [each.code for each in playbook.queues]
    seen = _SHELF.came(record, folder, playbook, at)
    counts = np.sum([seen.counts(code, language) for code in codes], axis=0)
    slots = slots_of(seen.begins, seen.hours + HOURS, playbook.staffing.zone, like_days(playbook.staffing))
    by_day = counts.reshape(-1, 24).sum(axis=1) if len(counts) else np.zeros(0)
    starts = [seen.begins + n * _DAY for n in range(len(by_day))]
    week, days = _usual(counts, slots, seen)
    with record.reading() as look:
        before = _before(look, queue, at) if not language and queue else {}
        test = look.one(Q.tests, {"queue": queue}) if queue and not language else None
        made = foretold(look, queue).get(queue) if queue else None
    told = [before.get(start) for start in starts]
    return views.Arrivals(
        queue=queue, language=language, days=tuple(zip(starts, by_day.tolist(), strict=True))[-SHOWN_DAYS:],
        foretold=tuple(told[-SHOWN_DAYS:]), ahead=days, week=week,
        languages=tuple(seen.languages(queue).items()), hours=_hours(made, days, playbook.staffing),
        tested=msgspec.convert(test["ways"], tuple[WayTested, ...], strict=False) if test else (),
        tested_at=test["made"] if test else None, kept=_kept(by_day.tolist(), told),
    )  # fmt: skip


def _usual(counts: Any, slots: Any, seen: Came) -> tuple[tuple[float, ...], tuple[DayAhead, ...]]:
    """A usual week, and the days ahead; nothing of either where the past is too short."""
    import numpy as np

    try:
        model = fit(counts, slots[: len(counts)])
    except ValueError:
        return (), ()
    a, b = model.level
    next_week = ahead(model, slots[len(counts) :], paths=400)
    until = seen.begins + seen.hours * HOUR
    days = tuple(
        DayAhead(begins=until + n * _DAY, hours=24, expected=mean, low=low, high=high, due=0, late=0, late_high=0, chance=0)
        for n, (mean, low, high) in enumerate(next_week.spans(np.arange(0, HOURS, 24)))
    )
    return tuple((model.profile * (a / b)).tolist()), days


def _hours(made: views.Foretold | None, days: Sequence[DayAhead], staffing: Staffing) -> float | None:
    """People-hours a day, of what is expected."""
    if made is None or not days:
        return None
    return sum(day.expected for day in days) / len(days) * made.handling / 60 / staffing.most_busy


def _before(look: Look, queue: str, at: Moment) -> dict[Moment, tuple[float, float, float]]:
    """What was last foretold of each whole day before it began."""
    found: dict[Moment, tuple[float, float, float]] = {}
    for row in look.rows(Q.before, {"since": at - 60 * _DAY, "queue": queue}):
        for day in msgspec.convert(row["days"], tuple[DayAhead, ...], strict=False):
            if day.hours == 24 and row["made"] <= day.begins:
                found[day.begins] = (day.expected, day.low, day.high)
    return found


def _kept(by_day: Sequence[float], told: Sequence[tuple[float, float, float] | None]) -> views.Kept | None:
    both = [(here, there) for here, there in zip(by_day, told, strict=True) if there is not None]
    if not both:
        return None
    inside = sum(there[1] <= here <= there[2] for here, there in both)
    error = sum(abs(here - there[0]) for here, there in both) / max(1.0, sum(here for here, _ in both))
    return views.Kept(days=len(both), inside=inside, error=error)


def handling(
    record: Record, folder: Path, playbook: Playbook, at: Moment, *, by: str = "clause", days: int = 90
) -> views.Handling:
    """How long decisions took, by clause or queue and by the role of who decided; small cells hidden."""
    until = midnight(at, playbook.staffing.zone) + _DAY
    with open_lake(record, folder) as lake:
        rows = columns(lake, H.handled, since=until - (days + 1) * _DAY, until=until)
    seconds: dict[tuple[str, str], list[float]] = defaultdict(list)
    people: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row, role, took, who in zip(rows[by], rows["role"], rows["seconds"], rows["person"], strict=True):
        for key in ((str(row), str(role)), (str(row), "everybody")):
            seconds[key].append(float(took))
            people[key].add(str(who))
    small = playbook.limits.wellness.small_cell
    alone = {row for row in {key[0] for key in seconds} if len({key[1] for key in seconds if key[0] == row}) == 2}
    kept = {key: each for key, each in seconds.items() if not (key[0] in alone and key[1] == "everybody")}
    shown = cells(kept, {key: len(who) for key, who in people.items()}, small)
    return views.Handling(days=days, rows=shown, small=small)
