"""The memory of windows: what rules with ``... OVER name`` know of the events before, exact, in one process.

Events come one by one in the order of their arrival. Windows of one key and one lateness share what is remembered; per key
that is a short packed row, which becomes running tallies where a key is busy (``memory_source`` writes both as Python).

Nothing grows without end. A window names how many keys, events, and events of one key are remembered at once. From seven
eighths of that on, keys are forgotten whose events have all left their window. Where that does not make room, an event is
passed over, and until it would have left the window the values of its key are NULL and counted as ``unknown``: a value is
right or missing, never wrong.
"""

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from leeward.playbook.rules.known import Feature
from leeward.playbook.rules.memory_busy import FEW, Busy
from leeward.playbook.rules.memory_source import Counted, Seen, Written, seen_by_all, stride
from leeward.record.errors import LeewardError

Event = Mapping[str, object]
FORMAT = 1
_ARRAY_16 = 0xDC
encode, decode = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder().decode
Packed = tuple[list[Any], list[msgspec.Raw], list[tuple[int, int, int]], int, int, int, int]
"""Keys, their rows, (place, moment, blind) of keys whose past is not wholly known, and what a group counts."""
SWEEP = 16  # keys looked at for each event while room is made: more than can come in before it is full


class OtherWindows(LeewardError):
    """A snapshot of other windows, or none at all."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a memory holds, and what it had to say NULL to."""

    keys: int = 0
    entries: int = 0
    late: int = 0
    """Events too far behind the latest of their key: not counted, by the definition of the window."""
    unknown: int = 0
    """Events whose values are NULL because their key's past is not wholly known: a bound was reached."""


class Group:
    """What is remembered for the windows of one key and one lateness. ``see`` is written for it."""

    def __init__(self, memory: Counted, features: tuple[Feature, ...], shard: tuple[int, int]) -> None:
        windows = {feature.window for feature in features}
        self.by, self.late_by = features[0].window.by, features[0].window.late_microseconds
        self.longest = max(window.last_microseconds for window in windows)
        self.most_keys = max(window.keys for window in windows)
        self.most_entries = max(window.entries for window in windows)
        self.most_per_key = max(window.entries_per_key for window in windows)
        self.pressed_keys, self.pressed_entries = self.most_keys * 7 // 8, self.most_entries * 7 // 8
        self.stride = stride(features)
        self.keys: dict[Any, bytes] = {}
        """For each key its events as a packed row; nothing in it where they are in ``busy``."""
        self.busy: dict[Any, Busy] = {}
        self.entries = self.late = self.unknown = 0
        self.latest = self.forgotten = -(2**63)
        self.sweeping: list[Any] = []
        self.swept = -(2**63)
        self.nothing = {feature.name: None for feature in features}
        written = Written(memory, self, features, shard)
        self.see, self.seen, self.many = written.see, written.seen, written.many

    def admit(self, key: Any, at: int) -> Busy | None:
        """A place for a key that is not remembered; None where there is none, and then its past is unknown for a while."""
        self.make_room(at)
        if len(self.keys) >= self.most_keys or self.entries >= self.most_entries:
            self.forgotten = max(self.forgotten, at + self.longest)
            self.unknown += 1
            return None
        found = self.many((), self.forgotten)
        self.keys[key], self.busy[key] = b"", found
        return found

    def make_room(self, at: int) -> None:
        """Look at a few keys and forget those whose events have all left every window, where room is short."""
        self.latest = max(self.latest, at)
        if not self.sweeping:
            short = len(self.keys) >= self.pressed_keys or self.entries >= self.pressed_entries
            if (
                not short or self.latest < self.swept + self.longest // 16
            ):  # a sweep that freed too little is not repeated at once
                return
            self.sweeping, self.swept = list(self.keys), self.latest
        for key in self.sweeping[-SWEEP:]:
            self._forget_if_over(key)
        del self.sweeping[-SWEEP:]

    def _forget_if_over(self, key: Any) -> None:
        row, busy = self.keys.get(key), self.busy.get(key)
        if row is None:
            return
        events = decode(row) if busy is None else ()
        over = max(busy.moment + self.longest, busy.blind) if busy else events[-self.stride] + self.longest
        if over + self.late_by <= self.latest:
            self.entries -= busy.live() if busy else len(events) // self.stride
            self.forgotten = max(self.forgotten, over)
            del self.keys[key]
            self.busy.pop(key, None)

    def packed(self) -> Packed:
        """All that is remembered, as plain lists."""
        rows = [msgspec.Raw(row or encode(self.busy[key].flat())) for key, row in self.keys.items()]
        odd = []
        for place, (key, row) in enumerate(self.keys.items()):
            if not row and ((busy := self.busy[key]).blind > busy.moment or not busy.live()):
                odd.append((place, busy.moment, busy.blind))
        return list(self.keys), rows, odd, self.late, self.unknown, self.latest, self.forgotten

    def unpack(self, packed: Packed) -> None:
        """Remember what was packed."""
        keys, rows, odd, self.late, self.unknown, self.latest, self.forgotten = packed
        strange = {place: (moment, blind) for place, moment, blind in odd}
        for place, (key, raw) in enumerate(zip(keys, rows, strict=True)):
            self.keys[key] = row = bytes(raw)
            values = values_in(row)
            self.entries += values // self.stride
            if place in strange or values > FEW * self.stride:
                self.keys[key] = b""
                busy = self.busy[key] = self.many(decode(row), -(2**63))
                if place in strange:
                    busy.moment, busy.blind = strange[place]


def values_in(row: bytes) -> int:
    """How many values a packed row holds: MessagePack's head of an array, of up to 15, 2**16 - 1, or 2**32 - 1."""
    if row[0] < _ARRAY_16:
        return row[0] & 0x0F
    return int.from_bytes(row[1:3] if row[0] == _ARRAY_16 else row[1:5])


class Memory:
    """What the windows of ``features`` hold. With ``shard=(i, n)`` only keys of the i-th of n shards are remembered."""

    def __init__(self, features: Iterable[Feature], shard: tuple[int, int] = (0, 1)) -> None:
        self.features = tuple(sorted(set(features), key=lambda feature: feature.name))
        self.shard = shard
        self.position = 0
        """That of the last event seen."""
        groups: dict[tuple[str, int], list[Feature]] = {}
        for feature in self.features:
            groups.setdefault((feature.window.by, feature.window.late_microseconds), []).append(feature)
        self._groups = [Group(self, tuple(each), shard) for each in groups.values()]
        alone = len(self._groups) == 1
        self.seen: Seen = self._groups[0].seen if alone else seen_by_all(self, [group.see for group in self._groups])
        """``seen(event, occurred, position)``: the values of the features for an event, by name, after which it is one of those
        before. ``occurred`` is in microseconds since 1970; ``position`` rises from event to event, or ValueError. The event is
        read only, and so is what is returned. Of a shard, features whose key belongs to another one are not in it."""

    @property
    def digest(self) -> str:
        """SHA-256 of what is remembered: the features, their windows, the shard."""
        told = [(each.name, each.function, each.field, str(each.type), each.window) for each in self.features]
        return hashlib.sha256(repr((FORMAT, told, self.shard)).encode()).hexdigest()

    @property
    def remembered(self) -> Remembered:
        """How much is held, and how often a value was missing."""
        return Remembered(
            sum(len(group.keys) for group in self._groups),
            sum(group.entries for group in self._groups),
            sum(group.late for group in self._groups),
            sum(group.unknown for group in self._groups),
        )

    def forget(self, until: int) -> None:
        """Events until this moment (microseconds) are not all known: what a window could hold of them is unknown, and counted."""
        for group in self._groups:
            group.forgotten = max(group.forgotten, until + group.longest)

    def snapshot(self) -> bytes:
        """All that is remembered. Give later events to what ``restore`` makes of it, and nothing is missing."""
        packed = [self.digest, self.position, [group.packed() for group in self._groups]]
        return zlib.compress(msgspec.msgpack.encode(packed), 1)

    @classmethod
    def restore(cls, features: Iterable[Feature], snapshot: bytes, shard: tuple[int, int] = (0, 1)) -> "Memory":
        """The memory that a snapshot was made of. Raises OtherWindows when it remembers something else."""
        memory = cls(features, shard)
        try:
            digest, position, groups = msgspec.msgpack.decode(zlib.decompress(snapshot), type=tuple[str, int, list[Packed]])
        except (zlib.error, msgspec.DecodeError, ValueError, TypeError):
            raise OtherWindows("This is no snapshot of windows.", remedy="Leave it out: events are read again.") from None
        if digest != memory.digest:
            raise OtherWindows("This snapshot is of other windows.", remedy="Leave it out: events are read again.")
        memory.position = position
        for group, packed in zip(memory._groups, groups, strict=True):
            group.unpack(packed)
        return memory
