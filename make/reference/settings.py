"""docs/reference/settings.md: every environment variable."""

import typing
from pathlib import Path

import msgspec

from leeward.settings import PREFIX, Settings
from make.reference.markdown import heading, table, text

FOR_TESTS = {
    "LEEWARD_TEST_DATABASE_URL": "a PostgreSQL server (superuser) that tests use instead of starting one",
    "LEEWARD_TEST_WORKERS": "how many processes share the tests; `auto` is one a core",
    "LEEWARD_SHARED": "the folder of real data for `tests/real/`; without it they are skipped, and say so",
}


def page() -> str:
    """Every setting with its type and what it is when it is not set."""
    what = "Environment variables, read once at the start. Nothing needs to be set."
    lines = heading("Settings", what, "`src/leeward/settings.py`")
    hints = typing.get_type_hints(Settings, include_extras=True)
    rows = [row(field, *typing.get_args(hints[field.name])) for field in msgspec.structs.fields(Settings)]
    lines += table(("variable", "what it says", "when it is not set"), rows)
    lines += ["## For tests", "", *table(("variable", "what it says"), ((f"`{name}`", what) for name, what in FOR_TESTS.items()))]
    return text(lines)


def row(field: msgspec.structs.FieldInfo, kind: object, sentence: str) -> tuple[str, str, str]:
    """One variable."""
    return f"`{PREFIX}{field.name.upper()}`", sentence, shown(field.default)


def shown(default: object) -> str:
    """A default as people write it; the home directory is ``~``."""
    if default is None:
        return ""
    if isinstance(default, Path) and default.is_relative_to(Path.home()):
        return f"`~/{default.relative_to(Path.home())}`"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"
