"""Shares and their intervals, on published figures and as properties (FIELD 3.5 and 10)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.frontline.quality.proportions import (
    NotCorrectable,
    Share,
    Stratum,
    corrected,
    difference,
    neyman,
    stratified,
    wilson,
)


@pytest.mark.parametrize(
    ("found", "of", "value", "low", "high"),
    [(60, 50_000, 0.0012, 0.000932, 0.001544), (372, 400, 0.93, 0.9007, 0.9511), (0, 10, 0.0, 0.0, 0.2775)],
)
def test_a_share_has_the_published_interval(found: int, of: int, value: float, low: float, high: float) -> None:
    share = wilson(found, of)
    assert (share.value, share.of) == (pytest.approx(value), of)
    assert (share.low, share.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_a_share_of_nothing_is_unknown_and_not_zero() -> None:
    assert wilson(0, 0) == Share(value=None, low=0.0, high=1.0, of=0)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="5 of 4"):
        wilson(5, 4)


@settings(max_examples=100)
@given(st.integers(0, 300).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), st.floats(0.5, 0.999))
def test_an_interval_holds_its_value_and_more_confidence_is_wider(counts: tuple[int, int], confidence: float) -> None:
    narrow, wide = wilson(*counts, confidence), wilson(*counts, (1 + confidence) / 2)
    assert 0 <= wide.low <= narrow.low <= narrow.high <= wide.high <= 1
    assert narrow.value is None or narrow.low <= narrow.value <= narrow.high


def test_a_difference_has_newcombes_interval() -> None:
    gap = difference(wilson(56, 70), wilson(48, 80))  # Newcombe 1998, table II, the first example
    assert gap.value == pytest.approx(0.2)
    assert (gap.low, gap.high) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5))


def test_strata_are_weighed_by_their_size_and_not_by_how_much_was_looked_at() -> None:
    share = stratified([Stratum(size=900, looked_at=10, found=1), Stratum(size=100, looked_at=90, found=90)])
    assert share.value == pytest.approx(0.9 * 0.1 + 0.1 * 1.0)
    assert share.of == 100
    assert share.low < 0.19 < share.high
    assert share.high - share.low > 0.3, "ten looks decide nearly all of it"


def test_a_stratum_that_nobody_looked_into_says_nothing() -> None:
    seen = Stratum(size=50, looked_at=10, found=5)
    assert stratified([seen, Stratum(size=500, looked_at=0, found=0)]) == stratified([seen])
    assert stratified([]).value is None


def test_neyman_divides_as_published() -> None:
    sizes = neyman((0.80, 0.10, 0.05, 0.01, 0.04), (0.0005, 0.005, 0.01, 0.05, 0.0025), 4_000)
    assert sizes == [pytest.approx(each, abs=0.005) for each in (2098.50, 827.63, 583.75, 255.73, 234.38)]


def test_an_imperfect_look_is_corrected_or_refused() -> None:
    assert corrected(0.0012, 0.90, 0.9995) == pytest.approx(0.000778, abs=5e-7)
    with pytest.raises(NotCorrectable, match="no better than chance"):
        corrected(0.5, 0.6, 0.3)
    with pytest.raises(NotCorrectable, match="cannot come"):
        corrected(0.0001, 0.9, 0.99)


@given(st.lists(st.tuples(st.integers(1, 10_000), st.integers(1, 40), st.sampled_from((0.0, 0.5, 1.0))), min_size=1, max_size=60))
def test_a_share_of_strata_is_a_share_however_the_weights_round(rows: list[tuple[int, int, float]]) -> None:
    share = stratified([Stratum(size=size, looked_at=n, found=int(n * part)) for size, n, part in rows])
    assert share.value is not None
    assert 0 <= share.low <= share.value <= share.high <= 1
    sizes = [size for size, _, _ in rows]
    everything = stratified([Stratum(size=size, looked_at=1, found=1) for size in sizes])
    assert everything.value == pytest.approx(1)
