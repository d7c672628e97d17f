"""A query of somebody's own, run apart: in a process that holds its limits, because one that shares ours could not.

What DuckDB calls a memory limit is its own bookkeeping; a query can take more. So the kernel holds the process: address space,
processor time, files of no size. Past its time it is asked to stop, then it is ended. It has the views it was given, no other
file, no network, no setting to change, and no secret in its environment.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Literal

import msgspec

Outcome = Literal["answered", "refused", "failed", "stopped", "too_long", "too_large"]
Value = None | bool | int | float | str | bytes | Decimal
_GRACE = 2.0  # seconds between being asked to stop and being ended
_HEAD = 4  # bytes that say how long a message is
_LARGEST = 256 << 20  # bytes of one message: more is not an answer


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """How much one query may take."""

    seconds: float = 30
    megabytes: int = 512
    rows: int = 10_000
    answer_megabytes: int = 32
    """Of the answer as it is sent."""


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """What is handed to the process."""

    sql: str
    views: tuple[tuple[str, str], ...]
    """(name, query), each after those that it reads. A name may have a schema before a dot."""
    paths: tuple[str, ...]
    """The files that these queries read."""
    values: dict[str, Any]
    """Of the parameters ``$name``."""
    functions: tuple[str, ...]
    """Functions that may be called."""
    bounds: Bounds


class Answer(msgspec.Struct, kw_only=True):
    """What came back."""

    outcome: Outcome
    said: str = ""
    """Why there are no rows."""
    names: list[str] = []
    types: list[str] = []
    rows: list[list[Any]] = []
    cut: bool = False
    """There were more rows than the bounds let through."""
    milliseconds: int = 0


class Sign(msgspec.Struct, kw_only=True):
    """A sign of life: how far it is, from 0 to 1, or below 0 where nobody knows."""

    progress: float


class Apart:
    """A running query. ``wait`` gives its answer; ``stop`` may be called from any thread."""

    def __init__(self, task: Task) -> None:
        self._task, self._began = task, time.monotonic()
        self._stopped = threading.Event()
        environment = {
            "PYTHONPATH": os.pathsep.join(sys.path),
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "OMP_NUM_THREADS": "1",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-s", "-m", "leeward.record.lake.apart_inside"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd="/",
            close_fds=True,
        )

    @property
    def pid(self) -> int:
        """The process, for who watches it."""
        return self._process.pid

    def stop(self) -> None:
        """End it now; ``wait`` then says that it was stopped."""
        self._stopped.set()
        self._process.kill()

    def wait(self, told: Callable[[float], bool] = lambda progress: True) -> Answer:
        """Its answer. ``told`` hears how far it is, several times a second; where it says False the query is stopped."""
        ending = threading.Timer(self._task.bounds.seconds + _GRACE, self._process.kill)
        ending.daemon = True
        ending.start()
        try:
            self._hand_over()
            answer = self._listen(told)
        finally:
            ending.cancel()
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe:
                    pipe.close()
        spent = time.monotonic() - self._began
        found = Answer(outcome="stopped") if self._stopped.is_set() else answer or self._silence(spent)
        found.milliseconds = round(spent * 1000)
        return found

    def _hand_over(self) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(msgspec.msgpack.encode(self._task))
            self._process.stdin.close()
        except BrokenPipeError:
            return  # it ended: ``_listen`` hears nothing

    def _listen(self, told: Callable[[float], bool]) -> Answer | None:
        assert self._process.stdout is not None
        out = self._process.stdout
        while len(head := out.read(_HEAD)) == _HEAD:
            size = int.from_bytes(head, "big")
            if size > _LARGEST or len(body := out.read(size)) < size:
                return None
            kind, body = body[:1], body[1:]
            if kind == b"a":
                return msgspec.msgpack.decode(body, type=Answer)
            if not told(msgspec.msgpack.decode(body, type=Sign).progress):
                self.stop()
        return None

    def _silence(self, spent: float) -> Answer:
        """Why it ended without a word: the kernel, or we, ended it."""
        if spent >= self._task.bounds.seconds:
            return Answer(outcome="too_long", said=too_long(self._task.bounds.seconds))
        return Answer(outcome="too_large", said=too_large(self._task.bounds.megabytes))


def too_long(seconds: float) -> str:
    """In words: past its time."""
    return f"It took longer than {seconds:g} seconds. Ask for fewer days, or for fewer rows before joining."


def too_large(megabytes: int) -> str:
    """In words: past its memory."""
    return f"It needed more than {megabytes} MB of memory. Count or filter first, and join then."


def ask_apart(task: Task, told: Callable[[float], bool] = lambda progress: True) -> Answer:
    """Run a query apart and wait for it."""
    return Apart(task).wait(told)


def plain_rows(names: list[str], rows: list[list[Any]]) -> list[Mapping[str, Any]]:
    """Rows by the names of their columns."""
    return [dict(zip(names, row, strict=True)) for row in rows]
