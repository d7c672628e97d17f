"""The watch beside its peers: 100 series of 624 weeks with season, trend and outbreaks, the last 49 weeks scored, in one run.

Detection is the share of series of which at least one outbreak week rang, false alarms the share of weeks without outbreak that
did, as in the published figures that stand beside ours. The level is the nominal one, 0.005 and 0.017: nothing was fitted to
these 49 weeks. Choices (harmonics, gap, weights, the two-week evidence) were made on weeks 380 to 574, which ``train`` shows.
Data: ``counts_simulated`` beneath ``LEEWARD_SHARED``.
"""

import gzip
import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench import report
from bench.trends_peers import ears, farrington
from leeward.insights.trends.baseline import WEEKS
from leeward.insights.trends.judging import judge
from leeward.insights.trends.tails import Array

SHARED = Path(os.environ.get("LEEWARD_SHARED", Path(__file__).parents[2] / "shared")) / "data"
SCORED = 49
LEVELS = (0.005, 0.017)
Cost = tuple[float | None, float | None]
"""Milliseconds a series-week: by the clock, and of one processor."""
PUBLISHED: tuple[tuple[str, float, float, Cost], ...] = (
    ("Farrington flexible (R surveillance), published", 0.56, 0.0048, (5.7, None)),
    ("Farrington (R surveillance), published", 0.71, 0.0169, (4.1, None)),
    ("EARS C1, published", 0.47, 0.036, (None, None)),
    ("EARS C2, published", 0.56, 0.052, (None, None)),
)
Bools = npt.NDArray[np.bool_]


def read() -> tuple[Array, Bools]:
    """(series, weeks) of counts, and where something was put in."""
    tables = []
    for name in ("counts", "outb"):
        with gzip.open(SHARED / "counts_simulated" / f"{name}.csv.gz", "rt") as file:
            tables.append(np.loadtxt(file, delimiter=",").T)
    return tables[0], tables[1] > 0


def score(rang: Bools, planted: Bools) -> tuple[float, float]:
    """Detection and false alarms."""
    seen, has = np.any(rang & planted, axis=1), np.any(planted, axis=1)
    return float(seen[has].mean()), float((rang & ~planted).sum() / (~planted).sum())


def _timed(each: Callable[[int], Array], weeks: range, series: int) -> tuple[Array, Cost]:
    began, used = time.perf_counter(), time.process_time()
    found = np.stack([each(week) for week in weeks], axis=1)
    took = np.array([time.perf_counter() - began, time.process_time() - used]) * 1000 / (series * len(weeks))
    return found, (float(took[0]), float(took[1]))


def main() -> None:
    """Measure and print."""
    counts, planted = read()
    weeks = range(counts.shape[1] - SCORED, counts.shape[1])
    truth, figures = planted[:, weeks], {}
    rows: list[tuple[str, float, float, Cost]] = []
    judge(counts, WEEKS, [weeks[0]])
    chances, cost = _timed(lambda week: judge(counts, WEEKS, [week]).rise[:, 0], weeks, len(counts))
    rows += [(f"Leeward at the level {level}", *score(chances < level, truth), cost) for level in LEVELS]
    peers: list[tuple[str, Callable[[int], Array]]] = [
        ("Farrington, our port, 0.01", lambda week: farrington(counts, week, 0.01)),
        ("Farrington, our port, 0.05", lambda week: farrington(counts, week, 0.05)),
        ("EARS C1, our port", lambda week: ears(counts, week, 1)),
        ("EARS C2, our port", lambda week: ears(counts, week, 2)),
        ("EARS C3, our port", lambda week: ears(counts, week, 3)),
    ]
    for name, each in peers:
        rang, took = _timed(each, weeks, len(counts))
        rows.append((name, *score(rang > 1, truth), took))
    train = range(380, 380 + 3 * SCORED)
    early, _ = _timed(lambda week: judge(counts, WEEKS, [week]).rise[:, 0], train, len(counts))
    for level in LEVELS:
        seen = score((early < level).reshape(-1, SCORED), planted[:, train].reshape(-1, SCORED))
        rows.append((f"Leeward, train, at the level {level}", *seen, cost))
    table: list[tuple[str, ...]] = [("", "detection", "false", "ms a series-week", "of one processor")]
    for name, found, false, took in [*rows, *PUBLISHED]:
        table.append((name, f"{found:.2f}", f"{false:.4f}", *("" if each is None else f"{each:.3f}" for each in took)))
        figures[name] = {"detection": found, "false": false, "ms": took[0], "ms_of_a_processor": took[1]}
    report(f"trends, {len(counts)} series, the last {SCORED} weeks", table, figures)


if __name__ == "__main__":
    main()
