"""Labels: what events and people left behind for later events, in SQL and in memory; both say the same.

A label put by an event counts from the next event on, in the order of arrival; one put or taken by somebody, from the event
after the last one that had arrived. It stands for an event that occurred before it is over. Put again it stands until the later
of the two ends; taken, it stands no more. Each of these is a *change*, and changes are in the order in which they were written.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from leeward.playbook.model import FieldType, NamedLabel, Playbook, Rule
from leeward.playbook.rules.compiled import CompiledRules, compile_rules
from leeward.playbook.rules.known import Feature, Known, Mark, known_of, length
from leeward.playbook.rules.predicate import parse_predicate
from leeward.playbook.rules.sql import Sql
from leeward.record.terms.code import Digest, EventKind, RuleCode

CHANGES = "label_changes"
"""The relation that stands beside the events where rules ask about labels: columns ``position`` (an integer, in the order in
which the changes were written), ``id``, ``label``, ``after`` (the position of the last event that does not know of it) and
``until`` (a moment; NULL where the label was taken)."""


@dataclass(frozen=True, slots=True)
class Change:
    """A row of ``label_changes``; the order of rows stands for ``position``."""

    id: str
    label: str
    after: int
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Put:
    """A label that a rule puts, and until when by its own event."""

    rule: Rule
    label: str
    id: str
    until: datetime


class Standing:
    """Which labels stand on whom, as one reads events and changes in their order."""

    def __init__(self, until: Mapping[tuple[str, str], datetime] | None = None) -> None:
        """``until``: what stands already, by id and label."""
        self._until = dict(until or {})

    def seen(self, marks: Iterable[Mark], event: Mapping[str, object], occurred: datetime) -> dict[str, bool | None]:
        """The values of ``marks`` for an event, by name."""
        until = self._until.get
        values: dict[str, bool | None] = {}
        for mark in marks:
            key = event.get(mark.field)
            end = None if key is None else until((str(key), mark.label))
            values[mark.name] = None if key is None else end is not None and occurred < end
        return values

    def put(self, key: str, label: str, until: datetime) -> bool:
        """It stands until then, or longer where it did already; whether that changed anything."""
        before = self._until.get((key, label))
        if before is not None and before >= until:
            return False
        self._until[key, label] = until
        return True

    def take(self, key: str, label: str) -> None:
        """It stands no more."""
        self._until.pop((key, label), None)


class Replay:
    """Labels over the past: the values as of each event, from the changes."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self._changes, self._next, self._standing = changes, 0, Standing()

    def seen(
        self, marks: Iterable[Mark], event: Mapping[str, object], occurred: datetime, position: int
    ) -> dict[str, bool | None]:
        """The values for the event at a position, which rises from call to call."""
        while self._next < len(self._changes) and self._changes[self._next].after < position:
            change = self._changes[self._next]
            self._next += 1
            if change.until is None:
                self._standing.take(change.id, change.label)
            else:
                self._standing.put(change.id, change.label, change.until)
        return self._standing.seen(marks, event, occurred)


class Labeller:
    """The rules on one kind of event that put labels, and the labels that rules on it ask about."""

    def __init__(self, marks: Iterable[Mark], rules: CompiledRules | None, lasts: Mapping[str, timedelta]) -> None:
        self.marks = tuple(marks)
        self._rules, self._lasts = rules, lasts
        self.fields = tuple(dict.fromkeys(field for field, _ in self.pairs()))
        """The fields whose ids have to be known about."""
        self.labels = tuple(dict.fromkeys(label for _, label in self.pairs()))
        self.features: tuple[Feature, ...] = rules.features if rules else ()
        """The windows that rules which put labels count over."""

    def pairs(self) -> Iterable[tuple[str, str]]:
        """Field and label of all that is asked about or put."""
        yield from ((mark.field, mark.label) for mark in self.marks)
        for rule in self._rules.rules if self._rules else ():
            yield from ((each.on, each.name) for each in rule.labels)

    def puts(self, event: Mapping[str, object], occurred: datetime) -> list[Put]:
        """What the rules put on account of an event, which carries what windows held and labels said."""
        found: list[Put] = []
        for rule in self._rules.matching(event) if self._rules else ():
            for each in rule.labels:
                if (key := event.get(each.on)) is not None:
                    lasts = length(each.lasts) if each.lasts else self._lasts.get(each.name)
                    if lasts is not None:
                        found.append(Put(rule, each.name, str(key), occurred + lasts))
        return found


_MOST = 64
_FOUND: OrderedDict[tuple[Digest, EventKind, frozenset[RuleCode]], Labeller | None] = OrderedDict()


def labeller_of(playbook: Playbook, kind: EventKind, off: frozenset[RuleCode] = frozenset()) -> Labeller | None:
    """What has to be known and done about labels with events of a kind; None where it is nothing.

    Rules that are only watched ask, but put nothing; so it is with those that are switched ``off``.
    """
    if not playbook.labels:
        return None
    key = (playbook.digest, kind, off)
    if key not in _FOUND:
        _FOUND[key] = _labeller(playbook, kind, off)
        while len(_FOUND) > _MOST:
            _FOUND.popitem(last=False)
    return _FOUND[key]


def _labeller(playbook: Playbook, kind: EventKind, off: frozenset[RuleCode]) -> Labeller | None:
    known, fields = known_of(playbook, kind), playbook.activity[kind].fields
    rules = [rule for rule in playbook.rules.values() if rule.on == kind]
    marks = {mark for rule in rules for mark in parse_predicate(rule.when, fields, rule.where, known).marks}
    putting = [rule for rule in rules if rule.labels and not rule.shadow and rule.code not in off]
    if not marks and not putting:
        return None
    return labelling(marks, putting, fields, known, playbook.labels.values())


def asked_about(playbook: Playbook) -> tuple[Mapping[EventKind, frozenset[str]], set[str]]:
    """For each kind of event the fields that its rules ask about, and all labels that they ask for."""
    marks = {kind: labeller.marks for kind in playbook.activity if (labeller := labeller_of(playbook, kind)) is not None}
    fields = {kind: frozenset(mark.field for mark in marks.get(kind, ())) for kind in playbook.activity}
    return fields, {mark.label for each in marks.values() for mark in each}


def labelling(
    marks: Iterable[Mark], putting: Sequence[Rule], fields: Mapping[str, FieldType], known: Known, labels: Iterable[NamedLabel]
) -> Labeller:
    """The same of a playbook that is still being checked: what is asked about, and the rules that put."""
    return Labeller(
        sorted(marks, key=lambda each: each.name),
        compile_rules(putting, fields, known) if putting else None,
        {each.name: lasts for each in labels if (lasts := length(each.lasts)) is not None},
    )


def marked(sql: Sql, relation: str, marks: Iterable[Mark]) -> str:
    """A query, in parentheses, with all columns of ``relation`` and one for each mark, under its name.

    ``relation`` is a table or a query in parentheses with ``position`` and ``occurred`` beside the fields of its events, and
    ``label_changes`` is there, as ``CHANGES`` says. Without marks it is ``relation`` itself.

    The changes of one id and label become spans of positions that do not overlap, so that an event joins one of them at most.
    """
    wanted = sorted(set(marks), key=lambda mark: mark.name)
    if not wanted:
        return relation
    after, before = sql.quoted("after"), sql.quoted("before")
    named = ", ".join(sql.text(label) for label in sorted({mark.label for mark in wanted}))
    columns = "".join(
        f",\n    CASE WHEN _event.{sql.quoted(mark.field)} IS NOT NULL"
        f" THEN coalesce(_event.occurred < _label{place}.until, FALSE) END AS {sql.quoted(mark.name)}"
        for place, mark in enumerate(wanted)
    )
    joins = "".join(
        f"\n  LEFT JOIN _span AS _label{place} ON _label{place}.id = _event.{sql.quoted(mark.field)}"
        f" AND _label{place}.label = {sql.text(mark.label)} AND _label{place}.{after} < _event.position"
        f" AND (_event.position <= _label{place}.{before} OR _label{place}.{before} IS NULL)"
        for place, mark in enumerate(wanted)
    )
    whose = "PARTITION BY id, label"
    return (
        f"(WITH _taken AS (\n  SELECT id, label, {after}, until, position,\n"
        f"    count(CASE WHEN until IS NULL THEN 1 END) OVER ({whose} ORDER BY position ROWS UNBOUNDED PRECEDING) AS _round\n"
        f"  FROM {CHANGES} WHERE label IN ({named})\n), _span AS (\n  SELECT id, label, {after},\n"
        f"    max(until) OVER ({whose}, _round ORDER BY position ROWS UNBOUNDED PRECEDING) AS until,\n"
        f"    lead({after}) OVER ({whose} ORDER BY position) AS {before}\n  FROM _taken\n)\n"
        f"  SELECT _event.*{columns}\n  FROM {relation} AS _event{joins})"
    )
