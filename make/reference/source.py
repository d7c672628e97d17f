"""What the source says about a class that the running class does not: the sentence under a field, the comment behind a name."""

import ast
import inspect
import re
import textwrap
from types import ModuleType

_BEHIND = re.compile(r"#\s*(.+)$")


def field_sentences(cls: type) -> dict[str, str]:
    """Field name -> the string that stands under it, or the comment behind it."""
    source = textwrap.dedent(inspect.getsource(cls))
    [definition] = ast.parse(source).body
    assert isinstance(definition, ast.ClassDef)
    sentences = {}
    for node, following in zip(definition.body, [*definition.body[1:], None], strict=True):
        name = _name(node)
        if name:
            sentences[name] = _string(following) or _comment(source, node)
    return sentences


def name_comments(module: ModuleType, of: type) -> dict[str, str]:
    """Module-level name -> the comment behind it, for the names that hold an ``of``."""
    source = inspect.getsource(module)
    return {
        name: _comment(source, node)
        for node in ast.parse(source).body
        if (name := _name(node)) and isinstance(vars(module).get(name), of)
    }


def _name(node: ast.stmt) -> str | None:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.target.id
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return None


def _string(node: ast.stmt | None) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return node.value.value
    return ""


def _comment(source: str, node: ast.stmt) -> str:
    found = _BEHIND.search(source.splitlines()[(node.end_lineno or node.lineno) - 1])
    return found[1] if found else ""
