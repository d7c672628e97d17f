"""The same rules over the same events in three engines."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from leeward.playbook.model import FieldType, Rule
from leeward.playbook.rules import NOTHING, Known, compile_rules
from playbook.rules.lake import history, rule

if TYPE_CHECKING:
    from cluster import Cluster


Events = Sequence[Mapping[str, object]]


def agree(
    spark: "Cluster", whens: Sequence[str], fields: Mapping[str, FieldType], rows: Events, known: Known = NOTHING
) -> set[tuple[int, str]]:
    """Demand the same matches of all three for conditions: the number of the event, and of the condition as ``r/0``."""
    return agree_on(spark, [rule(when, f"r/{number}") for number, when in enumerate(whens)], fields, rows, known)


def agree_on(
    spark: "Cluster", rules: Sequence[Rule], fields: Mapping[str, FieldType], rows: Events, known: Known = NOTHING
) -> set[tuple[int, str]]:
    """The same for rules: the number of the event and the code of the rule."""
    compiled = compile_rules(rules, fields, known)
    online = {(number, str(match.rule.code)) for number, row in enumerate(rows) for match in compiled.matches(row)}
    assert not compiled.failures, compiled.last_failure
    said = {"DuckDB": history(rules, fields, rows, known), "Spark": spark.matches(rules, fields, rows, known)}
    texts = {each.code: each.when for each in rules}
    differ = {
        (engine, texts[code], ascii(dict(rows[number])), (number, code) in matched)
        for engine, matched in said.items()
        for number, code in matched ^ online
    }
    assert sorted(differ, key=lambda each: len(str(each)))[:5] == [], f"{len(differ)} differ from what is said online"
    return online
