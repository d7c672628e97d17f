"""Rules over history: 200 rules over 10 M events in zstd Parquet on two cores. ``python -m bench.history --events 1000000``.

Each engine runs in a process of its own, one after the other, on the same file; wall time, processor time and the peak of
resident memory are the process's own, starting included in memory only. Ours yields a row for each event and rule that match,
counted by rule; chDB and Polars only count. ``--curve`` runs 1, 10 and 50 M events, ``--heavy`` the dearer regular expressions,
``--only duckdb`` leaves the peers out.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bench import report
from bench.rule_workload import FIELDS, rules
from leeward.playbook.rules import compile_rules, history_sql

THREADS = 2
ENGINES = ("duckdb", "chdb", "polars")
CURVE = (1_000_000, 10_000_000, 50_000_000)
Counts = list[int]


def argument(name: str, default: str) -> str:
    """The word after ``--name``."""
    return sys.argv[sys.argv.index(name) + 1] if name in sys.argv else default


def by_duckdb(path: str, count: int, heavy: bool) -> Callable[[], Counts]:
    """Ours."""
    import duckdb

    some = rules(count, heavy=heavy)
    sql = history_sql(some, FIELDS, f"read_parquet('{path}')")
    connection = duckdb.connect(config={"threads": THREADS})

    def run() -> Counts:
        found = dict(connection.execute(f"SELECT rule, count(*) FROM ({sql}) GROUP BY rule").fetchall())
        return [found.get(rule.code, 0) for rule in some]

    return run


def by_chdb(path: str, count: int, heavy: bool) -> Callable[[], Counts]:
    """ClickHouse in the process."""
    import chdb

    from bench.history_peers import chdb_sql

    roots = [each.root for each in compile_rules(rules(count, heavy=heavy), FIELDS).predicates]
    sql = chdb_sql(roots, path)
    query: Any = chdb.query
    return lambda: [int(each) for each in json.loads(str(query(sql, "JSONCompact")))["data"][0]]


def by_polars(path: str, count: int, heavy: bool) -> Callable[[], Counts]:
    """Polars, streaming."""
    from bench.history_peers import polars_query

    roots = [each.root for each in compile_rules(rules(count, heavy=heavy), FIELDS).predicates]
    query = polars_query(roots, path)
    return lambda: [each or 0 for each in query.collect(engine="streaming").row(0)]


def peak() -> float:
    """The most memory this process held, in MB. (Not ``ru_maxrss``, which remembers the parent's.)"""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def one_engine(engine: str) -> None:
    """What a child process does: run once, print what it took."""
    prepare = {"duckdb": by_duckdb, "chdb": by_chdb, "polars": by_polars}[engine]
    run = prepare(argument("--file", ""), int(argument("--rules", "200")), "--heavy" in sys.argv)
    wall, cpu = time.perf_counter(), time.process_time()
    counts = run()
    taken = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}
    print(json.dumps({**taken, "peak_mb": peak(), "counts": counts}))


def measured(engine: str, path: Path, count: int, heavy: bool) -> dict[str, Any] | None:
    """One engine in a process of its own; None when it is not installed."""
    try:
        version(engine)
    except PackageNotFoundError:
        return None
    command = [sys.executable, "-m", "bench.history", "--engine", engine, "--file", str(path), "--rules", str(count)]
    environment = {**os.environ, "POLARS_MAX_THREADS": str(THREADS)}
    done = subprocess.run(command + ["--heavy"] * heavy, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{engine} failed:\n{done.stderr[-2000:]}")
    seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return seen


def compared(path: Path, events: int, count: int, heavy: bool) -> tuple[list[list[object]], dict[str, Any]]:
    """All engines over one file: the rows of the table, and the figures."""
    rows: list[list[object]] = []
    figures: dict[str, Any] = {"events": events, "rules": count, "heavy": heavy, "peers": {}}
    ours: dict[str, Any] = {}
    for engine in ENGINES if "--only" not in sys.argv else (argument("--only", ""),):
        seen = measured(engine, path, count, heavy)
        if seen is None:
            rows.append([f"{events:,}", engine, "not installed", "", "", "", ""])
            continue
        ours = ours or seen
        differing = sum(one != other for one, other in zip(seen["counts"], ours["counts"], strict=True))
        shown = {"wall_s": round(seen["wall_s"], 2), "cpu_s": round(seen["cpu_s"], 1), "peak_mb": round(seen["peak_mb"])}
        ratio = seen["wall_s"] / ours["wall_s"]
        rows.append([f"{events:,}", engine, *shown.values(), f"{ratio:.2f}", f"{sum(seen['counts']):,}", differing])
        print(*rows[-1], sep="  ", flush=True)
        if engine == "duckdb":
            figures |= {**shown, "events_per_s": round(events / seen["wall_s"]), "matches": sum(seen["counts"])}
        else:
            figures["peers"][engine] = {**shown, "times_ours": round(ratio, 2), "differing_rules": differing}
    return rows, figures


def main() -> None:
    """Measure and print."""
    if "--engine" in sys.argv:
        one_engine(argument("--engine", ""))
        return
    from bench.rule_history import write_events

    count, heavy = int(argument("--rules", "200")), "--heavy" in sys.argv
    sizes = CURVE if "--curve" in sys.argv else (int(argument("--events", "10000000")),)
    rows: list[list[object]] = [["events", "engine", "wall s", "cpu s", "peak MB", "x ours", "matches", "rules that differ"]]
    lines = []
    with tempfile.TemporaryDirectory(prefix="leeward-bench-") as folder:
        for events in sizes:
            path = Path(folder) / f"{events}.parquet"
            write_events(path, events)
            found, figures = compared(path, events, count, heavy)
            rows += found
            lines.append({**figures, "file_mb": round(path.stat().st_size / 1e6)})
            path.unlink()
    title = f"{count} rules over history, {'heavy regular expressions, ' if heavy else ''}Parquet (zstd), {THREADS} threads"
    report(title, rows, lines[0] if len(lines) == 1 else {"curve": lines})


if __name__ == "__main__":
    main()
