"""Small cells: what is hidden cannot be reckoned from what is shown (Q22, Q55)."""

from hypothesis import given, settings
from hypothesis import strategies as some

from leeward.playbook.measures.reckoning import Cell
from leeward.playbook.measures.suppression import suppressed

MINIMUM = 5
counts = some.dictionaries(some.sampled_from("abcdef"), some.integers(1, 30), max_size=6)
table = some.dictionaries(some.tuples(some.sampled_from("abc"), some.sampled_from("xyz")), some.integers(1, 20), max_size=9)


def cell(n: int, **by: str) -> Cell:
    return Cell(period=0, by=tuple(by.items()), n=n, value=float(n))


def line(found: dict[str, int]) -> list[Cell]:
    return [cell(sum(found.values())), *(cell(n, queue=name) for name, n in found.items())]


def hidden(cells: list[Cell]) -> dict[tuple[tuple[str, str], ...], str | None]:
    return {each.by: each.reason for each in suppressed(cells, MINIMUM) if each.suppressed}


@given(counts)
def test_nothing_small_is_shown(found: dict[str, int]) -> None:
    shown = [each for each in suppressed(line(found), MINIMUM) if not each.suppressed]
    assert all(each.n == 0 or each.n >= MINIMUM for each in shown)


@given(counts)
def test_a_hidden_slice_cannot_be_reckoned_from_the_total(found: dict[str, int]) -> None:
    away = hidden(line(found))
    gone = [n for name, n in found.items() if (("queue", name),) in away]
    if gone and () not in away:
        assert len(gone) > 1 or len(found) == 1
        assert sum(gone) >= MINIMUM or len(gone) == len(found)


@given(counts)
def test_no_more_is_hidden_than_needs_to_be(found: dict[str, int]) -> None:
    if all(n >= MINIMUM for n in found.values()):
        assert not hidden(line(found))


@given(table)
@settings(max_examples=60, deadline=None)
def test_no_row_or_column_of_a_table_leaves_one_cell_over(found: dict[tuple[str, str], int]) -> None:
    cells = [cell(sum(found.values()))]
    for place, name in ((0, "queue"), (1, "language")):
        keys = sorted({each[place] for each in found})
        cells += [cell(sum(n for each, n in found.items() if each[place] == key), **{name: key}) for key in keys]
    cells += [cell(n, queue=one, language=other) for (one, other), n in found.items()]
    away = hidden(cells)
    for place, name in ((0, "queue"), (1, "language")):
        for key in {each[place] for each in found}:
            inner = [each for each in found if each[place] == key]
            gone = [found[each] for each in inner if (("queue", each[0]), ("language", each[1])) in away]
            if gone and ((name, key),) not in away:
                assert len(gone) > 1 or len(inner) == 1


def test_what_is_hidden_has_no_number_left() -> None:
    [whole, small, beside, shown] = suppressed(line({"a": 2, "b": 6, "c": 9}), MINIMUM)
    assert (small.reason, beside.reason, shown.reason, whole.reason) == ("few", "beside", None, None)
    for each in (small, beside):
        assert (each.value, each.n, each.numerator, each.denominator, each.low, each.high) == (None, 0, None, None, None, None)


def test_zero_is_shown() -> None:
    [only] = suppressed([cell(0)], MINIMUM)
    assert not only.suppressed
