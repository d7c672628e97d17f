"""Windows on real input: who shares the same thing within 30 seconds, in posts about an election; counts that others published.

The folder's README counts pairs of shares of one object by different accounts at most 30 seconds apart, and the accounts in
them. A window says the same: of each share, how many others of its object came within 30 seconds, less those of its own account.
"""

import os
from pathlib import Path
from typing import Any

import duckdb
import pytest

from leeward.playbook.model import FieldType as F
from leeward.playbook.rules import Known, Window, compile_rules, history_sql
from leeward.playbook.rules.memory import Memory
from leeward.playbook.rules.windows import windowed
from playbook.rules.lake import rule

SHARED = Path(os.environ.get("LEEWARD_SHARED", Path(__file__).parents[3] / "shared"))
POSTS = SHARED / "data" / "coord_german_elections_2021" / "german_elections.parquet"

pytestmark = pytest.mark.skipif(not POSTS.exists(), reason=f"the shares are not at {POSTS}: set LEEWARD_SHARED")

SECONDS = 31_000_000  # moments are whole seconds: up to and with 30 seconds ago
FIELDS = {"object": F.ID, "account": F.ID, "own": F.CODE}
KNOWN = Known(windows=(Window("object_30s", "object", SECONDS, 0), Window("own_30s", "own", SECONDS, 0)))
OTHERS = "count(*) OVER object_30s - count(*) OVER own_30s"
RULES = [
    rule("count(DISTINCT account) OVER object_30s >= 2", "shares/two"),
    rule("count(DISTINCT account) OVER object_30s >= 3", "shares/three"),
    rule("count(DISTINCT account) OVER object_30s >= 5", "shares/five"),
    rule(f"{OTHERS} >= 1", "shares/others"),
]
PUBLISHED = {"url_id": (5_762, 689), "phash_id": (2_186, 306)}
"""Pairs of shares, and accounts in them."""


def shares(connection: duckdb.DuckDBPyConnection, name: str) -> list[tuple[Any, ...]]:
    """Each share once, of accounts with at least two, in the order of time; also as table ``shares``."""
    connection.execute(f"""
        CREATE TABLE shares AS
        WITH once AS (
            SELECT DISTINCT {name}::VARCHAR AS object, account_id AS account, post_id, timestamp
            FROM '{POSTS}' WHERE {name} IS NOT NULL
        ), often AS (SELECT account FROM once GROUP BY account HAVING count(*) >= 2)
        SELECT row_number() OVER (ORDER BY timestamp, object, account, post_id) AS position, object, account,
            object || ':' || account AS own, make_timestamptz(timestamp * 1000000) AS occurred
        FROM once SEMI JOIN often USING (account)
    """)
    return connection.execute(
        "SELECT position, object, account, own, epoch_us(occurred) FROM shares ORDER BY position"
    ).fetchall()


def from_the_other_side(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The same with time running backwards."""
    return [(place, item, account, own, -at) for place, (_, item, account, own, at) in enumerate(reversed(rows), 1)]


def online(rows: list[tuple[Any, ...]]) -> tuple[set[tuple[int, str]], int]:
    """What matches, and all the others that shares met."""
    compiled = compile_rules(RULES, FIELDS, KNOWN)
    memory, matched, met = Memory(compiled.features), set(), 0
    for position, item, account, own, at in rows:
        event = {"object": item, "account": account, "own": own}
        event.update(memory.seen(event, at, position))
        met += event["count(*) OVER object_30s"] - event["count(*) OVER own_30s"]
        matched |= {(position, match.rule.code) for match in compiled.matches(event)}
    assert memory.remembered.unknown == memory.remembered.late == 0
    return matched, met


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_window_finds_the_shares_that_were_published(name: str) -> None:
    pairs, people = PUBLISHED[name]
    with duckdb.connect() as connection:
        rows = shares(connection, name)
        matched, met = online(rows)
        assert met == pairs
        history = history_sql(RULES, FIELDS, "shares", event_id="position", known=KNOWN)
        assert set(connection.execute(history).fetchall()) == matched
        source = windowed("shares", compile_rules(RULES, FIELDS, KNOWN).features)
        total = f'SELECT sum("count(*) OVER object_30s" - "count(*) OVER own_30s") FROM {source}'
        assert connection.execute(total).fetchone() == (pairs,)
        for code, least in (("shares/two", 2), ("shares/three", 3), ("shares/five", 5)):
            assert {position for position, each in matched if each == code} == together(connection, least)
    # A window looks back: the first of two is found by looking from the other side.
    both = ((rows, matched), (turned := from_the_other_side(rows), online(turned)[0]))
    seen = {side[place - 1][2] for side, found in both for place, code in found if code == "shares/others"}
    assert len(seen) == people


def together(connection: duckdb.DuckDBPyConnection, least: int) -> set[int]:
    """By a join of the shares with themselves: those that make so many accounts with what came up to 30 seconds before."""
    found = connection.execute(
        """
        SELECT one.position FROM shares one JOIN shares before
        ON before.object = one.object AND before.position <= one.position
            AND before.occurred >= one.occurred - INTERVAL 30 SECONDS
        GROUP BY one.position HAVING count(DISTINCT before.account) >= ?
        """,
        [least],
    ).fetchall()
    return {position for (position,) in found}
