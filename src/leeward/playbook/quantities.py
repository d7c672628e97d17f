"""Decimals and durations as platforms, cases and the record write them: read exactly, or not at all."""

import re
from datetime import timedelta
from decimal import Context, Decimal
from math import isfinite

import msgspec

from leeward.playbook.model import FieldType

LONGEST = timedelta(days=36_525)
"""The longest duration a field holds, a hundred years: sums of several stay far within what every engine holds."""
_WRITTEN = re.compile(r"[+-]?\d{1,40}(?:\.\d{1,40})?", re.ASCII)
_ROOMY = Context(prec=100)
_FLOAT_DIGITS = 15
"""So many digits of a float are surely those that somebody wrote."""


def decimal_of(value: object, kind: FieldType) -> Decimal | None:
    """``value`` as a decimal of this type, with all its digits behind the point; None where it is none, or does not fit.

    A text, a whole number and a Decimal are read as they stand; a float only where its digits are surely meant.
    """
    found = _exactly(value)
    if kind.decimal is None or found is None or not found.is_finite():
        return None
    digits, scale = kind.decimal
    units = _ROOMY.scaleb(found, scale)
    if len(found.as_tuple().digits) > 80 or units != units.to_integral_value() or abs(units) >= 10**digits:
        return None
    return _ROOMY.scaleb(Decimal(int(units)), -scale)


def _exactly(value: object) -> Decimal | None:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(value) if abs(value) < 10**40 else None
    if isinstance(value, float):
        sure = isfinite(value) and len(Decimal(repr(value)).normalize().as_tuple().digits) <= _FLOAT_DIGITS
        return Decimal(repr(value)) if sure else None
    return Decimal(value) if isinstance(value, str) and _WRITTEN.fullmatch(value) else None


def duration_of(value: object) -> timedelta | None:
    """``value`` as a length of time: ISO 8601 (``PT1H30M``), or a whole number of seconds; None where it is neither."""
    if isinstance(value, bool):
        return None
    try:
        if isinstance(value, int):
            value = timedelta(seconds=value)
        elif isinstance(value, str):
            value = msgspec.convert(value, timedelta)
    except (OverflowError, msgspec.ValidationError):
        return None
    return value if isinstance(value, timedelta) and abs(value) <= LONGEST else None
