"""Templates: each is used and exists, each says nothing that the content security policy would drop."""

import ast
import re

import pytest
from jinja2 import meta

from laws.house import SOURCE, modules
from leeward.web.render import environment

FILES = {
    ("" if folder.parent.name == "web" else folder.parent.name + "/") + path.relative_to(folder).as_posix(): path
    for folder in sorted(SOURCE.glob("*/templates")) + sorted(SOURCE.glob("*/*/templates"))
    for path in sorted(folder.rglob("*.html"))
}
# A handler attribute, a style attribute, a script with a body, a style element.
DROPPED = re.compile(r"\son[a-z]+\s*=|\sstyle\s*=|<script(?![^>]*\bsrc=)[^>]*>\s*[^<\s]|<style\b|javascript:", re.IGNORECASE)


def named_in_code() -> set[str]:
    """The templates that Python names."""
    return {
        node.value
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[\w/.-]+\.html", node.value)
    }


def named_in_templates() -> set[str]:
    """The templates that templates extend, include or import."""
    parsed = (environment().parse(path.read_text("utf-8")) for path in FILES.values())
    return {name for tree in parsed for name in meta.find_referenced_templates(tree) if name}


def test_every_template_is_used() -> None:
    assert set(FILES) - named_in_code() - named_in_templates() == set()


def test_every_template_that_is_named_exists() -> None:
    assert (named_in_code() | named_in_templates()) - set(FILES) == set()


@pytest.mark.parametrize("name", FILES)
def test_a_template_compiles_and_has_nothing_inline(name: str) -> None:
    environment().get_template(name)
    without_data = re.sub(
        r'<script type="application/(ld\+)?json".*?</script>', "", FILES[name].read_text("utf-8"), flags=re.DOTALL
    )
    assert [found[0] for found in DROPPED.finditer(without_data)] == []


@pytest.mark.parametrize(
    "text",
    ['<a onclick="x()">', '<p style="color: red">', "<script>x()</script>", "<style>p {}</style>", '<a href="javascript:x()">'],
)
def test_something_inline_would_be_found(text: str) -> None:
    assert DROPPED.search(text)


def test_a_script_with_a_source_is_fine() -> None:
    assert not DROPPED.search('<script src="/static/a.js" defer></script><script type="module" src="b.js"></script>')
