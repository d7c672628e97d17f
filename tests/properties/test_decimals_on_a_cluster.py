"""Decimals and durations mean on a Spark cluster what they mean online and in DuckDB."""

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from playbook.rules.invention import chance_events
from playbook.rules.test_decimals import FIELDS, sound, tries
from properties.agreement import agree
from properties.test_three_engines import checked, drawn

if TYPE_CHECKING:
    from cluster import Cluster

pytestmark = [pytest.mark.spark, pytest.mark.timeout(400)]

KEPT = [
    "fee * 3 = 0.3", "fee + rate = 0.3", "fee * rate > 0.5", "fee > n", "CAST(fee AS DOUBLE) > 0.1", "CAST(rate AS DOUBLE) < 0.5",
    "coalesce(fee, rate, 0) < 1", "least(fee, rate, n) < 1", "fee IN (1, 2.50)", "fee IS DISTINCT FROM 0.5", "-fee < rate",
    "abs(fee - rate) <= 0.000001", "CASE WHEN n = 1 THEN fee ELSE rate END = 0.5", "rate BETWEEN -0.5 AND fee",
    "waited > INTERVAL '1 hour'", "posted + waited > TIMESTAMPTZ '2026-01-01 00:00:00Z'", "-waited IN (INTERVAL '0 seconds')",
]  # fmt: skip
"""Each construct once, so that no draw has to find it."""


@pytest.mark.parametrize("batch", range(2))
def test_decimals_and_durations_match_the_same_in_three_engines(spark: "Cluster", batch: int) -> None:
    fields, _, rows, seed = drawn(tries(), 3 + batch)[-1]
    whens = [when for _, tests, _, _ in drawn(tries(), 60) for when in tests]
    invented = [when for when in dict.fromkeys(whens) if sound(when, fields)][:60]
    assert invented
    assert agree(spark, invented, fields, [*rows, *chance_events(fields, seed, 200)])


def test_every_construct_matches_the_same(spark: "Cluster") -> None:
    plain = {name: FIELDS[name] for name in ("n", "waited", "posted")}
    rows = [
        {**row, "fee": Decimal(number % 7 * 10).scaleb(-2), "rate": Decimal(number % 5 * 100_000).scaleb(-6)}
        for number, row in enumerate(chance_events(plain, 5, 80))
    ]
    assert checked(KEPT, FIELDS, 99) == KEPT
    assert agree(spark, KEPT, FIELDS, [*rows, *chance_events(plain, 3, 20)])
