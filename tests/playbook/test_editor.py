"""Editors get a schema that takes every rule there is, and underlines what the checker would refuse."""

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from leeward.playbook.editor import MEANINGS, rule_schema
from leeward.playbook.reader import read_playbook, starter

FILES = sorted((starter() / "rules").rglob("*.toml"))
SOUND = FILES[0]


@cache
def schemas() -> tuple[Any, Any]:
    """Of any playbook, and of the starter."""
    return tuple(jsonschema_rs.validator_for(each) for each in (rule_schema(), rule_schema(read_playbook(starter()))))  # type: ignore[return-value]


def file(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text())


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_rule_of_the_starter_fits(path: Path) -> None:
    for schema in schemas():
        assert [error.message for error in schema.iter_errors(file(path))] == []


def rule_of(name: str) -> dict[str, Any]:
    return file(starter() / "rules" / f"{name}.toml")


FEE, AFTER = "recruitment/fee_before_contract", "recruitment/offer_after_a_fee"
WRONG: list[tuple[str, str, Callable[[dict[str, Any]], Any], bool]] = [
    ("a key that is mistyped", FEE, lambda rule: rule["rule"].update(strenght=0.5), True),
    ("a key that is missing", FEE, lambda rule: rule["rule"].pop("signal"), True),
    ("a table that nobody knows", FEE, lambda rule: rule.update(casse=[]), True),
    ("too few cases", FEE, lambda rule: rule["case"].__delitem__(slice(2, None)), True),
    ("a strength above one", FEE, lambda rule: rule["rule"].update(strength=2.0), True),
    ("a severity of five", FEE, lambda rule: rule["rule"].update(severity=5), True),
    ("a switch that is a word", FEE, lambda rule: rule["rule"].update(shadow="yes"), True),
    ("a kind that the playbook has not", FEE, lambda rule: rule["rule"].update(on="listing_post"), False),
    ("a clause that it has not", FEE, lambda rule: rule["rule"].update(clause="HE-LEX-99"), False),
    ("a label that it has not", FEE, lambda rule: rule["label"][0].update(name="fee_aksed"), False),
    ("a label on no id", FEE, lambda rule: rule["label"][0].update(on="description"), False),
    ("a case with no such field", FEE, lambda rule: rule["case"][0]["given"].update(descripton="x"), False),
    (
        "an event of a case with a value of another type",
        AFTER,
        lambda rule: rule["case"][0]["given"][1].update(category=5),
        False,
    ),
    ("a label that stands on no id", AFTER, lambda rule: rule["case"][4].update(labelled={"category": ["fee_asked"]}), False),
]


@pytest.mark.parametrize(("name", "change", "everywhere"), [each[1:] for each in WRONG], ids=[each[0] for each in WRONG])
def test_what_does_not_fit_is_underlined(name: str, change: Callable[[dict[str, Any]], Any], everywhere: bool) -> None:
    rule = rule_of(name)
    change(rule)
    plain, own = schemas()
    assert not own.is_valid(rule)
    assert plain.is_valid(rule) is not everywhere


def test_every_key_has_its_meaning() -> None:
    properties = rule_schema()["properties"]
    tables = {"rule": properties["rule"], "label": properties["label"]["items"], "case": properties["case"]["items"]}
    assert {name: set(table["properties"]) for name, table in tables.items()} == {
        name: set(meanings) for name, meanings in MEANINGS.items()
    }
