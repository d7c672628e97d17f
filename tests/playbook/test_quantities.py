"""Decimals and durations are read exactly as they were written, or not at all."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.playbook.model import FieldType as F
from leeward.playbook.quantities import decimal_of, duration_of

FEE = F("decimal(5,2)")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12.50", "12.50"), ("12.5", "12.50"), (12, "12.00"), (12.5, "12.50"), ("-999.99", "-999.99"), ("+1", "1.00"),
        (Decimal("1E+2"), "100.00"), ("12.500", "12.50"), ("0.00", "0.00"), ("-0", "0.00"),
        ("1000", None), ("12.505", None), ("1e2", None), ("", None), ("x", None), (True, None), (None, None), (" 1", None),
        (float("nan"), None), (Decimal("NaN"), None), (Decimal("Infinity"), None), (0.1 + 0.2, None), (10**60, None),
        ("0." + "0" * 50 + "1", None),
    ],
)  # fmt: skip
def test_a_decimal_fits_or_is_none(written: object, read: str | None) -> None:
    found = decimal_of(written, FEE)
    assert (None if found is None else str(found)) == read


@given(st.integers(-(10**18) + 1, 10**18 - 1), st.integers(0, 18))
def test_every_decimal_of_eighteen_digits_is_read_as_it_is(units: int, scale: int) -> None:
    value = Decimal(units).scaleb(-scale)
    found = decimal_of(format(value, "f"), F(f"decimal(18,{scale})"))
    assert found == value
    assert found is not None
    assert found.as_tuple().exponent == -scale


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("PT1H30M", timedelta(minutes=90)), ("P1D", timedelta(days=1)), ("-PT0.000001S", timedelta(microseconds=-1)),
        (90, timedelta(seconds=90)), (timedelta(1), timedelta(1)), ("1 hour", None), (1.5, None), (True, None), ("", None),
        ("P200Y", None), (10**12, None), (10**30, None), (timedelta(days=36_526), None),
    ],
)  # fmt: skip
def test_a_duration_is_iso_or_whole_seconds(written: object, read: timedelta | None) -> None:
    assert duration_of(written) == read
