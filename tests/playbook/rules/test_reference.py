"""``docs/reference/rules.md`` says what the language is: its tables are the language's own, and its examples check.

After a change on purpose, write the tables anew and read the difference:

    LEEWARD_WRITE_GOLDEN=1 pytest tests/playbook/rules/test_reference.py
"""

import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leeward.playbook.diagnostics import Location
from leeward.playbook.model import FieldType as F
from leeward.playbook.rules import Known, Window, WordList, compile_rules, parse_predicate
from leeward.playbook.rules.functions import TABLE, Function
from leeward.playbook.rules.kinds import type_of
from leeward.playbook.rules.refusals import CONSTRUCTS, FUNCTION_REMEDIES
from playbook.rules.lake import history, rule

PATH = Path(__file__).parents[3] / "docs" / "reference" / "rules.md"
KNOWN = Known(
    windows=(Window("account_day", "account_id", 86_400_000_000, 0),),
    lists=(
        WordList("known_employers", "1", frozenset(("a",))),
        WordList("known_media", "2", frozenset(("00ff00ff00ff00ff",)), 64),
    ),
    rules=(("recruitment/fee_before_contract", "contains(text, 'fee')"),),
    labels=("fee_asked",),
)
FIELDS = {
    "account_age_days": F.INTEGER, "reach": F.INTEGER, "prior_violations": F.INTEGER, "reports_on_subject": F.INTEGER,
    "messages_1h": F.INTEGER, "messages_24h": F.INTEGER, "price": F.FLOAT, "usual_price": F.FLOAT, "verified": F.BOOLEAN,
    "text": F.TEXT, "country": F.CODE, "language": F.CODE, "harm": F.CODE, "labels": F.CODES, "media_hashes": F.INTEGERS,
    "media_hash": F.CODE, "avatar_hash": F.CODE,
    "employer": F.TEXT, "title": F.TEXT, "latitude": F.FLOAT, "longitude": F.FLOAT,
    "account_id": F.ID, "posted": F.TIMESTAMP, "account_created": F.TIMESTAMP,
}  # fmt: skip


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def functions() -> str:
    rows = [f"| `{cell(each.signature)}` | {cell(each.meaning)} | {each.nulls} | `{cell(each.example)}` |" for each in TABLE]
    return "\n".join(["| Function | Meaning | NULL | Example |", "|---|---|---|---|", *rows])


def engine_text(each: Function, text: str) -> str:
    names = [parameter.name for parameter in each.takes]
    names = [name + "2" if name in names[:place] else name for place, name in enumerate(names)]
    tables = ["'ÀÁÂ…'", "'àáâ…'"] if each.name == "lower" else ["'àáâ…'", "'ÀÁÂ…'"]
    return text.format(*names, *tables) if text else f"{each.name}({', '.join(names)})"


def in_engines() -> str:
    rows = [
        f"| `{each.spelled or each.name}` | `{cell(engine_text(each, each.duckdb))}` | `{cell(engine_text(each, each.spark))}` |"
        for each in TABLE
    ]
    return "\n".join(["| Function | DuckDB | Spark |", "|---|---|---|", *rows])


def refused() -> str:
    rows = {f"| `{name}(...)` | {cell(remedy)} |" for name, remedy in FUNCTION_REMEDIES.items()}
    constructs = dict.fromkeys(f"| {cell(message)} | {cell(remedy)} |" for message, remedy in CONSTRUCTS.values())
    return "\n".join(["| Not | Because, or instead |", "|---|---|", *constructs, *sorted(rows)])


TABLES = {"functions": functions, "engines": in_engines, "refused": refused}


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_of_the_page_are_the_language(name: str) -> None:
    begin, end = f"<!-- {name}: written by tests/playbook/rules/test_reference.py -->\n", f"<!-- end of {name} -->"
    before, rest = PATH.read_text().split(begin)
    shown, after = rest.split(end)
    if os.environ.get("LEEWARD_WRITE_GOLDEN"):
        shown = TABLES[name]() + "\n"
        PATH.write_text(before + begin + shown + end + after)
    assert shown == TABLES[name]() + "\n"


@pytest.mark.parametrize("function", TABLE, ids=lambda each: each.name)
def test_every_functions_example_runs_in_both_engines(function: Function) -> None:
    found = parse_predicate(function.example, FIELDS, Location.of_text(function.example), KNOWN)
    assert (function.spelled or function.name).lower() in function.example.lower()
    assert set(found.fields) - {mark.name for mark in found.marks} <= set(FIELDS)
    assert compile_rules([rule(function.example)], FIELDS, KNOWN).mask({}) in (0, 1)
    history([rule(function.example)], FIELDS, [{}], KNOWN, [datetime(2026, 1, 1, tzinfo=UTC)], ())


def test_every_example_of_the_page_checks() -> None:
    examples = re.findall(r"```sql\n(.*?)```", PATH.read_text(), re.DOTALL)
    assert len(examples) >= 3
    for example in examples:
        parse_predicate(example, FIELDS, Location.of_text(example), KNOWN)


def test_every_type_of_field_is_described() -> None:
    page = PATH.read_text()
    assert [each for each in F if f"`{each.value}`" not in page] == []
    assert all(type_of(each).kind.value == each.element.value for each in F)
