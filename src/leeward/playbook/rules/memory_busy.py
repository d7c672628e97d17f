"""The part of the memory's inner loop that is for keys with many events, as Python text written for the features at hand.

A ``Busy`` holds a list a column and, for each aggregate, a tally that gains the newest event and loses those that leave. Events
are numbered as they come; of a field whose different values are counted, ``last`` knows the number of the newest event with each
value. A value is new to a window when that number lies before the window, and leaves it with that event: one table for all.
"""

from array import array
from collections.abc import Sequence
from functools import reduce
from math import isfinite
from operator import add
from typing import Any

from leeward.playbook.rules.kinds import FLOAT
from leeward.playbook.rules.known import Feature, Window

FEW = 12
COMPACT = 256
Line = list[str]
_FRESH = {"count": "0", "sum": "0", "count_distinct": "0", "min": "deque()", "max": "deque()"}


class Busy:
    """A key with many events, or one whose past is not wholly known. Its columns begin with events that have left."""

    __slots__ = ("base", "blind", "columns", "heads", "last", "moment", "tallies", "times")

    def __init__(self, windows: int, columns: int, tallies: list[Any]) -> None:
        self.moment = -(2**63)
        self.blind = -(2**63)
        """Before this moment values are unknown."""
        self.base = 0
        """The number of the first event in the columns."""
        self.times = array("q")
        self.columns: tuple[list[Any], ...] = tuple([] for _ in range(columns))
        self.last: tuple[dict[Any, int], ...] = tuple({} for _ in range(columns))
        """For each column, value -> the number of the newest event that has it, where different values are counted."""
        self.heads = [0] * windows
        """For each window, from the shortest: where in the columns it begins."""
        self.tallies = tallies

    def live(self) -> int:
        """How many events the longest window holds."""
        return len(self.times) - self.heads[-1]

    def flat(self) -> list[Any]:
        """The live events as one row."""
        start = self.heads[-1]
        rows = zip(self.times[start:], *(column[start:] for column in self.columns), strict=True)
        return [value for row in rows for value in row]

    def compact(self) -> None:
        """Let go of the events that have left every window."""
        gone = self.heads[-1]
        del self.times[:gone]
        for column in self.columns:
            del column[:gone]
        self.heads = [head - gone for head in self.heads]
        self.base += gone


def total(values: Sequence[float]) -> float | None:
    """The sum in order of arrival, from the oldest; None where there is nothing, or where it is not finite."""
    if not values:
        return None
    found = reduce(add, values)
    return found if isfinite(found) else None


class BusyWriter:
    """Writes ``many``, which makes a ``Busy`` of a flat row, and ``busy``, which sees an event of one."""

    def __init__(self, features: tuple[Feature, ...], windows: list[Window], columns: list[str], reads: list[str]) -> None:
        self.features, self.windows, self.columns, self.reads = features, windows, columns, reads
        self.tallies = self._tallies()

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

    def many(self) -> Line:
        """``many(log, blind)``."""
        values = [f"value{n}" for n in range(len(self.columns))]
        fresh = ", ".join(_FRESH[what] for _, _, what in self.tallies)
        return [
            f"BLIND = {-(2**63)}",
            "",
            "def many(log, blind):",
            f"    made = Busy({len(self.windows)}, {len(self.columns)}, [{fresh}])",
            "    made.blind = blind",
            "    times, heads, tallies, columns, base = made.times, made.heads, made.tallies, made.columns, 0",
            "    rows = iter(log)",
            f"    for {', '.join(['moment', *values])}, in zip({', '.join(['rows'] * (1 + len(values)))}):",
            *self._gains("        ", "made"),
            "    if log: made.moment = moment",
            "    return made",
        ]

    def busy(self, late: int, longest: int, most_per_key: int, most_entries: int) -> Line:
        """``busy(key, log, event, at)``."""
        last = len(self.windows) - 1
        return [
            "def busy(key, log, event, at):",
            "    moment = log.moment",
            "    if at > moment: moment = log.moment = at",
            f"    elif at < moment - {late}:",
            "        group.late += 1",
            "        return NOTHING",
            "    times, heads, tallies, columns, base = log.times, log.heads, log.tallies, log.columns, log.base",
            "    end = len(times)",
            *(line for place in range(len(self.windows)) for line in self._losses(place)),
            f"    start = heads[{last}]",
            f"    if start > {COMPACT} and start * 2 > end:",
            "        log.compact()",
            "        heads, base, end = log.heads, log.base, len(times)",
            f"        start = heads[{last}]",
            f"    if end - start >= {most_per_key} or group.entries >= {most_entries}:",
            f"        log.blind = max(log.blind, moment + {longest})",
            "        group.unknown += 1",
            "        return NOTHING",
            "    group.entries += 1",
            *(f"    value{n} = {read}" for n, read in enumerate(self.reads)),
            *self._gains("    ", "log"),
            "    if moment < log.blind:",
            "        group.unknown += 1",
            "        return NOTHING",
            "    end += 1",
            f"    if end - start <= {FEW // 4}:",
            "        keys[key] = encode(log.flat())",
            "        del busies[key]",
            f"    return {{{', '.join(map(self._item, self.features))}}}",
        ]

    def _gains(self, indent: str, log: str) -> Line:
        """The event at ``moment`` with ``value0`` ... goes into columns and tallies."""
        lines: Line = []
        for column, name in enumerate(self.columns):
            mine = [(n, place, what) for n, (place, field, what) in enumerate(self.tallies) if field == name]
            lines += [f"{indent}if value{column} is not None:"] if mine else []
            if any(what == "count_distinct" for _, _, what in mine):
                lines += [
                    f"{indent}    last = {log}.last[{column}]",
                    f"{indent}    before = last.get(value{column}, -1)",
                    f"{indent}    last[value{column}] = base + len(times)",
                ]
            for n, place, what in mine:
                lines += [indent + "    " + line for line in _gain(n, place, what, f"value{column}")]
            lines.append(f"{indent}columns[{column}].append(value{column})")
        return [*lines, f"{indent}times.append(moment)"]

    def _losses(self, place: int) -> Line:
        """The events that leave a window, taken from its tallies."""
        longest = place == len(self.windows) - 1
        lines = [
            f"    start = heads[{place}]",
            f"    edge = moment - {self.windows[place].last_microseconds}",
            "    if start < end and times[start] <= edge:",
            *(["        first = start"] if longest else []),
            "        while start < end and times[start] <= edge:",
        ]
        lowest: Line = []
        for column, name in enumerate(self.columns):
            mine = [(n, what) for n, (where, field, what) in enumerate(self.tallies) if where == place and field == name]
            counted = [(n, what) for n, what in mine if what not in ("min", "max")]
            if counted:
                lines += [f"            gone = columns[{column}][start]", "            if gone is not None:"]
            for n, what in counted:
                lines += _loss(n, what, column, forgets=place == self._keeper(name))
            lowest += [
                f"        while tallies[{n}] and tallies[{n}][0][0] <= edge: tallies[{n}].popleft()"
                for n, what in mine
                if what in ("min", "max")
            ]
        lines += ["            start += 1", f"        heads[{place}] = start", *lowest]
        return [*lines, "        group.entries -= start - first"] if longest else lines

    def _keeper(self, name: str) -> int:
        """The longest window that counts a field's different values: what leaves it is in none."""
        return max((place for place, field, what in self.tallies if (field, what) == (name, "count_distinct")), default=-1)

    def _item(self, feature: Feature) -> str:
        place = self.windows.index(feature.window)
        if feature.field is None:
            return f"{feature.name!r}: end - heads[{place}]"
        if _afresh(feature):
            column = self.columns.index(feature.field)
            part = f"[each for each in columns[{column}][heads[{place}]:] if each is not None]"
            return f"{feature.name!r}: total({part})"
        held = f"tallies[{self.tallies.index((place, feature.field, feature.function))}]"
        if feature.function == "sum":
            counted = self.tallies.index((place, feature.field, "count"))
            return f"{feature.name!r}: {held} if tallies[{counted}] else None"
        if feature.function in ("min", "max"):
            return f"{feature.name!r}: {held}[0][1] if {held} else None"
        return f"{feature.name!r}: {held}"


def _afresh(feature: Feature) -> bool:
    """A sum of floats cannot be kept up to date: taking away what was added does not give back what was there."""
    return feature.function == "sum" and feature.type == FLOAT


def _gain(tally: int, place: int, what: str, value: str) -> Line:
    held = f"tallies[{tally}]"
    if what == "count":
        return [f"{held} += 1"]
    if what == "sum":
        return [f"{held} += {value}"]
    if what == "count_distinct":
        return [f"if before < base + heads[{place}]: {held} += 1"]
    worse = ">=" if what == "min" else "<="
    return [f"while {held} and {held}[-1][1] {worse} {value}: {held}.pop()", f"{held}.append((moment, {value}))"]


def _loss(tally: int, what: str, column: int, *, forgets: bool) -> Line:
    held, indent = f"tallies[{tally}]", " " * 16
    if what == "count":
        return [f"{indent}{held} -= 1"]
    if what == "sum":
        return [f"{indent}{held} -= gone"]
    lines = [f"{indent}if log.last[{column}][gone] == base + start:", f"{indent}    {held} -= 1"]
    return [*lines, f"{indent}    del log.last[{column}][gone]"] if forgets else lines
