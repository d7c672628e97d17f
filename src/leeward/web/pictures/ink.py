"""The SVG itself: frames that stretch without stretching their text, dashes and patterns, words for those who hear it.

The outer picture has a height in pixels and takes the width there is. In it stands a plot whose children have their x in per
cent and their y in pixels: text, dots, bars and patterns keep their shape on every width. Only paths cannot be written in per
cent; they lie in a box of 1,000 by the height that is stretched, with strokes that are not.
"""

import zlib
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from leeward.web.pictures.chart import Key, Noted, Series, Target, there
from leeward.web.pictures.scale import Scale, brief

PATTERNS = (
    None,  # the first is plain
    ("5", "rotate(45)", "M0 0V5"),
    ("5", "", "M1.5 2.5h2"),
    ("5", "", "M0 2.5H5"),
    ("6", "", "M0 0L6 6M6 0L0 6"),
    ("4", "", "M2 0V4"),
)
"""How fills differ without colour: diagonals, dots, lines, crosses, uprights. Numbers are pixels."""


def id_of(*parts: object) -> str:
    """A name for a picture that is the same for the same picture: labels and patterns refer to it."""
    return f"c{zlib.crc32(repr(parts).encode()):08x}"


def per_cent(share: float) -> str:
    """A share as a length."""
    return f"{share * 100:.2f}%"


def picture(
    id: str, title: str, words: str, height: int, inside: Iterable[str], *, kind: str, below: int = 22, fills: int = 0
) -> Markup:
    """The outer SVG. ``kind`` is its class: with a gutter for the numbers of an axis (``axes``), or without (``rows``)."""
    return Markup(
        f'<svg class="drawing {kind}" height="{height + below + 10}" role="img" aria-labelledby="{id}-t {id}-d">'
        f'<title id="{id}-t">{escape(title)}</title><desc id="{id}-d">{escape(words)}</desc>{patterns(id, fills)}'
        f'<svg class="plot" y="10" height="{height}" overflow="visible">{"".join(inside)}</svg></svg>'
    )


def stretched(height: int, paths: Iterable[str]) -> str:
    """Paths drawn in a box of 1,000 by ``height``."""
    box = f'<svg width="100%" height="{height}" viewBox="0 0 1000 {height}" preserveAspectRatio="none" overflow="visible">'
    return f"{box}{''.join(paths)}</svg>"


def patterns(id: str, count: int) -> str:
    """The patterns of the first ``count`` series."""
    made = []
    for index, pattern in enumerate(PATTERNS[:count]):
        if pattern is None:
            continue
        size, turned, line = pattern
        turn = f' patternTransform="{turned}"' if turned else ""
        made.append(
            f'<pattern id="{id}-p{index}" patternUnits="userSpaceOnUse" width="{size}" height="{size}"{turn}>'
            f'<rect class="ground s{index}" width="{size}" height="{size}"/><path class="line s{index}" d="{line}"/></pattern>'
        )
    return f"<defs>{''.join(made)}</defs>" if made else ""


def fill(id: str, index: int) -> str:
    """Attributes of a shape that belongs to series ``index``."""
    return f'class="fill s{index}"' + (f' fill="url(#{id}-p{index})"' if PATTERNS[index] else "")


def rules(scale: Scale, height: int, unit: str) -> str:
    """Lines across at the ticks, and their numbers in the gutter."""
    step = scale.ticks[1] - scale.ticks[0] if len(scale.ticks) > 1 else 1.0
    made = []
    for tick in scale.ticks:
        y = height * (1 - scale.share(tick))
        kind = "zero" if abs(tick) < step / 1e6 else "rule"
        made.append(f'<line class="{kind}" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>')
        made.append(f'<text class="scale" x="-8" y="{y + 4:.1f}">{escape(brief(tick, unit, step))}</text>')
    return "".join(made)


def feet(ticks: Sequence[tuple[float, str]], height: int) -> str:
    """Labels under the plot; every other one gives way where it is narrow. The ends stay inside."""
    made = []
    for index, (share, label) in enumerate(ticks):
        side = " first" if share < 0.03 else " last" if share > 0.97 else ""
        other = " other" if index % 2 else ""
        made.append(f'<line class="tick" x1="{per_cent(share)}" x2="{per_cent(share)}" y1="{height}" y2="{height + 4}"/>')
        made.append(f'<text class="foot{side}{other}" x="{per_cent(share)}" y="{height + 18}">{escape(label)}</text>')
    return "".join(made)


def target_line(target: Target, scale: Scale, height: int, unit: str) -> str:
    """The target across, with its words above it."""
    y = height * (1 - scale.share(target.value))
    step = scale.ticks[1] - scale.ticks[0] if len(scale.ticks) > 1 else 1.0
    words = escape(f"{target.words} {brief(target.value, unit, step / 10)}")
    above = y - 5 if y > 16 else y + 14
    return (
        f'<line class="target" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text class="aim" x="100%" y="{above:.1f}">{words}</text>'
    )


def marks(noted: Sequence[Noted], shares: Sequence[float], height: int) -> str:
    """Moments with a mark: a line down from a numbered head; what happened is read on it, and in the table."""
    made = []
    for number, each in enumerate(noted, 1):
        x = per_cent(shares[each.index])
        made.append(
            f'<g class="noted"><title>{escape(each.words)}</title><line x1="{x}" x2="{x}" y1="2" y2="{height}"/>'
            f'<circle cx="{x}" cy="0" r="7"/><text x="{x}" y="3.5">{number}</text></g>'
        )
    return "".join(made)


def swatch_of_line(index: int) -> Markup:
    """A piece of the line of a series, for the legend."""
    return Markup(f'<svg class="swatch" aria-hidden="true"><line class="line s{index}" x1="0" x2="100%" y1="6" y2="6"/></svg>')


def swatch_of_fill(id: str, index: int) -> Markup:
    """A piece of the fill of a series, for the legend."""
    return Markup(f'<svg class="swatch" aria-hidden="true"><rect {fill(id, index)} y="1" width="100%" height="10"/></svg>')


def legend_of(series: Sequence[Series], swatches: Sequence[Markup]) -> tuple[Key, ...]:
    """A key each; none for a single series, whose name is the title."""
    return tuple(Key(swatch, each.name) for swatch, each in zip(swatches, series, strict=True)) if len(series) > 1 else ()


def runs(values: Sequence[float | None]) -> Iterable[list[int]]:
    """Indices of neighbours that are there: a gap ends one."""
    run: list[int] = []
    for index, value in enumerate(values):
        if there(value):
            run.append(index)
        elif run:
            yield run
            run = []
    if run:
        yield run
