"""One meaning, tried: the compiled function beside the history query on the same events, before a playbook is put in force.

Property tests prove the language; this proves the very rules, on the very events of this house, with the very versions of the
engines it runs. One event on which the two differ is one too many.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from leeward.playbook.model import FieldType, Rule
from leeward.playbook.rules.compiled import compile_rules
from leeward.playbook.rules.history import history_sql
from leeward.playbook.rules.known import NOTHING, Feature, Known, Mark
from leeward.playbook.rules.labels import CHANGES, Change, Replay
from leeward.playbook.rules.memory import Memory
from leeward.playbook.rules.predicate import Predicate, parse_predicate
from leeward.playbook.rules.shelf import list_relations
from leeward.record.terms.code import RuleCode

if TYPE_CHECKING:
    import pyarrow

RELATION = "events"
Ask = Callable[[str, Mapping[str, "pyarrow.Table"]], Sequence[tuple[Any, ...]]]
"""Runs a query over tables by their names; the rows of the answer."""
MANY = 2**40
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
    *,
    known: Known = NOTHING,
    occurred: Sequence[datetime] | None = None,
    positions: Sequence[int] | None = None,
    changes: Sequence[Change] = (),
) -> list[Difference]:
    """Every difference between the two on these events, in their order; none, when all is well.

    ``occurred`` says when each event did; they are in the order of arrival then, and what windows hold is what these events
    bring. Without it, rules with windows or labels are left out. Labels are what ``changes`` make of them, with the events at
    ``positions``, from 1 without these. Raises ``PlaybookErrors`` when a rule does not check.
    """
    if occurred is None:
        rules = [rule for rule in rules if not _remembers(parse_predicate(rule.when, fields, rule.where, known))]
    compiled = compile_rules(rules, fields, known)
    positions = positions or range(1, len(events) + 1)
    seen = events
    if occurred is not None:
        seen = _with_labels(compiled.marks, _with_windows(compiled.features, events, occurred), occurred, positions, changes)
    online = {(place, match.rule.code) for place, event in enumerate(seen) for match in compiled.matches(event)}
    tables = {RELATION: table(fields, events, occurred, positions), **_lists(list_relations(rules, fields, known=known))}
    if compiled.marks:
        tables[CHANGES] = changed(changes)
    found = ask(history_sql(rules, fields, RELATION, known=known), tables)
    history = {(place, RuleCode(code)) for place, code in found}
    return [Difference(place, code, (place, code) in online) for place, code in sorted(online ^ history)]


def _remembers(predicate: Predicate) -> bool:
    return bool(predicate.features or predicate.marks)


def _with_labels(
    marks: Sequence[Mark],
    events: Sequence[Mapping[str, object]],
    occurred: Sequence[datetime],
    positions: Sequence[int],
    changes: Sequence[Change],
) -> Sequence[Mapping[str, object]]:
    if not marks:
        return events
    replay = Replay(changes)
    return [
        {**event, **replay.seen(marks, event, at, position)}
        for event, at, position in zip(events, occurred, positions, strict=True)
    ]


def _with_windows(
    features: Sequence[Feature], events: Sequence[Mapping[str, object]], occurred: Sequence[datetime]
) -> list[Mapping[str, object]]:
    """The events with what the windows hold, by a memory that is new and has room: where room ends, online says NULL."""
    roomy = [replace(each, window=replace(each.window, keys=MANY, entries=MANY, entries_per_key=MANY)) for each in features]
    memory = Memory(roomy)
    return [
        {**event, **memory.seen(event, (at - _EPOCH) // _MICROSECOND, position)}
        for position, (event, at) in enumerate(zip(events, occurred, strict=True), 1)
    ]


def _lists(relations: Mapping[str, frozenset[str]]) -> dict[str, "pyarrow.Table"]:
    import pyarrow

    return {
        name: pyarrow.table({"entry": pyarrow.array(sorted(entries), pyarrow.string())}) for name, entries in relations.items()
    }


def table(
    fields: Mapping[str, FieldType],
    events: Sequence[Mapping[str, object]],
    occurred: Sequence[datetime] | None = None,
    positions: Sequence[int] | None = None,
) -> "pyarrow.Table":
    """Events as the lake types them, numbered from 0 in ``event_id``; with ``occurred`` also by ``position``, else from 1."""
    import pyarrow  # late: only who compares needs it

    types = {
        FieldType.INTEGER: pyarrow.int64(),
        FieldType.FLOAT: pyarrow.float64(),
        FieldType.BOOLEAN: pyarrow.bool_(),
        FieldType.TIMESTAMP: pyarrow.timestamp("us", "UTC"),
        FieldType.DURATION: pyarrow.int64(),
    }
    columns = {"event_id": pyarrow.array(range(len(events)), pyarrow.int64())}
    for name, field in fields.items():
        one = pyarrow.decimal128(*field.decimal) if field.decimal else types.get(field.element, pyarrow.string())
        values = [_stored(event.get(name)) for event in events]
        columns[name] = pyarrow.array(values, pyarrow.list_(one) if field.is_list else one)
    if occurred is not None:
        columns["position"] = pyarrow.array(positions or range(1, len(events) + 1), pyarrow.int64())
        columns["occurred"] = pyarrow.array([_stored(at) for at in occurred], pyarrow.timestamp("us", "UTC"))
    return pyarrow.table(columns)


def changed(changes: Sequence[Change]) -> "pyarrow.Table":
    """Changes of labels as the relation ``label_changes``."""
    import pyarrow

    return pyarrow.table(
        {
            "position": pyarrow.array(range(len(changes)), pyarrow.int64()),
            "id": pyarrow.array([each.id for each in changes], pyarrow.string()),
            "label": pyarrow.array([each.label for each in changes], pyarrow.string()),
            "after": pyarrow.array([each.after for each in changes], pyarrow.int64()),
            "until": pyarrow.array([_stored(each.until) for each in changes], pyarrow.timestamp("us", "UTC")),
        }
    )


def _stored(value: object) -> object:
    if isinstance(value, datetime):
        return (value - _EPOCH) // _MICROSECOND  # Arrow's own conversion goes through a float for some years
    if isinstance(value, timedelta):
        return value // _MICROSECOND
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [_stored(each) for each in value]
    return value
