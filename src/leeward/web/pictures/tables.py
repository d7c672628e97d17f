"""The table beside a picture, and the picture in a sentence."""

from collections.abc import Sequence

from leeward.web.pictures.chart import MOST_ROWS, Noted, Place, Series, known
from leeward.web.pictures.scale import names_of, said


def heads_of(first: str, series: Sequence[Series], noted: Sequence[Noted] = ()) -> tuple[str, ...]:
    """The place, each series, what happened there."""
    return (first, *(each.name for each in series), *(("noted",) if noted else ()))


def rows_of(
    places: Sequence[Place], series: Sequence[Series], unit: str, noted: Sequence[Noted] = (), *, latest: bool = True
) -> tuple[tuple[tuple[str, ...], ...], int]:
    """The rows as they are shown, and how many are left out: the earliest, or those at the end of a list."""
    names = names_of(places)
    happened: dict[int, str] = {}
    for number, each in enumerate(noted, 1):
        happened[each.index] = f"{happened[each.index]}; " if each.index in happened else ""
        happened[each.index] += f"{number} {each.words}"
    over = max(0, len(places) - MOST_ROWS)
    rows = []
    for index in range(over, len(places)) if latest else range(len(places) - over):
        cells = [names[index], *(_cell(each, index, unit) for each in series)]
        rows.append(tuple([*cells, happened.get(index, "")] if noted else cells))
    return tuple(rows), over


def _cell(series: Series, index: int, unit: str) -> str:
    shown = said(series.values[index], unit)
    if not len(series.low) or not len(series.high) or series.low[index] is None or series.high[index] is None:
        return shown
    return f"{shown} [{said(series.low[index], unit)}, {said(series.high[index], unit)}]"


def caption_of(series: Sequence[Series], words: str) -> str:
    """The sentence under the title: all of it for one series, else from when to when; the picture's text has the rest."""
    return words if len(series) == 1 else words.partition(". ")[0] + "."


def in_words(series: Sequence[Series], unit: str, places: Sequence[Place]) -> str:
    """Ranges and last values; where it begins and ends."""
    names = names_of([places[0], places[-1]]) if len(places) else []
    span = f"{names[0]} to {names[-1]}. " if len(places) > 1 else f"{names[0]}. " if names else ""
    return span + " ".join(_told(each, unit, alone=len(series) == 1) for each in series)


def _told(series: Series, unit: str, *, alone: bool) -> str:
    values = known(series.values)
    name = "" if alone else f"{series.name}: "
    if not values:
        return f"{name}no values."
    word = "" if unit in ("share", "seconds", "") else f" {unit}"
    if len(values) == 1:
        return f"{name}{said(values[0], unit)}{word}."
    return f"{name}between {said(min(values), unit)} and {said(max(values), unit)}{word}, last {said(values[-1], unit)}."
