"""One meaning, tried: the compiled function beside the history query on the same events, before a playbook is put in force.

Property tests prove the language; this proves the very rules, on the very events of this house, with the very versions of the
engines it runs. One event on which the two differ is one too many.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from leeward.playbook.model import FieldType, Rule
from leeward.playbook.rules.compiled import compile_rules
from leeward.playbook.rules.history import history_sql
from leeward.playbook.rules.known import NOTHING, Known
from leeward.playbook.rules.predicate import parse_predicate
from leeward.record.terms.code import RuleCode

if TYPE_CHECKING:
    import pyarrow

RELATION = "events"
Ask = Callable[[str, "pyarrow.Table"], Sequence[tuple[Any, ...]]]
"""Runs a query in which the table is called ``events``; the rows of the answer."""
_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Difference:
    """One event (its place among those tried) that a rule matches online and not over history, or the other way round."""

    event: int
    rule: RuleCode
    online: bool


def differences(
    rules: Sequence[Rule],
    fields: Mapping[str, FieldType],
    events: Sequence[Mapping[str, object]],
    ask: Ask,
    known: Known = NOTHING,
) -> list[Difference]:
    """Every difference between the two on these events, in their order; none, when all is well.

    A rule with a window is left out: what its window held depends on all events before these. Raises ``PlaybookErrors`` when a
    rule does not check.
    """
    rules = [rule for rule in rules if not parse_predicate(rule.when, fields, rule.where, known).features]
    compiled = compile_rules(rules, fields, known)
    online = {(place, match.rule.code) for place, event in enumerate(events) for match in compiled.matches(event)}
    found = ask(history_sql(rules, fields, RELATION, known=known), table(fields, events))
    history = {(place, RuleCode(code)) for place, code in found}
    return [Difference(place, code, (place, code) in online) for place, code in sorted(online ^ history)]


def table(fields: Mapping[str, FieldType], events: Sequence[Mapping[str, object]]) -> "pyarrow.Table":
    """Events as the lake types them, numbered from 0 in ``event_id``."""
    import pyarrow  # late: only who compares needs it

    types = {
        FieldType.INTEGER: pyarrow.int64(),
        FieldType.FLOAT: pyarrow.float64(),
        FieldType.BOOLEAN: pyarrow.bool_(),
        FieldType.TIMESTAMP: pyarrow.timestamp("us", "UTC"),
    }
    columns = {"event_id": pyarrow.array(range(len(events)), pyarrow.int64())}
    for name, field in fields.items():
        one = types.get(field.element, pyarrow.string())
        values = [_stored(event.get(name)) for event in events]
        columns[name] = pyarrow.array(values, pyarrow.list_(one) if field.is_list else one)
    return pyarrow.table(columns)


def _stored(value: object) -> object:
    if isinstance(value, datetime):
        return (value - _EPOCH) // _MICROSECOND  # Arrow's own conversion goes through a float for some years
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [_stored(each) for each in value]
    return value
