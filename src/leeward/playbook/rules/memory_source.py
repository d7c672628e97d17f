"""The memory's inner loop as Python text, written for the features at hand, and compiled.

``see(event, at)`` looks up the event's key. A key with few events is one packed row, ``[at, value, ..., at, value, ...]`` as
MessagePack, and its values are counted afresh each time. With a million keys most of the time goes into waiting for memory, and a
packed row is one place to look where a list of values is one for each; it is smaller; and Python's collector never
looks through a table of nothing but bytes. Where the event before lies outside a window, the one at hand is alone in it, which is
most often so in the shorter ones. Past ``FEW`` events a key becomes a ``Busy`` (``memory_busy``), and its row is empty.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol
from zlib import crc32

import msgspec

from leeward.playbook.rules.kinds import FLOAT
from leeward.playbook.rules.known import Feature, Window
from leeward.playbook.rules.memory_busy import FEW, Busy, BusyWriter, Line, total

See = Callable[[Mapping[str, object], int], Mapping[str, object]]
Seen = Callable[[Mapping[str, object], int, int], Mapping[str, object]]


class Counted(Protocol):
    """Whoever knows the position of the last event."""

    position: int


class Held(Protocol):
    """What the written functions are for: the keys of one group of windows, its bounds, and what it counts."""

    late_by: int
    longest: int
    most_entries: int
    most_per_key: int
    pressed_keys: int
    pressed_entries: int
    keys: dict[Any, bytes]
    busy: dict[Any, Busy]
    nothing: dict[str, None]


def in_shard(key: object, shards: int) -> int:
    """Which of so many shards a key belongs to; the same in every process."""
    return crc32(str(key).encode()) % shards


_CHECKED = (
    "def seen(event, at, position):",
    "    if position <= memory.position:",
    "        raise ValueError(f'position {position} does not follow {memory.position}')",
    "    memory.position = position",
)


def seen_by_all(memory: Counted, groups: Sequence[See]) -> Seen:
    """``seen`` where there are several groups: what each of them says, together."""
    names: dict[str, Any] = {"memory": memory, **{f"see{place}": see for place, see in enumerate(groups)}}
    together = ", ".join(f"**see{place}(event, at)" for place in range(len(groups)))
    exec(compile("\n".join([*_CHECKED, f"    return {{{together}}}", ""]), "<memory of windows>", "exec"), names)
    seen: Seen = names["seen"]
    return seen


def stride(features: tuple[Feature, ...]) -> int:
    """How many places an event takes in a row."""
    return 1 + len(_columns(features))


def _columns(features: tuple[Feature, ...]) -> list[str]:
    return sorted({feature.field for feature in features if feature.field is not None})


class Written:
    """The functions of a group.

    ``see`` sees an event; so does ``seen`` where the group is the only one, which asks for the event's position as well and keeps
    it; ``many`` makes a ``Busy`` of a flat row.
    """

    def __init__(self, memory: Counted, group: Held, features: tuple[Feature, ...], shard: tuple[int, int]) -> None:
        writer = Writer(features, group, shard)
        names: dict[str, Any] = {
            "memory": memory,
            "group": group,
            "keys": group.keys,
            "held": group.keys.get,
            "busies": group.busy,
            "encode": msgspec.msgpack.Encoder().encode,
            "decode": msgspec.msgpack.Decoder().decode,
            "Busy": Busy,
            "bisect_right": bisect_right,
            "deque": deque,
            "total": total,
            "in_shard": in_shard,
            "NOTHING": group.nothing,
            "ELSEWHERE": {},
        }
        exec(compile(writer.source(), "<memory of windows>", "exec"), names)
        self.see: See = names["see"]
        self.seen: Seen = names["seen"]
        self.many: Callable[..., Busy] = names["many"]


class Writer:
    """Writes ``see`` for the features of one group."""

    def __init__(self, features: tuple[Feature, ...], group: Held, shard: tuple[int, int]) -> None:
        self.features, self.group, self.shard = features, group, shard
        self.windows: list[Window] = sorted({each.window for each in features}, key=lambda each: each.last_microseconds)
        self.columns = _columns(features)
        self.stride = 1 + len(self.columns)
        self.values = [f"value{place}" for place in range(len(self.columns))]
        self.reads = [self._read(name) for name in self.columns]

    def _read(self, name: str) -> str:
        """What is kept of a field; of one that is only counted, whether it is there: it may be free text."""
        counted = all(each.function == "count" for each in self.features if each.field == name)
        return f"(event.get({name!r}) is not None or None)" if counted else f"event.get({name!r})"

    def source(self) -> str:
        """The module."""
        group, busy = self.group, BusyWriter(self.features, self.windows, self.columns, self.reads)
        body = self._see()
        lines = ["def see(event, at):", *body, "", *_CHECKED, *body, "", *busy.many(), ""]
        return "\n".join([*lines, *busy.busy(group.late_by, group.longest, group.most_per_key, group.most_entries), ""])

    def _see(self) -> Line:
        group, size = self.group, self.stride
        shard = [f"    if in_shard(key, {self.shard[1]}) != {self.shard[0]}: return ELSEWHERE"] if self.shard[1] > 1 else []
        reads = [f"        {value} = {read}" for value, read in zip(self.values, self.reads, strict=True)]
        alone = ", ".join(f"{each.name!r}: {self._alone(each)}" for each in self.features)
        return [
            f"    key = event.get({self.features[0].window.by!r})",
            "    if key is None: return NOTHING",
            *shard,
            f"    if group.entries >= {group.pressed_entries}: group.make_room(at)",
            "    log = held(key)",
            "    if log is None:",
            f"        if at < group.forgotten or len(keys) >= {group.pressed_keys} or group.entries >= {group.most_entries}:",
            "            log = group.admit(key, at)",
            "            return NOTHING if log is None else busy(key, log, event, at)",
            "        group.entries += 1",
            *reads,
            f"        keys[key] = encode(({', '.join(['at', *self.values])},))",
            f"        return {{{alone}}}",
            "    elif not log:",
            "        return busy(key, busies[key], event, at)",
            "    else:",
            "        row = decode(log)",
            f"        before = row[-{size}]",
            "        if at > before: moment = at",
            f"        elif at < before - {group.late_by}:",
            "            group.late += 1",
            "            return NOTHING",
            "        else: moment = before",
            f"        edge = moment - {group.longest}",
            "        if row[0] <= edge:",
            f"            if before <= edge and group.entries <= {group.most_entries}:",
            f"                group.entries -= len(row) // {size} - 1",
            *("        " + line for line in reads),
            f"                keys[key] = encode(({', '.join(['moment', *self.values])},))",
            f"                return {{{alone}}}",
            f"            gone = bisect_right(row[::{size}], edge)",
            f"            del row[:gone * {size}]",
            "            group.entries -= gone",
            f"        if len(row) >= {min(FEW, group.most_per_key) * size} or group.entries >= {group.most_entries}:",
            "            log = busies[key] = many(row, BLIND)",
            "            keys[key] = b''",
            "            return busy(key, log, event, at)",
            "        group.entries += 1",
            *reads,
            f"        row += ({', '.join(['moment', *self.values])},)",
            "        keys[key] = encode(row)",
            *self._counted_afresh(),
        ]

    def _alone(self, feature: Feature) -> str:
        """The value where the event at hand is the only one."""
        if feature.field is None:
            return "1"
        value = self.values[self.columns.index(feature.field)]
        if feature.function in ("count", "count_distinct"):
            return f"0 if {value} is None else 1"
        return value

    def _counted_afresh(self) -> Line:
        """The values of a row whose last event is the one at hand."""
        indent, longest = " " * 8, self.windows[-1]
        lines = [f"{indent}column{place} = row[{place + 1}::{self.stride}]" for place in range(len(self.columns))]
        for window in self.windows[:-1]:
            mine = [feature for feature in self.features if feature.window == window]
            lines += [
                f"{indent}if before <= moment - {window.last_microseconds}:",
                *(f"{indent}    {self._name(each)} = {self._alone(each)}" for each in mine),
                f"{indent}else:",
                f"{indent}    times = row[::{self.stride}]",
                f"{indent}    start = bisect_right(times, moment - {window.last_microseconds})",
                *self._parts(mine, "[start:]", indent + "    "),
                *(f"{indent}    {self._name(each)} = {self._afresh(each, 'len(times) - start')}" for each in mine),
            ]
        mine = [feature for feature in self.features if feature.window == longest]
        items = [
            f"{each.name!r}: {self._afresh(each, f'len(row) // {self.stride}') if each in mine else self._name(each)}"
            for each in self.features
        ]
        return [*lines, *self._parts(mine, "", indent), f"{indent}return {{{', '.join(items)}}}"]

    def _name(self, feature: Feature) -> str:
        return f"found{self.features.index(feature)}"

    def _parts(self, features: list[Feature], inside: str, indent: str) -> Line:
        """What several features of one window are made of: the values in it, the different ones, those that are there."""
        lines: dict[str, None] = {}
        for feature in features:
            if feature.field is None:
                continue
            column = self.columns.index(feature.field)
            part = f"column{column}{inside}"
            if feature.function == "count":
                lines[f"{indent}part{column} = {part}"] = None
            elif feature.function == "count_distinct":
                lines[f"{indent}set{column} = set({part})"] = None
            else:
                lines[f"{indent}some{column} = [each for each in {part} if each is not None]"] = None
        return list(lines)

    def _afresh(self, feature: Feature, rows: str) -> str:
        if feature.field is None:
            return rows
        column = self.columns.index(feature.field)
        some = f"some{column}"
        return {
            "count": f"len(part{column}) - part{column}.count(None)",
            "count_distinct": f"len(set{column}) - (None in set{column})",
            "sum": f"total({some})" if feature.type == FLOAT else f"sum({some}) if {some} else None",
            "min": f"min({some}) if {some} else None",
            "max": f"max({some}) if {some} else None",
        }[feature.function]
