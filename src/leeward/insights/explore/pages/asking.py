"""What all pages of Explore share: who asks in which house, and an answer drawn."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from leeward.insights.explore import desk, refusals
from leeward.insights.explore.picturing import Picture, fitting, is_moment, series_of
from leeward.record.errors import TextErased
from leeward.record.lake.apart import Answer
from leeward.record.terms.people import Role
from leeward.web import faults
from leeward.web.kit import Page, person
from leeward.web.pictures.bars import bars, dots
from leeward.web.pictures.chart import Chart, Series
from leeward.web.pictures.columns import columns
from leeward.web.pictures.lines import lines, multiples

faults.STATUS.update({**refusals.STATUS, TextErased: 410})

OUTCOMES = {
    "answered": "answered",
    "refused": "refused",
    "failed": "did not fit",
    "stopped": "stopped",
    "too_long": "took too long",
    "too_large": "took too much memory",
}


def asker_of(request: Page) -> desk.Asker:
    """Whoever sent this request."""
    state, who = request.app.state, person(request)
    return desk.Asker(
        record=state.record,
        playbook=state.playbook(),
        home=state.settings.home,
        lake=state.lake,
        person=who.id,
        roles=tuple(Role(role) for role in who.roles),
    )


def chart_of(picture: Picture, answer: Answer, title: str) -> Chart | None:
    """An answer drawn; None where its columns are not there, or the picture cannot show it."""
    if not fitting(picture, answer.names) or not answer.rows:
        return None
    places, found = series_of(picture, answer.names, answer.rows)
    if is_moment(answer.types[answer.names.index(picture.x)]):
        places = [datetime.fromisoformat(str(place)) for place in places if place is not None] or places
        if len(places) != len(next(iter(found.values()))):
            return None
    try:
        return _drawn(picture, places, found, title)
    except ValueError:  # too many, or negative: another shape shows it
        return None


def _drawn(picture: Picture, places: list[Any], found: dict[str, list[Any]], title: str) -> Chart:
    series = [Series(name=name, values=values) for name, values in found.items()]
    names = ["none" if place is None else str(place) for place in places]
    heads: dict[str, Any] = {"first": picture.x, "unit": picture.y[0] if picture.by or len(picture.y) == 1 else ""}
    if picture.shape == "columns":
        return columns(title, places, series, **heads)
    if picture.shape == "bars":
        return bars(title, names, series, **heads)
    if picture.shape == "dots":
        low, high = _interval(found)
        return dots(title, names, Series(name=series[0].name, values=series[0].values, low=low, high=high), **heads)
    if picture.shape == "multiples" or len(series) > 6:
        return multiples(title, places, series, **heads)
    return lines(title, places, series, **heads)


def _interval(found: dict[str, list[Any]]) -> tuple[Sequence[float | None], Sequence[float | None]]:
    """The bounds beside a value, where an answer has columns of such names."""
    return found.get("low", ()), found.get("high", ())
