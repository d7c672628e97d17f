"""Looking at what others publish."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import msgspec

from leeward.insights.published.cube import Asked, Cell, Cube, Dimension
from leeward.insights.published.desk import asking
from leeward.insights.published.desk.taking import Q
from leeward.record.lake.reading import Lake, open_lake
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import PersonId
from leeward.record.terms.moment import Moment

OPTIONS = 300  # values that one can choose from; of more the most used
EDITIONS = 200  # rows of what editions said


class Filled(msgspec.Struct, kw_only=True):
    """A table that was filled from a file: a row of ``published``."""

    name: str
    digest: str
    rows: int
    first: Moment | None
    last: Moment | None
    taken: Moment
    by: PersonId
    person: str | None


class Board(msgspec.Struct, kw_only=True):
    """What is to be seen of a table: figures, what can be chosen, the question itself, and what editions said before."""

    cube: Cube
    asked: Asked
    cells: list[Cell]
    options: dict[str, list[str]]
    sql: str
    editions: list[tuple[date, str, float, float]]


def filled(look: Look) -> dict[str, Filled]:
    """The tables that hold something, by name."""
    return {row.name: row for row in look.rows(Q.taken, into=Filled)}


def board(record: Record, folder: Path, cube: Cube, chosen: Mapping[str, str], by: str | None) -> Board:
    """Figures for what is chosen, of values that the table has; a choice that it does not know is passed over."""
    by = by if cube.dimension(by or "") is not None else None
    with open_lake(record, folder) as lake:
        known: dict[str, str] = {}
        options: dict[str, list[str]] = {}
        for each in sorted(cube.dimensions, key=lambda one: one.usual is None):  # those that must have a value come first
            options[each.name] = _values(lake, cube, known, each)
            value = chosen.get(each.name)
            if value in options[each.name]:
                known[each.name] = value
            elif each.usual is not None:
                known[each.name] = each.usual if each.usual in options[each.name] else next(iter(options[each.name]), each.usual)
        asked = Asked(chosen=known, by=None if by in known else by)
        sql = asking.question(cube, asked)
        cells = [Cell(*row) for row in lake.ask(sql)[1]]
        said = lake.ask(asking.editions(cube, asked, EDITIONS))[1] if cube.editions and asked.by is None else []
    return Board(cube=cube, asked=asked, cells=cells, options=options, sql=sql, editions=[tuple(row) for row in said])


def _values(lake: Lake, cube: Cube, known: Mapping[str, str], dimension: Dimension) -> list[str]:
    return [row[0] for row in lake.ask(asking.values_of(cube, known, dimension, OPTIONS))[1]]
