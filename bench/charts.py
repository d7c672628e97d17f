"""Pictures drawn by the server: one of each kind over 1,000 points, milliseconds each; the target is 100.

Beside them matplotlib's SVG of the same lines, where it is installed: what drawing on the server usually costs.
"""

import importlib
import importlib.util
import io
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import sin

from bench import report as show
from leeward.web.pictures.bars import bars, dots
from leeward.web.pictures.chart import Series
from leeward.web.pictures.columns import columns
from leeward.web.pictures.lines import lines, multiples
from leeward.web.render import environment

POINTS, TIMES = 1_000, 30
HOURS = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(POINTS)]
VALUES = [100 + 40 * sin(n / 24) + n % 7 for n in range(POINTS)]
PAGE = environment().from_string('{% from "kit/chart.html" import chart %}{{ chart(picture) }}')


def _series(count: int, points: int) -> list[Series]:
    return [Series(name=f"series {n}", values=[each + n for each in VALUES[:points]]) for n in range(count)]


def _banded() -> Series:
    return Series(name="median", values=VALUES, low=[each * 0.9 for each in VALUES], high=[each * 1.1 for each in VALUES])


NAMES = [f"line {n}" for n in range(POINTS)]
DRAWN: dict[str, Callable[[], object]] = {
    "line with band, 1,000 points": lambda: lines("line", HOURS, [_banded()]),
    "6 lines, 1,000 points each": lambda: lines("lines", HOURS, _series(6, POINTS)),
    "200 columns of 5, 1,000 pieces": lambda: columns("stack", HOURS[:200], _series(5, 200)),
    "1,000 bars": lambda: bars("bars", NAMES, [Series(name="count", values=VALUES)]),
    "1,000 dots with intervals": lambda: dots("dots", NAMES, _banded()),
    "10 small multiples, 100 points each": lambda: multiples("small", HOURS[:100], _series(10, 100)),
}


def _milliseconds(draw: Callable[[], object]) -> tuple[float, float]:
    times = []
    for _ in range(TIMES):
        start = time.perf_counter()
        draw()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), sorted(times)[int(TIMES * 0.95)]


def _matplotlib() -> Callable[[], object] | None:
    if importlib.util.find_spec("matplotlib") is None:
        return None
    importlib.import_module("matplotlib").use("svg")
    pyplot = importlib.import_module("matplotlib.pyplot")

    def draw() -> None:
        figure, axes = pyplot.subplots(figsize=(8, 2.5))
        axes.plot(HOURS, VALUES)
        axes.fill_between(HOURS, [each * 0.9 for each in VALUES], [each * 1.1 for each in VALUES], alpha=0.2)
        figure.savefig(io.StringIO(), format="svg")
        pyplot.close(figure)

    return draw


def main() -> None:
    """Measure, and print a table or JSON."""
    rows: list[tuple[str, str, str]] = [("picture, with its table, as HTML", "p50", "p95")]
    figures: dict[str, tuple[float, float]] = {}
    for name, draw in DRAWN.items():
        figures[name] = _milliseconds(lambda draw=draw: PAGE.render(picture=draw()))  # type: ignore[misc]
    worst = max(high for _, high in figures.values())
    if peer := _matplotlib():
        figures["matplotlib: line with band, 1,000 points"] = _milliseconds(peer)
    rows += [(name, f"{low:.1f} ms", f"{high:.1f} ms") for name, (low, high) in figures.items()]
    show("charts, 1,000 points each [<= 100 ms]", rows, {"p95_ms": worst, "charts": figures})


if __name__ == "__main__":
    main()
