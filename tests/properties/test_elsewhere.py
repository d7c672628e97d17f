"""A rule's text run as it is in engines that Leeward does not write for: where they silently say something else.

Every case of the language is asked of DuckDB, chDB, DataFusion and Polars, its functions under their names there. What they do
not read is no danger. What they read otherwise stands in ``docs/reference/rules-elsewhere.md``; after a change on purpose write
the table anew and read the difference:

    LEEWARD_WRITE_GOLDEN=1 pytest tests/properties/test_elsewhere.py
"""

import os
import re
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
import sqlglot

from elsewhere import ENGINES, ERROR, Answer, Elsewhere
from playbook.rules.fields import FIELDS
from playbook.rules.lake import table
from playbook.rules.test_meanings import CASES

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "rules-elsewhere.md"
RENAMED = {
    "DataFusion": {
        "regexp_matches": "regexp_like",
        "list_contains": "array_has",
        "list_has_any": "array_has_any",
    },
    "Polars": {
        "regexp_matches": "regexp_like",
        "list_contains": "array_contains",
    },
}
"""Function -> its name there, where it has another."""
WORDS = {True: "TRUE", False: "FALSE", None: "NULL"}


def text_for(engine: str, when: str) -> str:
    """The condition as the engine can read it: the same text, its functions renamed; for ClickHouse by sqlglot."""
    if engine == "chDB" and "day_of_week(" not in when:  # which sqlglot reads with one argument only
        return sqlglot.transpile(when, read="duckdb", write="clickhouse")[0]
    renamed = RENAMED.get(engine, {})
    return re.sub(r"\b(\w+)\(", lambda found: renamed.get(found[1], found[1]) + "(", when)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], Answer]:
    """What each engine says of each case."""
    events = [event for _, event, _ in CASES]
    elsewhere = Elsewhere(table(FIELDS, events), tmp_path_factory.mktemp("elsewhere"))
    return {
        (engine, number): elsewhere.ask(engine, text_for(engine, when), number)
        for engine in ENGINES
        for number, (when, _, _) in enumerate(CASES)
    }


def test_every_engine_reads_most_of_the_language(said: dict[tuple[str, int], Answer]) -> None:
    read = {engine: sum(said[engine, number] != ERROR for number in range(len(CASES))) for engine in ENGINES}
    assert min(read.values()) > len(CASES) * 0.5, read


def test_the_page_lists_where_another_engine_says_something_else(said: dict[tuple[str, int], Answer]) -> None:
    rows = ["| Condition | Event | Leeward | " + " | ".join(ENGINES) + " |", "|---|---|---|" + "---|" * len(ENGINES)]
    for number, (when, event, truth) in enumerate(CASES):
        answers = [said[engine, number] for engine in ENGINES]
        if any(answer not in (truth, ERROR) for answer in answers):
            told = ["" if answer == truth else "-" if answer == ERROR else WORDS[answer] for answer in answers]
            rows.append(f"| `{cell(when)}` | {shown(event, when)} | {WORDS[truth]} | {' | '.join(told)} |")
    unread = [f"{engine} {sum(said[engine, number] == ERROR for number in range(len(CASES)))}" for engine in ENGINES]
    rows.append(f"\nOf {len(CASES)} cases, so many are not read at all: {', '.join(unread)}.")
    begin, end = "<!-- elsewhere: written by tests/properties/test_elsewhere.py -->\n", "<!-- end of elsewhere -->"
    before, rest = PAGE.read_text().split(begin)
    listed, after = rest.split(end)
    if os.environ.get("LEEWARD_WRITE_GOLDEN"):
        listed = "\n".join(rows) + "\n"
        PAGE.write_text(before + begin + listed + end + after)
    assert listed == "\n".join(rows) + "\n"


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "⏎")


def shown(event: dict[str, object], when: str) -> str:
    """The fields that the condition names."""
    named = [name for name in FIELDS if re.search(rf"\b{name}\b", when)]
    return ", ".join(f"{name} {literal(event.get(name))}" for name in named)


def literal(value: object) -> str:
    match value:
        case None:
            return "missing"
        case list():
            return f"[{', '.join('NULL' if each is None else literal(each) for each in value)}]"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M:%S}"
        case UUID():
            return str(value.int)
        case _:
            return f"`{cell(repr(value))}`"
