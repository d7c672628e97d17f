"""docs/reference/terms.md: the words everybody uses."""

import importlib
import inspect
import pkgutil
from enum import Enum
from typing import NewType

import msgspec

from leeward.record import terms
from make.reference.facts import fields_of
from make.reference.markdown import heading, prose, table, text
from make.reference.source import field_sentences, name_comments


def page() -> str:
    """Every noun: closed lists with their members, codes and ids."""
    lines = heading("Terms", "The nouns that facts, files, pages and tables share.", "`src/leeward/record/terms/`")
    for found in sorted(pkgutil.iter_modules(terms.__path__), key=lambda one: one.name):
        module = importlib.import_module(f"{terms.__name__}.{found.name}")
        lines += [f"## {found.name}", "", prose(inspect.getdoc(module)), ""]
        own = [value for value in vars(module).values() if getattr(value, "__module__", None) == module.__name__]
        lines += _named(name_comments(module, NewType))
        for value in own:
            if isinstance(value, type) and issubclass(value, Enum):
                lines += _members(value)
            elif isinstance(value, type) and issubclass(value, msgspec.Struct):
                lines += [f"### {value.__name__}", "", prose(value.__doc__), "", *fields_of(value, value)]
    return text(lines)


def _named(comments: dict[str, str]) -> list[str]:
    return table(("name", "what it names"), [(f"`{name}`", prose(comment)) for name, comment in comments.items()])


def _members(enum: type[Enum]) -> list[str]:
    comments = field_sentences(enum)
    rows = [(_shown(member), prose(comments.get(member.name))) for member in enum]
    return [f"### {enum.__name__}", "", prose(enum.__doc__), "", *table(("value", ""), rows)]


def _shown(member: Enum) -> str:
    return f"`{member.value}` {member.name.lower()}" if isinstance(member, int) else f"`{member.value}`"
