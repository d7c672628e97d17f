"""Counts over time as upright columns, one series or stacked."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from leeward.web.pictures import ink
from leeward.web.pictures.chart import MOST_SERIES, Chart, Noted, Place, Series, Target, checked, there
from leeward.web.pictures.lines import HEIGHT
from leeward.web.pictures.scale import Scale, names_of, said, scale_of, short_names_of
from leeward.web.pictures.tables import caption_of, heads_of, in_words, rows_of

FULL = 0.82  # of its place, how much a column takes
WIDEST = 0.06  # of the picture: a column alone is not a wall
MOST = 400  # columns that can be told apart


def columns(
    title: str,
    places: Sequence[Place],
    series: Sequence[Series],
    *,
    unit: str = "",
    target: Target | None = None,
    noted: Sequence[Noted] = (),
    first: str = "when",
) -> Chart:
    """A column for each place, from zero; several series stand on one another, beyond five the smallest as "other".

    Raises ValueError for a series of another length, for more than 400 places (draw ``lines``) and a negative value in a stack.
    """
    checked(places, series)
    if len(places) > MOST:
        raise ValueError(f"{len(places)} columns cannot be told apart: draw lines, or longer periods")
    series = folded(series)
    tops = _sums(series, len(places))
    shown = [value for value in tops if value is not None]
    if not shown:
        return Chart(id=ink.id_of(title), title=title, words="no values", drawing=Markup(""))
    if len(series) > 1 and any((value or 0) < 0 for each in series for value in each.values):
        raise ValueError("a stack cannot hold negative values: draw lines")
    scale = scale_of([*shown, *((target.value,) if target else ())], unit, zero=True)
    words = in_words(series, unit, places)
    id = ink.id_of(title, words, places[0], places[-1])
    rows, left_out = rows_of(places, series, unit, noted)
    middles = [(index + 0.5) / len(places) for index in range(len(places))]
    inside = [
        ink.rules(scale, HEIGHT, unit),
        ink.feet(_labels(places, middles), HEIGHT),
        *_columns(id, places, series, scale, unit),
        ink.target_line(target, scale, HEIGHT, unit) if target else "",
        ink.marks(noted, middles, HEIGHT),
    ]
    return Chart(
        id=id,
        title=title,
        words=words,
        caption=caption_of(series, words),
        drawing=ink.picture(id, title, words, HEIGHT, inside, kind="axes", fills=len(series)),
        legend=ink.legend_of(series, [ink.swatch_of_fill(id, index) for index in range(len(series))]),
        heads=heads_of(first, series, noted),
        rows=rows,
        left_out=left_out,
    )


def folded(series: Sequence[Series]) -> list[Series]:
    """At most six: the largest, in their order, and the sum of the others as "other"."""
    if len(series) <= MOST_SERIES:
        return list(series)
    by_size = sorted(range(len(series)), key=lambda at: -sum(value or 0 for value in series[at].values))
    kept, rest = sorted(by_size[: MOST_SERIES - 1]), by_size[MOST_SERIES - 1 :]
    others = _sums([series[at] for at in rest], len(series[0].values))
    return [*(series[at] for at in kept), Series(name=f"other ({len(rest)})", values=others)]


def _sums(series: Sequence[Series], count: int) -> list[float | None]:
    """The height of each stack; None where nothing is known."""
    found: list[float | None] = []
    for at in range(count):
        values = [value for each in series if (value := each.values[at]) is not None and there(value)]
        found.append(sum(values) if values else None)
    return found


def _labels(places: Sequence[Place], middles: Sequence[float]) -> list[tuple[float, str]]:
    names = short_names_of(places)
    every = max(1, -(-len(places) // 7))
    return [(middles[index], names[index]) for index in range(0, len(places), every)]


def _columns(id: str, places: Sequence[Place], series: Sequence[Series], scale: Scale, unit: str) -> list[str]:
    step, names = 1 / len(places), names_of(places)
    width = min(step * FULL, WIDEST)
    made = []
    for at, name in enumerate(names):
        x, below = ink.per_cent((at + 0.5) * step - width / 2), 0.0
        for index, each in enumerate(series):
            value = each.values[at]
            if value is None or not there(value) or not value:
                continue
            upper, lower = sorted((HEIGHT * (1 - scale.share(below + value)), HEIGHT * (1 - scale.share(below))))
            told = escape(f"{name}: {each.name} {said(value, unit)}")
            made.append(
                f'<rect {ink.fill(id, index)} x="{x}" y="{upper:.1f}" width="{ink.per_cent(width)}" '
                f'height="{max(0.5, lower - upper):.1f}"><title>{told}</title></rect>'
            )
            below += value
    return made
