"""Matches over time as bars, in numbers for SVG attributes: 600 by 96, the labels beneath; no script and no inline style."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

WIDTH, HEIGHT = 600, 96


class Bar(msgspec.Struct, frozen=True):
    """One day: where its bar stands, and what it says."""

    x: float
    y: float
    width: float
    height: float
    day: datetime
    matches: int


class Picture(msgspec.Struct, frozen=True):
    """All of them; ``top`` is the number at the upper line, ``words`` what somebody reads who does not see it."""

    bars: tuple[Bar, ...]
    top: int
    words: str


def bars_of(days: Sequence[tuple[datetime, int]]) -> Picture:
    """A bar a day. An empty past is a picture without bars."""
    top = max((matches for _, matches in days), default=0)
    step = WIDTH / max(1, len(days))
    bars = tuple(
        Bar(
            x=round(place * step + step * 0.1, 2),
            y=round(HEIGHT - HEIGHT * matches / top, 2) if top else HEIGHT,
            width=round(step * 0.8, 2),
            height=round(HEIGHT * matches / top, 2) if top else 0,
            day=day,
            matches=matches,
        )
        for place, (day, matches) in enumerate(days)
    )
    total = sum(matches for _, matches in days)
    words = f"{total} matches in {len(days)} days, at most {top} in one" if total else f"no match in {len(days)} days"
    return Picture(bars=bars, top=top, words=words)
