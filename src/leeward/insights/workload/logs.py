"""Logs of other people's queues, read as one thing: when work came, how long it waited and took, how it ended, who was there.

They show what the formulas are worth where the truth is known: of a call centre arrivals, patience, service times and what Erlang
foretells beside what happened; of a service desk what was done in time by priority. A log says who served only by a number of
ours, and nothing of who called.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from math import exp, isfinite, sqrt

import msgspec

from leeward.insights.workload.erlang import served_with_patience, within, within_with_patience
from leeward.insights.workload.handling import LEAST, Times, times_of

SOON = 60.0  # seconds: what "begun soon" means for calls
_Z = 1.959963984540054  # 95 %


class Ended(StrEnum):
    """How a piece of work ended."""

    SERVED = "served"
    GONE = "gone"
    """Whoever waited went away."""
    OPEN = "open"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of work of a log; a time that the log does not give is None. Seconds."""

    group: str
    came: datetime
    ended: Ended
    waited: float | None = None
    took: float | None = None
    in_time: bool | None = None
    server: int | None = None
    moves: int = 0
    """How many times it went to somebody else."""


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """``hits`` of ``n`` with Wilson's 95 % interval."""

    hits: int
    n: int
    share: float
    low: float
    high: float


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """One sort of work."""

    name: str
    n: int
    in_time: Share | None
    gone: Share | None
    times: Times | None
    moved: float
    """How many times one went to somebody else, on average."""


class HourOfDay(msgspec.Struct, frozen=True, kw_only=True):
    """One hour of the day, over all days."""

    hour: int
    arrivals: float
    spread: float | None
    """Variance over mean of the number that came: 1 is Poisson's; none where there is one day."""
    servers: float
    gone: float | None
    """Share of what came that went away."""
    gone_said: float | None
    """What Erlang A says of it."""
    soon: float | None
    """Share of what came that was begun within ``SOON``."""
    soon_said: float | None
    soon_without: float | None
    """What Erlang C says, for whom nobody goes away."""


class Patience(msgspec.Struct, frozen=True, kw_only=True):
    """How long somebody waits before they go, if nobody comes: exponential, by its maximum likelihood under censoring."""

    mean: float
    low: float
    high: float
    gone: int
    still: tuple[tuple[float, float], ...]
    """Seconds -> share that would still wait then (Kaplan and Meier), which no law is behind."""


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """All that a page shows of a log."""

    name: str
    kind: str
    entries: int
    left_out: int
    """Rows that are no work: doubles, and what the log itself calls none."""
    first: datetime
    last: datetime
    groups: tuple[Group, ...]
    everything: Group
    hours: tuple[HourOfDay, ...]
    """None for logs of a few days."""
    patience: Patience | None
    gone_said: float | None
    """Of all hours with somebody there, what Erlang A says goes away; beside ``everything.gone``."""
    soon: Share | None
    soon_said: float | None


def summary(name: str, kind: str, entries: Sequence[Entry], left_out: int) -> Summary:
    """What a log says. Raises ValueError for a log without entries."""
    if not entries:
        raise ValueError("a log without work says nothing")
    first, last = min(each.came for each in entries), max(each.came for each in entries)
    patience = patience_of(entries)
    hours = _hours(entries, patience) if (last - first).days >= 14 and patience else ()
    said = [(hour, hour.arrivals) for hour in hours if hour.gone_said is not None and hour.soon_said is not None]
    weight = sum(each for _, each in said)
    waited = [each for each in entries if each.waited is not None]
    return Summary(
        name=name, kind=kind, entries=len(entries), left_out=left_out, first=first, last=last,
        groups=tuple(_group(group, [each for each in entries if each.group == group]) for group in _groups(entries)),
        everything=_group("everything", entries), hours=hours, patience=patience,
        gone_said=sum((hour.gone_said or 0) * each for hour, each in said) / weight if weight else None,
        soon=share(sum(_soon(each) for each in waited), len(waited)) if patience else None,
        soon_said=sum((hour.soon_said or 0) * each for hour, each in said) / weight if weight else None,
    )  # fmt: skip


def share(hits: int, n: int) -> Share | None:
    """A share with Wilson's interval; None of nothing."""
    if n == 0:
        return None
    part, square = hits / n, _Z * _Z
    middle = (part + square / (2 * n)) / (1 + square / n)
    reach = _Z / (1 + square / n) * sqrt(part * (1 - part) / n + square / (4 * n * n))
    return Share(hits=hits, n=n, share=part, low=max(0.0, middle - reach), high=min(1.0, middle + reach))


def _groups(entries: Sequence[Entry]) -> list[str]:
    return sorted({each.group for each in entries})


def _group(name: str, entries: Sequence[Entry]) -> Group:
    import numpy as np

    took = np.array([each.took for each in entries if each.took is not None and each.ended is Ended.SERVED], float)
    known = [each.in_time for each in entries if each.in_time is not None]
    waits = any(each.waited is not None for each in entries)
    return Group(
        name=name, n=len(entries), in_time=share(sum(known), len(known)),
        gone=share(sum(each.ended is Ended.GONE for each in entries), len(entries)) if waits else None,
        times=_finite(times_of(took, len({each.server for each in entries}))) if len(took) >= LEAST else None,
        moved=sum(each.moves for each in entries) / len(entries),
    )  # fmt: skip


def _finite(times: Times) -> Times:
    """JSON has no infinity: an end that the data do not set is the longest there is."""
    longest = max(each.seconds for each in times.quantiles)
    bounded = tuple(msgspec.structs.replace(each, high=each.high if isfinite(each.high) else longest) for each in times.quantiles)
    return msgspec.structs.replace(times, quantiles=bounded)


def _soon(entry: Entry) -> bool:
    return entry.ended is Ended.SERVED and (entry.waited or 0.0) <= SOON


def patience_of(entries: Sequence[Entry]) -> Patience | None:
    """How patient people are; None where the log says of nobody that they went."""
    waits = sorted((each.waited or 0.0, each.ended is Ended.GONE) for each in entries if each.waited is not None)
    gone = sum(left for _, left in waits)
    whole = sum(wait for wait, _ in waits)
    if not gone or not whole:
        return None
    mean = whole / gone
    return Patience(mean=mean, low=mean * exp(-_Z / sqrt(gone)), high=mean * exp(_Z / sqrt(gone)), gone=gone, still=_still(waits))


def _still(waits: Sequence[tuple[float, bool]]) -> tuple[tuple[float, float], ...]:
    """Kaplan and Meier's curve every thirty seconds, as long as ten people are behind it."""
    left, at_risk, found, due = 1.0, len(waits), [(0.0, 1.0)], 30.0
    for place, (wait, went) in enumerate(waits):
        while wait > due and at_risk >= 10 and due <= 900:
            found.append((due, left))
            due += 30.0
        at_risk = len(waits) - place
        if went and at_risk:
            left *= 1 - 1 / at_risk
    return tuple(found)


class _Hour(msgspec.Struct):
    came: int = 0
    gone: int = 0
    soon: int = 0
    servers: float = 0.0


def _hours(entries: Sequence[Entry], patience: Patience) -> tuple[HourOfDay, ...]:
    """Each hour of the day: what happened, and what the formulas say of each day's hour with its arrivals and its people."""
    cells: dict[tuple[object, int], _Hour] = defaultdict(_Hour)
    for each in entries:
        cell = cells[each.came.date(), each.came.hour]
        cell.came += 1
        cell.gone += each.ended is Ended.GONE
        cell.soon += _soon(each)
    for key, people in on_duty(entries).items():
        cells[key].servers = people
    took = [each.took for each in entries if each.took is not None and each.ended is Ended.SERVED]
    handling = sum(took) / max(1, len(took))
    days = sorted({day for day, _ in cells}, key=str)
    return tuple(_hour(hour, [cells[day, hour] for day in days], handling, patience.mean) for hour in range(24))


def on_duty(entries: Sequence[Entry]) -> dict[tuple[object, int], float]:
    """How many people served in each hour of each day. While somebody waits nobody is idle, so it is the mean number of those
    busy when somebody began to wait; where nobody waited, the most that were busy at once."""
    import numpy as np

    served = [each for each in entries if each.took is not None and each.ended is Ended.SERVED]
    began = np.sort([each.came.timestamp() + (each.waited or 0.0) for each in served])
    ended = np.sort([each.came.timestamp() + (each.waited or 0.0) + (each.took or 0.0) for each in served])
    waited: dict[tuple[object, int], list[int]] = defaultdict(list)
    most: dict[tuple[object, int], float] = defaultdict(float)
    came = np.array([each.came.timestamp() for each in entries])
    busy = np.searchsorted(began, came, "right") - np.searchsorted(ended, came, "right")
    for each, others in zip(entries, busy.tolist(), strict=True):
        key = each.came.date(), each.came.hour
        if (each.waited or 0.0) > 0:
            waited[key].append(others)
        most[key] = max(most[key], others + (each.ended is Ended.SERVED))
    return {key: sum(waited[key]) / len(waited[key]) if len(waited[key]) >= 3 else at_once for key, at_once in most.items()}


def _hour(hour: int, days: Sequence[_Hour], handling: float, patience: float) -> HourOfDay:
    came = [each.came for each in days]
    whole, mean = sum(came), sum(came) / len(days)
    spread = sum((each - mean) ** 2 for each in came) / (len(days) - 1) / mean if len(days) > 1 and mean else None
    said = [(each.came, *_said(each.came, handling, each.servers, patience)) for each in days if each.came and each.servers]
    weight = sum(each[0] for each in said)

    def averaged(place: int) -> float | None:
        return sum(each[0] * each[place] for each in said) / weight if weight else None

    if whole < LEAST:  # of so few no share says anything
        weight = whole = 0
    return HourOfDay(
        hour=hour, arrivals=mean, spread=spread, servers=sum(each.servers for each in days) / len(days),
        gone=sum(each.gone for each in days) / whole if whole else None, gone_said=averaged(1),
        soon=sum(each.soon for each in days) / whole if whole else None, soon_said=averaged(2), soon_without=averaged(3),
    )  # fmt: skip


def _said(came: int, handling: float, servers: float, patience: float) -> tuple[float, float, float]:
    """Of one hour of one day: who goes away, who is begun soon, who would be if nobody went; between whole people by parts."""
    rate, low = came / 3600, int(servers)

    def both(people: int) -> tuple[float, float, float]:
        gone = served_with_patience(rate, handling, people, patience).abandon
        return gone, within_with_patience(rate, handling, people, patience, SOON), within(rate, handling, people, SOON)

    part, (some, more) = servers - low, (both(low), both(low + 1))
    first, second, third = ((1 - part) * one + part * other for one, other in zip(some, more, strict=True))
    return first, second, third
