"""Rules over what was: reports and activity read batch by batch, texts opened in memory only, and each batch that opens some is
a fact with its purpose."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from leeward.insights.rules import views
from leeward.insights.rules.desk.looking import Q, state_of
from leeward.insights.rules.desk.switching import rule_of
from leeward.insights.rules.refusals import NothingThere, NotOfThisKind
from leeward.insights.rules.trial import Counting, Past, Trial, decided_by, parts_of
from leeward.playbook.event import Texts, activity_event
from leeward.playbook.model import REPORT, ActivityKind, FieldType, Playbook, Rule
from leeward.playbook.rules import CompiledRules, compile_rules, known_of
from leeward.playbook.rules.known import Mark
from leeward.playbook.rules.labels import labeller_of
from leeward.record.facts.rules import HistoryRead
from leeward.record.lake.reading import open_lake
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.code import EventKind, PurposeCode, RuleCode
from leeward.record.terms.ids import PersonId, VaultRef, rule_id
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.report import Verdict

TEST, EXPLAIN = PurposeCode("rule_test"), PurposeCode("rule_explain")
BATCH = 2_000
_START, _NOBODY = Moment.fromisoformat("1970-01-01T00:00:00+00:00"), UUID(int=0)


def run(
    record: Record, in_force: Playbook, candidate: Playbook, rule: Rule, who: PersonId, *, days: int, lake: Path,
    most: int = 200_000,
) -> Trial:  # fmt: skip
    """Run ``rule`` of ``candidate`` over the last ``days``, beside the rules in force; at most ``most`` rows, earliest first.

    Activity that left the database is read from the ``lake``.
    """
    kind = candidate.activity[rule.on]
    alone = compile_rules([rule], kind.fields, known_of(candidate, rule.on))
    beside = _in_force(in_force, rule.on)
    counting = Counting(alone, beside, _verdicts(record))
    reads = _texts_read(kind, alone, beside)
    reading = Reading(record, kind, rule.code, who, TEST, reads, tuple({*alone.marks, *(beside.marks if beside else ())}))
    left = most
    for past in chain(_from_lake(reading, lake, now() - timedelta(days=days)), _past(reading, now() - timedelta(days=days))):
        counting.take(past[:left])
        left -= len(past)
        if left <= 0:
            break
    return counting.result()


def explain(record: Record, playbook: Playbook, number: UUID, who: PersonId, *, rule: str | None = None) -> views.Explanation:
    """What the rules in force, or one of them, say of a report or an event. Raises NothingThere, NoSuchRule, NotOfThisKind."""
    asked = rule_of(playbook, rule) if rule else None
    with record.writing() as tx:
        number = _behind(tx, number, asked)
        kind, then = _whose(tx, playbook, number)
        if asked is not None and asked.on != kind.kind:
            raise NotOfThisKind(f"{asked.code} reads {asked.on}, and this is {kind.kind}.")
        code = asked.code if asked else RuleCode("all")
        labeller = labeller_of(playbook, kind.kind)
        marks = labeller.marks if labeller else ()
        row = _one(tx, Reading(record, kind, code, who, EXPLAIN, _all_texts(kind), marks), number)
        off = {each["rule"] for each in tx.rows(Q.switches) if each["off"]}
    wanted = [asked] if asked else [each for each in playbook.rules.values() if each.on == kind.kind]
    compiled = compile_rules(wanted, kind.fields, known_of(playbook, kind.kind)) if wanted else None
    found = [_explained(compiled, each, row, each.code in off) for each in wanted if compiled]
    found.sort(key=lambda each: (not each.matched, each.rule))
    return views.Explanation(id=number, about=row.about, kind=kind.kind, at=row.at, rules=tuple(found), then=then)


def _explained(compiled: CompiledRules, rule: Rule, row: Past, off: bool) -> views.Explained:
    outcomes = compiled.explain(rule.code, row.event)
    matched = any(match.rule.code == rule.code for match in compiled.matches(row.event))
    return views.Explained(
        rule=rule.code,
        signal=rule.signal,
        state=state_of(rule, off),
        matched=matched,
        unknown=compiled.truth(rule.code, row.event) is None,
        parts=parts_of(outcomes, row.hidden),
        decided=decided_by(outcomes, matched),
    )


def _in_force(playbook: Playbook, kind: EventKind) -> CompiledRules | None:
    rules = [each for each in playbook.rules.values() if each.on == kind]
    return compile_rules(rules, playbook.activity[kind].fields, known_of(playbook, kind)) if rules else None


def _verdicts(record: Record) -> dict[UUID, Verdict]:
    with record.reading() as look:
        return {row["about"]: Verdict(row["verdict"]) for row in look.rows(Q.verdicts_of_subjects)}


def _texts_read(kind: ActivityKind, *compiled: CompiledRules | None) -> frozenset[str]:
    """The fields of text that any of the rules reads."""
    named = {name for each in compiled if each for predicate in each.predicates for name in predicate.fields}
    return frozenset(name for name in named if name in kind.fields and kind.fields[name].element is FieldType.TEXT)


class Reading(msgspec.Struct, frozen=True):
    """What is read of the past, by whom and why, and the fields of text that are read of it."""

    record: Record
    kind: ActivityKind
    code: RuleCode
    who: PersonId
    why: PurposeCode
    reads: frozenset[str]
    marks: tuple[Mark, ...] = ()
    """The labels that are asked about."""


def _from_lake(reading: Reading, lake: Path, since: Moment) -> Iterator[list[Past]]:
    """Events that are in the lake and not in the database any more, batch by batch in the order of arrival."""
    kind = reading.kind
    if kind.kind == REPORT:
        return
    types = {name: type_.value for name, type_ in kind.fields.items()}
    with open_lake(reading.record, lake) as opened:
        with reading.record.reading() as look:
            floor = look.value(Q.first_at_hand, {"kind": kind.kind})
        for rows in opened.events(kind.kind, types, since=since, before=int(floor), batch=BATCH):
            with reading.record.writing() as tx:
                yield _seen(tx, reading, [_of_lake(kind, row) for row in rows])


def _of_lake(kind: ActivityKind, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the lake as a row of the database."""
    fields: dict[str, Any] = {}
    for name, type_ in kind.fields.items():
        value = row[f"{name}.ref"] if type_.element is FieldType.TEXT else row[name]
        if type_ is FieldType.DURATION and value is not None:
            value = timedelta(microseconds=value)
        fields[name] = value.isoformat() if isinstance(value, Moment) else value
    return {
        "position": row["position"],
        "id": UUID(row["event_id"]),
        "about": UUID(row["about"]),
        "at": row["occurred"],
        "fields": fields,
        "windows": msgspec.json.decode(row["windows"]) if row["windows"] else None,
    }


def _past(reading: Reading, since: Moment) -> Iterator[list[Past]]:
    """What came in since and is in the database, batch by batch."""
    kind = reading.kind
    cursor: dict[str, Any] = {"since": since, "after": _NOBODY if kind.kind == REPORT else 0, "limit": BATCH}
    while True:
        with reading.record.writing() as tx:
            rows = _rows(tx, kind, cursor)
            past = _seen(tx, reading, rows)
        if not rows:
            return
        yield past
        if kind.kind == REPORT:
            cursor |= {"since": rows[-1]["received"], "after": rows[-1]["id"]}
        else:
            cursor["after"] = rows[-1]["position"]


def _rows(tx: Transaction, kind: ActivityKind, cursor: Mapping[str, Any]) -> list[dict[str, Any]]:
    if kind.kind == REPORT:
        return tx.rows(Q.reports_of_past, {**cursor, "until": now(), "one": None})
    return tx.rows(Q.events_of_past, {**cursor, "kind": kind.kind})


def _seen(tx: Transaction, reading: Reading, rows: list[dict[str, Any]]) -> list[Past]:
    """Rows as the rules see them. Texts are opened for the fields that are read, those whose key is gone are NULL."""
    kind = reading.kind
    refs = [ref for row in rows for ref in _refs(kind, row, reading.reads)]
    texts: Texts = {}
    if refs:
        readable = [VaultRef(row["ref"]) for row in tx.rows(Q.readable_texts, {"refs": refs})]
        texts = tx.vault.pass_through(readable)
        tx.append(
            [
                HistoryRead(
                    subject=rule_id(reading.code),
                    actor=reading.who,
                    occurred=now(),
                    rule=reading.code,
                    purpose=reading.why,
                    event_kind=kind.kind,
                    rows=len(rows),
                    texts=len(texts),
                )
            ]
        )
    hidden, labels = _all_texts(kind), _labels(tx, reading.marks, rows)
    return [_as_seen(kind, row, texts, hidden, stood) for row, stood in zip(rows, labels, strict=True)]


def _labels(tx: Transaction, marks: Iterable[Mark], rows: Sequence[Mapping[str, Any]]) -> list[dict[str, object]]:
    """What stood as of each event, from what was done with labels."""
    found: list[dict[str, object]] = [{} for _ in rows]
    for mark in marks:
        asked = [(place, row["fields"].get(mark.field), row["position"], row["at"]) for place, row in enumerate(rows)]
        named = [each for each in asked if each[1] is not None]
        until = tx.rows(
            Q.label_as_of,
            {"label": mark.label, "subjects": [each[1] for each in named], "positions": [each[2] for each in named]},
        )
        for place in range(len(rows)):
            found[place][mark.name] = None
        for (place, _, _, at), row in zip(named, until, strict=True):
            found[place][mark.name] = row["until"] is not None and at < row["until"]
    return found


def _refs(kind: ActivityKind, row: Mapping[str, Any], reads: Iterable[str]) -> Iterator[VaultRef]:
    held: Mapping[str, Any] = row if kind.kind == REPORT else row["fields"]
    for name in reads:
        value = held.get(name)
        for ref in value if isinstance(value, list) else [value]:
            if ref is not None:
                yield VaultRef(ref if isinstance(ref, UUID) else UUID(ref))


def _as_seen(
    kind: ActivityKind, row: Mapping[str, Any], texts: Texts, hidden: frozenset[str], labels: Mapping[str, object]
) -> Past:
    if kind.kind != REPORT:
        # What windows held is taken as it was stored: what no rule counted then is not known. Labels that no rule asked about
        # then are known all the same, from what was done with them.
        event: Mapping[str, object] = {**activity_event(kind, row["fields"], texts), **labels, **(row["windows"] or {})}
        return Past(id=row["id"], about=row["about"], at=row["at"], event=event, hidden=hidden)
    event = {name: row.get(name) for name in kind.fields}
    event |= {name: texts.get(VaultRef(row[name])) if row[name] else None for name in ("text", "content") if name in event}
    return Past(id=row["id"], about=row["about"], at=row["received"], event=event, hidden=hidden)


def _behind(tx: Transaction, number: UUID, rule: Rule | None) -> UUID:
    """The event behind a report, where the rule that is asked about reads events and not reports."""
    report = tx.one(Q.signal_of_report, {"id": number})
    behind = report["signal"] if report and rule is not None and rule.on != REPORT else None
    return number if behind is None else UUID(str(behind))


def _whose(tx: Transaction, playbook: Playbook, number: UUID) -> tuple[ActivityKind, tuple[RuleCode, ...]]:
    """The kind of what has this number, and the rules that matched it then."""
    then = tuple(RuleCode(row["rule"]) for row in tx.rows(Q.matched_then, {"id": number}))
    if tx.one(Q.signal_of_report, {"id": number}) is not None:
        return playbook.activity[REPORT], then
    event = tx.one(Q.event, {"id": number})
    if event is None or event["kind"] not in playbook.activity:
        raise NothingThere(remedy="Events that went to the lake are explained by running the rule over history.")
    return playbook.activity[event["kind"]], then


def _all_texts(kind: ActivityKind) -> frozenset[str]:
    return frozenset(name for name, type_ in kind.fields.items() if type_.element is FieldType.TEXT)


def _one(tx: Transaction, reading: Reading, number: UUID) -> Past:
    if reading.kind.kind == REPORT:
        asked = {"since": _START, "after": _NOBODY, "until": now() + timedelta(days=1), "one": number, "limit": 1}
        rows = tx.rows(Q.reports_of_past, asked)
    else:
        rows = tx.rows(Q.event, {"id": number})
    return _seen(tx, reading, rows)[0]
