"""Lists: what is asked for stands in the URL (sort, filters, page), is checked against what the list knows, and nothing else
reaches SQL. A page asks for one row more than it shows, so that "more" needs no count."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Request

DEEPEST = 10_000  # rows one may page down to; beyond that a filter serves better, and the page says so


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column. ``sort`` makes its head a link; ``digits`` sets it flush right; ``hint`` is its tooltip."""

    name: str
    label: str
    sort: bool = False
    digits: bool = False
    hint: str = ""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One filter: values with their words. Up to eight stand as chips, more as a select."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    usual: str = ""
    """What is shown while nothing is chosen, if that is one of the options: its chip is on."""


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A list as asked for."""

    path: str
    columns: tuple[Column, ...]
    choices: tuple[Choice, ...]
    chosen: dict[str, str]
    """Filter name -> value, only values the filter knows."""
    sort: str
    descending: bool
    page: int
    size: int

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.page - 1) * self.size

    @property
    def limit(self) -> int:
        """Rows to fetch: one more than are shown."""
        return self.size + 1

    @property
    def too_deep(self) -> bool:
        """Whether this page lies deeper than anybody should page."""
        return self.offset >= DEEPEST

    def shown(self, rows: Sequence[Any]) -> Sequence[Any]:
        """The rows of this page, of those fetched."""
        return rows[: self.size]

    def more(self, rows: Sequence[Any]) -> bool:
        """Whether there is a next page, of the rows fetched."""
        return len(rows) > self.size

    def link(self, **changes: Any) -> str:
        """This list with changes: ``link(sort="due")``, ``link(language="es")``, ``link(language=None)``, ``link(page=2)``."""
        state: dict[str, Any] = dict(self.chosen)
        state |= {"sort": ("-" if self.descending else "") + self.sort, "page": None}
        state |= changes
        query = urlencode({name: value for name, value in state.items() if value not in (None, "")})
        return f"{self.path}?{query}" if query else self.path

    def sort_link(self, column: Column) -> str:
        """The list sorted by ``column``; the other way round when it is already."""
        down = column.name == self.sort and not self.descending
        return self.link(sort=f"-{column.name}" if down else column.name)


def listing(
    request: Request[Any, Any, Any], columns: Sequence[Column], choices: Sequence[Choice] = (), *, sort: str, size: int = 50
) -> Listing:
    """Read the URL. ``sort`` is the order when nothing is asked for (``-name`` for descending); an unknown one is ignored."""
    asked = request.query_params
    wanted = str(asked.get("sort", sort))
    if wanted.removeprefix("-") not in {column.name for column in columns if column.sort}:
        wanted = sort
    chosen = {choice.name: str(asked[choice.name]) for choice in choices if choice.name in asked}
    known = {choice.name: {value for value, _ in choice.options} for choice in choices}
    page = str(asked.get("page", "1"))
    return Listing(
        path=request.scope["path"],
        columns=tuple(columns),
        choices=tuple(choices),
        chosen={name: value for name, value in chosen.items() if value in known[name]},
        sort=wanted.removeprefix("-"),
        descending=wanted.startswith("-"),
        page=max(1, int(page)) if page.isdecimal() and len(page) < 7 else 1,
        size=size,
    )
