"""What somebody who asks the lake may see of it, and how much one question may take."""

from collections.abc import Iterable, Mapping
from typing import Annotated

import msgspec

from leeward.record.terms.code import Code
from leeward.record.terms.people import Role

RIGHT = "explore.query"
Count = Annotated[int, msgspec.Meta(ge=1)]


class Hidden(msgspec.Struct, frozen=True, kw_only=True):
    """What a role does not see of the lake's tables."""

    columns: frozenset[str] = frozenset()
    """Columns of these names are empty, in every table."""
    rows: dict[str, frozenset[str]] = {}
    """Column -> values: rows that have one of these there do not exist, in every table that has the column."""


class ExploreLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How much one question to the lake may take, and what small numbers do not leave the house."""

    seconds: Count = 30
    """After so long a query is stopped."""
    megabytes: Annotated[int, msgspec.Meta(ge=64)] = 512
    """Of memory that one query may take."""
    rows: Annotated[int, msgspec.Meta(ge=1, le=100_000)] = 10_000
    """Rows of one answer; a larger one is cut, and says so."""
    at_once: Count = 2
    """Queries that one server runs at a time."""
    small: Count = 5
    """In an export, a count below this is not given, nor is anything else in its row that was counted with it."""
    keep_days: Count = 7
    """For how long the answer of a query stays on the server for who asked."""


NOTHING = Hidden()


def hidden_from(roles: Iterable[Role], access: Mapping[Role, frozenset[str]], hidden: Mapping[Role, Hidden]) -> Hidden:
    """What stays hidden from somebody with these roles: only what every role of theirs that may ask would hide."""
    asking = [hidden.get(role, NOTHING) for role in roles if RIGHT in access.get(role, ())]
    if not asking:
        return NOTHING
    first, *others = asking
    columns, rows = first.columns, first.rows
    for each in others:
        columns = columns & each.columns
        rows = {name: both for name in rows if (both := rows[name] & each.rows.get(name, frozenset()))}
    return Hidden(columns=columns, rows=rows)


def hidden_of(columns: Iterable[Code], rows: Mapping[str, Iterable[Code]]) -> Hidden:
    """As a role's entry in access.toml says it."""
    return Hidden(columns=frozenset(columns), rows={name: frozenset(values) for name, values in rows.items()})
