"""Start and rest: ``leeward up`` on an existing database to its first answer, and the memory of all its processes when idle."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from bench import report as show
from leeward.drills.world import furnish
from leeward.house import open_house
from leeward.record.ledger.postgres import open_cluster
from leeward.settings import Settings

PORT, TRIES, RESTS = 8_766, 5, 5


def start(home: Path) -> tuple[subprocess.Popen[bytes], float]:
    """Start it; seconds until the sign-in page answers."""
    environment = {**os.environ, "LEEWARD_HOME": str(home), "LEEWARD_PORT": str(PORT)}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", "from leeward.cli import main; main()", "up"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while True:
        try:
            if httpx.get(f"http://127.0.0.1:{PORT}/login").status_code == 200:
                return process, time.perf_counter() - began
        except httpx.TransportError:
            time.sleep(0.01)


def processes_of(home: Path, root: int) -> list[int]:
    """The server, its keeper and its database: by parentage, and by the data directory in their arguments."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    pid_file = next(home.rglob("postmaster.pid"), None)
    waiting = [root, *([int(pid_file.read_text().split()[0])] if pid_file else [])]
    found: set[int] = set()
    while waiting:
        pid = waiting.pop()
        if pid not in found:
            found.add(pid)
            waiting += children.get(pid, [])
    return sorted(found)


def memory(pids: list[int]) -> tuple[float, float]:
    """(resident, proportional) MB. Proportional counts a page shared by n processes as 1/n: what is really in use."""
    resident = proportional = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        values = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:] if line.endswith("kB")}
        resident += values["Rss"]
        proportional += values["Pss"]
    return resident / 1024, proportional / 1024


def database_starts(home: Path) -> list[float]:
    """Seconds until an existing embedded database takes connections, several times, sorted."""
    took = []
    for _ in range(TRIES):
        began = time.perf_counter()
        cluster = open_cluster(home)
        took.append(time.perf_counter() - began)
        cluster.stop()
    return sorted(took)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="leeward-bench-") as folder:
        home = Path(folder)
        with open_house(Settings(home=home)) as house:
            furnish(house, count=2_000, say=lambda _: None)
        database = database_starts(home)
        took = []
        for attempt in range(TRIES):
            process, seconds = start(home)
            took.append(seconds)
            if attempt == TRIES - 1:
                time.sleep(RESTS)
                pids = processes_of(home, process.pid)
                resident, proportional = memory(pids)
            process.send_signal(signal.SIGINT)
            process.wait(30)
    took.sort()
    rows = [
        ("what", "seen"),
        (
            "the embedded database alone",
            f"{database[len(database) // 2]:.2f} s (best {database[0]:.2f}, worst {database[-1]:.2f}, n {TRIES})",
        ),
        ("leeward up to the first answer", f"{took[len(took) // 2]:.2f} s (best {took[0]:.2f}, worst {took[-1]:.2f}, n {TRIES})"),
        (f"memory of {len(pids)} processes, idle", f"{resident:,.0f} MB resident summed; {proportional:,.0f} MB proportional"),
    ]
    figures = {
        "start_s": took[len(took) // 2],
        "database_start_s": database[len(database) // 2],
        "resident_mb": resident,
        "proportional_mb": proportional,
        "processes": len(pids),
    }
    show("startup", rows, figures)


if __name__ == "__main__":
    main()
