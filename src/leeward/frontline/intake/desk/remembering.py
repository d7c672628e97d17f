"""Windows as activity comes in: what rules count over, kept by each process, exact across processes and restarts.

Under the pen a process first reads what others took in since it last looked, by position, and then sees its own batch; between
batches it keeps up with them, so that there is little to read then. What the windows held is stored with each event. The last
event seen is looked up again each time: where it is not there any more, its transaction was rolled back, and the memory is made
anew from the last snapshot, or from the events at hand.
"""

import json
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import msgspec

from leeward.playbook.model import ActivityKind, FieldType, Playbook
from leeward.playbook.rules.aggregates import features_of
from leeward.playbook.rules.known import MICROSECOND, Feature
from leeward.playbook.rules.memory import Memory, OtherWindows
from leeward.record.lake.activity import Types, column_of
from leeward.record.lake.reading import open_lake
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record, Transaction
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import EventKind
from leeward.record.terms.moment import Moment, now

Q = read_queries("leeward.frontline.intake")
log = logging.getLogger("leeward.windows")
EVERY = 50_000
"""So many events after the last snapshot the next one is taken."""
PAGE = 20_000
_NO_END = 2**62
SKEW = timedelta(minutes=5)  # the door takes no event that lies further in the future
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Fields = Mapping[str, Any]


class Before(msgspec.Struct, frozen=True):
    """An event as it was stored: a row of ``events_since``."""

    position: int
    event: str
    occurred: datetime
    fields: Fields


class Held(msgspec.Struct):
    """The memory of one kind, the id of the last event it saw, and where its last snapshot stands."""

    memory: Memory
    last: str | None = None
    saved: int = 0
    unknown: int = 0


class Windows:
    """What one process remembers, by kind. One thread at a time."""

    def __init__(self) -> None:
        self._held: dict[EventKind, Held] = {}
        self._lock = threading.Lock()

    def seen(
        self,
        tx: Transaction,
        kind: ActivityKind,
        features: tuple[Feature, ...],
        first: int,
        events: Sequence[str],
        occurred: Sequence[datetime],
        fields: Sequence[dict[str, object]],
    ) -> list[Mapping[str, object]]:
        """Put the values of ``features`` into the fields of a batch that begins at position ``first``; what to store of them."""
        with self._lock:
            held = self._caught_up(tx, kind, features, first)
            see, stored = held.memory.seen, []
            for position, (event, at) in enumerate(zip(fields, occurred, strict=True), first):
                since = at - _EPOCH
                values = see(event, (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds, position)
                event.update(values)
                stored.append(values)
            held.last = events[-1]
            return stored

    def remember(self, record: Record) -> int:
        """Take a snapshot of what has gone on far enough; how many. Says so when values could not be known."""
        count = 0
        for kind, held in list(self._held.items()):
            if (unknown := held.memory.remembered.unknown) > held.unknown:
                log.warning("%s: the windows of %d events could not be known; a bound was reached", kind, unknown - held.unknown)
                held.unknown = unknown
            if held.memory.position - held.saved < EVERY:
                continue
            with self._lock:
                row = {"kind": kind, "position": held.memory.position, "event": held.last, "body": held.memory.snapshot()}
            with record.writing() as tx:
                tx.execute(Q.remember_windows, row)
            held.saved, count = held.memory.position, count + 1
        return count

    def follow(self, record: Record, playbook: Playbook) -> None:
        """See what other processes took in meanwhile, so that the next batch has little to catch up with while it has the pen.

        What is seen is committed, and batches commit in the order of their positions. A memory that is ahead, of a batch under
        way or of one that was rolled back, is left as it is: the next batch finds out.
        """
        for name, held in list(self._held.items()):
            kind = playbook.activity.get(name)
            if kind is None or held.memory.features != aggregated(playbook, kind):
                continue
            with self._lock, record.reading() as look:
                _follows(look, kind, held, _NO_END)

    def _caught_up(self, tx: Transaction, kind: ActivityKind, features: tuple[Feature, ...], first: int) -> Held:
        """A memory that has seen every event of its kind before ``first``."""
        held = self._held.get(kind.kind)
        if held is None or held.memory.features != features:
            held = _restored(tx, kind.kind, features)
        if held is None or not _follows(tx, kind, held, first):
            held = _anew(tx, kind, features, first)
        self._held[kind.kind] = held
        return held


_WINDOWS: WeakKeyDictionary[Record, Windows] = WeakKeyDictionary()


def windows_of(record: Record) -> Windows:
    """What this process remembers for a record."""
    return _WINDOWS.setdefault(record, Windows())


def wake(record: Record, current: Callable[[], Playbook], moment: Moment) -> int:
    """Keep up with other processes, and take the snapshots that are due."""
    windows = windows_of(record)
    windows.follow(record, current())
    return windows.remember(record)


def aggregated(playbook: Playbook, kind: ActivityKind) -> tuple[Feature, ...]:
    """What rules on this kind count over; nothing for most."""
    return features_of(playbook, kind.kind)


def prepare(record: Record, playbook: Playbook, lake: Path) -> int:
    """Before a playbook is put in force: a snapshot for each kind whose windows hold something else now, made of the lake and of
    the events at hand, so that longer windows are full from the first event on. How many were made.

    Nothing is stopped meanwhile: what comes in is caught up with, as after every snapshot.
    """
    count = 0
    for kind in playbook.activity.values():
        features = aggregated(playbook, kind)
        if not features:
            continue
        with record.reading() as look:
            if _restored(look, kind.kind, features) is not None:
                continue
        held = _of_all_that_was(record, playbook, kind, features, lake)
        if held is None or held.last is None:
            continue
        row = {"kind": kind.kind, "position": held.memory.position, "event": held.last, "body": held.memory.snapshot()}
        with record.writing() as tx:
            count += tx.execute(Q.prepare_windows, row)
    return count


def _of_all_that_was(
    record: Record, playbook: Playbook, kind: ActivityKind, features: tuple[Feature, ...], lake: Path
) -> Held | None:
    """A memory of the events in the lake, and of those at hand that are not written there yet. None where files are missing."""
    held, (longest, since) = Held(Memory(features)), _reach(features)
    kept = timedelta(days=kind.keep_days or playbook.limits.activity_keep_days)
    if longest > kept:
        held.memory.forget((now() - kept + SKEW - _EPOCH) // MICROSECOND)
    with record.reading() as look:
        written = int(look.value(Q.written_to_lake))
    types = {name: each.value for name, each in kind.fields.items()}
    with open_lake(record, lake) as opened:
        if not all(path.exists() for path in opened.paths("activity", kind.kind)):
            log.warning("%s: files of the lake are missing, so longer windows begin empty", kind.kind)
            return None
        for rows in opened.events(kind.kind, types, since=since, before=written + 1, batch=PAGE):
            _see(held, kind, [_of_lake(row, types) for row in rows])
    while True:
        with record.reading() as look:
            page = _page(look, kind, max(written, held.memory.position) + 1, _NO_END)
        if not page:
            return held
        _see(held, kind, page)


def _of_lake(row: Mapping[str, Any], types: Types) -> Before:
    """A row of the lake as one of the database; of a text, which is only counted, its reference."""
    fields = {name: row[column_of(name, kind)] for name, kind in types.items()}
    return Before(int(row["position"]), str(row["event_id"]), row["occurred"], fields)


def _reach(features: tuple[Feature, ...]) -> tuple[timedelta, Moment]:
    """How far the windows go back, and the moment since when an event can have arrived that they still hold."""
    longest = timedelta(microseconds=max(each.window.last_microseconds + each.window.late_microseconds for each in features))
    return longest, now() - longest - 2 * SKEW


def _restored(tx: Look, kind: EventKind, features: tuple[Feature, ...]) -> Held | None:
    row = tx.one(Q.window_memory, {"kind": kind})
    if row is None:
        return None
    try:
        memory = Memory.restore(features, bytes(row["body"]))
    except OtherWindows:
        return None
    return Held(memory, str(row["event"]), memory.position, memory.remembered.unknown)


def _follows(look: Look, kind: ActivityKind, held: Held, first: int) -> bool:
    """Let it see what came after its last event, page by page; False when that event is not there any more."""
    at_hand = _page(look, kind, held.memory.position, first)
    if not at_hand or at_hand[0].event != held.last or at_hand[0].position != held.memory.position:
        return False
    page = at_hand[1:]
    while page:
        _see(held, kind, page)
        page = _page(look, kind, held.memory.position + 1, first)
    return True


def _anew(tx: Transaction, kind: ActivityKind, features: tuple[Feature, ...], first: int) -> Held:
    """From the events at hand: those that a window can still hold. What is no longer here, or was left out, is unknown."""
    held = Held(Memory(features))
    _, since = _reach(features)
    row = tx.one(Q.events_to_begin_with, {"since": since, "before": first})
    after, gap = (row["after"], row["gap"]) if row else (0, None)
    missing = [moment for moment in (since if after else None, gap) if moment is not None]
    if missing:
        held.memory.forget((max(missing) + SKEW - _EPOCH) // MICROSECOND)
    while page := _page(tx, kind, max(after, held.memory.position) + 1, first):
        _see(held, kind, page)
    held.unknown = held.memory.remembered.unknown
    return held


def _page(look: Look, kind: ActivityKind, start: int, first: int) -> list[Before]:
    asked = {"kind": kind.kind, "start": start, "first": first, "most": PAGE}
    return look.rows(Q.events_since, asked, into=Before)


def _see(held: Held, kind: ActivityKind, rows: Sequence[Before]) -> None:
    moments = [name for name, each in kind.fields.items() if each is FieldType.TIMESTAMP]
    for row in rows:
        event = dict(row.fields)
        event.update({name: datetime.fromisoformat(event[name]) for name in moments if isinstance(event.get(name), str)})
        held.memory.seen(event, (row.occurred - _EPOCH) // MICROSECOND, row.position)
    held.last = rows[-1].event


def all_written(found: Sequence[Mapping[str, object]]) -> list[bytes]:
    """``written`` for each event of a batch."""
    encode = msgspec.json.Encoder().encode
    try:
        return [encode(values) for values in found]
    except OverflowError:
        return [written(values) for values in found]


def written(values: Mapping[str, object]) -> bytes:
    """What windows held and labels said, as it is stored with the event."""
    try:
        return msgspec.json.encode(values)
    except OverflowError:  # a sum may pass 64 bits
        return json.dumps(values, default=msgspec.to_builtins, separators=(",", ":")).encode()
