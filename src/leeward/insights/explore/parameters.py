"""Parameters: ``:name`` in the words of a query, a field for each on the page, a typed value for DuckDB."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlglot import tokenize
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from leeward.insights.explore.refusals import NotAValue

_OPEN, _CLOSED = frozenset("[{"), frozenset("]}")
_WHOLE, _NUMBER = re.compile(r"-?\d{1,18}\Z"), re.compile(r"-?\d{1,18}\.\d{1,18}\Z")
MOST = 20


def with_dollars(sql: str) -> tuple[str, tuple[str, ...]]:
    """The words with ``$name`` for each ``:name``, as DuckDB takes it, and the names in their order.

    A colon inside ``[...]`` or ``{...}`` is a slice or the key of a struct, and ``::`` is a cast: these stay.
    """
    try:
        tokens = tokenize(sql, read="duckdb")
    except SqlglotError:
        return sql, ()
    names: dict[str, None] = {}
    parts, done, depth = [], 0, 0
    for place, token in enumerate(tokens):
        depth += (token.text in _OPEN) - (token.text in _CLOSED)
        name = _name_after(tokens, place)
        if name is None or (token.text == ":" and depth):
            continue
        names[name] = None
        parts += [sql[done : token.start], "$"]
        done = token.end + 1
    return "".join([*parts, sql[done:]]), tuple(names)


def _name_after(tokens: list[Token], place: int) -> str | None:
    """The name of the parameter that begins with this token, if one does."""
    token = tokens[place]
    if token.text not in (":", "$") or place + 1 == len(tokens):
        return None
    follows = tokens[place + 1]
    word = follows.token_type is TokenType.VAR or follows.text.isidentifier()
    return follows.text if word and follows.start == token.end + 1 else None


def values_of(names: tuple[str, ...], typed: Mapping[str, str]) -> dict[str, Any]:
    """A value for each name, by the look of what was typed: a whole number, a number, true or false, a day, a moment, or text.

    Raises NotAValue where one is missing.
    """
    if len(names) > MOST:
        raise NotAValue(f"There are {len(names)} parameters; {MOST} are taken.")
    if missing := [name for name in names if not typed.get(name, "").strip()]:
        raise NotAValue(f"We still need a value for {', '.join(missing)}.", remedy="Fill in the fields under the query.")
    return {name: _value(typed[name].strip()) for name in names}


def _value(text: str) -> Any:
    if _WHOLE.match(text):
        return int(text)
    if _NUMBER.match(text):
        return float(text)
    if text in ("true", "false"):
        return text == "true"
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(text)
        except ValueError:
            continue
    return text[:1_000]
