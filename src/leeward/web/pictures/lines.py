"""Lines over time with bands, a target and marked moments; and many small ones to one scale."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from leeward.web.pictures import ink
from leeward.web.pictures.chart import MOST_SERIES, Chart, Noted, Place, Series, Target, checked, known, there
from leeward.web.pictures.scale import Scale, names_of, said, scale_of, shares_of, ticks_of
from leeward.web.pictures.tables import caption_of, heads_of, in_words, rows_of

HEIGHT, SMALL = 200, 72
FINE = 1_500  # points of one line that a screen can tell apart; of more the highest and lowest of each stretch are drawn
DOTTED = 40  # so many points of one line have dots
TOLD = 150  # so many places tell their values when pointed at


def lines(
    title: str,
    places: Sequence[Place],
    series: Sequence[Series],
    *,
    unit: str = "",
    target: Target | None = None,
    noted: Sequence[Noted] = (),
    first: str = "when",
    zero: bool = False,
) -> Chart:
    """A line for each series (at most six), its band where it has ``low`` and ``high``. ``first`` heads the places of the table.

    ``zero`` keeps zero in the picture even where all values lie far above it; where it is not, the words say so.
    Raises ValueError for a series of another length, and for more than six.
    """
    checked(places, series)
    if len(series) > MOST_SERIES:
        raise ValueError(f"{len(series)} lines cannot be told apart: draw at most {MOST_SERIES}, or small multiples")
    reach = _reach(series, target)
    if not reach:
        return Chart(id=ink.id_of(title), title=title, words="no values", drawing=Markup(""))
    scale, shares = scale_of(reach, unit, zero=zero), shares_of(places)
    words = in_words(series, unit, places) + (
        "" if scale.low <= 0 else f" The scale begins at {said(scale.low, unit)}, not at zero."
    )
    id = ink.id_of(title, words, places[0], places[-1])
    rows, left_out = rows_of(places, series, unit, noted)
    inside = [
        ink.rules(scale, HEIGHT, unit),
        ink.feet(ticks_of(places), HEIGHT),
        ink.stretched(HEIGHT, _paths(series, shares, scale, HEIGHT)),
        *(_dots(each, shares, scale, index) for index, each in enumerate(series)),
        ink.target_line(target, scale, HEIGHT, unit) if target else "",
        ink.marks(noted, shares, HEIGHT),
        _told(places, series, shares, unit),
    ]
    return Chart(
        id=id,
        title=title,
        words=words,
        caption=caption_of(series, words),
        drawing=ink.picture(id, title, words, HEIGHT, inside, kind="axes"),
        legend=ink.legend_of(series, [ink.swatch_of_line(index) for index in range(len(series))]),
        heads=heads_of(first, series, noted),
        rows=rows,
        left_out=left_out,
    )


def multiples(title: str, places: Sequence[Place], panels: Sequence[Series], *, unit: str = "", first: str = "when") -> Chart:
    """A small line each, all to one scale, so that sizes can be compared. Raises ValueError for a series of another length."""
    checked(places, panels)
    reach = _reach(panels, None)
    if not reach:
        return Chart(id=ink.id_of(title), title=title, words="no values", drawing=Markup(""))
    scale, shares = scale_of(reach, unit, zero=True, about=2), shares_of(places)
    id = ink.id_of(title, places[0], places[-1], len(panels))
    rows, left_out = rows_of(places, panels, unit)
    ticks = ticks_of(places, 3)
    drawn = [_panel(f"{id}-{index}", panel, places, shares, scale, unit, ticks) for index, panel in enumerate(panels)]
    return Chart(
        id=id,
        title=title,
        words=f"{len(panels)} small pictures to one scale. " + in_words(panels, unit, places),
        caption=f"all to one scale; the number is the last value. {names_of(places)[0]} to {names_of(places)[-1]}",
        drawing=Markup(f'<div class="panels">{"".join(drawn)}</div>'),
        heads=heads_of(first, panels),
        rows=rows,
        left_out=left_out,
    )


def _panel(
    id: str,
    panel: Series,
    places: Sequence[Place],
    shares: Sequence[float],
    scale: Scale,
    unit: str,
    ticks: list[tuple[float, str]],
) -> str:
    values = known(panel.values)
    last = said(values[-1], unit) if values else "–"
    inside = [
        ink.rules(scale, SMALL, unit),
        ink.feet(ticks, SMALL),
        ink.stretched(SMALL, _paths([panel], shares, scale, SMALL)),
        _dots(panel, shares, scale, 0, height=SMALL),
    ]
    drawn = ink.picture(id, panel.name, in_words([panel], unit, places), SMALL, inside, kind="axes")
    head = f'<p class="line"><b>{escape(panel.name)}</b><span class="tabular">{escape(last)}</span></p>'
    return f'<div class="panel">{head}{drawn}</div>'


def _reach(series: Sequence[Series], target: Target | None) -> list[float]:
    found = [value for each in series for values in (each.values, each.low, each.high) for value in known(values)]
    return [*found, target.value] if target and found else found


def _paths(series: Sequence[Series], shares: Sequence[float], scale: Scale, height: int) -> list[str]:
    """Bands first, so that no line lies under one."""
    bands = [_band(each, shares, scale, height, index) for index, each in enumerate(series) if len(each.low) and len(each.high)]
    return bands + [_line(each.values, shares, scale, height, index) for index, each in enumerate(series)]


def _line(values: Sequence[float | None], shares: Sequence[float], scale: Scale, height: int, index: int) -> str:
    parts = []
    for run in ink.runs(values):
        points = [f"{shares[at] * 1000:.1f} {height * (1 - scale.share(_number(values[at]))):.1f}" for at in thinned(run, values)]
        parts.append("M" + "L".join(points))
    return f'<path class="line s{index}" d="{"".join(parts)}"/>'


def _band(series: Series, shares: Sequence[float], scale: Scale, height: int, index: int) -> str:
    both = [low if there(high) else None for low, high in zip(series.low, series.high, strict=True)]
    parts = []
    for run in ink.runs(both):
        some = run[:: max(1, len(run) // FINE)] if len(run) > FINE else run
        if len(some) == 1 and len(shares) > 1:
            continue  # a single interval is drawn by its dot
        upper = [f"{shares[at] * 1000:.1f} {height * (1 - scale.share(_number(series.high[at]))):.1f}" for at in some]
        lower = [f"{shares[at] * 1000:.1f} {height * (1 - scale.share(_number(series.low[at]))):.1f}" for at in reversed(some)]
        parts.append("M" + "L".join(upper + lower) + "Z")
    return f'<path class="band s{index}" d="{"".join(parts)}"/>'


def thinned(run: Sequence[int], values: Sequence[float | None]) -> list[int]:
    """Of many points the first, the lowest, the highest and the last of each stretch: what a screen shows of them all."""
    if len(run) <= FINE:
        return list(run)
    stretch, found = len(run) * 4 // FINE + 1, []
    for start in range(0, len(run), stretch):
        some = run[start : start + stretch]
        ends = {some[0], some[-1], min(some, key=lambda at: _number(values[at])), max(some, key=lambda at: _number(values[at]))}
        found += sorted(ends)
    return found


def _dots(series: Series, shares: Sequence[float], scale: Scale, index: int, *, height: int = HEIGHT) -> str:
    """Dots where points are few, and where one stands alone between gaps: a line would not show it."""
    few = len(known(series.values)) <= DOTTED
    made = []
    for run in ink.runs(series.values):
        for at in run if few or len(run) == 1 else ():
            y = height * (1 - scale.share(_number(series.values[at])))
            made.append(f'<circle class="dot s{index}" cx="{ink.per_cent(shares[at])}" cy="{y:.1f}" r="2.5"/>')
    return "".join(made)


def _told(places: Sequence[Place], series: Sequence[Series], shares: Sequence[float], unit: str) -> str:
    """Where somebody points, the values of that place; the table says the same to those who do not point."""
    if not 1 < len(places) <= TOLD:
        return ""
    names, made = names_of(places), []
    for at, name in enumerate(names):
        left = (shares[at - 1] + shares[at]) / 2 if at else shares[at]
        right = (shares[at] + shares[at + 1]) / 2 if at + 1 < len(shares) else shares[at]
        told = ", ".join(f"{each.name} {said(each.values[at], unit)}" for each in series)
        made.append(
            f'<rect class="point" x="{ink.per_cent(left)}" width="{ink.per_cent(max(0.0, right - left))}" height="{HEIGHT}">'
            f"<title>{escape(f'{name}: {told}')}</title></rect>"
        )
    return "".join(made)


def _number(value: float | None) -> float:
    return value if value is not None else 0.0
