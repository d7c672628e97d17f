"""How small and how large an integer expression can be, what can be NULL, and what follows from that.

Integer arithmetic is exact: the checker refuses what could pass 38 digits, so no engine can overflow (DuckDB calculates in
128 bits where 64 might not do). The same ranges find comparisons that can never be true, or never false.
"""

from leeward.playbook.rules.functions import FUNCTIONS, RANGES
from leeward.playbook.rules.kinds import FLOAT, Kind
from leeward.playbook.rules.tree import (
    Aggregate,
    And,
    Arithmetic,
    Between,
    Call,
    Case,
    Column,
    Compare,
    Constant,
    Constants,
    Distinct,
    In,
    IsNull,
    IsTruth,
    Like,
    Listed,
    Local,
    Node,
    Not,
    Or,
    Regex,
)

Range = tuple[int, int]
INT64: Range = (-(2**63), 2**63 - 1)
MOST_EVENTS = 2**31  # in one window: more than any memory holds
AGGREGATED: dict[str, Range] = {
    "count": (0, MOST_EVENTS),
    "count_distinct": (0, MOST_EVENTS),
    "sum": (INT64[0] * MOST_EVENTS, INT64[1] * MOST_EVENTS),
}
DIGITS_38 = 10**38 - 1  # what a DECIMAL(38) holds, and a little less than 127 bits


def fits(range_: Range, limits: Range = INT64) -> bool:
    """Whether every value of ``range_`` is within ``limits``."""
    return limits[0] <= range_[0] and range_[1] <= limits[1]


def bounds(node: Node) -> Range:
    """The least and greatest value of an integer expression that is not NULL."""
    match node:
        case Constant(value=value) if isinstance(value, int):
            return (value, value)
        case Arithmetic(op=op, left=left, right=right):
            return _calculated(op, bounds(left), bounds(right))
        case Case(branches=branches, default=default):
            return _hull([bounds(value) for value in (*(value for _, value in branches), default) if value.type.exact])
        case Call(name=name, args=args):
            return _called(name, args)
        case Aggregate(feature=feature):
            return AGGREGATED.get(feature.function, INT64)
        case Column(type=type_) if type_.kind is Kind.DECIMAL:
            return (1 - 10**type_.digits, 10**type_.digits - 1)
        case _:
            return INT64


def _calculated(op: str, left: Range, right: Range) -> Range:
    if op == "+":
        return (left[0] + right[0], left[1] + right[1])
    if op == "-":
        return (left[0] - right[1], left[1] - right[0])
    corners = [one * other for one in left for other in right]
    return (min(corners), max(corners))


def _called(name: str, args: tuple[Node, ...]) -> Range:
    if name in RANGES:
        return RANGES[name]
    ranges = [bounds(arg) for arg in args]
    if name == "abs":
        low, high = ranges[0]
        return (0 if low <= 0 <= high else min(abs(low), abs(high)), max(abs(low), abs(high)))
    if name == "nullif":
        return ranges[0]
    if name == "least" and not any(map(nullable, args)):
        return (min(low for low, _ in ranges), min(high for _, high in ranges))
    if name == "greatest" and not any(map(nullable, args)):
        return (max(low for low, _ in ranges), max(high for _, high in ranges))
    return _hull(ranges)  # coalesce; least and greatest pass over NULLs


def _hull(ranges: list[Range]) -> Range:
    return (min((low for low, _ in ranges), default=0), max((high for _, high in ranges), default=0))


def decided(op: str, left: Range, right: Range) -> bool | None:
    """What ``left op right`` always is, if it always is the same."""
    before, after = left[1] < right[0], left[0] > right[1]
    touching_before, touching_after = left[1] <= right[0], left[0] >= right[1]
    same = left == right and left[0] == left[1]
    always = {
        "=": same,
        "<>": before or after,
        "<": before,
        "<=": touching_before,
        ">": after,
        ">=": touching_after,
    }[op]
    never = {
        "=": before or after,
        "<>": same,
        "<": touching_after,
        "<=": after,
        ">": touching_before,
        ">=": before,
    }[op]
    return True if always else False if never else None


def not_zero(node: Node) -> bool:
    """Whether a divisor is safe: NULL rather than zero, or by its range never zero."""
    match node:
        case Call(name="nullif", args=(_, Constant(value=value))) if value == 0:
            return True
        case Call(name="to_float", args=(inner,)):
            return not_zero(inner)
        case Constant(value=value):
            return bool(value)
        case _:
            low, high = bounds(node) if node.type.exact else (0, 0)
            return low > 0 or high < 0


def nullable(node: Node) -> bool:
    """Whether an expression can be NULL (True when unsure)."""
    match node:
        case Column(type=type_):
            return not type_.many
        case Constant(value=value):
            return value is None
        case Constants() | IsNull() | IsTruth() | Distinct():
            return False
        case Call(name=name, args=args):
            return _call_nullable(name, args)
        case Case(branches=branches, default=default):
            return any(nullable(value) for value in (*(value for _, value in branches), default))
        case Arithmetic(type=type_, left=left, right=right):
            return type_ == FLOAT or nullable(left) or nullable(right)
        case Compare() | In() | Local() | Listed() | Between() | Like() | Regex() | And() | Or() | Not():
            return any(map(nullable, node.children()))
        case _:
            return True


def _call_nullable(name: str, args: tuple[Node, ...]) -> bool:
    if name == "nullif":
        return True
    if FUNCTIONS[name].partial:
        return True
    if FUNCTIONS[name].total:
        return False
    if FUNCTIONS[name].strict:
        return any(map(nullable, args))
    return all(map(nullable, args))
