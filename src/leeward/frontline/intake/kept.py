"""What is kept of activity: a batch without an outsider's name in it, and the rows it becomes.

A row's JSON holds numbers, codes, UUIDs and moments, none of which has a character that COPY or JSON would have to escape.
"""

import hashlib
from collections.abc import Iterator, Sequence, Set
from itertools import repeat
from uuid import UUID

import msgspec

from leeward.frontline.intake.columns import Column, Columns
from leeward.frontline.intake.identity import Names
from leeward.playbook.model import FieldType
from leeward.record.terms.ids import OwnerId, Position, VaultRef
from leeward.record.terms.moment import Moment


class Kept(msgspec.Struct):
    """A batch of one kind, anonymous: its ``columns`` hold internal ids, and texts until references take their place."""

    columns: Columns
    events: list[str]
    """Their ids, written out."""
    abouts: list[str]
    raw_subjects: list[str | int]
    passing: list[dict[str, object]] | None = None
    bodies: list[bytes] | None = None
    """The two that ``prepare`` made ready."""

    @classmethod
    def of(cls, columns: Columns, names: Names) -> "Kept":
        """Give everything in a batch its internal id."""
        shape, platforms = columns.shape, columns.platforms
        assert shape.kind.subject is not None
        raw_subjects = columns.values[shape.subject_at]
        for place, field in enumerate(shape.fields):
            if field.element is FieldType.ID:
                name = names.lists if field.is_list else names.entities
                columns.values[place] = name(field.name, platforms, columns.values[place])
        return cls(
            columns,
            names.events(shape.kind.kind, platforms, columns.ids),
            names.subjects(shape.kind.subject.value, platforms, raw_subjects),
            raw_subjects,
        )

    def without(self, known: Set[str]) -> "Kept":
        """The events that are not known, each once."""
        first: dict[str, int] = {}
        for n, event in enumerate(self.events):
            if event not in known:
                first.setdefault(event, n)
        if len(first) == len(self.events):
            return self
        chosen = list(first.values())
        return Kept(
            self.columns.rows(chosen),
            list(first),
            [self.abouts[n] for n in chosen],
            [self.raw_subjects[n] for n in chosen],
        )

    def prepare(self) -> None:
        """Do what needs nothing from the database, so that nobody has to wait for it who wants the pen."""
        self.passing = self.fields()
        if all(column.count(None) == len(column) for column in _text_columns(self)):  # else references are to come
            self.bodies = self.stored()

    def fields(self) -> list[dict[str, object]]:
        """Each event as the rules read it."""
        names = self.columns.shape.names
        return self.passing or [dict(zip(names, row, strict=True)) for row in zip(*self.columns.values, strict=True)]

    def stored(self) -> list[bytes]:
        """The fields of each event as they are kept, as JSON."""
        stored, encode = self.columns.shape.stored, msgspec.json.Encoder().encode
        return self.bodies or [encode(stored(*row)) for row in zip(*self.columns.values, strict=True)]


def texts_of(batch: Kept) -> Iterator[tuple[OwnerId, str]]:
    """Every text of a batch and whose key it goes under, field by field."""
    columns = [column for column in _text_columns(batch) if column.count(None) < len(column)]
    owners = {about: OwnerId(UUID(about)) for about in set(batch.abouts)} if columns else {}
    for column in columns:
        for about, value in zip(batch.abouts, column, strict=True):
            for text in value if isinstance(value, list) else () if value is None else (value,):
                yield owners[about], text


def put_references(batch: Kept, refs: Iterator[VaultRef]) -> None:
    """Put the vault's references in the place of the texts, in the order of ``texts_of``."""
    for place, field in enumerate(batch.columns.shape.fields):
        if field.element is FieldType.TEXT:
            batch.columns.values[place] = [
                [str(next(refs)) for _ in value] if isinstance(value, list) else None if value is None else str(next(refs))
                for value in batch.columns.values[place]
            ]


def _text_columns(batch: Kept) -> Iterator[Column]:
    for field, column in zip(batch.columns.shape.fields, batch.columns.values, strict=True):
        if field.element is FieldType.TEXT:
            yield column


def kept_rows(batch: Kept, first: Position, received: Moment, windows: Sequence[bytes] | None = None) -> tuple[bytes, str]:
    """The rows in COPY's text format, and the SHA-256 over ids and fields in order. ``windows``: what they held, as JSON."""
    fields = batch.stored()
    occurred = msgspec.json.encode(batch.columns.occurred)[2:-2].split(b'","')
    events = "\n".join(batch.events).encode().split(b"\n")
    abouts = "\n".join(batch.abouts).encode().split(b"\n")
    kind, came = batch.columns.shape.kind.kind.encode(), received.isoformat().encode()
    lines = b"".join(
        b"%d\t%b\t%b\t%b\t%b\t%b\t%b\t%b\n" % (position, event, kind, about, moment, came, body, held)
        for position, (event, about, moment, body, held) in enumerate(
            zip(events, abouts, occurred, fields, windows or repeat(b"\\N", len(fields)), strict=True), first
        )
    )
    digest = hashlib.sha256(b"\n".join(b"%b %b" % pair for pair in zip(events, fields, strict=True))).hexdigest()
    return lines, digest
