"""Labels on a Spark cluster stand as the definition says, and rules that ask about them match what they match online."""

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from leeward.playbook.rules import compile_rules
from leeward.playbook.rules.labels import CHANGES, Change, marked
from leeward.playbook.rules.parity import changed
from leeward.playbook.rules.spark import Spark
from playbook.rules import labelled
from playbook.rules.labelled import FIELDS, MARKS, Event
from playbook.rules.lake import history, table
from playbook.rules.test_labels import NAMING, RULES
from properties.test_three_engines import drawn

if TYPE_CHECKING:
    from cluster import Cluster

pytestmark = [pytest.mark.spark, pytest.mark.timeout(400)]


def stored(events: list[Event]) -> pa.Table:
    found = table(FIELDS, [event for event, _ in events])
    found = found.append_column("position", pa.array(range(1, len(events) + 1), pa.int64()))
    return found.append_column("occurred", pa.array([at for _, at in events], pa.timestamp("us", tz="UTC")))


def view(spark: "Cluster", changes: list[Change]) -> None:
    spark.session.sql(f"CREATE OR REPLACE TEMPORARY VIEW {CHANGES} AS SELECT * FROM {spark.store(changed(changes))}")


@pytest.mark.parametrize("time", range(3))
def test_what_stands_and_what_matches_is_the_same_in_three_engines(spark: "Cluster", time: int) -> None:
    events = max(drawn(labelled.events(), 40), key=len)
    changes = max(drawn(labelled.changes(), 40), key=len)
    view(spark, changes)
    names = ", ".join(f"`{mark.name}`" for mark in MARKS)
    found = spark.rows(f"SELECT {names} FROM {marked(Spark(), spark.store(stored(events)), MARKS)} ORDER BY position")
    expected = labelled.values(events, changes)
    assert [dict(zip([mark.name for mark in MARKS], row, strict=True)) for row in found] == expected
    compiled = compile_rules(RULES, FIELDS, NAMING)
    online = {
        (place, str(match.rule.code))
        for place, ((event, _), values) in enumerate(zip(events, expected, strict=True))
        for match in compiled.matches({**event, **values})
    }
    assert spark.asked(RULES, FIELDS, stored(events), NAMING) == online
    assert history(RULES, FIELDS, [event for event, _ in events], NAMING, [at for _, at in events], changes) == online
