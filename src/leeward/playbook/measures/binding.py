"""A SELECT bound to the lake's tables: every name is resolved, every type known, and nothing is in it that is not in the subset.

What is in it is in ``ALLOWED`` of ``expressions.py`` and in ``_CLAUSES`` here; everything else is refused by name. Types are left
in the ``meta`` of the nodes, for the writers.
"""

from collections.abc import Iterator, Mapping

import msgspec
from sqlglot import exp

from leeward.playbook.diagnostics import suggestion
from leeward.playbook.measures.expressions import Expressions, Mistake, Scope
from leeward.playbook.measures.text import Text
from leeward.playbook.measures.views import BOOLEAN, Columns, Type

_CLAUSES = frozenset(("expressions", "from_", "joins", "where", "group", "having", "with_", "distinct"))
_REFUSED = {
    "limit": ("LIMIT", "rows in no order would be left out; a condition says which"),
    "offset": ("OFFSET", "a condition says which rows"),
    "order": ("ORDER BY", "rows are counted, not listed; it stands only inside OVER (...)"),
    "qualify": ("QUALIFY", "name the number in a subquery, and put the condition outside it"),
    "sample": ("a sample", "a measure counts all rows"),
    "windows": ("WINDOW", "write OVER (...) where it is used"),
    "laterals": ("LATERAL", "join a subquery"),
    "pivots": ("PIVOT", "a dimension is a column"),
    "locks": ("FOR UPDATE", "the lake is only read"),
    "into": ("INTO", "the lake is only read"),
}


class Bound(msgspec.Struct, frozen=True):
    """A checked SELECT."""

    tree: exp.Select
    columns: Columns
    """What it yields, in order."""
    reads: tuple[str, ...]
    periodic: bool
    """It names ``:start`` or ``:end``."""


def bind(text: Text, views: Mapping[str, Columns]) -> Bound:
    """Bind a SELECT. Raises Mistake with the first thing that does not belong."""
    binder = _Binder(text, views)
    if not isinstance(text.tree, exp.Select):
        raise Mistake(text.word(text.tree), "this is not one SELECT", "a measure is one SELECT; UNION ALL stands in a subquery")
    columns = binder.query(text.tree, {}, None)
    return Bound(text.tree, columns, tuple(sorted(binder.reads)), binder.periodic)


class _Binder(Expressions):
    """Binds queries; ``Expressions`` binds what stands in them."""

    def __init__(self, text: Text, views: Mapping[str, Columns]) -> None:
        super().__init__(text)
        self.views, self.reads = views, set[str]()

    def query(self, node: exp.Expr, named: Mapping[str, Columns], outer: Scope | None) -> Columns:
        """The columns that a SELECT, or several with UNION ALL, yield. ``named`` are the queries of WITH."""
        if isinstance(node, exp.Subquery) and set(_given(node)) <= {"this"}:
            return self.query(node.this, named, outer)
        if isinstance(node, exp.Union) and node.args.get("distinct") is False:
            return self._union(node, named, outer)
        if not isinstance(node, exp.Select):
            raise Mistake(self.text.word(node), "only SELECT and UNION ALL are in the subset", "the lake is only read")
        for clause in _given(node):
            if clause not in _CLAUSES:
                word, hint = _REFUSED.get(clause, (clause.replace("_", " ").upper(), "take it out"))
                place = self.text.find(*word.split()) or self.text.word(node)
                raise Mistake(place, f"{word} is not in the subset", hint)
        named = {**named, **self._with(node, named)}
        scope = self._from(node, named, outer)
        self._conditions(node, scope)
        columns = self._yielded(node, scope)
        self._grouped(node)
        return columns

    def _union(self, node: exp.Union, named: Mapping[str, Columns], outer: Scope | None) -> Columns:
        if extra := set(_given(node)) - {"this", "expression", "distinct", "with_"}:
            raise Mistake(self.text.word(node), f"{extra.pop().upper()} behind UNION ALL is not in the subset", "use a subquery")
        if node.args.get("with_"):
            named = {**named, **self._with(node, named)}
        left, right = self.query(node.this, named, outer), self.query(node.expression, named, outer)
        if list(left) != list(right):
            hint = f"the first yields {', '.join(left)}; the second {', '.join(right)}"
            raise Mistake(self.text.word(node.expression), "both sides of UNION ALL yield the same columns, in one order", hint)
        for name in left:
            self.same(node.expression, left[name], right[name])
        return {name: left[name] if left[name].name != "null" else right[name] for name in left}

    def _with(self, node: exp.Expr, named: Mapping[str, Columns]) -> dict[str, Columns]:
        found: dict[str, Columns] = {}
        clause = node.args.get("with_")
        if clause is None:
            return found
        if clause.args.get("recursive"):
            place = self.text.find("RECURSIVE") or self.text.word(node)
            raise Mistake(place, "RECURSIVE is not in the subset", "a measure must come to an end")
        for each in clause.expressions:
            if each.args["alias"].args.get("columns") or not isinstance(each.this, exp.Select | exp.Union):
                raise Mistake(self.text.word(each), "WITH holds name AS (SELECT ...)", "name the columns inside, with AS")
            if each.alias.lower() in self.views:
                raise Mistake(self.text.word(each), f"{each.alias} is a view already", "give it another name")
            found[each.alias.lower()] = self.query(each.this, {**named, **found}, None)
        return found

    def _from(self, node: exp.Select, named: Mapping[str, Columns], outer: Scope | None) -> Scope:
        if node.args.get("from_") is None:
            raise Mistake(self.text.word(node), "FROM is missing", "a measure counts rows of a view, e.g. FROM job_decided")
        scope = Scope({}, outer, named)
        self._source(node.args["from_"].this, scope)
        for join in node.args.get("joins") or ():
            self._join(join, scope)
        return scope

    def _join(self, join: exp.Join, scope: Scope) -> None:
        extra = set(_given(join)) - {"this", "side", "kind", "on"}
        if extra or join.side not in ("", "LEFT") or join.kind not in ("", "INNER", "CROSS", "OUTER"):
            hint = "JOIN ... ON, LEFT JOIN ... ON, and CROSS JOIN unnest(list) AS t(name)"
            raise Mistake(self.text.word(join), "this join is not in the subset", hint)
        if isinstance(join.this, exp.Unnest):
            self._unnest(join, scope)
            return
        self._source(join.this, scope)
        if join.args.get("on") is None:
            raise Mistake(self.text.word(join), "ON is missing", "JOIN ... ON says which rows belong together")
        self.must_be(join.args["on"], scope, BOOLEAN, "ON")
        if not any(_pairs(each) for each in _conjuncts(join.args["on"])):
            hint = "say which column is equal to which; every row beside every other is more than anybody can wait for"
            raise Mistake(self.text.span(join.args["on"]), "nothing here pairs the rows of both", hint)

    def _unnest(self, join: exp.Join, scope: Scope) -> None:
        unnest, alias = join.this, join.this.args.get("alias")
        names = alias.args.get("columns") if alias else None
        if join.kind != "CROSS" or join.args.get("on") or not names or len(names) != 1 or len(unnest.expressions) != 1:
            raise Mistake(self.text.word(join), "a list is opened so: CROSS JOIN unnest(list) AS t(name)", "with one name")
        kind = self.of(unnest.expressions[0], scope)
        if kind.of is None:
            raise Mistake(self.text.span(unnest.expressions[0]), f"this is {kind}, and no list", "unnest opens a list")
        self._put(scope, alias.this.name, {names[0].name.lower(): kind.of}, unnest)

    def _source(self, node: exp.Expr, scope: Scope) -> None:
        if isinstance(node, exp.Subquery):
            if not node.alias:
                raise Mistake(self.text.word(node), "this subquery has no name", "write (SELECT ...) AS name")
            self._put(scope, node.alias, self.query(node.this, scope.named, None), node)
        elif isinstance(node, exp.Table):
            self._put(scope, node.alias or node.name, self._table(node, scope.named), node)
        else:
            hint = "a view of the lake, a name of WITH, or a subquery"
            raise Mistake(self.text.word(node), "this cannot be read from", hint)

    def _table(self, node: exp.Table, named: Mapping[str, Columns]) -> Columns:
        if extra := set(_given(node)) - {"this", "db", "alias"}:
            raise Mistake(self.text.span(node), "this cannot be read from", f"take out {extra.pop().replace('_', ' ')}")
        if not isinstance(node.this, exp.Identifier) or (node.args.get("alias") and node.args["alias"].args.get("columns")):
            hint = "a view of the lake, a name of WITH, or a subquery; no function reads files here"
            raise Mistake(self.text.span(node), "this cannot be read from", hint)
        name = f"{node.db}.{node.name}".lower() if node.db else node.name.lower()
        if not node.db and name in named:
            return named[name]
        if name not in self.views:
            spelled = [*self.views, *named]
            raise Mistake(self.text.span(node), f"there is no view {name}", suggestion(name, spelled))
        self.reads.add(name)
        node.meta["view"] = name
        return self.views[name]

    def _put(self, scope: Scope, name: str, columns: Columns, node: exp.Expr) -> None:
        if name.lower() in scope.sources:
            raise Mistake(self.text.span(node), f"{name} is read from twice", "give one of them another name with AS")
        scope.sources[name.lower()] = columns

    def _conditions(self, node: exp.Select, scope: Scope) -> None:
        if (where := node.args.get("where")) is not None:
            self.must_be(where.this, scope, BOOLEAN, "WHERE")
            self.no_aggregate(where.this, "WHERE")
        if (having := node.args.get("having")) is not None:
            self.must_be(having.this, scope, BOOLEAN, "HAVING")
        for key in _keys(node):
            if isinstance(key, exp.Literal):
                raise Mistake(self.text.span(key), "GROUP BY a number is not in the subset", "write the expression itself")
            self.of(key, scope)
            self.no_aggregate(key, "GROUP BY")
        distinct = node.args.get("distinct")
        if distinct is not None and distinct.args.get("on"):
            hint = "number the rows: row_number() OVER (...)"
            raise Mistake(self.text.word(node), "DISTINCT ON is not in the subset", hint)

    def _grouped(self, node: exp.Select) -> None:
        """Where rows are grouped, nothing is named that is not one for the group."""
        group = node.args.get("group")
        if group is not None and set(_given(group)) - {"expressions"}:
            raise Mistake(self.text.word(group), "this GROUP BY is not in the subset", "name the columns")
        keys = _keys(node)
        aggregated = group is not None or any(self.aggregates(each) for each in node.expressions)
        if not aggregated:
            return
        having = [node.args["having"].this] if node.args.get("having") else []
        for each in (*node.expressions, *having):
            if (stray := self.stray(each, keys)) is not None:
                hint = "count it, or put it into GROUP BY"
                raise Mistake(self.text.span(stray), f"{stray.sql()} may be different within a group", hint)

    def _yielded(self, node: exp.Select, scope: Scope) -> Columns:
        found: dict[str, Type] = {}
        for each in node.expressions:
            if isinstance(each, exp.Star) or (isinstance(each, exp.Column) and isinstance(each.this, exp.Star)):
                raise Mistake(self.text.span(each), "* is not in the subset", "name the columns: views get new ones")
            name = each.alias_or_name.lower()
            if not name or not isinstance(each, exp.Alias | exp.Column | exp.Dot):
                raise Mistake(self.text.span(each), "this has no name", "write ... AS name")
            if name in found:
                raise Mistake(self.text.span(each), f"two columns are named {name}", "give one another name with AS")
            found[name] = self.of(each.this if isinstance(each, exp.Alias) else each, scope)
        return found


def _given(node: exp.Expr) -> list[str]:
    """The parts of a node that are there."""
    return [name for name, value in node.args.items() if value not in (None, False, "", [], ()) and name != "comments"]


def _keys(node: exp.Select) -> list[exp.Expr]:
    group = node.args.get("group")
    return list(group.expressions) if group is not None else []


def _conjuncts(node: exp.Expr) -> Iterator[exp.Expr]:
    bare = node.unnest()
    if isinstance(bare, exp.And):
        yield from _conjuncts(bare.this)
        yield from _conjuncts(bare.expression)
    else:
        yield bare


def _pairs(node: exp.Expr) -> bool:
    """Whether a condition says that a column of one source is equal to one of another."""
    sides = (node.this, node.expression) if isinstance(node, exp.EQ) else ()
    named = [{column.table.lower() for column in side.find_all(exp.Column) if column.table} for side in sides]
    return len(named) == 2 and all(named) and named[0] != named[1]
