"""Why a number moved: the slices that explain it, what each contributed, and what is left; mix and rate of a ratio."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from leeward.insights.drivers import evidence as of_evidence
from leeward.insights.drivers import expectation
from leeward.insights.drivers.cube import Cube
from leeward.insights.drivers.effects import Contribution, Whole, of_amount, of_count, of_ratio
from leeward.insights.drivers.evidence import Evidence
from leeward.insights.drivers.lattice import Floats, Ints, Lattice
from leeward.insights.drivers.search import evenly, search

DEEPEST = 5  # how many dimensions a slice may name; nobody reads more


@dataclass(frozen=True, slots=True)
class Driver:
    """A slice that explains: what it says, what it contributed, and how much of the whole move that is."""

    where: tuple[tuple[str, str], ...]
    """(dimension, value), in the order of the dimensions."""
    contribution: Contribution
    share: float
    """Of the move; NaN where nothing moved."""
    gain: float
    """Nats by which the move is explained better with it, beyond what naming it costs."""
    cells: int
    values: tuple[float, ...]
    """In each earlier period and in the one asked about: the count or amount, of a ratio the ratio (NaN without cases)."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """For a ratio: how much of its move is rate and how much is mix, when it is looked at by one dimension."""

    name: str
    rate: float
    mix: float
    reversal: bool
    """Whether all values that have cases in both periods went one way and the whole the other (Simpson)."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a number moved. Contributions of ``drivers``, ``against`` and ``rest`` add up to that of ``whole``."""

    whole: Contribution
    drivers: tuple[Driver, ...]
    """Slices that moved the way the whole did, the largest contribution first."""
    against: tuple[Driver, ...]
    """Slices that moved the other way."""
    rest: Contribution
    """All cells that no slice names."""
    everywhere: bool
    """Whether everything moved evenly; the slices are then what moved otherwise."""
    dimensions: tuple[Dimension, ...]
    """Of a ratio, by dimension; of a count and an amount empty."""
    values: tuple[float, ...] = ()
    """The whole in each earlier period and in the one asked about."""


def explain_count(cube: Cube, *, share: float = 1.0) -> Explanation:
    """Why a count moved. ``share`` is how long the period asked about is, in the length of an earlier one."""
    if not cube.codes.shape[1]:
        return _nothing(cube)
    expected = expectation.of_counts(cube.earlier, cube.codes, cube.sizes, share=share)
    lattice = Lattice(cube.codes, cube.sizes, DEEPEST)

    def evidence(usual: Floats) -> Evidence:
        return of_evidence.of_counts(usual, cube.now, expected.firmness)

    factor = (cube.now.sum() + 0.5) / (expected.value.sum() + 0.5)
    return _put_together(cube, lattice, *_found(lattice, evidence, expected.value, expected.value * factor), share)


def explain_amount(cube: Cube, *, share: float = 1.0) -> Explanation:
    """Why an amount moved that is no count (minutes, money, views), or how it differs from its forecast."""
    if not cube.codes.shape[1]:
        return _nothing(cube)
    expected = cube.earlier.mean(axis=0) * share
    lattice = Lattice(cube.codes, cube.sizes, DEEPEST)
    factor = cube.now.sum() / expected.sum() if expected.sum() > 0 else 1.0
    found = _found(lattice, lambda usual: of_evidence.of_amounts(usual, cube.now), expected, expected * factor)
    return _put_together(cube, lattice, *found, share, amount=True)


def explain_sum(cube: Cube, piece: float, *, share: float = 1.0) -> Explanation:
    """Why an amount moved that is a sum over things that are counted, such as hours of handling over decisions.

    ``piece`` is how large the things are, weighted by their size (sum of squares by sum): as many alike would vary as much.
    """
    if not piece > 0:
        return explain_amount(cube, share=share)
    counted = Cube(cube.dimensions, cube.labels, cube.codes, cube.earlier / piece, cube.now / piece)
    found = explain_count(counted, share=share)

    def sized(each: Contribution) -> Contribution:
        before, after, amount, low, high = (one * piece for one in (each.before, each.after, each.amount, each.low, each.high))
        return Contribution(before, after, amount, low, high, varied=each.varied)

    def driver(each: Driver) -> Driver:
        values = tuple(value * piece for value in each.values)
        return replace(each, contribution=sized(each.contribution), values=values)

    return replace(
        found,
        whole=sized(found.whole),
        drivers=tuple(map(driver, found.drivers)),
        against=tuple(map(driver, found.against)),
        rest=sized(found.rest),
        values=tuple(value * piece for value in found.values),
    )


def explain_ratio(cube: Cube) -> Explanation:
    """Why a ratio of two counts moved. Raises ValueError for a cube without denominators."""
    if cube.earlier_of is None or cube.now_of is None:
        raise ValueError("a ratio has denominators")
    if not cube.codes.shape[1]:
        return _nothing(cube)
    expected, n = expectation.of_ratios(cube.earlier, cube.earlier_of), cube.now_of
    lattice = Lattice(cube.codes, cube.sizes, DEEPEST)

    def evidence(usual: Floats) -> Evidence:
        return of_evidence.of_ratios(cube.now, n, usual, expected.firmness)

    moved = _moved_to(expected.value, n, float(cube.now.sum()))
    return _put_together(cube, lattice, *_found(lattice, evidence, expected.value, moved), 1.0)


@dataclass(frozen=True, slots=True)
class _Slice:
    number: int
    gain: float
    cells: Ints
    """Those of its cells that no slice before it has."""


def _found(lattice: Lattice, evidence: Callable[[Floats], Evidence], usual: Floats, moved: Floats) -> tuple[list[_Slice], bool]:
    """The slices that explain, and whether everything moved evenly: then they are what did not go along."""
    nats = evidence(usual).nats
    found = search(lattice, nats)
    everywhere = evenly(lattice, nats, found)
    if everywhere:
        found = search(lattice, evidence(moved).nats)
    free = np.ones(lattice.cells, np.bool_)
    slices: list[_Slice] = []
    for each in found:
        cells = each.cells[free[each.cells]]
        free[cells] = False
        slices.append(_Slice(each.number, each.gain, cells))
    return slices, everywhere


def _put_together(
    cube: Cube, lattice: Lattice, slices: list[_Slice], everywhere: bool, share: float, *, amount: bool = False
) -> Explanation:
    part = _parts(cube, share, amount)
    whole = part(np.arange(lattice.cells))
    drivers = []
    for each in slices:
        where = tuple((cube.dimensions[at], cube.labels[at][code]) for at, code in lattice.values(each.number))
        contribution = part(each.cells)
        of_move = contribution.amount / whole.amount if whole.amount else float("nan")
        drivers.append(Driver(where, contribution, of_move, each.gain, len(each.cells), _values(cube, each.cells)))
    drivers.sort(key=lambda each: -abs(each.contribution.amount))
    unnamed = np.ones(lattice.cells, np.bool_)
    for each in slices:
        unnamed[each.cells] = False
    rest = part(np.flatnonzero(unnamed))
    along = [(each.contribution.amount >= 0) == (whole.amount >= 0) for each in drivers]
    return Explanation(
        whole,
        tuple(each for each, same in zip(drivers, along, strict=True) if same),
        tuple(each for each, same in zip(drivers, along, strict=True) if not same),
        rest,
        everywhere,
        tuple(_by_dimension(cube, at, whole) for at in range(len(cube.dimensions))) if cube.now_of is not None else (),
        _values(cube, np.arange(lattice.cells)),
    )


def _values(cube: Cube, cells: Ints) -> tuple[float, ...]:
    top = np.append(cube.earlier[:, cells].sum(axis=1), cube.now[cells].sum())
    if cube.now_of is None or cube.earlier_of is None:
        return tuple(map(float, top))
    below = np.append(cube.earlier_of[:, cells].sum(axis=1), cube.now_of[cells].sum())
    ratios = np.divide(top, below, out=np.full_like(top, np.nan), where=below > 0)
    return tuple(map(float, ratios))


def _parts(cube: Cube, share: float, amount: bool) -> Callable[[Ints], Contribution]:
    """What some cells contributed."""
    if cube.now_of is not None and cube.earlier_of is not None:
        whole = _whole(cube)
        earlier_of, now_of = cube.earlier_of, cube.now_of

        def of_cells(cells: Ints) -> Contribution:
            now, of = float(cube.now[cells].sum()), float(now_of[cells].sum())
            return of_ratio(cube.earlier[:, cells].sum(axis=1), earlier_of[:, cells].sum(axis=1), now, of, whole)

        return of_cells
    if amount:
        usual = cube.earlier.mean(axis=0) * share
        larger = np.maximum(usual, cube.now)
        noise = of_evidence.noise_of(of_evidence.relative(usual, cube.now)[larger > 0]) * larger

        def of_amounts(cells: Ints) -> Contribution:
            spread = float(np.sqrt((noise[cells] ** 2).sum()))
            return of_amount(cube.earlier[:, cells].sum(axis=1), float(cube.now[cells].sum()), spread, share=share)

        return of_amounts
    return lambda cells: of_count(cube.earlier[:, cells].sum(axis=1), float(cube.now[cells].sum()), share=share)


def _whole(cube: Cube) -> Whole:
    assert cube.earlier_of is not None
    assert cube.now_of is not None
    return Whole(
        cube.earlier.sum(axis=1), cube.earlier_of.sum(axis=1), float(cube.now.sum()), float(cube.now_of.sum())
    )  # fmt: skip


def _by_dimension(cube: Cube, at: int, whole: Contribution) -> Dimension:
    """Rate and mix of a ratio by the values of one dimension."""
    part = _parts(cube, 1.0, amount=False)
    parts = [part(np.flatnonzero(cube.codes[at] == code)) for code in range(cube.sizes[at])]
    rates = [each.rate or 0.0 for each in parts]
    seen = [each.after - each.before for each in parts if each.before_of and each.after_of]
    reversal = len(seen) > 1 and (all(each < 0 < whole.amount for each in seen) or all(each > 0 > whole.amount for each in seen))
    return Dimension(cube.dimensions[at], sum(rates), sum(each.mix or 0.0 for each in parts), reversal)


def _moved_to(expected: Floats, n: Floats, hits: float) -> Floats:
    """The expected ratios, all moved by the same log-odds so that they give as many hits as there were."""
    odds = np.log(expected / (1 - expected))
    low, high = -12.0, 12.0
    for _ in range(60):
        middle = (low + high) / 2
        if float((n / (1 + np.exp(-(odds + middle)))).sum()) < hits:
            low = middle
        else:
            high = middle
    return np.clip(1 / (1 + np.exp(-(odds + low))), 1e-6, 1 - 1e-6)


def _nothing(cube: Cube) -> Explanation:
    if cube.now_of is None:
        none = of_count(np.zeros(len(cube.earlier)), 0.0)
    else:
        none = Contribution(float("nan"), float("nan"), 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    return Explanation(none, (), (), none, False, ())
