"""The forecast: after every midnight of the zone and some times a day, by one process at a time, for every queue with a past.

It is a fact, so that pages need not count anew and so that what was foretold can be held against what came. After it the way it
was made is tested beside simpler ones, on the last four weeks.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from leeward.insights.workload.backtest import backtest
from leeward.insights.workload.coping import Batch
from leeward.insights.workload.desk.history import hour_of, pasts
from leeward.insights.workload.outlook import HOURS, Foreseen, Outlook, foresee, outlook
from leeward.insights.workload.past import Past, handling_of, like_days, midnight, shifts_of
from leeward.insights.workload.seasonal import HOUR, slots_of
from leeward.insights.workload.staffing import by_hour
from leeward.playbook.model import Playbook
from leeward.record.facts.workload import ForecastMade, ForecastTested, WayTested
from leeward.record.lake.reading import open_lake
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import QueueCode, WayCode
from leeward.record.terms.ids import PersonId, queue_id
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import CLOCKWORK

if TYPE_CHECKING:
    from leeward.insights.workload.seasonal import Array

Q = read_queries("leeward.insights.workload")
EVERY, SOONEST = timedelta(hours=6), timedelta(minutes=10)


class Waits(msgspec.Struct, frozen=True):
    """A row of ``waiting``."""

    queue: str
    severity: int
    due: Moment
    pieces: int


def forecast_when_due(record: Record, playbook: Playbook, folder: Path, at: Moment) -> int:
    """Forecast when it is time, and test it; how many queues were forecast.

    It is time when none was made since the last midnight or in the last six hours, and, after ten minutes, when far more or less
    waits than was seen then: a flood came, or the backlog is done.
    """
    with record.reading() as look:
        if not _is_due(look, playbook, at):
            return 0
    with open_lake(record, folder) as lake:
        if not {"job_opened", "job_decided"} <= set(lake.kinds("facts")):
            return 0  # nothing to learn from yet
    with record.writing() as tx:
        if not tx.value(Q.one_forecaster):
            return 0
        return len(forecast(record, playbook, folder, at))


def _is_due(look: Look, playbook: Playbook, at: Moment) -> bool:
    last = look.one(Q.latest_made)
    if last is None or last["made"] is None:
        return True
    if last["made"] < max(midnight(at, playbook.staffing.zone), at - EVERY):
        return True
    apart = abs((look.value(Q.waiting_now) or 0) - (last["waiting"] or 0))
    return bool(at - last["made"] > SOONEST and apart > max(50, 0.3 * (last["waiting"] or 0)))


def forecast(
    record: Record, playbook: Playbook, folder: Path, at: Moment, *, who: PersonId = CLOCKWORK, test: bool = True
) -> list[ForecastMade]:
    """Forecast every queue with a past of a week or more, write it down, and test the way it is made."""
    known = pasts(record, folder, playbook, at)
    with record.reading() as look:
        waits = waiting(look)
    seen = outlooks(playbook, known, waits, at)
    made = [_made(code, seen[code], _foreseen(playbook, code, seen[code], at), who, at) for code in seen]
    tested = [_tested(code, known[code], playbook, who, at) for code in seen] if test else []
    with record.writing() as tx:
        tx.append([*made, *(each for each in tested if each is not None)])
    return made


def waiting(look: Look, queue: str | None = None) -> dict[str, list[Batch]]:
    """What waits, by queue, in the order in which it is served."""
    found: dict[str, list[Batch]] = defaultdict(list)
    for row in look.rows(Q.waiting, {"queue": queue}, into=Waits):
        found[row.queue].append(Batch(row.severity, row.due, row.pieces))
    return found


def outlooks(
    playbook: Playbook, known: Mapping[str, Past], waits: Mapping[str, Sequence[Batch]], at: Moment
) -> dict[str, Outlook]:
    """The outlook of every queue that has a past to forecast from."""
    begins, found = hour_of(at), {}
    people = _by_shifts(playbook, known, begins)
    for queue in playbook.queues:
        try:
            there = people.get(queue.code)
            found[str(queue.code)] = outlook(known[queue.code], queue, playbook, begins, waits.get(queue.code, ()), there)
        except ValueError:
            continue  # too short a past: the page says so
    return found


def _by_shifts(playbook: Playbook, known: Mapping[str, Past], begins: Moment) -> dict[str, "Array"]:
    """People by the playbook's shifts; none where it plans none."""
    staffing = playbook.staffing
    if not staffing.shift:
        return {}
    slots = slots_of(begins, HOURS, staffing.zone, like_days(staffing))
    loads = {
        str(queue.code): float(known[queue.code].counts[-28 * 24 :].sum()) * handling_of(known[queue.code], queue)[0]
        for queue in playbook.queues
    }
    by_plan = {
        place: by_hour([shift], queue.code, slots)
        for place, shift in enumerate(staffing.shift)
        for queue in playbook.queues
        if by_hour([shift], queue.code, slots).any()
    }
    return {str(queue.code): shifts_of(staffing, queue, loads, by_plan) for queue in playbook.queues}


def _foreseen(playbook: Playbook, code: str, seen: Outlook, at: Moment) -> Foreseen:
    queue = next(each for each in playbook.queues if each.code == code)
    return foresee(seen, queue, playbook, seed=at.toordinal())


def _made(code: str, seen: Outlook, what: Foreseen, who: PersonId, at: Moment) -> ForecastMade:
    return ForecastMade(
        subject=queue_id(code), actor=who, occurred=at, queue=QueueCode(code),
        seen_until=seen.begins - (24 - seen.first_day) * HOUR, begins=seen.begins, hours=what.hours, days=what.days,
        tiers=tuple(round(each, 5) for each in seen.tiers), allowed=tuple(round(each, 4) for each in seen.allowed),
        handling=round(seen.handling, 4), deviation=round(seen.deviation, 4), waiting=sum(each.pieces for each in seen.waiting),
        weight=round(seen.luck.weight, 4), wander=round(seen.luck.wander, 6), spread=round(seen.luck.spread, 4),
        shock=round(seen.luck.shock, 5),
    )  # fmt: skip


def _tested(code: str, past: Past, playbook: Playbook, who: PersonId, at: Moment) -> ForecastTested | None:
    """How the forecast did on the last weeks; None where there are too few of them."""
    slots = slots_of(past.begins, len(past.counts), playbook.staffing.zone, like_days(playbook.staffing))
    try:
        ways = backtest(past.counts, slots)
    except ValueError:
        return None
    figures = tuple(
        WayTested(
            way=WayCode(each.way), mase=round(each.mase, 4), pinball=round(each.pinball, 5), cover80=round(each.cover80, 4),
            cover95=round(each.cover95, 4), total_error=round(each.total_error, 4), hours=each.hours,
        )
        for each in ways
    )  # fmt: skip
    return ForecastTested(subject=queue_id(code), actor=who, occurred=at, queue=QueueCode(code), ways=figures)
