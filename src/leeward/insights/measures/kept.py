"""Results as they are recorded; and what differs between two counts of one period."""

import hashlib
from collections.abc import Iterable
from math import isclose

import msgspec

from leeward.playbook.measures.reckoning import Cell
from leeward.playbook.measures.recorded import NUMBERS
from leeward.record.facts.measures import Result, SliceOf
from leeward.record.terms.code import FieldCode, ReasonCode, SliceCode, is_code

MOST_SLICES = 200
"""A dimension with more values than this is not recorded: it is asked for when somebody looks."""


def slice_code(value: str) -> SliceCode:
    """The value of a dimension as a code; one that cannot be one is known by the first of its digest."""
    return SliceCode(value) if is_code(value) else SliceCode("text:" + hashlib.sha256(value.encode()).hexdigest()[:16])


def results_of(cells: Iterable[Cell]) -> tuple[Result, ...]:
    """What is recorded of one period: everything, and the slices of each dimension that does not have too many."""
    kept = list(cells)
    sizes: dict[tuple[str, ...], int] = {}
    for cell in kept:
        dimensions = tuple(name for name, _ in cell.by)
        sizes[dimensions] = sizes.get(dimensions, 0) + 1
    return tuple(_result(cell) for cell in kept if sizes[tuple(name for name, _ in cell.by)] <= MOST_SLICES)


def _result(cell: Cell) -> Result:
    return Result(
        by=tuple(SliceOf(dimension=FieldCode(name), value=slice_code(value)) for name, value in cell.by),
        numerator=cell.numerator,
        denominator=cell.denominator,
        value=cell.value,
        n=cell.n,
        low=cell.low,
        high=cell.high,
        reason=None if cell.reason is None else ReasonCode(cell.reason),
    )


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A result of a closed period that comes out otherwise today."""

    by: tuple[tuple[str, str], ...]
    closed: Cell | None
    """None: there was no such slice."""
    now: Cell | None
    """None: there is none any more."""


def differences(closed: Iterable[Cell], now: Iterable[Cell]) -> list[Difference]:
    """What came out otherwise. What differs in its last digits only, because it was summed in another order, did not."""
    then, today = ({cell.by: cell for cell in cells} for cells in (closed, now))
    found = []
    for by in sorted({*then, *today}):
        one, other = then.get(by), today.get(by)
        if one is None or other is None or not _equal(one, other):
            found.append(Difference(by=by, closed=one, now=other))
    return found


def _equal(one: Cell, other: Cell) -> bool:
    if one.reason != other.reason:
        return False
    pairs = [(getattr(one, name), getattr(other, name)) for name in NUMBERS]
    return all(a == b or (a is not None and b is not None and isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)) for a, b in pairs)
