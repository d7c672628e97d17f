"""Pages and endpoints ask only for rights that the playbook can give."""

import ast
from pathlib import Path

import leeward
from leeward.playbook.rights import RIGHTS

ASKING = {"may", "allows", "authorize"}


def asked() -> set[str]:
    """Every right that some file asks for by a literal."""
    found: set[str] = set()
    for path in Path(leeward.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ASKING:
                literals = [each.value for each in node.args if isinstance(each, ast.Constant)]
                found |= {each for each in literals if isinstance(each, str)}
    return found


def test_whatever_is_asked_for_can_be_given() -> None:
    assert asked() - set(RIGHTS) == set()
