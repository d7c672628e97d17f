"""Markdown, as little of it as the pages need."""

import re
from collections.abc import Iterable, Sequence


def heading(title: str, what: str, source: str) -> list[str]:
    """The head of a generated page."""
    return [f"# {title}", "", what, "", f"*Written by `make docs` from {source}; change it there.*", ""]


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """A table; nothing when there are no rows."""
    lines = ["| " + " | ".join(cell(one) for one in row) + " |" for row in rows]
    head = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    return [*head, *lines, ""] if lines else []


def cell(value: object) -> str:
    """One cell: a line, with bars escaped."""
    return " ".join(str(value).split()).replace("|", "\\|")


def prose(docstring: str | None) -> str:
    """A docstring as Markdown: double backticks become single ones."""
    return re.sub(r"``(.+?)``", r"`\1`", (docstring or "").strip())


def text(lines: Iterable[str]) -> str:
    """The page, with one newline at its end."""
    return "\n".join(lines).rstrip() + "\n"
