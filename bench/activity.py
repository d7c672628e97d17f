"""Activity end to end: POST /v1/activity in batches of 1,000 over a real socket -> typed, anonymous, seen by 200 rules, on disk.

The server is a process of its own with its clockwork, as ``leeward up`` runs it: facts are sealed and the lake is written
meanwhile. Four streams: NDJSON and Arrow, without and with a text in every event (a text is encrypted into the vault, a row and a
key each). The clients prepared their requests before. ``--rules N``, ``--events N``, ``--no-windows``, ``--profile`` (where the
server's time goes), ``--json``.
"""

import asyncio
import cProfile
import os
import pstats
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import psycopg

from bench import report as show
from bench.activity_workload import BATCH, KIND, Stream, as_arrow, as_ndjson, everybody, playbook_with

PORT = 8_766
CLIENTS = 2
_BEHIND = """SELECT (SELECT position FROM activity_end) + (SELECT max(position) FROM fact)
    - (SELECT coalesce(sum(position), 0) FROM lake_watermark WHERE stream IN ('activity', 'facts'))"""
NDJSON = {"content-type": "application/x-ndjson"}
ARROW = {"content-type": "application/vnd.apache.arrow.stream"}
PLACE = f"http://127.0.0.1:{PORT}/v1/activity?kind={KIND}&platform=bench"


def argument(name: str, default: int) -> int:
    """The number after ``--name``."""
    return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else default


def serve(home: Path, rules: int) -> None:
    """The server: ready when its key stands in ``home/key``; with ``--profile`` it says at its end where its time went."""
    import uvicorn

    from leeward.administration.people import desk as people
    from leeward.app import make_app
    from leeward.clockwork import Clockwork
    from leeward.frontline.assessment.rulebook import _BOOKS, rulebook
    from leeward.frontline.intake.pages import api as pages
    from leeward.house import open_house
    from leeward.settings import Settings
    from leeward.web.throttle import Rate, Throttle

    profile = cProfile.Profile()
    if "--profile" in sys.argv:
        take, turn = pages._activity, threading.Lock()

        def profiled(*arguments: Any) -> Any:
            with turn:
                return profile.runcall(take, *arguments)

        vars(pages)["_activity"] = profiled
    with open_house(Settings(home=home, port=PORT)) as house:
        house._playbook = playbook_with(house.playbook(), rules, windows="--no-windows" not in sys.argv)
        _BOOKS._kept.clear()  # it goes by the digest of the files, which say nothing of these rules
        rulebook(house.playbook())
        link = people.first_link(house.record, "http://x")
        assert link is not None
        people.accept(house.record, link.rsplit("/", 1)[1], name="Bench", login="bench", password=os.urandom(12).hex())
        with house.record.reading() as look:
            who = look.value("SELECT id FROM person")
        rights = frozenset({"activity.create"})
        _, secret = people.issue_key(house.record, who, who, name="bench", permissions=rights, may=rights, days=None)
        throttle = Throttle({kind: Rate(1e9, 1e9) for kind in ("session", "key", "address")})
        server = uvicorn.Server(
            uvicorn.Config(make_app(house, throttle=throttle), port=PORT, log_level="error", access_log=False)
        )
        clockwork = Clockwork(house)
        clockwork.start()
        (home / "url").write_text(house.record.url)
        (home / "key").write_text(secret)
        try:
            server.run()
        except KeyboardInterrupt:  # uvicorn raises the signal again after its own shutdown
            clockwork.stop()
    if "--profile" in sys.argv:
        pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(35)


async def pour(secret: str, bodies: Sequence[bytes], headers: dict[str, str]) -> tuple[list[float], int]:
    """Send all batches from a few clients: how long each took, and how many events matched rules."""
    waiting, took, signals = iter(bodies), list[float](), 0

    async def client() -> None:
        nonlocal signals
        async with httpx.AsyncClient(headers={"authorization": f"Bearer {secret}", **headers}, timeout=60) as http:
            for content in waiting:
                began = time.perf_counter()
                answer = await http.post(PLACE, content=content)
                took.append(time.perf_counter() - began)
                assert answer.status_code == 200, answer.text[:300]
                signals += answer.json()["signals"]
                assert (answer.json()["refused"], answer.json()["taken"]) == ([], BATCH), answer.text[:300]

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return sorted(took), signals


def processor_seconds(server: int) -> tuple[float, float]:
    """What the server and its database have used so far: (server, database)."""
    tick, own, others = os.sysconf("SC_CLK_TCK"), 0.0, 0.0
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = int(entry.parent.name), entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        parents[pid] = int(rest[1])
        used[pid] = sum(map(int, rest[11:15])) / tick
    for pid, seconds in used.items():
        above = pid
        while above not in (server, 0, 1):
            above = parents.get(above, 0)
        if pid == server:
            own = seconds
        elif above == server:
            others += seconds
    return own, others


def measured(secret: str, server: int, name: str, stream: Stream, events: int) -> tuple[list[object], float]:
    """A row of the table for one stream, and its events a second."""
    arrow = name.startswith("Arrow")
    write, headers = (as_arrow, ARROW) if arrow else (as_ndjson, NDJSON)
    bodies = [write(stream.batch()) for _ in range(events // BATCH)]
    asyncio.run(pour(secret, [write(stream.batch()) for _ in range(4)], headers))
    before, began = processor_seconds(server), time.perf_counter()
    took, signals = asyncio.run(pour(secret, bodies, headers))
    rate = len(bodies) * BATCH / (time.perf_counter() - began)
    own, database = ((b - a) / len(bodies) / BATCH * 1e6 for a, b in zip(before, processor_seconds(server), strict=True))
    p50, p99 = took[len(took) // 2] * 1e3, took[int(len(took) * 0.99)] * 1e3
    size = sum(map(len, bodies)) / len(bodies) / BATCH
    row = [
        name,
        f"{rate:,.0f}",
        f"{p50:,.0f} / {p99:,.0f} ms",
        f"{own:.1f} + {database:.1f}",
        f"{size:,.0f}",
        f"{signals / len(bodies) / BATCH:.2%}",
    ]
    return list[object](row), rate


def main() -> None:
    """Measure and print."""
    rules, events = argument("--rules", 200), argument("--events", 200_000)
    with tempfile.TemporaryDirectory(prefix="leeward-bench-") as folder:
        home = Path(folder)
        command = [sys.executable, "-m", "bench.activity", "--serve", folder, *sys.argv[1:], "--rules", str(rules)]
        server = subprocess.Popen(command)
        try:
            rows, figures = measure(home, server, events)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)
    windows = "no windows" if "--no-windows" in sys.argv else "three aggregates over two windows"
    show(
        f"activity, {rules} rules, {windows}, batches of {BATCH:,} by {CLIENTS} clients, {events:,} events a stream",
        rows,
        figures,
    )


def measure(home: Path, server: subprocess.Popen[bytes], events: int) -> tuple[list[list[object]], dict[str, Any]]:
    """All streams against a running server."""
    while not (home / "key").exists() or not _answers():
        assert server.poll() is None, "the server ended"
        time.sleep(0.05)
    secret = (home / "key").read_text()
    asyncio.run(pour(secret, [as_ndjson(batch) for batch in everybody()], NDJSON))
    rows: list[list[object]] = [
        ["stream", "events/s", "a batch, p50 / p99", "us an event, server + database", "bytes an event", "matched"]
    ]
    rates = {}
    lean, wordy = Stream(text=False), Stream(text=True)
    wordy._number = 100_000_000
    streams = [("Arrow", lean), ("NDJSON", lean), ("Arrow, with text", wordy), ("NDJSON, with text", wordy)]
    only = os.environ.get("STREAM")
    for name, stream in streams:
        if only and name != only:
            continue
        row, rates[name] = measured(secret, server.pid, name, stream, events if stream is lean else events // 4)
        rows.append(row)
    waited = caught_up(home)
    rows.append(["(the lake has everything)", f"{waited:.1f} s later", "", "", "", ""])
    best = max(rates.values())
    return rows, {"events_per_s": rates.get("NDJSON", best), **rates}


def caught_up(home: Path) -> float:
    """Wait until the lake has every event and every fact; how many seconds that took."""
    began = time.perf_counter()
    with psycopg.connect((home / "url").read_text(), autocommit=True) as connection:
        while (row := connection.execute(_BEHIND).fetchone()) and row[0] > 0:
            time.sleep(0.1)
    return time.perf_counter() - began


def _answers() -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{PORT}/login").status_code == 200
    except httpx.TransportError:
        return False


if __name__ == "__main__":
    if "--serve" in sys.argv:
        place = sys.argv.index("--serve")
        serve(Path(sys.argv[place + 1]), argument("--rules", 200))
    else:
        main()
