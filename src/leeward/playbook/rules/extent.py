"""How large a predicate becomes when it is written out. Some constructs are written twice, so nesting them doubles each time.

TRUE, FALSE and NULL of a condition are three texts; ``(p AND q) IS NULL`` needs two of them, a float calculated in DuckDB is
tested and used, a conditional equality spells out both ways. What would grow past the limit is refused.
"""

from leeward.playbook.rules.functions import FUNCTIONS
from leeward.playbook.rules.kinds import BOOLEAN, FLOAT
from leeward.playbook.rules.tree import And, Arithmetic, Between, Call, Case, IsNull, IsTruth, Local, Node, Not, Or
from leeward.playbook.rules.zones import changes

CONDITION = 20_000
"""Pieces of a condition; a long honest predicate has a few hundred."""
VALUE = 500
"""Pieces of a value in SQL: DuckDB's planner takes a third of a second for 600 of these, and thirteen for 2,300."""

Sizes = tuple[int, int, int]


def too_large(node: Node) -> bool:
    """Whether ``node``, written out for either engine, would be more than that takes well."""
    return sum(_sizes(node)) > CONDITION or (node.type != BOOLEAN and _sql(node) > VALUE)


def _sizes(node: Node) -> Sizes:
    """Of a condition: when TRUE, when FALSE, when NULL. Of a value its size, three times."""
    match node:
        case Not(value=value):
            true, false, null = _sizes(value)
            return (false, true, null)
        case IsNull(value=value):
            true, false, null = _sizes(value)
            return (null, true + false, 0)
        case IsTruth(value=value, truth=truth):
            size = _sizes(value)[0 if truth else 1]
            return (size, size, 0)
        case And(parts=parts) | Or(parts=parts):
            each = [_sizes(part) for part in parts]
            true, false = sum(size[0] for size in each), sum(size[1] for size in each)
            return (true, false, true + false)
        case Case(branches=branches, default=default):
            return _case(branches, default)
        case Call(name="coalesce", args=args):
            each = [_sizes(arg) for arg in args]
            null = sum(size[2] for size in each)
            return (sum(size[0] for size in each) + null, sum(size[1] for size in each) + null, null)
        case _:
            size = 1 + sum(max(_sizes(child)) for child in node.children())
            factor = 2 if isinstance(node, Between) else 1
            return (size * factor, size * factor, size * factor)


def _case(branches: tuple[tuple[Node, Node], ...], default: Node) -> Sizes:
    when = sum(_sizes(condition)[0] for condition, _ in branches)
    each = [_sizes(value) for value in (*(value for _, value in branches), default)]
    true, false = when + sum(size[0] for size in each), when + sum(size[1] for size in each)
    if default.type == BOOLEAN:
        return (true, false, true + false)
    return (true, true, true)


def _sql(node: Node) -> int:
    inner = [_sql(child) for child in node.children()]
    if (isinstance(node, Arithmetic) and node.type == FLOAT) or (isinstance(node, Call) and node.name == "nullif"):
        return 2 * (1 + sum(inner))
    if isinstance(node, Local):
        return 1 + (1 + len(changes(node.zone)[0])) * sum(inner)
    if isinstance(node, Call) and FUNCTIONS[node.name].duckdb:
        template = FUNCTIONS[node.name].duckdb
        return 1 + sum(size * template.count(f"{{{place}}}") for place, size in enumerate(inner))
    return 1 + sum(inner)
