"""Rules: events a second online. ``python -m bench.rules --rules 200 --json``; ``--curve`` for the curve over rules.

In the same process and on the same events: five engines of PyPI (``peers``), the same conditions without an index in one
function, one function a rule, and DuckDB on batches of a thousand events. All are compared for equal matches first. Events a
second are processor time; p50 and p99 are wall time, one event at a time, and p99 also processor time, which other work on the
machine does not stretch. ``--heavy`` takes the rules with the dearer regular expressions, ``--thaw`` leaves the collector as it
is, where Leeward freezes what it compiled.
"""

import gc
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from bench import report
from bench.peers import Seen, measure
from bench.rule_workload import FIELDS, events, rules, table
from leeward.playbook.model import Rule
from leeward.playbook.rules import CompiledRules, compile_rules, history_sql
from leeward.playbook.rules.compiled import evaluator
from leeward.playbook.rules.source import Writer

EVENTS = 20_000
BATCH = 1_000
CURVE = (10, 50, 100, 200, 500, 1_000, 2_000, 5_000)
Event = dict[str, object]


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


def percentiles(
    function: Callable[[Event], object], stream: Sequence[Event], clock: Callable[[], int] = time.perf_counter_ns
) -> tuple[float, float]:
    """Microseconds within which half and 99 of 100 events are done, by that clock, the timer included."""
    taken = []
    for event in stream:
        start = clock()
        function(event)
        taken.append(clock() - start)
    taken.sort()
    return taken[len(taken) // 2] / 1000, taken[len(taken) * 99 // 100] / 1000


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
    batches = [table(stream[start : start + BATCH]) for start in range(0, min(len(stream), 3 * BATCH), BATCH)]
    sql = history_sql(some, FIELDS, "batch")
    with duckdb.connect(config={"threads": 1}) as connection:

        def run() -> None:
            for batch in batches:
                connection.register("batch", batch)
                connection.execute(sql).fetchall()

        return len(batches) * BATCH / fastest(run, 2)


def compiling(count: int, heavy: bool, seed: int = 7) -> tuple[CompiledRules, float, float]:
    """So many rules compiled, the seconds it took, and the seconds it takes when their texts were read before."""
    some = rules(count, seed, heavy=heavy)
    start = time.process_time()
    compiled = compile_rules(some, FIELDS)
    first = time.process_time() - start
    return compiled, first, fastest(lambda: compile_rules(some, FIELDS), 3)


def online(compiled: CompiledRules, stream: Sequence[Event], times: int = 5) -> dict[str, float]:
    """The figures of the compiled function."""
    gc.collect()
    if "--thaw" not in sys.argv:
        gc.freeze()
    p50, p99 = percentiles(compiled.matches, stream)
    own = percentiles(compiled.matches, stream, time.thread_time_ns)[1]
    seen = {
        "events_per_s": round(len(stream) / fastest(over(compiled.matches, stream), times)),
        "p99_us": round(p99, 1),
        "p99_us_of_processor": round(own, 1),
        "p50_us": round(p50, 1),
        "events_per_s_mask_only": round(len(stream) / fastest(over(compiled.mask, stream), times)),
    }
    gc.unfreeze()
    return seen


def resident() -> float:
    """The memory of this process, in MB."""
    return int(Path("/proc/self/status").read_text().split("VmRSS:")[1].split()[0]) / 1024


def curve(stream: Sequence[Event], heavy: bool) -> None:
    """A line for each number of rules."""
    rows: list[list[object]] = [
        ["rules", "events/s", "p50 us", "p99 us", "p99 cpu us", "compile s", "read before s", "MB", "matches an event"]
    ]
    lines = []
    for count in CURVE:
        gc.collect()
        before = resident()
        compiled, first, again = compiling(count, heavy, seed=count)  # rules that were not read before
        seen = online(compiled, stream, 3)
        memory = resident() - before
        matched = sum(compiled.mask(event).bit_count() for event in stream) / len(stream)
        lines.append({"rules": count, "compile_s": round(first, 3), "memory_mb": round(memory), **seen})
        shown = [
            f"{seen['events_per_s']:,}",
            seen["p50_us"],
            seen["p99_us"],
            seen["p99_us_of_processor"],
            f"{first:.3f}",
            f"{again:.3f}",
        ]
        rows.append([count, *shown, f"{memory:.0f}", f"{matched:.2f}"])
    report("rules online over their number, one core", rows, {"curve": lines})


def beside(seen: Seen, ours: float) -> tuple[str, str]:
    """The row of a peer."""
    if not seen.events:
        return seen.name, seen.note
    differ = "same matches" if not seen.differing else f"{seen.differing:,} of them DIFFER"
    return (
        seen.name,
        f"{seen.events_per_s:,.0f} events/s, 1/{ours / seen.events_per_s:.0f}; {seen.events:,} events, {differ}; {seen.note}",
    )


def main() -> None:
    """Measure and print."""
    count, heavy, stream = argument("--rules", 200), "--heavy" in sys.argv, events(EVENTS)
    compile_rules(rules(10, seed=1), FIELDS)  # so that importing sqlglot is not counted
    if "--curve" in sys.argv:
        curve(stream, heavy)
        return
    compiled, first, again = compiling(count, heavy)
    flat, single = without_index(compiled), rule_by_rule(compiled)
    masks = [compiled.mask(event) for event in stream]
    assert masks == [flat(event) for event in stream] == [single(event) for event in stream]
    matched = sum(mask.bit_count() for mask in masks)
    seen = online(compiled, stream)
    ours = seen["events_per_s"]
    own = {
        "the same without an index": len(stream) / fastest(over(flat, stream), 3),
        "one function a rule": len(stream) / fastest(over(single, stream), 3),
        "DuckDB on batches of 1,000": micro_batches(compiled.rules, stream),
    }
    peers = measure(compiled, stream, masks)
    best = max((peer.events_per_s for peer in peers), default=0.0)
    figures: dict[str, Any] = {
        **seen,
        "matches_per_event": round(matched / EVENTS, 2),
        "compile_s": round(first, 3),
        "compile_again_s": round(again, 3),
        "own_variants": {name: round(each) for name, each in own.items()},
        "times_the_fastest_peer": round(ours / best, 1) if best else None,
        "differing": {peer.name: peer.differing for peer in peers if peer.differing},
        "peers": {peer.name: round(peer.events_per_s) for peer in peers if peer.events},
    }
    rows: list[tuple[str, object]] = [("matches with their conjuncts", f"{ours:,.0f} events/s")]
    rows += [("matches as bits", f"{seen['events_per_s_mask_only']:,.0f} events/s")]
    rows += [("p50, p99", f"{seen['p50_us']}, {seen['p99_us']} us; p99 of processor time {seen['p99_us_of_processor']} us")]
    rows += [("compile, read before", f"{first:.3f} s, {again:.3f} s")]
    rows += [(name, f"{each:,.0f} events/s, 1/{ours / each:.1f}") for name, each in own.items()]
    rows += [beside(peer, ours) for peer in peers]
    kind = "heavy regular expressions, " if heavy else ""
    report(f"{count} rules, {kind}{figures['matches_per_event']} matches an event, one core", rows, figures)


if __name__ == "__main__":
    main()
