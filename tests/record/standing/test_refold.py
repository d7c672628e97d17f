"""Standing is what the ledger folds to, and whatever else touched it is found."""

import psycopg
import pytest

from cast import Cast
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import STANDING, refold


def tamper(record: Record, statement: str) -> None:
    with psycopg.connect(record.url) as connection:
        connection.execute(statement.encode())


def test_a_refold_finds_no_difference(record: Record, cast: Cast) -> None:
    facts, differences = refold(record)
    assert facts > 0
    assert differences == []


@pytest.mark.parametrize(
    ("statement", "only_standing", "only_ledger"),
    [
        ("UPDATE person SET severity_limit = 4 WHERE 'reviewer' = ANY(roles)", 2, 2),
        ("DELETE FROM person WHERE roles = '{}'", 0, 1),
        (
            "INSERT INTO person SELECT gen_random_uuid(), roles, skills, languages, severity_limit, joined FROM person LIMIT 1",
            1,
            0,
        ),
    ],
)
def test_a_row_touched_by_hand_is_found(record: Record, cast: Cast, statement: str, only_standing: int, only_ledger: int) -> None:
    tamper(record, statement)
    _, differences = refold(record)
    assert [(each.table, each.only_standing, each.only_ledger) for each in differences] == [
        ("person", only_standing, only_ledger)
    ]
    assert [each.table for each in refold(record)[1]] == ["person"], "checking changes nothing"


def test_a_refold_put_in_place_mends_standing(record: Record, cast: Cast) -> None:
    tamper(record, "DELETE FROM person WHERE roles = '{}'")
    refold(record, replace=True)
    assert refold(record)[1] == []


def test_every_table_that_a_fold_writes_is_compared(record: Record) -> None:
    """A table that folds fill and refold forgets would never be proven."""
    import re
    from importlib.resources import files

    written = set()
    for entry in (files("leeward.record.standing") / "folds").iterdir():
        text = entry.read_text("utf-8")
        written |= set(re.findall(r"\b(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)", text)) - {"SET"}
    assert written <= set(STANDING)
