"""A bound SELECT written for an engine. What DuckDB and Spark mean differently, or do by session settings, is spelled out here.

Neither text depends on a time zone, on ANSI mode, on how an engine divides by zero or where it puts NULL in an order, nor on an
extension of DuckDB: moments are calculated with as whole microseconds.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from sqlglot import exp

from leeward.playbook.measures.binding import Bound
from leeward.playbook.measures.expressions import UNITS
from leeward.playbook.measures.views import INTERVAL, MOMENT
from leeward.record.terms.moment import Moment

_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_THREE_DAYS = 3 * 86_400_000_000
"""1970 began on a Thursday: so much before it a week began."""


class Engine:
    """How an engine spells what is particular to it."""

    dialect = "duckdb"
    micros, from_micros, whole = "epoch_us", "make_timestamptz", "//"

    def moment(self, at: Moment) -> str:
        """A moment as a literal that a scan can be cut by."""
        return f"TIMESTAMPTZ '{at.astimezone(UTC).isoformat(timespec='microseconds')}'"

    def name(self, view: str) -> str:
        """A view's name."""
        return '"' + view + '"'

    def quotient(self, above: str, below: str) -> str:
        """Whole numbers divided, what is over dropped."""
        return f"({above} // {below})"

    def quoted(self, name: str) -> str:
        """A column's name."""
        return '"' + name.replace('"', '""') + '"'

    text_type = "VARCHAR"

    def list_of(self, what: str) -> str:
        """All values of a group, in order."""
        return f"list_sort(list({what}))"

    def pair(self, first: str, second: str) -> str:
        """Two values that stay together."""
        return f"struct_pack(a := {first}, b := {second})"

    def entry(self, values: str, place: str) -> str:
        """One value of a list, from 1."""
        return f"{values}[CAST({place} AS BIGINT)]"


class SparkEngine(Engine):
    """The same for Spark SQL."""

    dialect = "spark"
    micros, from_micros = "unix_micros", "timestamp_micros"
    text_type = "STRING"

    def moment(self, at: Moment) -> str:
        return f"timestamp_micros({micros_of(at)})"

    def name(self, view: str) -> str:
        return "`" + view.replace(".", "__") + "`"

    def quotient(self, above: str, below: str) -> str:
        return f"({above} div {below})"

    def quoted(self, name: str) -> str:
        return "`" + name.replace("`", "``") + "`"

    def list_of(self, what: str) -> str:
        return f"sort_array(collect_list({what}))"

    def pair(self, first: str, second: str) -> str:
        return f"named_struct('a', {first}, 'b', {second})"

    def entry(self, values: str, place: str) -> str:
        return f"element_at({values}, CAST({place} AS INT))"


DUCKDB, SPARK = Engine(), SparkEngine()


def micros_of(at: Moment) -> int:
    """A moment in microseconds since 1970."""
    return (at - _EPOCH) // _MICROSECOND


def written(bound: Bound, engine: Engine, start: Moment, end: Moment) -> str:
    """The SELECT for one period, over views that have the names that ``engine`` gives them."""
    period = {"start": start, "end": end}
    writer = _Writer(engine, period)
    return writer.rewritten(bound.tree.copy()).sql(dialect=engine.dialect, identify=True, comments=False)


class _Writer:
    def __init__(self, engine: Engine, period: Mapping[str, Moment]) -> None:
        self.engine, self.period = engine, period

    def rewritten(self, tree: exp.Expr) -> exp.Expr:
        """The tree with everything particular replaced, from the leaves up, so that nothing is rewritten twice."""
        for node in reversed(list(tree.walk())):
            if (found := _REWRITES.get(type(node))) is not None:
                new = found(self, node)
                if new is not node:
                    new.meta.update(node.meta)
                    node.replace(new)
        return tree

    def call(self, name: str, *args: exp.Expr) -> exp.Expr:
        return exp.Anonymous(this=name, expressions=list(args))

    def raw(self, text: str) -> exp.Expr:
        return exp.Var(this=text)

    def micros(self, node: exp.Expr) -> exp.Expr:
        return self.call(self.engine.micros, node.copy())

    def back(self, micros: exp.Expr) -> exp.Expr:
        return self.call(self.engine.from_micros, micros)


def _table(self: _Writer, node: exp.Expr) -> exp.Expr:
    view = node.meta.get("view")
    if view is None:
        return node
    alias = node.alias or node.name
    new = exp.Table(this=self.raw(self.engine.name(view)), alias=exp.TableAlias(this=exp.to_identifier(alias, quoted=True)))
    return new


def _placeholder(self: _Writer, node: exp.Expr) -> exp.Expr:
    return self.raw(self.engine.moment(self.period[str(node.this)]))


def _shifted(self: _Writer, node: exp.Expr) -> exp.Expr:
    """A moment and an interval."""
    if node.meta.get("kind") is not MOMENT or node.expression.meta.get("kind") is not INTERVAL:
        return node
    span = exp.Literal.number(node.expression.meta["micros"])
    return self.back(type(node)(this=self.micros(node.this), expression=span))


def _divided(self: _Writer, node: exp.Expr) -> exp.Expr:
    """A number over another, never whole; NULL where that is zero."""
    above, below = exp.Paren(this=node.this.copy()), exp.Paren(this=node.expression.copy())
    double = exp.DataType.build("double")
    quotient = exp.Var(
        this=f"(CAST({above.sql(self.engine.dialect, identify=True)} AS {double.sql(self.engine.dialect)})"
        f" / CAST(NULLIF({below.sql(self.engine.dialect, identify=True)}, 0) AS {double.sql(self.engine.dialect)}))"
    )
    return quotient


def _epoch(self: _Writer, node: exp.Expr) -> exp.Expr:
    micros = self.micros(node.this).sql(self.engine.dialect, identify=True)
    return self.raw(f"(CAST({micros} AS DOUBLE) / CAST(1000000 AS DOUBLE))")


def _truncated(self: _Writer, node: exp.Expr) -> exp.Expr:
    micros = self.micros(node.this).sql(self.engine.dialect, identify=True)
    unit = str(node.args["unit"].name).upper()
    ahead = _THREE_DAYS if unit == "WEEK" else 0
    return self.back(self.raw(f"{micros} - (({micros} + {ahead}) % {UNITS[unit] * 1_000_000})"))


def _hour(self: _Writer, node: exp.Expr) -> exp.Expr:
    micros = self.micros(node.this).sql(self.engine.dialect, identify=True)
    return self.raw(self.engine.quotient(f"({micros} % 86400000000)", "3600000000"))


def _isodow(self: _Writer, node: exp.Expr) -> exp.Expr:
    micros = self.micros(node.this).sql(self.engine.dialect, identify=True)
    return self.raw("(" + self.engine.quotient(f"(({micros} + {_THREE_DAYS}) % 604800000000)", "86400000000") + " + 1)")


def _ordered(self: _Writer, node: exp.Expr) -> exp.Expr:
    """NULL last, as in DuckDB, in words for every engine."""
    way = "DESC" if node.args.get("desc") else "ASC"
    first = bool(node.args.get("nulls_first"))
    return self.raw(f"{node.this.sql(self.engine.dialect, identify=True)} {way} NULLS {'FIRST' if first else 'LAST'}")


def _length(self: _Writer, node: exp.Expr) -> exp.Expr:
    inner = node.this.sql(self.engine.dialect, identify=True)
    if self.engine.dialect == "spark":
        return self.raw(f"CASE WHEN {inner} IS NOT NULL THEN size({inner}) END")
    return self.raw(f"len({inner})")


def _contains(self: _Writer, node: exp.Expr) -> exp.Expr:
    inner, value = (each.sql(self.engine.dialect, identify=True) for each in (node.this, node.expression))
    if self.engine.dialect == "spark":
        return self.raw(f"array_contains({inner}, {value})")
    return self.raw(f"list_contains({inner}, {value})")


def _whole(self: _Writer, node: exp.Expr) -> exp.Expr:
    """The number below or above, as a whole number."""
    name = "floor" if isinstance(node, exp.Floor) else "ceil"
    return self.raw(f"CAST({name}({node.this.sql(self.engine.dialect, identify=True)}) AS BIGINT)")


def _mean(self: _Writer, node: exp.Expr) -> exp.Expr:
    return self.raw(f"avg(CAST({node.this.sql(self.engine.dialect, identify=True)} AS DOUBLE))")


def _lowered(self: _Writer, node: exp.Expr) -> exp.Expr:
    """Codes are ASCII, and only their letters have another case here: engines do not agree about the rest."""
    inner = node.this.sql(self.engine.dialect, identify=True)
    return self.raw(f"translate({inner}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')")


_REWRITES: Mapping[type[exp.Expr], Callable[[_Writer, exp.Expr], exp.Expr]] = {
    exp.Table: _table, exp.Placeholder: _placeholder, exp.Add: _shifted, exp.Sub: _shifted, exp.Div: _divided,
    exp.TimeToUnix: _epoch, exp.TimestampTrunc: _truncated, exp.DateTrunc: _truncated, exp.Hour: _hour,
    exp.DayOfWeekIso: _isodow, exp.Ordered: _ordered, exp.Length: _length, exp.ArrayContains: _contains, exp.Floor: _whole,
    exp.Ceil: _whole, exp.Avg: _mean, exp.Lower: _lowered,
}  # fmt: skip
