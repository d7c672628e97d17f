"""Categories as level bars, one series or stacked; and values as dots with their intervals. The name stands above its line."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from leeward.web.pictures import ink
from leeward.web.pictures.chart import Chart, Series, Target, checked, known, there
from leeward.web.pictures.columns import folded
from leeward.web.pictures.scale import Scale, brief, said, scale_of
from leeward.web.pictures.tables import heads_of, rows_of

ROW = 38  # pixels for a name and what stands under it
MOST = 60  # lines of one picture; the table has more


def bars(title: str, names: Sequence[str], series: Sequence[Series], *, unit: str = "", first: str = "what") -> Chart:
    """A bar for each name, from zero; several series one after another, beyond five the smallest as "other".

    Of more than 60 names the first 60 are drawn; the table has 400. Raises ValueError for a series of another length
    and for negative values.
    """
    checked(names, series)
    if any(value < 0 for each in series for value in known(each.values)):
        raise ValueError("a bar cannot show negative values: draw dots")
    series, drawn = folded(series), names[:MOST]
    sums = [sum(known([each.values[at] for each in series])) for at in range(len(drawn))]
    if not any(known(each.values) for each in series):
        return Chart(id=ink.id_of(title), title=title, words="no values", drawing=Markup(""))
    top = max(sums) or 1.0
    words = _words(names, series, unit)
    id = ink.id_of(title, words)
    inside = []
    for at, name in enumerate(drawn):
        y, left = at * ROW, 0.0
        known_any = any(there(each.values[at]) for each in series)
        inside.append(_named(y, name, said(sums[at] if known_any else None, unit)))
        for index, each in enumerate(series):
            value = each.values[at]
            if value is None or not there(value) or not value:
                continue
            told = escape(f"{name}: {each.name} {said(value, unit)}")
            inside.append(
                f'<rect {ink.fill(id, index)} x="{ink.per_cent(left / top)}" y="{y + 20}" width="{ink.per_cent(value / top)}" '
                f'height="10"><title>{told}</title></rect>'
            )
            left += value
    rows, left_out = rows_of(names, series, unit, latest=False)
    return Chart(
        id=id,
        title=title,
        words=words,
        caption=words,
        drawing=ink.picture(id, title, words, len(drawn) * ROW, inside, kind="rows", below=0, fills=len(series)),
        legend=ink.legend_of(series, [ink.swatch_of_fill(id, index) for index in range(len(series))]),
        heads=heads_of(first, series),
        rows=rows,
        left_out=left_out,
    )


def dots(
    title: str, names: Sequence[str], series: Series, *, unit: str = "", target: Target | None = None, first: str = "what"
) -> Chart:
    """A dot for each value on a line from ``low`` to ``high``: how sure each is. Raises ValueError for another length."""
    checked(names, [series])
    reach = [value for values in (series.values, series.low, series.high) for value in known(values)]
    if not reach:
        return Chart(id=ink.id_of(title), title=title, words="no values", drawing=Markup(""))
    scale = scale_of([*reach, *((target.value,) if target else ())], unit, zero=False)
    drawn, words = names[:MOST], _words(names, [series], unit)
    height = len(drawn) * ROW
    id = ink.id_of(title, words)
    rows, left_out = rows_of(names, [series], unit, latest=False)
    inside = [
        _uprights(scale, height, unit),
        *(_dot(at * ROW, name, series, at, scale, unit) for at, name in enumerate(drawn)),
        _aim(target, scale, height, unit) if target else "",
    ]
    return Chart(
        id=id,
        title=title,
        words=words,
        caption=words,
        drawing=ink.picture(id, title, words, height, inside, kind="rows"),
        heads=heads_of(first, [series]),
        rows=rows,
        left_out=left_out,
    )


def _named(y: int, name: str, value: str) -> str:
    left, right = f'<text class="name" x="0" y="{y + 14}">', f'<text class="value" x="100%" y="{y + 14}">'
    return f"{left}{escape(name)}</text>{right}{escape(value)}</text>"


def _dot(y: int, name: str, series: Series, at: int, scale: Scale, unit: str) -> str:
    value = series.values[at]
    low, high = (values[at] if len(values) else None for values in (series.low, series.high))
    made = [_named(y, name, said(value, unit))]
    if low is not None and high is not None and there(low) and there(high):
        ends = [ink.per_cent(scale.share(each)) for each in (low, high)]
        made.append(f'<line class="span" x1="{ends[0]}" x2="{ends[1]}" y1="{y + 25}" y2="{y + 25}"/>')
        made += [f'<line class="span" x1="{end}" x2="{end}" y1="{y + 21}" y2="{y + 29}"/>' for end in ends]
    if value is not None and there(value):
        made.append(f'<circle class="dot s0" cx="{ink.per_cent(scale.share(value))}" cy="{y + 25}" r="4"/>')
    return "".join(made)


def _uprights(scale: Scale, height: int, unit: str) -> str:
    step = scale.ticks[1] - scale.ticks[0] if len(scale.ticks) > 1 else 1.0
    lines = [
        f'<line class="{"zero" if abs(tick) < step / 1e6 else "rule"}" x1="{x}" x2="{x}" y1="0" y2="{height}"/>'
        for tick in scale.ticks
        for x in (ink.per_cent(scale.share(tick)),)
    ]
    return "".join(lines) + ink.feet([(scale.share(tick), brief(tick, unit, step)) for tick in scale.ticks], height)


def _aim(target: Target, scale: Scale, height: int, unit: str) -> str:
    share = scale.share(target.value)
    step = scale.ticks[1] - scale.ticks[0] if len(scale.ticks) > 1 else 1.0
    x, side = ink.per_cent(share), "aim" if share > 0.5 else "aim after"
    return (
        f'<line class="target" x1="{x}" x2="{x}" y1="0" y2="{height}"/>'
        f'<text class="{side}" x="{x}" y="-1">{escape(f"{target.words} {brief(target.value, unit, step / 10)}")}</text>'
    )


def _words(names: Sequence[str], series: Sequence[Series], unit: str) -> str:
    """How many, and the largest and the smallest of them."""
    sums = [(sum(found), name) for at, name in enumerate(names) if (found := known([each.values[at] for each in series]))]
    (most, largest), (least, smallest) = max(sums, key=lambda each: each[0]), min(sums, key=lambda each: each[0])
    if len(sums) == 1:
        return f"{largest}: {said(most, unit)}."
    return f"{len(names)} lines: {largest} has the most, {said(most, unit)}; {smallest} the least, {said(least, unit)}."
