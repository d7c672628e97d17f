"""Literals: numbers, texts, moments and intervals, each read strictly, and calculations with nothing but literals."""

import math
import re
from datetime import UTC, datetime, timedelta

from leeward.playbook.rules.agree import Refusal
from leeward.playbook.rules.bounds import DIGITS_38
from leeward.playbook.rules.kinds import DURATION, FLOAT, INTEGER, TEXT, TIMESTAMP, Type
from leeward.playbook.rules.tree import Constant, Span, Value

_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?) ?(Z|[+-]\d\d(?::?\d\d)?)",
    re.ASCII,
)
_INTERVAL = re.compile(r"\s*([+-]?\d{1,9})\s+([A-Za-z]+)\s*", re.ASCII)
_UNITS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
MAX_INTERVAL = timedelta(days=36_525)  # a hundred years: sums of several stay far within what a timedelta holds


def text(value: str, span: Span) -> Constant:
    """A text literal."""
    if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise Refusal("this text holds a character that no text can have", "take out NUL and surrogates", span)
    return Constant(TEXT, span, value)


def number(value: str, span: Span) -> Constant:
    """An integer or a float literal: a float has a point or an exponent."""
    if value.isdecimal() and value.isascii():
        if int(value) > DIGITS_38:
            raise Refusal("an integer has at most 38 digits", "write a float, e.g. 1e40", span)
        return Constant(INTEGER, span, int(value))
    try:
        found = float(value)
    except ValueError:
        raise Refusal(f"{value} is no number", "write 1000, 0.5 or 1e6", span) from None
    if not math.isfinite(found):
        raise Refusal("this float is too large", "floats go to 1.7e308", span)
    return Constant(FLOAT, span, found, value)


def moment(value: str, cast_to: str, span: Span) -> Constant:
    """``TIMESTAMPTZ '2026-01-31 00:00:00+00'``: a moment with its offset, so that no session's time zone decides."""
    example = "write TIMESTAMPTZ '2026-01-31 00:00:00+00', with the offset"
    if cast_to != "TIMESTAMPTZ":
        raise Refusal("this literal is not in the language: of moments only those with their offset are", example)
    found = _MOMENT.fullmatch(value)
    if found is None:
        raise Refusal("this is no moment with an offset", example)
    day, clock, offset = found.groups()
    if offset != "Z" and len(offset) == 3:
        offset += ":00"
    try:
        at = datetime.fromisoformat(f"{day}T{clock}{offset}").astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refusal("there is no such moment", example) from None
    return Constant(TIMESTAMP, span, at)


def interval(words: str, span: Span) -> Constant:
    """``INTERVAL '2 hours'``: seconds to weeks, of fixed length."""
    found = _INTERVAL.fullmatch(words)
    unit = found[2].lower().removesuffix("s") if found else ""
    if found is None or unit not in _UNITS:
        fixed = unit in ("month", "quarter", "year", "decade", "century")
        raise Refusal(
            f"a {unit} has no fixed length" if fixed else "an interval is one number and one unit",
            "write seconds, minutes, hours, days or weeks: INTERVAL '30 days'",
        )
    try:
        length = int(found[1]) * _UNITS[unit]
    except OverflowError:
        length = timedelta.max
    if abs(length) > MAX_INTERVAL:
        raise Refusal("an interval is at most a hundred years", "compare epoch_seconds(...) instead")
    return Constant(DURATION, span, length)


def folded(op: str, left: Constant, right: Constant, type_: Type, span: Span) -> Constant:
    """What two literals make."""
    try:
        value = _calculated(op, left.value, right.value)
    except OverflowError:
        raise Refusal("this is out of range", "") from None
    if isinstance(value, float) and not math.isfinite(value):
        raise Refusal("this is not finite", "floats go to 1.7e308")
    if isinstance(value, int) and abs(value) > DIGITS_38:
        raise Refusal("an integer has at most 38 digits", "write a float, e.g. 1e40")
    return Constant(type_, span, value)


def _calculated(op: str, left: Value, right: Value) -> Value:
    operations = {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "*": lambda a, b: a * b,
        "/": lambda a, b: a / b,
    }
    result: Value = operations[op](left, right)
    return result
