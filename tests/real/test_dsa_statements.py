"""Real statements of reasons: the database's words are ours, and real rows are judged as the database of their day did."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from leeward.frontline.statements.validator import problems_of
from leeward.playbook import dsa
from leeward.playbook.vocabulary import DSA_CATEGORIES, DSA_KEYWORDS

GONE_IN_V2 = {"STATEMENT_CATEGORY_PORNOGRAPHY_OR_SEXUALIZED_CONTENT", "STATEMENT_CATEGORY_SCOPE_OF_PLATFORM_SERVICE"}
LEFT_OUT = {"incompatible_content_explanation": "Left out of the sample.", "decision_facts": "Left out of the sample."}


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    found = shared / "dsa_schema"
    if not found.is_dir():
        pytest.skip(f"real statements are not here ({found})")
    return found


def words(folder: Path, group: str) -> set[str]:
    return set(json.loads((folder / "dsa_enums.json").read_text("utf-8"))[group])


def test_our_words_are_theirs(folder: Path) -> None:
    assert words(folder, "STATEMENT_CATEGORY") == DSA_CATEGORIES
    assert words(folder, "KEYWORD") - DSA_KEYWORDS == {"KEYWORD_DANGEROUS_TOYS"}, "a constant there, and not taken"
    assert words(folder, "KEYWORD") >= DSA_KEYWORDS
    assert words(folder, "SOURCE") | words(folder, "SOURCE_TYPE") == set(dsa.SOURCE_TYPES)
    for group, ours in (
        ("DECISION_VISIBILITY", dsa.VISIBILITY), ("DECISION_MONETARY", dsa.MONETARY), ("DECISION_PROVISION", dsa.PROVISION),
        ("DECISION_ACCOUNT", dsa.ACCOUNT), ("ACCOUNT_TYPE", dsa.ACCOUNT_TYPES), ("DECISION_GROUND", dsa.GROUNDS),
        ("CONTENT_TYPE", dsa.CONTENT_TYPES), ("AUTOMATED_DECISION", dsa.AUTOMATED_DECISIONS),
    ):  # fmt: skip
        assert words(folder, group) == set(ours), group


def payload_of(row: dict[str, str]) -> dict[str, Any]:
    """A row of the public dumps as the statement that it was; what the sample leaves out is filled in neutrally."""
    made: dict[str, Any] = {name: value for name, value in row.items() if value and name not in NOT_SENT}
    for name in ("decision_visibility", "category_specification", "content_type"):
        if name in made:
            made[name] = json.loads(made[name])
    for name in ("content_date", "application_date"):
        made[name] = made[name][:10]
    return made | LEFT_OUT | {"puid": row["platform_uid"]}


NOT_SENT = {"schema", "uuid", "platform_name", "platform_uid", "created_at"}


def test_real_rows_are_judged_as_on_their_day(folder: Path) -> None:
    with (folder / "real_sor_rows.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 18
    judged = {"v1_2024-03-14": 0, "v2_2025-07-01": 0}
    for row in rows:
        wrong = {(each.field, each.rule) for each in problems_of(payload_of(row))}
        gone = row["category"] in GONE_IN_V2
        assert wrong == ({("category", "in")} if gone else set()), row["uuid"]
        judged[row["schema"]] += not wrong
    assert judged == {"v1_2024-03-14": 5, "v2_2025-07-01": 7}, "of 18, with 6 of a category that the new schema dropped"
