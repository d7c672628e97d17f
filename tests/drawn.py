"""One of every picture, over made-up numbers."""

import math
from datetime import date, timedelta

from leeward.web.pictures.bars import bars, dots
from leeward.web.pictures.chart import Chart, Noted, Series, Target
from leeward.web.pictures.columns import columns
from leeward.web.pictures.lines import lines, multiples

DAYS = [date(2026, 7, 1) + timedelta(days=n) for n in range(92)]
QUEUES = ("recruitment", "labour exploitation", "intimate images", "smuggling", "sexual coercion", "advertising", "domestic work")


def wave(height: float, phase: float, count: int = 92) -> list[float]:
    """Numbers that go up and down, the same each time."""
    return [round(height * (1.2 + math.sin(n / 9 + phase) + 0.15 * math.sin(n * 2.1 + phase)), 1) for n in range(count)]


def drawn() -> list[Chart]:
    """Every picture there is, and one of nothing."""
    median: list[float | None] = [1_800 + each * 60 for each in wave(60, 0)]
    median[30:34] = [None] * 4
    low, high = ([each and each * by for each in median] for by in (0.85, 1.2))
    met = [0.93 + each / 100 for each in wave(2, 1)]
    several = [Series(name=name, values=wave(20 + 9 * n, n)) for n, name in enumerate(QUEUES[:5])]
    weeks = [DAYS[0] + timedelta(weeks=n) for n in range(13)]
    stack = [Series(name=name, values=wave(9 + 2 * n, n, 13)) for n, name in enumerate(QUEUES)]
    shares = Series(name="agreement", values=[0.91, 0.84, 0.97, 0.71], low=[0.88, 0.7, 0.95, 0.42], high=[0.94, 0.92, 0.99, 0.89])
    return [
        lines(
            "Time to action", DAYS, [Series(name="median", values=median, low=low, high=high)], unit="seconds",
            target=Target(10_000, "target"), noted=[Noted(41, "more reports than usual from one market")],
        ),
        lines("Decided in time", DAYS, [Series(name="share", values=met)], unit="share", target=Target(0.95, "target")),
        lines("Reports by queue", DAYS, several, unit="reports"),
        columns("Reports a day", DAYS, [Series(name="reports", values=wave(800, 2))], unit="reports"),
        columns("Decisions a week", weeks, stack, unit="decisions"),
        bars("Open by queue", QUEUES, [Series(name="open", values=[412, 220, 87, 31, 19, 8, 0])], unit="jobs"),
        bars(
            "Open by lateness", QUEUES[:4],
            [Series(name="in time", values=[300, 200, 80, 20]), Series(name="late", values=[100, 15, 7, 9]),
             Series(name="overdue", values=[12, 5, 0, 2])], unit="jobs",
        ),
        dots("Agreement with a second look", QUEUES[:4], shares, unit="share", target=Target(0.9, "at least")),
        multiples(
            "Reports a day by queue", DAYS, [Series(name=name, values=wave(20 + 9 * n, n)) for n, name in enumerate(QUEUES)]
        ),
        lines("Nothing yet", DAYS, [Series(name="median", values=[None] * 92)]),
    ]  # fmt: skip
