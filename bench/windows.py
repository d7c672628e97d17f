"""Windows: updates a second on one core. ``python -m bench.windows --json``; ``--events`` and ``--keys`` for other sizes.

Four features by account, count(*) and count(DISTINCT target) over an hour and over a day, over a million accounts. Half of the
events are of any account, half of few busy ones. The memory is filled with a day of events, then the next ones are timed, in
processor time. In the same run the same four values, checked to be equal, from SQLite in memory with an index (what a
platform does that asks its own table), and from a Redis server with two sorted sets a key where ``redis-server`` is installed.
"""

import random
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bench import report
from leeward.playbook.diagnostics import Location
from leeward.playbook.model import FieldType
from leeward.playbook.rules import Feature, Known, Window, parse_predicate
from leeward.playbook.rules.memory import Memory

HOUR, DAY = 3_600_000_000, 86_400_000_000
CHUNK = 50_000
FEW = 10_000
Event = dict[str, object]
Moment = tuple[Event, int]


def argument(name: str, default: int) -> int:
    """The number after ``--name``."""
    return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else default


def features() -> tuple[Feature, ...]:
    """The four."""
    windows = tuple(
        Window(name, "account", last, 600_000_000, entries=50_000_000, entries_per_key=1_000_000)
        for name, last in (("day", DAY), ("hour", HOUR))
    )
    calls = [f"{call} OVER {window.name} > 9" for window in windows for call in ("count(*)", "count(DISTINCT target)")]
    when = " AND ".join(calls)
    fields = {"account": FieldType.ID, "target": FieldType.ID}
    return parse_predicate(when, fields, Location.of_text(when), Known(windows=windows)).features


def stream(keys: int, a_day: int, seed: int = 11) -> Iterator[list[Moment]]:
    """Events in chunks, in order, ``a_day`` of them a day, with ids as long as ours."""
    chance, now = random.Random(seed), 1_700_000_000_000_000
    step = DAY // a_day
    while True:
        chunk = []
        for _ in range(CHUNK):
            now += step
            busy = chance.random() < 0.5
            account = int(keys * chance.random() ** 4) if busy else chance.randrange(keys)
            event: Event = {"account": f"{account:036x}", "target": f"{chance.randrange(keys // 4):036x}", "reach": 3}
            chunk.append((event, now))
        yield chunk


def resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def updates(see: Callable[[Event, int, int], object], events: Sequence[Moment], first: int) -> float:
    """Seconds of processor time for these events."""
    start = time.process_time()
    for position, (event, at) in enumerate(events, first):
        see(event, at, position)
    return time.process_time() - start


def ours(keys: int, fill: int, timed: int) -> dict[str, float]:
    """Updates a second, bytes, and a snapshot."""
    chunks, memory, position = stream(keys, fill), Memory(features()), 1
    before = resident()
    while position <= fill:
        for event, at in next(chunks):
            memory.seen(event, at, position)
            position += 1
    took, counted = [], 0
    while counted < timed:
        chunk = next(chunks)
        took.append(updates(memory.seen, chunk, position))
        position, counted = position + len(chunk), counted + len(chunk)
        del chunk
    held = memory.remembered
    used = resident() - before
    start = time.process_time()
    snapshot = memory.snapshot()
    packed = time.process_time() - start
    start = time.process_time()
    Memory.restore(features(), snapshot)
    return {
        "updates_per_s": counted / sum(took),
        "best_chunk_per_s": CHUNK / min(took),
        "keys": held.keys,
        "entries": held.entries,
        "bytes_per_entry": used / held.entries,
        "snapshot_s": packed,
        "restore_s": time.process_time() - start,
        "snapshot_bytes_per_entry": len(snapshot) / held.entries,
        "unknown": held.unknown,
    }


def sqlite(events: Sequence[Moment]) -> tuple[float, list[tuple[int, ...]]]:
    """Four counts by query after each insert."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE event (account, at, target)")
    connection.execute("CREATE INDEX by_account ON event (account, at, target)")
    asked = (
        "SELECT count(*), count(DISTINCT target), (SELECT count(*) FROM event WHERE account = ?1 AND at > ?3),"
        " (SELECT count(DISTINCT target) FROM event WHERE account = ?1 AND at > ?3)"
        " FROM event WHERE account = ?1 AND at > ?2"
    )
    found, start = [], time.process_time()
    for event, at in events:
        connection.execute("INSERT INTO event VALUES (?, ?, ?)", (event["account"], at, event["target"]))
        found.append(connection.execute(asked, (event["account"], at - DAY, at - HOUR)).fetchone())
    return len(events) / (time.process_time() - start), found


def redis(events: Sequence[Moment]) -> tuple[float, list[tuple[int, ...]]] | None:
    """Two sorted sets a key, eight commands in one journey; wall time, for the work is the server's. None without a server."""
    binary = shutil.which("redis-server")
    if binary is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/redis.sock"
        arguments = ["--port", "0", "--unixsocket", path, "--save", "", "--appendonly", "no"]
        server = subprocess.Popen([binary, *arguments], cwd=folder, stdout=subprocess.DEVNULL)
        try:
            return _redis(path, events)
        finally:
            server.terminate()
            server.wait()


def _redis(path: str, events: Sequence[Moment]) -> tuple[float, list[tuple[int, ...]]]:
    link = socket.socket(socket.AF_UNIX)
    for _ in range(100):
        try:
            link.connect(path)
            break
        except OSError:
            time.sleep(0.05)
    answers, found, start = link.makefile("rb"), [], time.perf_counter()
    for number, (event, at) in enumerate(events):
        seen, last = f"e{event['account']}", f"t{event['account']}"
        commands = [
            ("ZADD", seen, at, number), ("ZADD", last, at, event["target"]),
            ("ZREMRANGEBYSCORE", seen, "-inf", at - DAY), ("ZREMRANGEBYSCORE", last, "-inf", at - DAY),
            ("ZCARD", seen), ("ZCARD", last),
            ("ZCOUNT", seen, f"({at - HOUR}", "+inf"), ("ZCOUNT", last, f"({at - HOUR}", "+inf"),
        ]  # fmt: skip
        link.sendall(b"".join(map(_spelled, commands)))
        replies = [int(answers.readline()[1:]) for _ in commands]
        found.append(tuple(replies[4:]))
    return len(events) / (time.perf_counter() - start), found


def _spelled(command: tuple[Any, ...]) -> bytes:
    words = [str(word).encode() for word in command]
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words)


def peers() -> dict[str, float]:
    """The same values by others, on fewer events and busier keys; equal to ours, or AssertionError."""
    events = next(stream(2_000, FEW * 2))[:FEW]
    memory = Memory(features())
    names = ("count(*) OVER day", "count(DISTINCT target) OVER day", "count(*) OVER hour", "count(DISTINCT target) OVER hour")
    expected = []
    for position, (event, at) in enumerate(events, 1):
        values = memory.seen(event, at, position)
        expected.append(tuple(values[name] for name in names))
    measured = {"Leeward, the same events": FEW / updates(Memory(features()).seen, events, 1)}
    for name, run in (("SQLite in memory, indexed", sqlite), ("Redis over a socket, 8 commands", redis)):
        answer = run(events)
        if answer is not None:
            measured[name] = answer[0]
            assert answer[1] == expected, name
    return measured


def main() -> None:
    """Measure, and print."""
    keys, fill = argument("--keys", 1_000_000), argument("--events", 2_000_000)
    own, others = ours(keys, fill, 500_000), peers()
    rows: list[tuple[str, object]] = [
        ("updates/s, one core", f"{own['updates_per_s']:,.0f}, best {CHUNK:,}: {own['best_chunk_per_s']:,.0f}   [>= 250,000]"),
        ("held", f"{own['keys']:,.0f} keys, {own['entries']:,.0f} events, {own['bytes_per_entry']:.0f} bytes an event"),
        ("snapshot", f"{own['snapshot_s']:.1f} s, {own['snapshot_bytes_per_entry']:.0f} bytes an event"),
        ("restore", f"{own['restore_s']:.1f} s"),
    ]
    rows += [(name, f"{rate:,.0f} updates/s") for name, rate in others.items()]
    report(f"windows: 4 features over {keys:,} keys, a day of {fill:,} events held", rows, {**own, "peers": others})


if __name__ == "__main__":
    main()
