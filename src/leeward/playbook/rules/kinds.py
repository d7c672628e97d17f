"""The types of the rule language, and what a field of the playbook becomes in it.

A ``FieldType`` is what a field of an event holds; a ``Type`` is what an expression yields. A decimal is calculated with as
a whole number of its smallest unit, so everywhere below it is an integer; only the checker looks at where the point stands.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from leeward.playbook.model import FieldType


class Kind(StrEnum):
    """What a single value is."""

    BOOLEAN = "boolean"
    INTEGER = "integer"  # in a field 64 bits, signed; in arithmetic exact, up to 38 digits
    DECIMAL = "decimal"  # a whole number of units of 10 ** -scale: exact, up to 38 digits
    FLOAT = "float"  # IEEE 754 double, finite; a result that is not finite is NULL
    TEXT = "text"  # Unicode, compared by code point, never normalised
    CODE = "code"  # a short word of a closed vocabulary
    ID = "id"  # an identity: equal or not, nothing else
    TIMESTAMP = "timestamp"  # a moment, microseconds, UTC
    DURATION = "duration"  # the time between two moments, microseconds
    NULL = "NULL"  # the bare word NULL, which only CASE may yield
    UNKNOWN = "unknown"  # an expression with an error in it; everything is allowed, so that one mistake is told once


@dataclass(frozen=True, slots=True)
class Type:
    """The type of an expression: one value, or a list of them. A list is never NULL, and its elements are not either."""

    kind: Kind
    many: bool = False
    scale: int = 0
    """Of a decimal: how many digits stand behind the point."""
    digits: int = field(default=0, compare=False)
    """Of a field that is a decimal: how many digits it has at most."""

    def __str__(self) -> str:
        if self.kind is Kind.DECIMAL:
            return f"decimal({self.digits},{self.scale})" if self.digits else "decimal"
        return f"list of {self.kind}" if self.many else self.kind

    @property
    def numeric(self) -> bool:
        """Whether it can be calculated with."""
        return not self.many and self.kind in (Kind.INTEGER, Kind.DECIMAL, Kind.FLOAT)

    @property
    def exact(self) -> bool:
        """Whether it is calculated with as a whole number."""
        return not self.many and self.kind in (Kind.INTEGER, Kind.DECIMAL)

    @property
    def textual(self) -> bool:
        """Whether it is one text or code."""
        return not self.many and self.kind in (Kind.TEXT, Kind.CODE)


BOOLEAN, INTEGER, FLOAT = Type(Kind.BOOLEAN), Type(Kind.INTEGER), Type(Kind.FLOAT)
TEXT, CODE, ID = Type(Kind.TEXT), Type(Kind.CODE), Type(Kind.ID)
TIMESTAMP, DURATION = Type(Kind.TIMESTAMP), Type(Kind.DURATION)
TEXTS = Type(Kind.TEXT, many=True)
NULL, UNKNOWN = Type(Kind.NULL), Type(Kind.UNKNOWN)


@cache
def type_of(of: FieldType) -> Type:
    """The type of a column of this field type."""
    if of.decimal is not None:
        digits, scale = of.decimal
        return Type(Kind.DECIMAL, scale=scale, digits=digits)
    return Type(Kind(of.element.value), of.is_list)
