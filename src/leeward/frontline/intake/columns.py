"""Batches of activity by column: one pass over each field of a batch instead of one over each field of each event.

A column is checked as a whole; only where something is wrong is it looked at value by value, to find the rows, and these are
read one by one (``activity.read``), which knows what to say.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from itertools import chain
from math import isfinite
from typing import Any

import msgspec

from leeward.frontline.intake.activity import LONGEST_ID, SKEW, EventIn, Unfit, read
from leeward.frontline.intake.arrival import Problem, slip
from leeward.frontline.intake.shapes import Field, Shape, Shapes
from leeward.playbook.model import FieldType
from leeward.playbook.quantities import decimal_of, duration_of
from leeward.record.terms import media
from leeward.record.terms.code import is_code
from leeward.record.terms.moment import Moment

Column = list[Any]


class Columns(msgspec.Struct):
    """Events of one kind. All lists but ``values`` are as long as there are events; of ``values``, each of its lists is."""

    shape: Shape
    places: list[int]
    """Where each stands in what was sent, from 0."""
    ids: list[str]
    platforms: list[str]
    occurred: list[Moment]
    values: list[Column]
    """A column for each field of the kind; ids and texts as they came."""

    def rows(self, chosen: Iterable[int]) -> "Columns":
        """Only these rows, in this order."""
        keep = list(chosen)
        return Columns(
            self.shape,
            [self.places[n] for n in keep],
            [self.ids[n] for n in keep],
            [self.platforms[n] for n in keep],
            [self.occurred[n] for n in keep],
            [[column[n] for n in keep] for column in self.values],
        )

    def event(self, n: int) -> EventIn:
        """One row as an event by itself. Raises msgspec.ValidationError where it is none."""
        fields = {name: column[n] for name, column in zip(self.shape.names, self.values, strict=True) if column[n] is not None}
        row = {"kind": self.shape.kind.kind, "id": self.ids[n], "occurred": self.occurred[n], "platform": self.platforms[n]}
        return msgspec.convert({**row, "fields": fields}, EventIn)


class Sent(msgspec.Struct):
    """What a request holds: columns for each kind, and what is wrong with the rest, by its place."""

    columns: list[Columns]
    problems: list[tuple[int, Problem]]


def sent_rows(rows: Sequence[Any], shapes: Shapes, moment: Moment, most: int) -> Sent:
    """Rows that were read, in order: structs of ``shapes``, ``EventIn``, or problems. ``most`` is the longest text."""
    groups: dict[Shape, list[tuple[int, Any]]] = {}
    problems: list[tuple[int, Problem]] = []
    loose: list[tuple[int, EventIn]] = []
    for place, row in enumerate(rows):
        shape = shapes.by_type.get(type(row))
        if shape is not None:
            groups.setdefault(shape, []).append((place, row))
        elif isinstance(row, Problem):
            problems.append((place, row))
        else:
            loose.append((place, row))
    columns = [checked(_typed(shape, group), moment, most, problems) for shape, group in groups.items()]
    columns = _with_loose(columns, loose, shapes, moment, most, problems)
    return Sent([each for each in columns if each.places], sorted(problems, key=lambda each: each[0]))


def sent_columns(columns: Columns, moment: Moment, most: int) -> Sent:
    """Columns that came as such."""
    problems: list[tuple[int, Problem]] = []
    fit = checked(columns, moment, most, problems)
    return Sent([fit] if fit.places else [], problems)


def _typed(shape: Shape, group: Sequence[tuple[int, Any]]) -> Columns:
    events = [event for _, event in group]
    values = [list(column) for column in zip(*(msgspec.structs.astuple(event.fields) for event in events), strict=True)]
    return Columns(
        shape,
        [place for place, _ in group],
        [event.id for event in events],
        [event.platform for event in events],
        [event.occurred for event in events],
        values,
    )


def _with_loose(
    columns: list[Columns],
    loose: Sequence[tuple[int, EventIn]],
    shapes: Shapes,
    moment: Moment,
    most: int,
    problems: list[tuple[int, Problem]],
) -> list[Columns]:
    """The columns with the rows that had to be read one by one, in their places."""
    by_shape = {each.shape: each for each in columns}
    touched: set[Shape] = set()
    for place, event in loose:
        try:
            shape, values = read(event, shapes.by_kind, moment, most)
        except Unfit as unfit:
            problems.append((place, unfit.problem))
            continue
        into = by_shape.setdefault(shape, Columns(shape, [], [], [], [], [[] for _ in shape.fields]))
        touched.add(shape)
        into.places.append(place)
        into.ids.append(event.id)
        into.platforms.append(event.platform)
        into.occurred.append(event.occurred.astimezone(UTC))
        for column, value in zip(into.values, values, strict=True):
            column.append(value)
    for shape in touched:
        places = by_shape[shape].places
        by_shape[shape] = by_shape[shape].rows(sorted(range(len(places)), key=places.__getitem__))
    return list(by_shape.values())


def checked(columns: Columns, moment: Moment, most: int, problems: list[tuple[int, Problem]]) -> Columns:
    """The rows that may come in; what is wrong with the others is added to ``problems``. Moments are in UTC afterwards."""
    unfit = set(_unfit(columns, moment, most))
    if unfit:
        only = {columns.shape.kind.kind: columns.shape}
        for n in sorted(unfit):
            try:
                read(columns.event(n), only, moment, most)
            except msgspec.ValidationError as why:
                problems.append((columns.places[n], slip(str(why))))
            except Unfit as why:
                problems.append((columns.places[n], why.problem))
            else:
                raise AssertionError("a column refused what the row by itself does not")
        columns = columns.rows(n for n in range(len(columns.places)) if n not in unfit)
    columns.occurred = _in_utc(columns.occurred)
    for place, field in enumerate(columns.shape.fields):
        if field.element is FieldType.TIMESTAMP:
            values = columns.values[place]
            columns.values[place] = [each and _in_utc(each) for each in values] if field.is_list else _in_utc(values)
        elif field.element.decimal:
            columns.values[place] = [None if each is None else decimal_of(each, field.element) for each in columns.values[place]]
    return columns


def _in_utc(moments: Column) -> Column:
    return [each if each is None or each.tzinfo is UTC else each.astimezone(UTC) for each in moments]


def _unfit(columns: Columns, moment: Moment, most: int) -> Iterator[int]:
    """Numbers of rows in which something is wrong; some more than once."""
    latest = moment + SKEW
    if columns.occurred and max(columns.occurred) > latest:
        yield from (n for n, each in enumerate(columns.occurred) if each > latest)
    if wrong := {each for each in set(columns.platforms) if not is_code(each)}:
        yield from (n for n, each in enumerate(columns.platforms) if each in wrong)
    subjects = columns.values[columns.shape.subject_at]
    if None in subjects or "" in subjects:
        yield from (n for n, each in enumerate(subjects) if each is None or each == "")
    for field, column in zip(columns.shape.fields, columns.values, strict=True):
        yield from _unfit_values(field, column, most)


def _unfit_values(field: Field, column: Column, most: int) -> Iterator[int]:
    flat = [each for each in column if each is not None]
    if field.is_list:
        flat = list(chain.from_iterable(flat))
    if field.element is FieldType.TEXT:
        wrong = {each for each in flat if media.refusal(each, most=most)} if media.suspects(flat, most=most) else set()
    elif field.element is FieldType.CODE:
        wrong = {each for each in set(flat) if not is_code(each)}
    elif field.element is FieldType.ID:
        wrong = {each for each in set(flat) if each == "" or len(str(each)) > LONGEST_ID}
    elif field.element.decimal:
        wrong = {each for each in set(flat) if decimal_of(each, field.element) is None}
    elif field.element is FieldType.DURATION:
        wrong = {each for each in set(flat) if duration_of(each) is None}
    elif field.element is FieldType.FLOAT:
        wrong = set() if all(map(isfinite, flat)) else {each for each in flat if not isfinite(each)}
    else:
        return
    if wrong and field.is_list:
        yield from (n for n, each in enumerate(column) if each is not None and not wrong.isdisjoint(each))
    elif wrong:
        yield from (n for n, each in enumerate(column) if each in wrong)
