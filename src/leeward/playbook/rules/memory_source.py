"""The memory's inner loop as Python text, written for the features at hand, and compiled.

``see(event, at)`` looks up the event's key. A key with few events is one flat tuple, ``(at, value, ..., at, value, ...)``, and
its values are counted afresh each time: nothing is quicker for a handful, nothing is smaller, and Python's collector does not
look through tuples of plain values again, as it would through a million lists. Past ``FEW`` events a key becomes a ``Busy``: a
list a column, and for each aggregate a tally that gains the newest event and loses those that leave.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Mapping
from functools import reduce
from math import isfinite
from operator import add
from typing import Any, Protocol
from zlib import crc32

from leeward.playbook.rules.kinds import FLOAT
from leeward.playbook.rules.known import Feature, Window

FEW = 12
COMPACT = 256
See = Callable[[Mapping[str, object], int], Mapping[str, object]]
Line = list[str]


class Held(Protocol):
    """What the written functions are for: the keys of one group of windows, its bounds, and what it counts."""

    late_by: int
    longest: int
    most_entries: int
    most_per_key: int
    pressed_keys: int
    pressed_entries: int
    keys: dict[Any, Any]
    nothing: dict[str, None]


class Busy:
    """A key with many events, or one whose past is not wholly known. Its columns begin with events that have left."""

    __slots__ = ("blind", "columns", "heads", "moment", "tallies", "times")

    def __init__(self, windows: int, columns: int, tallies: list[Any]) -> None:
        self.moment = -(2**63)
        self.blind = -(2**63)
        """Before this moment values are unknown."""
        self.times: list[int] = []
        self.columns: tuple[list[Any], ...] = tuple([] for _ in range(columns))
        self.heads = [0] * windows
        """For each window, from the shortest: where in the columns it begins."""
        self.tallies = tallies

    def live(self) -> int:
        """How many events the longest window holds."""
        return len(self.times) - self.heads[-1]

    def flat(self) -> tuple[Any, ...]:
        """The live events, flat."""
        start = self.heads[-1]
        rows = zip(self.times[start:], *(column[start:] for column in self.columns), strict=True)
        return tuple(value for row in rows for value in row)

    def compact(self) -> None:
        """Let go of the events that have left every window."""
        gone = self.heads[-1]
        del self.times[:gone]
        for column in self.columns:
            del column[:gone]
        self.heads = [head - gone for head in self.heads]


def in_shard(key: object, shards: int) -> int:
    """Which of so many shards a key belongs to; the same in every process."""
    return crc32(str(key).encode()) % shards


def total(values: list[float]) -> float | None:
    """The sum in order of arrival, from the oldest; None where there is nothing, or where it is not finite."""
    if not values:
        return None
    found = reduce(add, values)
    return found if isfinite(found) else None


def stride(features: tuple[Feature, ...]) -> int:
    """How many places an event takes in a flat tuple."""
    return 1 + len(_columns(features))


def _columns(features: tuple[Feature, ...]) -> list[str]:
    return sorted({feature.field for feature in features if feature.field is not None})


def written(group: Held, features: tuple[Feature, ...], shard: tuple[int, int]) -> tuple[See, Callable[..., Busy]]:
    """The functions of a group: one that sees an event, and one that makes a ``Busy`` of a flat tuple."""
    writer = Writer(features, group.late_by, shard)
    names: dict[str, Any] = {
        "group": group,
        "keys": group.keys,
        "Busy": Busy,
        "bisect_right": bisect_right,
        "deque": deque,
        "total": total,
        "in_shard": in_shard,
        "NOTHING": group.nothing,
        "ELSEWHERE": {},
    }
    exec(compile(writer.source(group), "<memory of windows>", "exec"), names)
    return names["see"], names["many"]


class Writer:
    """Writes ``see`` and ``busy`` for the features of one group."""

    def __init__(self, features: tuple[Feature, ...], late: int, shard: tuple[int, int]) -> None:
        self.features, self.late, self.shard = features, late, shard
        self.windows: list[Window] = sorted({each.window for each in features}, key=lambda each: each.last_microseconds)
        self.columns = _columns(features)
        self.stride = 1 + len(self.columns)
        self.reads = [self._read(name) for name in self.columns]
        self.tallies: list[tuple[int, str, str]] = self._tallies()

    def _read(self, name: str) -> str:
        """What is kept of a field; of one that is only counted, whether it is there: it may be free text."""
        counted = all(each.function == "count" for each in self.features if each.field == name)
        return f"(event.get({name!r}) is not None or None)" if counted else f"event.get({name!r})"

    def _tallies(self) -> list[tuple[int, str, str]]:
        """(window, column, what): what a busy key keeps up to date. A sum needs to know whether there is anything to add."""
        found: dict[tuple[int, str, str], None] = {}
        for feature in self.features:
            if feature.field is None or _afresh(feature):
                continue
            place = self.windows.index(feature.window)
            if feature.function == "sum":
                found[place, feature.field, "count"] = None
            found[place, feature.field, feature.function] = None
        return list(found)

    def source(self, group: Held) -> str:
        """The module."""
        return "\n".join([*self._see(group), "", *self._many(), "", *self._busy(group), ""])

    def _see(self, group: Held) -> Line:
        by = self.features[0].window.by
        reads = self.reads
        shard = [f"    if in_shard(key, {self.shard[1]}) != {self.shard[0]}: return ELSEWHERE"] if self.shard[1] > 1 else []
        size = self.stride
        return [
            "def see(event, at):",
            f"    key = event.get({by!r})",
            "    if key is None: return NOTHING",
            *shard,
            f"    if group.entries >= {group.pressed_entries}: group.make_room(at)",
            "    log = keys.get(key)",
            "    if log is None:",
            f"        if at < group.forgotten or len(keys) >= {group.pressed_keys} or group.entries >= {group.most_entries}:",
            "            log = group.admit(key, at)",
            "            return NOTHING if log is None else busy(key, log, event, at)",
            "        group.entries += 1",
            *(f"        value{n} = {read}" for n, read in enumerate(reads)),
            f"        keys[key] = ({', '.join(['at', *(f'value{n}' for n in range(len(reads)))])},)",
            f"        return {{{', '.join(map(self._alone_item, self.features))}}}",
            "    elif log.__class__ is Busy:",
            "        return busy(key, log, event, at)",
            "    else:",
            f"        moment = log[-{size}]",
            "        if at > moment: moment = at",
            f"        elif at < moment - {self.late}:",
            "            group.late += 1",
            "            return NOTHING",
            f"        if log[0] <= moment - {group.longest}:",
            f"            gone = bisect_right(log[::{size}], moment - {group.longest})",
            f"            log = log[gone * {size}:]",
            "            group.entries -= gone",
            f"        if len(log) >= {min(FEW, group.most_per_key) * size} or group.entries >= {group.most_entries}:",
            "            keys[key] = log = many(log, BLIND)",
            "            return busy(key, log, event, at)",
            "        group.entries += 1",
            f"        keys[key] = log = (*log, {', '.join(['moment', *reads])})",
            *self._counted_afresh("log", "    "),
        ]

    def _alone_item(self, feature: Feature) -> str:
        """The value where the event at hand is the only one."""
        if feature.field is None:
            return f"{feature.name!r}: 1"
        value = f"value{self.columns.index(feature.field)}"
        if feature.function in ("count", "count_distinct"):
            return f"{feature.name!r}: 0 if {value} is None else 1"
        return f"{feature.name!r}: {value}"

    def _counted_afresh(self, log: str, indent: str) -> Line:
        """The values of a flat tuple whose last event is the one at hand."""
        lines = [f"{indent}times = {log}[::{self.stride}]"] if len(self.windows) > 1 or self._counts_rows() else []
        lines += [f"{indent}column{place} = {log}[{place + 1}::{self.stride}]" for place in range(len(self.columns))]
        for place, window in enumerate(self.windows[:-1]):
            lines.append(f"{indent}from{place} = bisect_right(times, moment - {window.last_microseconds})")
        return [*lines, *self._parts(indent), f"{indent}return {{{', '.join(map(self._afresh_item, self.features))}}}"]

    def _counts_rows(self) -> bool:
        return any(each.field is None for each in self.features)

    def _parts(self, indent: str) -> Line:
        lines: dict[str, None] = {}
        for feature in self.features:
            if feature.field is None:
                continue
            place, column = self.windows.index(feature.window), self.columns.index(feature.field)
            part = f"column{column}" if place == len(self.windows) - 1 else f"column{column}[from{place}:]"
            name = f"_{place}_{column}"
            if feature.function == "count":
                lines[f"{indent}part{name} = {part}"] = None
            elif feature.function == "count_distinct":
                lines[f"{indent}set{name} = set({part})"] = None
                lines[f"{indent}set{name}.discard(None)"] = None
            else:
                lines[f"{indent}some{name} = [each for each in {part} if each is not None]"] = None
        return list(lines)

    def _afresh_item(self, feature: Feature) -> str:
        place = self.windows.index(feature.window)
        if feature.field is None:
            code = "len(times)" if place == len(self.windows) - 1 else f"len(times) - from{place}"
        else:
            name = f"_{place}_{self.columns.index(feature.field)}"
            code = {
                "count": f"len(part{name}) - part{name}.count(None)",
                "count_distinct": f"len(set{name})",
                "sum": f"total(some{name})" if feature.type == FLOAT else f"sum(some{name}) if some{name} else None",
                "min": f"min(some{name}) if some{name} else None",
                "max": f"max(some{name}) if some{name} else None",
            }[feature.function]
        return f"{feature.name!r}: {code}"

    def _many(self) -> Line:
        fresh = {"count": "0", "sum": "0", "count_distinct": "{}", "min": "deque()", "max": "deque()"}
        tallies = ", ".join(fresh[what] for _, _, what in self.tallies)
        size = self.stride
        values = [f"log[place + {1 + n}]" for n in range(len(self.columns))]
        return [
            f"BLIND = {-(2**63)}",
            "",
            "def many(log, blind):",
            f"    made = Busy({len(self.windows)}, {len(self.columns)}, [{tallies}])",
            "    made.blind = blind",
            f"    for place in range(0, len(log), {size}):",
            f"        gain(made, {', '.join(['log[place]', *values])})",
            f"    if log: made.moment = log[-{size}]",
            "    return made",
            "",
            f"def gain(log, {', '.join(['at', *(f'value{n}' for n in range(len(self.columns)))])}):",
            "    log.times.append(at)",
            *(f"    log.columns[{n}].append(value{n})" for n in range(len(self.columns))),
            "    tallies = log.tallies",
            *self._gains(),
        ]

    def _gains(self) -> Line:
        lines: Line = []
        for column, name in enumerate(self.columns):
            mine = [(place, what) for place, (_, field, what) in enumerate(self.tallies) if field == name]
            if mine:
                lines.append(f"    if value{column} is not None:")
            for place, what in mine:
                lines += _gain(place, what, f"value{column}")
        return lines

    def _busy(self, group: Held) -> Line:
        longest = len(self.windows) - 1
        reads = self.reads
        return [
            "def busy(key, log, event, at):",
            "    moment = log.moment",
            "    if at > moment: moment = log.moment = at",
            f"    elif at < moment - {self.late}:",
            "        group.late += 1",
            "        return NOTHING",
            "    times, heads, tallies, columns = log.times, log.heads, log.tallies, log.columns",
            "    end = len(times)",
            *(line for place in range(len(self.windows)) for line in self._losses(place)),
            f"    start = heads[{longest}]",
            f"    if start > {COMPACT} and start * 2 > end: log.compact()",
            f"    if end - start >= {group.most_per_key} or group.entries >= {group.most_entries}:",
            f"        log.blind = max(log.blind, moment + {group.longest})",
            "        group.unknown += 1",
            "        return NOTHING",
            "    group.entries += 1",
            f"    gain(log, {', '.join(['moment', *reads])})",
            "    if moment < log.blind:",
            "        group.unknown += 1",
            "        return NOTHING",
            "    times, heads, columns = log.times, log.heads, log.columns",
            "    end = len(times)",
            f"    if end - heads[{longest}] <= {FEW // 4}: keys[key] = log.flat()",
            f"    return {{{', '.join(map(self._tallied_item, self.features))}}}",
        ]

    def _losses(self, place: int) -> Line:
        """The events that leave a window, taken from its tallies."""
        window, last = self.windows[place], place == len(self.windows) - 1
        lines = [
            f"    start = heads[{place}]",
            f"    edge = moment - {window.last_microseconds}",
            "    if start < end and times[start] <= edge:",
            "        first = start",
            "        while start < end and times[start] <= edge:",
        ]
        lowest: Line = []
        for column, name in enumerate(self.columns):
            mine = [(n, what) for n, (where, field, what) in enumerate(self.tallies) if where == place and field == name]
            counted = [(n, what) for n, what in mine if what not in ("min", "max")]
            if counted:
                lines += [f"            gone = columns[{column}][start]", "            if gone is not None:"]
            for n, what in counted:
                lines += _loss(n, what)
            lowest += [
                f"        while tallies[{n}] and tallies[{n}][0][0] <= edge: tallies[{n}].popleft()"
                for n, what in mine
                if what in ("min", "max")
            ]
        lines += ["            start += 1", f"        heads[{place}] = start", *lowest]
        return [*lines, "        group.entries -= start - first"] if last else lines

    def _tallied_item(self, feature: Feature) -> str:
        place = self.windows.index(feature.window)
        if feature.field is None:
            return f"{feature.name!r}: end - heads[{place}]"
        if _afresh(feature):
            column = self.columns.index(feature.field)
            part = f"[each for each in columns[{column}][heads[{place}]:] if each is not None]"
            return f"{feature.name!r}: total({part})"
        number = self.tallies.index((place, feature.field, feature.function))
        held = f"tallies[{number}]"
        if feature.function == "sum":
            counted = self.tallies.index((place, feature.field, "count"))
            return f"{feature.name!r}: {held} if tallies[{counted}] else None"
        code = {
            "count": held,
            "count_distinct": f"len({held})",
            "min": f"{held}[0][1] if {held} else None",
            "max": f"{held}[0][1] if {held} else None",
        }[feature.function]
        return f"{feature.name!r}: {code}"


def _afresh(feature: Feature) -> bool:
    """A sum of floats cannot be kept up to date: taking away what was added does not give back what was there."""
    return feature.function == "sum" and feature.type == FLOAT


def _gain(place: int, what: str, value: str) -> Line:
    tally = f"tallies[{place}]"
    if what == "count":
        return [f"        {tally} += 1"]
    if what == "sum":
        return [f"        {tally} += {value}"]
    if what == "count_distinct":
        return [f"        {tally}[{value}] = {tally}.get({value}, 0) + 1"]
    worse = ">=" if what == "min" else "<="
    return [
        f"        while {tally} and {tally}[-1][1] {worse} {value}: {tally}.pop()",
        f"        {tally}.append((at, {value}))",
    ]


def _loss(place: int, what: str) -> Line:
    tally = f"tallies[{place}]"
    if what == "count":
        return [f"                {tally} -= 1"]
    if what == "sum":
        return [f"                {tally} -= gone"]
    return [
        f"                left = {tally}[gone] - 1",
        f"                if left: {tally}[gone] = left",
        f"                else: del {tally}[gone]",
    ]
