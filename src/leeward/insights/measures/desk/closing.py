"""Closing: a period that is over and settled is counted as of that moment, and what it says is a fact. It never changes again."""

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import msgspec

from leeward.insights.measures.desk.counting import count, count_in
from leeward.insights.measures.kept import Difference, differences, results_of
from leeward.insights.measures.refusals import NotClosed, Redefined
from leeward.playbook.diagnostics import Diagnostic
from leeward.playbook.measures.asking import Period
from leeward.playbook.measures.gauge import Gauge, Grain
from leeward.playbook.measures.periods import after, before, start_of
from leeward.playbook.measures.recorded import cells_of
from leeward.playbook.model import Playbook
from leeward.record.facts.measures import MeasureDefined, PeriodClosed, PeriodRecounted
from leeward.record.lake.reading import LakeRefused, open_lake
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import Digest, GaugeCode
from leeward.record.terms.ids import PersonId, measure_id
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.people import CLOCKWORK

Q = read_queries("leeward.insights.measures")
log = logging.getLogger("leeward.measures")
BACK = {Grain.DAY: timedelta(days=60), Grain.WEEK: timedelta(weeks=26), Grain.MONTH: timedelta(days=400)}
"""So far back periods are closed when a version is first counted."""
MOST = 120
"""So many queries are put at a time; the rest at the next."""


def definitions(look: Look) -> dict[tuple[GaugeCode, int], Digest]:
    """The definition that each version of each measure had when it was first counted."""
    return {(GaugeCode(row["measure"]), row["version"]): Digest(row["definition"]) for row in look.rows(Q.versions)}


def redefined(look: Look, playbook: Playbook) -> list[Diagnostic]:
    """A finding for each measure whose definition is another one than its version had (Q21)."""
    known = definitions(look)
    return [
        each.where.diagnostic(
            f"{each.code} is defined otherwise than version {each.version} was, which has been counted",
            f"what was counted stays what it was: write -- version: {_next(known, each.code)}",
        )
        for each in playbook.gauges.values()
        if known.get((each.code, each.version), each.digest) != each.digest
    ]


def _next(known: Mapping[tuple[GaugeCode, int], Digest], code: GaugeCode) -> int:
    return 1 + max(version for one, version in known if one == code)


def must_stand(look: Look, gauge: Gauge) -> None:
    """Raises Redefined where a measure's text changed and its version did not."""
    known = definitions(look)
    if known.get((gauge.code, gauge.version), gauge.digest) != gauge.digest:
        raise Redefined(
            f"{gauge.code} is defined otherwise than version {gauge.version} was.",
            remedy=f"Write -- version: {_next(known, gauge.code)} in {gauge.file}; what was counted stays.",
        )


def close_due(
    record: Record,
    playbook: Playbook,
    lake: Path,
    moment: Moment,
    *,
    most: int = MOST,
    goes_on: Callable[[], bool] = lambda: True,
) -> int:
    """Remember the definitions that are new, and close what is over and settled, earliest first; how many periods.

    A measure whose text changed under its version is left out: nothing is counted by it.
    """
    with record.reading() as look:
        known = definitions(look)
        since = moment - max(BACK.values()) - timedelta(days=40)
        closed = {(row["measure"], row["version"], row["start"]) for row in look.rows(Q.closed_starts, {"since": since})}
    sound = [each for each in playbook.gauges.values() if known.get((each.code, each.version), each.digest) == each.digest]
    _define(record, [each for each in sound if (each.code, each.version) not in known], moment)
    with record.reading() as look:
        began = {(row["measure"], row["version"]): row["since"] for row in look.rows(Q.versions)}
    first = _first(record, lake)
    if first is None:
        return 0
    runs = [
        run
        for each in sound
        for run in _runs(each, _due(each, first, moment), began[each.code, each.version])
        if (each.code, each.version, run.periods[0].start) not in closed
    ]
    done = 0
    for run in sorted(runs, key=lambda run: run.periods[0].start)[:most]:
        if not goes_on():
            break
        done += _close(record, playbook, lake, run)
    return done


class Run(msgspec.Struct, frozen=True):
    """Periods of a measure that follow each other and are closed as of one moment, so that one query counts them all."""

    gauge: Gauge
    periods: tuple[Period, ...]
    as_of: Moment


def _runs(gauge: Gauge, due: Iterable[Period], began: Moment) -> list[Run]:
    """What was over before this version was first counted is closed as of then: until then nobody could. The rest one by one."""
    ordered = sorted(due, key=lambda period: period.start)
    past = tuple(each for each in ordered if each.end + gauge.settles <= began)
    later = [Run(gauge, (each,), each.end + gauge.settles) for each in ordered[len(past) :]]
    return [*([Run(gauge, past, began)] if past else []), *later]


def _define(record: Record, fresh: Sequence[Gauge], moment: Moment) -> None:
    if not fresh:
        return
    with record.writing() as tx:
        tx.take_pen()
        known = {(row["measure"], row["version"]) for row in tx.rows(Q.versions)}  # another process may have been here
        tx.append(
            [
                MeasureDefined(
                    subject=measure_id(each.code),
                    actor=CLOCKWORK,
                    occurred=moment,
                    measure=each.code,
                    measure_version=each.version,
                    definition=each.digest,
                )
                for each in fresh
                if (each.code, each.version) not in known
            ]
        )


def _due(gauge: Gauge, first: Moment, moment: Moment) -> Iterator[Period]:
    """Periods that are over and settled, the last first, no further back than the record and ``BACK`` go."""
    start = before(gauge.period, start_of(gauge.period, moment))
    earliest = max(first, moment - BACK[gauge.period])
    while after(gauge.period, start) > earliest:
        end = after(gauge.period, start)
        if end + gauge.settles <= moment:
            yield Period(start, end)
        start = before(gauge.period, start)


def _first(record: Record, lake: Path) -> Moment | None:
    """When the first of what the lake knows happened; None while there is nothing to count."""
    with open_lake(record, lake) as opened:
        return opened.began()


def _close(record: Record, playbook: Playbook, lake: Path, run: Run) -> int:
    """Close the periods of a run; how many."""
    gauge = run.gauge
    try:
        cells = count(record, playbook, lake, gauge, run.periods, [(name,) for name in gauge.dimensions], as_of=run.as_of)
    except LakeRefused:
        log.exception("%s cannot be counted", gauge.code)
        return 0
    with record.writing() as tx:
        tx.take_pen()
        named = {"measure": gauge.code, "version": gauge.version, "start": run.periods[0].start}
        if tx.one(Q.closed_one, named) is not None:  # another process was quicker
            return 0
        tx.append(
            [
                PeriodClosed(
                    subject=measure_id(gauge.code),
                    actor=CLOCKWORK,
                    occurred=now(),
                    measure=gauge.code,
                    measure_version=gauge.version,
                    definition=gauge.digest,
                    start=period.start,
                    end=period.end,
                    as_of=run.as_of,
                    results=results_of([cell for cell in cells if cell.period == place]),
                )
                for place, period in enumerate(run.periods)
            ]
        )
    return len(run.periods)


def recount(record: Record, playbook: Playbook, lake: Path, gauge: Gauge, start: Moment, who: PersonId) -> list[Difference]:
    """Count a closed period again and say what differs; what was closed stays. Raises NotClosed, Redefined."""
    named = {"measure": gauge.code, "version": gauge.version, "start": start}
    with record.reading() as look:
        must_stand(look, gauge)
        row = look.one(Q.closed_one, named)
    if row is None:
        raise NotClosed(f"{gauge.code} of {start:%Y-%m-%d} is not closed.")
    closed = cells_of(json.loads(row["results"]), 0)
    with open_lake(record, lake) as opened:
        splits = [(name,) for name in gauge.dimensions]
        cells = count_in(opened, playbook, gauge, [Period(row["start"], row["until"])], splits, as_of=row["as_of"])
    today = cells_of(msgspec.to_builtins(results_of(cells)), 0)
    found = differences(closed, today)
    with record.writing() as tx:
        tx.take_pen()
        tx.append(
            [
                PeriodRecounted(
                    subject=measure_id(gauge.code),
                    actor=who,
                    occurred=now(),
                    measure=gauge.code,
                    measure_version=gauge.version,
                    start=row["start"],
                    compared=len({cell.by for cell in (*closed, *today)}),
                    differing=len(found),
                )
            ]
        )
    return found
