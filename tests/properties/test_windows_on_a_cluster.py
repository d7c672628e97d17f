"""Windows on a Spark cluster hold what the definition says, and rules with windows match what they match online."""

import random
from typing import TYPE_CHECKING

import pytest

from leeward.playbook.rules.kinds import TIMESTAMP
from leeward.playbook.rules.spark import Spark
from leeward.playbook.rules.spark_windows import windowed
from playbook.rules import naive
from playbook.rules.test_windows import ALL, FIELDS, KNOWN, RULES, SECOND, START, as_table, matches_online, microseconds

if TYPE_CHECKING:
    from cluster import Cluster

pytestmark = [pytest.mark.spark, pytest.mark.timeout(400)]


def stream(chance: random.Random, shape: str, count: int) -> list[naive.Event]:
    """Events that share moments, lie on the edges of windows and arrive in order, anyhow, or all at once."""
    pools = {
        "account": (None, "a", "b", "c", "d"),
        "team": (None, "x", "y", "z"),
        "number": (None, 0, 1, 2, -(2**63), 2**63 - 1),
        "price": (None, 0.1, 0.2, 0.3, 1e308, -1e308, -0.5),
        "seen": (None, START, START.replace(microsecond=1)),
        "new": (None, True, False),
        "text": (None, "one"),
    }
    span = {"rising": count, "anyhow": 24, "hasty": 2}[shape]
    moments = [chance.randrange(span) * SECOND // 2 for _ in range(count)]
    if shape == "rising":
        moments.sort()
    return [({name: chance.choice(pool) for name, pool in pools.items()}, at) for at in moments]


@pytest.mark.parametrize("shape", ["rising", "anyhow", "hasty"])
def test_windows_hold_what_the_definition_says(spark: "Cluster", shape: str) -> None:
    seed = random.randrange(2**32)
    events = stream(random.Random(seed), shape, 120)
    columns = [f"unix_micros(`{each.name}`)" if each.type == TIMESTAMP else f"`{each.name}`" for each in ALL]
    found = spark.rows(f"SELECT position, {', '.join(columns)} FROM {windowed(Spark(), spark.store(as_table(events)), ALL)}")
    names = [each.name for each in ALL]
    held = [dict(zip(names, row[1:], strict=True)) for row in sorted(found, key=lambda row: row[0])]
    expected = [{name: microseconds(value) for name, value in row.items()} for row in naive.values(events, ALL)]
    wrong = [
        (number, name, row[name], held[number][name])
        for number, row in enumerate(expected)
        for name in names
        if held[number][name] != row[name]
    ]
    assert len(held) == len(expected)
    assert wrong[:5] == [], f"seed {seed}"


@pytest.mark.parametrize("shape", ["rising", "anyhow", "hasty"])
def test_rules_with_windows_match_what_they_match_online(spark: "Cluster", shape: str) -> None:
    seed = random.randrange(2**32)
    events = stream(random.Random(seed), shape, 300)
    online = matches_online(events)
    assert spark.asked(RULES, FIELDS, as_table(events), KNOWN) == online, f"seed {seed}"
    assert len({code for _, code in online}) >= 4
