"""Workload beside others: forecasts beside statsforecast and naive ways, Erlang beside pyworkforce, in one run.

Neither peer is asked for by Leeward; they are measured in a Python of their own::

    python -m venv ~/peers && ~/peers/bin/pip install statsforecast pyworkforce
    LEEWARD_BENCH_FORECAST=~/peers/bin/python python -m bench.workload

Every way foretells the same days, each day from everything before it, by hour: the last 14 days of four queues of the made-up
quarter and of all together, and the last week of a bank's calls (``queue_bank_callcentre_1999_02`` beneath ``LEEWARD_SHARED``).
Errors are those of ``insights/workload/backtest.py``; a peer's tenths come from its own prediction intervals. Seconds are for
fitting and foretelling, without imports.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

import numpy as np

from bench import report
from leeward.drills.arrivals import reports
from leeward.insights.workload.backtest import WAYS, Figures, backtest
from leeward.insights.workload.erlang import erlang_c, needed
from leeward.insights.workload.outlook import foresee, outlook
from leeward.insights.workload.past import Past
from leeward.insights.workload.seasonal import slots_of
from leeward.playbook.reader import read_playbook, starter
from leeward.playbook.routing import route
from leeward.record.terms.code import HarmCode
from leeward.record.terms.severity import Severity

Array: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
SHARED = Path(os.environ.get("LEEWARD_SHARED", Path(__file__).parents[2] / "shared")) / "data"
UNTIL = datetime(2026, 11, 23, tzinfo=UTC)
QUARTER = 10_000
PEER = """
import json, sys, time, warnings
warnings.filterwarnings("ignore")
import numpy as np, pandas as pd
from statsforecast import StatsForecast
from statsforecast.models import MSTL, AutoETS, CrostonOptimized, SeasonalNaive, SeasonalWindowAverage
asked = json.load(open(sys.argv[1]))
levels = [20, 40, 60, 80, 95]
ways = {
    "statsforecast MSTL (24, 168)": (lambda: MSTL(season_length=[24, 168], trend_forecaster=AutoETS(model="ZZN")), True),
    "statsforecast AutoETS (24)": (lambda: AutoETS(season_length=24), True),
    "statsforecast SeasonalNaive (168)": (lambda: SeasonalNaive(season_length=168), True),
    "statsforecast CrostonOptimized": (lambda: CrostonOptimized(), False),
}
found = {}
days = pd.date_range("2026-01-01", periods=400, freq="h")
small = pd.DataFrame({"unique_id": "warm", "ds": days, "y": np.arange(400) % 24 + 1.0})
for way, (model, bands) in ways.items():
    StatsForecast(models=[model()], freq="h", n_jobs=1).cross_validation(
        df=small, h=24, step_size=24, n_windows=1, **({"level": levels} if bands else {}))
    for name, series in asked.items():
        frame = pd.DataFrame({"unique_id": name, "ds": pd.date_range("2026-01-01", periods=len(series["counts"]), freq="h"),
                              "y": np.array(series["counts"], float)})
        began = time.perf_counter()
        told = StatsForecast(models=[model()], freq="h", n_jobs=1).cross_validation(
            df=frame, h=24, step_size=24, n_windows=series["days"], refit=True, **({"level": levels} if bands else {}))
        took = time.perf_counter() - began
        column = [each for each in told.columns if each not in ("unique_id", "ds", "cutoff", "y") and "-lo-" not in each
                  and "-hi-" not in each][0]
        names = ([f"{column}-lo-95", *(f"{column}-lo-{n}" for n in (80, 60, 40, 20)), column,
                  *(f"{column}-hi-{n}" for n in (20, 40, 60, 80)), f"{column}-hi-95"] if bands else [column] * 11)
        found.setdefault(way, {})[name] = {"seconds": took, "mean": told[column].tolist(),
                                           "quantiles": [told[each].tolist() for each in names]}
print(json.dumps(found))
"""
ERLANG = """
import json, sys, time
from pyworkforce.queuing import ErlangC
asked = json.loads(sys.argv[1])
chances = []
for load, servers in asked["chances"]:
    try:
        chances.append(ErlangC(transactions=load, aht=1, asa=1, interval=1).waiting_probability(servers))
    except Exception as problem:
        chances.append(type(problem).__name__)
began = time.perf_counter()
people = []
for rate in asked["rates"]:
    try:
        people.append(ErlangC(transactions=rate, aht=6, asa=2, interval=60).required_positions(0.9, 0.85)["raw_positions"])
    except Exception as problem:
        people.append(type(problem).__name__)
print(json.dumps({"chances": chances, "people": people, "seconds": time.perf_counter() - began}))
"""
RATES = [float(rate) for rate in np.linspace(1, 400, 168)]
CHANCES = [(8, 10), (48, 50), (90, 100), (500, 520), (2000, 2020), (9_900, 10_000)]


def world() -> dict[str, Array]:
    """What comes into each queue of the made-up quarter by hour, and into all; whole days."""
    book = read_playbook(starter())
    severity = {policy.harm: policy.severity for policy in book.policies.values()}
    first = UNTIL - timedelta(days=89)
    found: dict[str, Array] = {}
    for each in reports(Random(7), book, QUARTER, UNTIL):
        assert each.harm is not None
        assert each.received is not None
        place = int((each.received - first).total_seconds() // 3600)
        if 0 <= place < 89 * 24:
            queue = route(book.queues, HarmCode(each.harm), severity.get(HarmCode(each.harm), Severity.LOW), each.source).code
            for name in (str(queue), "all queues"):
                found.setdefault(name, np.zeros(89 * 24))[place] += 1
    return found


def bank() -> Array | None:
    """The bank's calls by hour; None where the data is not here."""
    file = SHARED / "queue_bank_callcentre_1999_02" / "calls.parquet"
    if not file.is_file():
        return None
    import pyarrow.parquet as parquet

    hours = [int(at.replace(tzinfo=UTC).timestamp()) // 3600 for at in parquet.read_table(file)["vru_entry"].to_pylist()]
    return np.bincount(np.array(hours) - min(hours) // 24 * 24, minlength=28 * 24).astype(float)


def main() -> None:
    """Measure and print."""
    every = world()
    largest = sorted((name for name in every if name != "all queues"), key=lambda name: -every[name].sum())[:4]
    asked = {name: (every[name], 14) for name in ("all queues", *largest)}
    calls = bank()
    if calls is not None:
        asked["bank calls"] = (calls, 7)
    figures: dict[str, Any] = {"forecast": forecasts(asked)}
    figures["all queues at once"] = at_once(every)
    figures["erlang"] = erlangs()
    if "--json" in sys.argv:
        print(json.dumps(figures))


def forecasts(asked: Mapping[str, tuple[Array, int]]) -> dict[str, Any]:
    """Errors of all ways on all series."""
    others = peer({name: {"counts": counts.tolist(), "days": days} for name, (counts, days) in asked.items()})
    rows: list[list[object]] = [["", "n/h", "way", "MASE", "pinball", "in 80 %", "in 95 %", "day total", "seconds"]]
    found: dict[str, Any] = {}
    for name, (counts, days) in asked.items():
        slots = slots_of(UNTIL - timedelta(hours=len(counts)), len(counts), "UTC", {})
        began = time.perf_counter()
        mine = backtest(counts, slots, days=days)
        took = time.perf_counter() - began
        told = [(WAYS[each.way], each, took if each.way == "ours" else None) for each in mine]
        told += [(way, scored(counts, days, series[name]), series[name]["seconds"]) for way, series in others.items()]
        for way, each, seconds in sorted(told, key=lambda each: each[1].pinball):
            bands = "-" if way.endswith("CrostonOptimized") else f"{each.cover80:.2f}"
            high = "-" if bands == "-" else f"{each.cover95:.2f}"
            quick = "" if seconds is None else f"{seconds:.2f}"
            errors = [f"{each.mase:.3f}", f"{each.pinball:.4f}", bands, high, f"{each.total_error:.2f}"]
            rows.append([name, f"{counts.mean():.2f}", way, *errors, quick])
            found.setdefault(name, {})[way] = {"mase": each.mase, "pinball": each.pinball, "seconds": seconds}
    report("workload: hours foretold a day ahead (seconds of ours are of all four own ways)", rows, {})
    if not others:
        print("statsforecast was not asked: set LEEWARD_BENCH_FORECAST; see the head of bench/workload.py")
    print()
    return found


def peer(series: Mapping[str, Mapping[str, object]]) -> dict[str, Any]:
    """statsforecast's ways; none where its Python is not named."""
    python = os.environ.get("LEEWARD_BENCH_FORECAST")
    if not python:
        return {}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(series, file)
        file.flush()
        done = subprocess.run([python, "-c", PEER, file.name], check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def scored(counts: Array, days: int, told: Mapping[str, Any]) -> Figures:
    """A peer's errors, by the same formulas as ours."""
    came, mean = counts[-days * 24 :], np.maximum(0.0, np.array(told["mean"]))
    quantiles = np.maximum(0.0, np.array(told["quantiles"]))
    past = counts[: -days * 24]
    apart, levels = came[None, :] - quantiles[1:-1], np.arange(0.1, 0.95, 0.1)[:, None]
    by_day, said = came.reshape(-1, 24).sum(axis=1), mean.reshape(-1, 24).sum(axis=1)
    return Figures(
        way="peer", mase=float(np.abs(came - quantiles[5]).mean() / np.abs(past[168:] - past[:-168]).mean()),
        pinball=float(np.maximum(levels * apart, (levels - 1) * apart).mean()),
        cover80=float(((came >= quantiles[1]) & (came <= quantiles[-2])).mean()),
        cover95=float(((came >= quantiles[0]) & (came <= quantiles[-1])).mean()), hours=len(came),
        total_error=float(np.abs(by_day - said).sum() / by_day.sum()),
    )  # fmt: skip


def at_once(every: Mapping[str, Array]) -> dict[str, float]:
    """Forecast, plays and plan of every queue of the starter playbook, from arrays in memory."""
    book = read_playbook(starter())
    nothing = np.zeros(89 * 24)
    took = []
    for _ in range(3):
        began = time.perf_counter()
        for queue in book.queues:
            past = Past(
                begins=UNTIL - timedelta(days=89),
                counts=every.get(str(queue.code), nothing),
                tiers=np.array([0.1, 0.3, 0.4, 0.2, 0]),
                allowed={},
                handling=6.0,
                deviation=4.0,
                handled=500,
                people=np.full(28 * 24, 1.5),
            )
            foresee(outlook(past, queue, book, UNTIL, ()), queue, book, seed=1)
        took.append(time.perf_counter() - began)
    report(
        "workload: a week ahead of every queue",
        [
            ["", "seconds", ""],
            [f"forecast, plays, plan of {len(book.queues)} queues", f"{min(took):.2f} to {max(took):.2f}", "[<= 2 s]"],
        ],
        {},
    )
    print()
    return {"seconds": min(took)}


def exact(load: int, servers: int) -> float:
    """Erlang C from the states themselves, in fractions."""
    term = whole = Fraction(1)
    for n in range(1, servers):
        term = term * load / n
        whole += term
    last = term * load / servers * Fraction(servers, servers - load)
    return float(last / (whole + last))


def erlangs() -> dict[str, Any]:
    """Chances beside fractions, and people needed beside pyworkforce."""
    python = os.environ.get("LEEWARD_BENCH_FORECAST")
    began = time.perf_counter()
    mine = [needed(rate / 60, 6.0, time=2.0, share=0.9, most_busy=0.85) for rate in RATES]
    took = time.perf_counter() - began
    theirs: dict[str, Any] = {"chances": ["-"] * len(CHANCES), "people": [], "seconds": None}
    if python:
        question = json.dumps({"chances": CHANCES, "rates": RATES})
        done = subprocess.run([python, "-c", ERLANG, question], check=True, capture_output=True, text=True)
        theirs = json.loads(done.stdout.splitlines()[-1])
    rows: list[list[object]] = [["Erlang C", "exact", "off, Leeward", "off, pyworkforce"]]
    worst = 0.0
    for (load, servers), other in zip(CHANCES, theirs["chances"], strict=True):
        true = exact(load, servers)
        off = abs(erlang_c(load, servers) - true)
        worst = max(worst, off)
        said = f"{abs(other - true):.1e}" if isinstance(other, float) else other
        rows.append([f"{load:,} on {servers:,}", f"{true:.12f}", f"{off:.1e}", said])
    report("workload: Erlang C", rows, {})
    same = sum(one == other for one, other in zip(mine, theirs["people"], strict=False))
    print(f"people for {len(RATES)} hours: Leeward {took:.3f} s", end="")
    print(
        f", pyworkforce {theirs['seconds']:.3f} s, the same in {same} of {len(RATES)}"
        if python
        else "; pyworkforce was not asked"
    )
    return {"worst": worst, "seconds": took, "peer_seconds": theirs["seconds"], "same": same}


if __name__ == "__main__":
    main()
