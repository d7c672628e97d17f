"""Which pages are generated, and what from."""

from pathlib import Path

from make.reference import commands, editor, facts, lake, settings, starter, terms, web

FOLDER = Path(__file__).parents[2] / "docs" / "reference"
PAGES = {
    "facts.md": facts.page,
    "lake.md": lake.page,
    "terms.md": terms.page,
    "commands.md": commands.page,
    "settings.md": settings.page,
    "starter.md": starter.page,
    "web.md": web.page,
    "rule.schema.json": editor.page,
}


def pages() -> dict[str, str]:
    """The text of every generated page, by file name."""
    return {name: page() for name, page in PAGES.items()}
