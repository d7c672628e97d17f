"""The first look at a query, before any process starts: one SELECT over tables that are there, with functions that are allowed.

It says where and why, for who writes. It is not the only wall: DuckDB's own parser is asked the same in the process that runs it,
and that process cannot read, set or load anything else.
"""

from collections.abc import Iterator, Sequence

import msgspec
from sqlglot import exp, parse, tokenize
from sqlglot.errors import SqlglotError

from leeward.insights.explore.functions import FUNCTIONS, TABLE_FUNCTIONS
from leeward.insights.explore.refusals import NotAQuery
from leeward.playbook.diagnostics import suggestion

LONGEST = 20_000  # letters of a query
LARGEST = 4_000  # words and signs
DEEPEST = 60  # open brackets
_REFUSED: tuple[tuple[type[exp.Expr], str], ...] = (
    (exp.ReadCSV, "Files are not read here: only the tables of the lake."),
    (exp.ReadParquet, "Files are not read here: only the tables of the lake."),
    (exp.Into, "Nothing can be written here: leave INTO out."),
    (exp.Lock, "Nothing can be locked here."),
    (exp.SessionParameter, "Settings cannot be read here."),
)
_ONLY = "Only SELECT runs here: nothing can be changed, loaded, attached, set or written."


class Checked(msgspec.Struct, frozen=True):
    """What a query is, as far as words tell."""

    tables: tuple[str, ...]
    """Of the lake, in the order of their names."""
    tree: exp.Expr


def checked(sql: str, known: frozenset[str]) -> Checked:
    """The query, understood; ``known`` are the tables that there are. Raises NotAQuery, with line and column if known."""
    if not sql.strip():
        raise NotAQuery("There is no query yet.", remedy="Begin with SELECT, or choose a table beside the editor.")
    if len(sql) > LONGEST:
        raise NotAQuery(f"It has {len(sql):,} letters; {LONGEST:,} are taken.")
    if "\x00" in sql:
        raise NotAQuery("It has a sign in it that is no text.")
    tree = _one(sql)
    if not isinstance(tree, exp.Query):
        raise NotAQuery(_ONLY)
    _check_nodes(tree)
    return Checked(tuple(sorted(_tables(tree, known))), tree)


def _one(sql: str) -> exp.Expr:
    try:
        tokens = tokenize(sql, read="duckdb")
        _check_size(tokens)
        found = [each for each in parse(sql, read="duckdb") if each is not None]
    except SqlglotError as problem:
        raise NotAQuery(_where(problem)) from None
    except RecursionError:
        raise NotAQuery("It is nested too deeply.") from None
    if len(found) != 1:
        raise NotAQuery(f"Write one query, not {len(found)}.", remedy="Leave what stands behind the semicolon out.")
    return found[0]


def _check_size(tokens: Sequence[object]) -> None:
    if len(tokens) > LARGEST:
        raise NotAQuery(f"It has {len(tokens):,} words and signs; {LARGEST:,} are taken.")
    depth = deepest = 0
    for token in tokens:
        text = getattr(token, "text", "")
        depth += (text in ("(", "[", "{")) - (text in (")", "]", "}"))
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        raise NotAQuery(f"It is nested too deeply: {deepest} brackets are open at once; {DEEPEST} may be.")


def _where(problem: SqlglotError) -> str:
    errors = getattr(problem, "errors", None) or [{}]
    first = errors[0]
    if first.get("line") is None:
        return str(problem).partition("\n")[0][:300].replace("\x1b[4m", "").replace("\x1b[0m", "")
    near = str(first.get("highlight") or "").strip()[:40]
    return f"Line {first['line']}, column {first['col']}: {first['description']}" + (f", at {near}" if near else "")


def _check_nodes(tree: exp.Expr) -> None:
    for node in tree.walk():
        for kind, said in _REFUSED:
            if isinstance(node, kind):
                raise NotAQuery(said)
        if isinstance(node, (exp.DDL, exp.DML, exp.Command, exp.Pragma, exp.Set, exp.Attach, exp.Copy)):
            raise NotAQuery(_ONLY)
        if isinstance(node, (exp.Anonymous, exp.AnonymousAggFunc)):
            name = str(node.this if isinstance(node.this, str) else node.name).lower()
            if name not in FUNCTIONS | TABLE_FUNCTIONS:
                raise NotAQuery(f"The function {name[:80]} does not run here.", remedy=suggestion(name, FUNCTIONS))


def _tables(tree: exp.Expr, known: frozenset[str]) -> Iterator[str]:
    given = {each.alias_or_name.lower() for each in tree.find_all(exp.CTE)}
    seen = set()
    for table in tree.find_all(exp.Table):
        if isinstance(table.this, exp.Func):
            continue  # a table function; its name was looked at
        name = f"{table.db}.{table.name}" if table.db else table.name
        if table.catalog or name.lower() not in known:
            if name.lower() in given and not table.catalog:
                continue
            raise NotAQuery(f"There is no table {name[:80]} here.", remedy=suggestion(name, known) or _REMEDY)
        seen.add(name.lower())
    yield from seen


_REMEDY = "The tables stand beside the editor."
