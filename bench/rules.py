"""Rules: events a second online and over history. ``python -m bench.rules --rules 200 --history 1000000 --json``.

Beside the compiled function run, in the same process and on the same events, the same conditions without an index in one
function, one function a rule, and DuckDB on batches of a thousand events. All are compared for equal matches first.
"""

import gc
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from bench import report
from bench.rule_workload import FIELDS, events, rules
from leeward.playbook.model import FieldType, Rule
from leeward.playbook.rules import CompiledRules, compile_rules, history_sql
from leeward.playbook.rules.compiled import evaluator
from leeward.playbook.rules.source import Writer

EVENTS = 20_000
BATCH = 1_000
Event = dict[str, object]
ARROW = {
    FieldType.INTEGER: pa.int64(),
    FieldType.FLOAT: pa.float64(),
    FieldType.BOOLEAN: pa.bool_(),
    FieldType.TIMESTAMP: pa.timestamp("us", tz="UTC"),
    FieldType.TEXT: pa.string(),
    FieldType.CODE: pa.string(),
}


def argument(name: str, default: int) -> int:
    """The number after ``--name``."""
    return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else default


def fastest(run: Callable[[], object], times: int = 5) -> float:
    """Seconds of processor time, the best of several."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        run()
        best = min(best, time.process_time() - start)
    return best


def over(function: Callable[[Event], object], stream: Sequence[Event]) -> Callable[[], None]:
    """A pass over all events."""

    def run() -> None:
        for event in stream:
            function(event)

    return run


def percentile(function: Callable[[Event], object], stream: Sequence[Event], share: float) -> float:
    """Microseconds of wall time within which that share of events is done; one event at a time, its timer included."""
    clock, taken = time.perf_counter_ns, []
    for event in stream:
        start = clock()
        function(event)
        taken.append(clock() - start)
    return sorted(taken)[int(share * len(taken))] / 1000


def table(stream: Sequence[Event], first: int = 0) -> pa.Table:
    """Events as the lake holds them."""
    columns = {"event_id": pa.array(range(first, first + len(stream)), pa.int64())}
    for name, type_ in FIELDS.items():
        one = ARROW[type_.element]
        columns[name] = pa.array([event[name] for event in stream], pa.list_(one) if type_.is_list else one)
    return pa.table(columns)


def without_index(compiled: CompiledRules) -> Callable[[Event], int]:
    """One function with the same conditions, each tested in turn."""
    writer = Writer([each.root for each in compiled.predicates], [rule.code for rule in compiled.rules])
    return evaluator(writer.source(indexed=False))


def rule_by_rule(compiled: CompiledRules) -> Callable[[Event], int]:
    """A function for each rule."""
    pairs = zip(compiled.predicates, compiled.rules, strict=True)
    functions = [evaluator(Writer([predicate.root], [rule.code]).source()) for predicate, rule in pairs]

    def run(event: Event) -> int:
        mask = 0
        for place, function in enumerate(functions):
            if function(event):
                mask |= 1 << place
        return mask

    return run


def micro_batches(some: Sequence[Rule], stream: Sequence[Event]) -> float:
    """Events a second when DuckDB is asked for every thousand events (in Arrow already)."""
    batches = [table(stream[start : start + BATCH]) for start in range(0, min(len(stream), 5 * BATCH), BATCH)]
    sql = history_sql(some, FIELDS, "batch")
    with duckdb.connect(config={"threads": 1}) as connection:

        def run() -> None:
            for batch in batches:
                connection.register("batch", batch)
                connection.execute(sql).fetchall()

        return len(batches) * BATCH / fastest(run, 2)


def over_history(some: Sequence[Rule], stream: Sequence[Event], rows: int) -> tuple[float, int]:
    """Seconds of wall time over so many events in Parquet on two threads, and the matches found."""
    with tempfile.TemporaryDirectory(prefix="leeward-bench-") as folder:
        path = Path(folder) / "events.parquet"
        chunk = table(stream)
        with pq.ParquetWriter(path, chunk.schema, compression="zstd") as writer:
            for first in range(0, rows, len(stream)):
                numbers = pa.array(range(first, first + len(stream)), pa.int64())
                writer.write_table(chunk.set_column(0, "event_id", numbers))
        with duckdb.connect(config={"threads": 2}) as connection:
            sql = history_sql(some, FIELDS, f"read_parquet('{path}')")
            start = time.perf_counter()
            counted = connection.execute(f"SELECT count(*) FROM ({sql})").fetchone()
            assert counted is not None
            return time.perf_counter() - start, int(counted[0])


def main() -> None:
    """Measure and print."""
    count = argument("--rules", 50)
    some, stream = rules(count), events(EVENTS)
    compile_rules(rules(10, seed=1), FIELDS)  # so that importing sqlglot is not counted
    start = time.process_time()
    compiled = compile_rules(some, FIELDS)
    first = time.process_time() - start
    again = fastest(lambda: compile_rules(some, FIELDS))
    flat, single = without_index(compiled), rule_by_rule(compiled)
    masks = [compiled.mask(event) for event in stream]
    assert masks == [flat(event) for event in stream] == [single(event) for event in stream]
    matched = sum(mask.bit_count() for mask in masks)
    gc.collect()
    gc.freeze()
    online = EVENTS / fastest(over(compiled.matches, stream))
    bare = EVENTS / fastest(over(compiled.mask, stream))
    p50, p99 = (round(percentile(compiled.matches, stream, share), 1) for share in (0.5, 0.99))
    peers = {
        "the same without an index": EVENTS / fastest(over(flat, stream), 3),
        "one function a rule": EVENTS / fastest(over(single, stream), 3),
        "DuckDB on batches of 1,000": micro_batches(some, stream),
    }
    gc.unfreeze()
    stored = argument("--history", 1_000_000) // EVENTS * EVENTS
    seconds, found = over_history(some, stream, stored)
    assert found == matched * (stored // EVENTS)
    figures: dict[str, Any] = {
        "events_per_s": round(online),
        "p99_us": p99,
        "p50_us": p50,
        "events_per_s_mask_only": round(bare),
        "matches_per_event": round(matched / EVENTS, 2),
        "compile_s": round(first, 3),
        "compile_again_s": round(again, 3),
        "history_s": round(seconds, 2),
        "history_events_per_s": round(stored / seconds),
        "peers": {name: round(each) for name, each in peers.items()},
    }
    rows: list[tuple[str, object]] = [("matches with their conjuncts", f"{online:,.0f} events/s")]
    rows += [("matches as bits", f"{bare:,.0f} events/s"), ("p50, p99", f"{p50}, {p99} us")]
    rows += [(name, f"{each:,.0f} events/s, 1/{bare / each:.1f}") for name, each in peers.items()]
    rows += [("compile, read before", f"{first:.3f} s, {again:.3f} s")]
    rows += [(f"history, {stored:,} events, 2 threads", f"{seconds:.2f} s, {found:,} matches")]
    report(f"{count} rules, {figures['matches_per_event']} matches an event, one core", rows, figures)


if __name__ == "__main__":
    main()
