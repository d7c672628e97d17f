"""A process that works on the lake until it reaches a point, and there kills itself with -9.

    python to_be_killed.py URL FOLDER WORK POINT COUNT

A point is ``before`` or ``after`` a function of ``files.py``; at its COUNT-th call it ends.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from leeward.record.lake import activity, facts, files, making, tending
from leeward.record.ledger.record import open_record
from leeward.record.terms.moment import now
from leeward.record.vault.keys import Keys
from record.lake.pond import write


def arm(point: str, left: int) -> None:
    """Put the end into a function, wherever it is known by its name."""
    when, _, name = point.partition(" ")
    real: Callable[..., Any] = getattr(files, name)

    def armed(*arguments: Any, **named: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0 and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        answer = real(*arguments, **named)
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    for module in (files, facts, activity, tending, making):
        if hasattr(module, name):
            setattr(module, name, armed)


def main(url: str, folder: str, work: str, point: str, count: str) -> None:
    """Do the work."""
    record = open_record(url, keys=Keys({1: bytes(32)}, bytes(32), bytes(32)))
    shelves = (files.facts_shelf(Path(folder)), files.activity_shelf(Path(folder)))
    arm(point, int(count))
    if work == "write":
        write(record, Path(folder))
    elif work == "join":
        for shelf in shelves:
            tending.compact(record, shelf, now().date() + timedelta(days=1))
    elif work == "make":
        making.make_tables(record, Path(folder))
    else:
        tending.expire(record, shelves[1], {}, 1, now() + timedelta(days=3))
    record.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
