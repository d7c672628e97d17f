"""What the tests of the embedded server share: homes, other Leeward processes in them, writers, and waiting."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg

LODGER = Path(__file__).with_name("lodger.py")
PACKAGES = os.pathsep.join((str(Path(__file__).parents[3] / "src"), str(Path(psycopg.__file__).parents[1])))


def until(true: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait until something is so, and fail if it never is."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"not so after {seconds} s"
        time.sleep(0.01)


def lives(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def parent_of(pid: int) -> int:
    """The keeper, if ``pid`` is a postmaster."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


class Lodger:
    """Another Leeward process in the same home."""

    def __init__(self, home: Path, *, python: Sequence[str] = (sys.executable,), path: str = "", **more: Any) -> None:
        command = [*python, str(LODGER), str(home)]
        environment = {**os.environ, "PYTHONPATH": PACKAGES, **({"PATH": path} if path else {})}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd="/", **more
        )

    @property
    def says(self) -> dict[str, Any]:
        """What it says when it has moved in, or why it has not."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, f"the process ended with {self.process.wait()}"
        return dict(json.loads(line))

    @property
    def refusal(self) -> str:
        """The error that kept it from moving in; it is gone when this returns."""
        said = self.says
        self.leaves()
        return f"{said['error']}: {said['message']}"

    def leaves(self) -> None:
        """It ends well, and is gone when this returns."""
        self.process.communicate(timeout=30)

    def gets(self, signal_number: int) -> None:
        """It is sent a signal, and has ended when this returns."""
        self.process.send_signal(signal_number)
        self.process.communicate(timeout=30)


class Writers:
    """Threads that commit one small batch after another and note what was acknowledged, until the server goes away."""

    BATCH = 10

    def __init__(self, url: str, count: int = 4) -> None:
        self.url, self.acknowledged = url, set[int]()
        self.ends: list[psycopg.OperationalError] = []
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS written (number bigint PRIMARY KEY, weight text)")
        self._threads = [threading.Thread(target=self._write, args=(10_000_000 * writer,)) for writer in range(count)]

    def __enter__(self) -> "Writers":
        for thread in self._threads:
            thread.start()
        until(lambda: len(self.acknowledged) > 500)
        return self

    def __exit__(self, *_: object) -> None:
        for thread in self._threads:
            thread.join()

    def _write(self, number: int) -> None:
        try:
            connection = psycopg.connect(self.url, autocommit=True)
        except psycopg.OperationalError as end:  # the others were quicker, and the server is gone already
            self.ends.append(end)
            return
        with connection:
            while True:
                batch = range(number, number + self.BATCH)
                try:
                    connection.execute(
                        "INSERT INTO written SELECT n, repeat('x', 100) FROM unnest(%s::bigint[]) AS n", [list(batch)]
                    )
                except psycopg.OperationalError as end:
                    self.ends.append(end)
                    return
                self.acknowledged.update(batch)
                number += self.BATCH


def written(url: str) -> set[int]:
    """What the table holds now."""
    with psycopg.connect(url) as connection:
        return {number for (number,) in connection.execute("SELECT number FROM written")}


def fill(disk: Path, keep: int = 0) -> Path:
    """Use up a disk but for ``keep`` bytes; the file that does it."""
    ballast = disk / "ballast"
    with ballast.open("ab", buffering=0) as file, suppress(OSError):  # the server, too, may take the last of it
        while (spare := shutil.disk_usage(disk).free - keep) > 0:
            file.write(b"\0" * min(spare, 1 << 20))
    return ballast
