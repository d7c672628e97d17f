"""What somebody reads who made a mistake in a predicate, word by word.

Each ``tests/golden/rules/<theme>.sql`` holds predicates between lines of ``---``; the ``.txt`` beside it is what checking
says of each. After a change on purpose, write the texts anew and read the difference:

    LEEWARD_WRITE_GOLDEN=1 pytest tests/playbook/rules/test_golden.py
"""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from leeward.playbook.diagnostics import Location, PlaybookErrors
from leeward.playbook.rules import Window, parse_predicate
from playbook.rules import fields
from playbook.rules.fields import FIELDS

GOLDEN = Path(__file__).parents[2] / "golden" / "rules"
KNOWN = replace(
    fields.KNOWN,
    windows=(
        Window("account_day", "account", 86_400_000_000, 600_000_000),
        Window("target_hour", "target", 3_600_000_000, 600_000_000),
    ),
    windows_elsewhere=(("message_hour", "message_sent"),),
    labels=("fee_asked", "warned"),
)
THEMES = sorted(each.stem for each in GOLDEN.glob("*.sql"))


def said(when: str) -> str:
    """The rendered mistakes."""
    with pytest.raises(PlaybookErrors) as caught:
        parse_predicate(when, FIELDS, Location.of_text(when, "rules/theme.toml"), KNOWN)
    return caught.value.render()


@pytest.mark.parametrize("theme", THEMES)
def test_the_errors_read_as_they_always_did(theme: str) -> None:
    predicates = (GOLDEN / f"{theme}.sql").read_text().removesuffix("\n").split("\n---\n")
    text = "\n\n".join(f"{said(when)}" for when in predicates) + "\n"
    expected = GOLDEN / f"{theme}.txt"
    if os.environ.get("LEEWARD_WRITE_GOLDEN"):
        expected.write_text(text)
    assert text == expected.read_text()


def test_a_mistake_in_a_file_is_shown_where_it_stands_there() -> None:
    source = '[rule]\nwhen = """\n  reach > 3\n  AND langage = \'en\'\n"""\n'
    where = Location(file="rules/a/b.toml", line=3, column=1, source=source)
    with pytest.raises(PlaybookErrors) as caught:
        parse_predicate("  reach > 3\n  AND langage = 'en'\n", FIELDS, where)
    (mistake,) = caught.value.diagnostics
    assert (mistake.line, mistake.column, mistake.length) == (4, 7, len("langage"))
    assert 'did you mean "language"?' in mistake.render()


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(PlaybookErrors) as caught:
        parse_predicate("rech > 3 AND round(score) > 1 OR text = 5", FIELDS, Location.of_text("..."))
    assert len(caught.value.diagnostics) == 3
