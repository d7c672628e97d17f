"""Benchmarks: each runs alone as ``python -m bench.<name>`` and prints a table; with ``--json`` one object on the last line.

Peers run in the same process and minute as what they are compared with, and figures are given as ratios too: the machine is
whatever it is. What was seen stands in RESULTS.md.
"""

import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from leeward.record.ledger.migrate import migrate
from leeward.record.ledger.postgres import open_cluster
from leeward.record.ledger.record import Listeners, Record, open_record
from leeward.record.vault.keys import Keys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as `leeward` itself does, before anybody imports numpy


def hardware() -> str:
    """One honest line: processor, cores, memory, load, versions."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, load {load:.1f}, CPython {platform.python_version()}"


@contextmanager
def fresh_record(listeners: Listeners | None = None, *, connections: int = 40) -> Iterator[Record]:
    """A record over an embedded cluster of its own, durable as in production, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="leeward-bench-") as folder, open_cluster(Path(folder)) as cluster:
        migrate(cluster.url)
        record = open_record(
            cluster.url,
            keys=Keys({1: os.urandom(32)}, os.urandom(32), os.urandom(32)),
            listeners=listeners,
            connections=connections,
        )
        try:
            yield record
        finally:
            record.close()


def report(title: str, rows: Sequence[Sequence[object]], figures: dict[str, Any]) -> None:
    """Print the table; with ``--json`` the figures as the last line."""
    print(f"{title}\n{hardware()}")
    widths = [max(len(str(row[i])) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    if "--json" in sys.argv:
        print(json.dumps(figures))
