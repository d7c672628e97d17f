"""A rule is proven by its own cases: three at least, one of which must not match."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from math import isfinite

from leeward.playbook.checks.duplicates import repeated
from leeward.playbook.diagnostics import Diagnostic, PlaybookErrors, suggestion
from leeward.playbook.draft import Draft
from leeward.playbook.model import ActivityKind, Case, EntryList, FieldType, Rule
from leeward.playbook.quantities import decimal_of, duration_of
from leeward.playbook.rules import CompiledRules, Known, compile_rules, known_from, parse_predicate
from leeward.playbook.rules.known import MICROSECOND, length
from leeward.playbook.rules.labels import Labeller, Standing, labelling
from leeward.playbook.rules.memory import Memory
from leeward.record.terms.code import Digest, EventKind

LEAST = 3
UNREAD = Digest("")
FITS: dict[FieldType, tuple[type, ...]] = {
    FieldType.INTEGER: (int,),
    FieldType.FLOAT: (int, float),
    FieldType.BOOLEAN: (bool,),
    FieldType.TEXT: (str,),
    FieldType.ID: (str,),
    FieldType.CODE: (str,),
}
"""Which values of TOML a field takes."""
AT = "at"
"""The key of an event's moment in a case of several events."""
START = datetime(2026, 1, 1, tzinfo=UTC)
"""What the moments of a case count from when they are written as lengths: ``at = "90 seconds"``."""
EVER = datetime(9999, 1, 1, tzinfo=UTC)
_ASKED = re.compile(r"\bhas_label\s*\([^()]*,\s*'([^']*)'", re.IGNORECASE)


def every_rule_has_its_cases(draft: Draft) -> Iterator[Diagnostic]:
    """Enough of them, each of its own name, of both kinds, made of fields that exist."""
    kinds = {kind.kind: kind for kind in draft.activity}
    for rule in draft.rules:
        yield from _enough(draft, rule)
        yield from repeated(draft, rule.cases, "name", "case")
        if (kind := kinds.get(rule.on)) is not None:
            for case in rule.cases:
                yield from _fields(draft, case, kind)
                yield from _labelled(draft, case, kind)


def every_rule_keeps_its_cases(draft: Draft) -> Iterator[Diagnostic]:
    """Its predicate is in the language, and says of each case what the case expects."""
    kinds = {kind.kind: kind for kind in draft.activity}
    known = {kind: known_in(draft, kind) for kind in kinds}
    for rule in draft.rules:
        if (kind := kinds.get(rule.on)) is not None:
            yield from _kept(draft, rule, kind, known[rule.on])


def known_in(draft: Draft, kind: EventKind) -> Known:
    """What rules may name. A list that could not be read is empty here: one mistake in it must not make each rule look wrong."""
    read = {each.name for each in draft.lists}
    unread = [
        EntryList(name=name, digest=UNREAD, entries=frozenset(), bits=64, file=f"lists/{name}.csv")
        for name in draft.known("list") - read
    ]
    harms = () if "harm" in draft.blind else draft.known("harm")
    labels = draft.known("label")
    if "label" in draft.blind:  # nobody knows which there are, so whatever is asked about may be one
        labels = labels | {name for rule in draft.rules for name in _ASKED.findall(rule.when)}
    return known_from(draft.rules, [*draft.lists, *unread], kind, draft.windows, harms, labels)


def _kept(draft: Draft, rule: Rule, kind: ActivityKind, known: Known) -> Iterator[Diagnostic]:
    try:
        compiled = compile_rules([rule], kind.fields, known)
    except PlaybookErrors as mistakes:
        yield from mistakes.diagnostics
        return
    if any(each.digest == UNREAD for each in compiled.predicates[0].lists):
        return
    labeller = _labeller(draft, compiled, kind, known)
    for case in rule.cases:
        if any(_fields(draft, case, kind)) or any(_labelled(draft, case, kind)):
            continue  # what is no event of this kind proves nothing
        event = case_event(case, kind.fields, compiled, labeller)
        if bool(compiled.matches(event)) is not case.expect:
            does = "does not match" if case.expect else "matches"
            said = "; ".join(f"{_line(each.text)} is {_truth(each.truth)}" for each in compiled.explain(rule.code, event))
            yield draft.at(case, "expect").diagnostic(f'case "{case.name}": the rule {does}', said)


def _labeller(draft: Draft, compiled: CompiledRules, kind: ActivityKind, known: Known) -> Labeller:
    """The rules of the draft that put labels on account of such events; those with mistakes of their own put none here."""
    putting = []
    for rule in draft.rules if compiled.marks else ():
        if rule.labels and rule.on == kind.kind:
            try:
                parse_predicate(rule.when, kind.fields, rule.where, known)
            except PlaybookErrors:
                continue
            putting.append(rule)
    return labelling(compiled.marks, putting, kind.fields, known, draft.labels)


def every_list_is_looked_in(draft: Draft) -> Iterator[Diagnostic]:
    """A rule looks things up in it; else somebody keeps it for nothing."""
    fields = {kind.kind: kind.fields for kind in draft.activity}
    known = {kind: known_in(draft, kind) for kind in fields}
    used: set[str] = set()
    for rule in draft.rules:
        try:
            used |= {each.name for each in parse_predicate(rule.when, fields[rule.on], rule.where, known[rule.on]).lists}
        except (PlaybookErrors, KeyError):
            used |= {each.name for each in draft.lists if f"'{each.name}'" in rule.when}
    for each in draft.lists:
        if each.name not in used:
            hint = f"in_list(field, '{each.name}') looks in it; take the file out if nobody needs it"
            yield each.where.diagnostic(f'no rule looks in the list "{each.name}"', hint)


def _line(text: str) -> str:
    return " ".join(text.split())


def _truth(truth: bool | None) -> str:
    return "unknown (NULL)" if truth is None else str(truth).lower()


def _enough(draft: Draft, rule: Rule) -> Iterator[Diagnostic]:
    place = draft.at(rule)
    if len(rule.cases) < LEAST:
        yield place.diagnostic(
            f"a rule has at least {LEAST} cases, this one has {len(rule.cases)}", "add [[case]] tables: name, given, expect"
        )
    if rule.cases and all(case.expect for case in rule.cases):
        yield place.diagnostic(
            "no case must not match", "add a [[case]] with expect = false: the harmless thing that looks most like it"
        )
    if rule.cases and not any(case.expect for case in rule.cases):
        yield place.diagnostic("no case must match", "add a [[case]] with expect = true")


def _fields(draft: Draft, case: Case, kind: ActivityKind) -> Iterator[Diagnostic]:
    several = isinstance(case.given, tuple)
    if not case.events:
        yield draft.at(case, "given").diagnostic("a case has an event", "write the fields of one, or a list of several")
    for number, event in enumerate(case.events):
        yield from _event_fields(draft, case, kind, event, ("given", number) if several else ("given",))
    if several:
        yield from _moments_fit(draft, case)


def _labelled(draft: Draft, case: Case, kind: ActivityKind) -> Iterator[Diagnostic]:
    """Labels that stand before the case stand on ids of its last event."""
    for field, labels in case.labelled.items():
        if kind.fields.get(field) is not FieldType.ID:
            ids = [name for name, each in kind.fields.items() if each is FieldType.ID]
            message = f'"{field}" is no id of {kind.kind}, so no label stands on it'
            yield draft.key(case, "labelled", field).diagnostic(message, suggestion(field, ids) if ids else "")
        elif case.events and field not in case.events[-1]:
            hint = f'write one: {field} = "somebody"'
            yield draft.key(case, "labelled", field).diagnostic(f'the last event has no "{field}" to be labelled', hint)
        for place, label in enumerate(labels):
            if label not in draft.known("label") and "label" not in draft.blind:
                where = draft.at(case, "labelled", field, place)
                yield where.diagnostic(f'there is no label "{label}"', suggestion(label, draft.known("label")))


def _moments_fit(draft: Draft, case: Case) -> Iterator[Diagnostic]:
    """Each of several events says when it occurred."""
    hint = 'at = "90 seconds" counts from the first, at = 2026-01-31T10:00:00Z is a moment'
    for number, event in enumerate(case.events):
        if AT not in event and len(case.events) > 1:
            yield draft.at(case, "given", number).diagnostic("this event does not say when it occurred", hint)
        elif AT in event and moment(event[AT]) is None:
            yield draft.at(case, "given", number, AT).diagnostic("this is no moment", hint)


def _event_fields(
    draft: Draft, case: Case, kind: ActivityKind, event: dict[str, object], path: tuple[str | int, ...]
) -> Iterator[Diagnostic]:
    for field, value in event.items():
        if field == AT and len(path) > 1:
            continue
        place = draft.at(case, *path, field)
        if field not in kind.fields:
            yield draft.key(case, *path, field).diagnostic(f'{kind.kind} has no field "{field}"', suggestion(field, kind.fields))
        elif not fits(value, kind.fields[field]):
            yield place.diagnostic(
                f'"{field}" is {kind.fields[field]} in {kind.kind}', "leave the field out where it shall be unknown"
            )


def moment(written: object) -> datetime | None:
    """When an event of a case occurred; None when that is not said in a way we know."""
    if isinstance(written, datetime):
        return written if written.tzinfo is not None else None
    if not isinstance(written, str):
        return None
    span = timedelta(0) if written in ("0 seconds", "0 minutes") else length(written)
    return START + span if span is not None else None


def case_event(
    case: Case, fields: Mapping[str, FieldType], compiled: CompiledRules, labeller: Labeller | None = None
) -> dict[str, object]:
    """The event that a case judges, its last, with what windows hold and labels say when it comes after those before it."""
    memory, standing = Memory((*compiled.features, *(labeller.features if labeller else ()))), Standing()
    for field, labels in case.labelled.items():
        for label in labels if case.events and field in case.events[-1] else ():
            standing.put(str(case.events[-1][field]), label, EVER)
    event: dict[str, object] = {}
    for position, given in enumerate(case.events, 1):
        event = {field: as_event(value, fields[field]) for field, value in given.items() if field in fields}
        occurred = moment(given.get(AT)) or START
        event.update(memory.seen(event, (occurred - datetime(1970, 1, 1, tzinfo=UTC)) // MICROSECOND, position))
        if labeller is not None:
            event.update(standing.seen(labeller.marks, event, occurred))
            for put in labeller.puts(event, occurred):
                standing.put(put.id, put.label, put.until)
    return event


def as_event(value: object, kind: FieldType) -> object:
    """A value of TOML as an event has it: lists are tuples, a whole number in a float field is a float."""
    if isinstance(value, list):
        return tuple(as_event(each, kind.element) for each in value)
    if kind.decimal:
        return decimal_of(value, kind)
    if kind is FieldType.DURATION:
        return duration_of(value)
    return float(value) if kind is FieldType.FLOAT and isinstance(value, int) else value


def fits(value: object, kind: FieldType) -> bool:
    """Whether a value of TOML can stand in a field."""
    if kind.is_list:
        return isinstance(value, list) and all(fits(each, kind.element) for each in value)
    if isinstance(value, bool) and kind is not FieldType.BOOLEAN:
        return False
    if kind.decimal:
        return decimal_of(value, kind) is not None
    if kind is FieldType.DURATION:
        return duration_of(value) is not None
    if kind is FieldType.TIMESTAMP:
        return isinstance(value, datetime) and value.tzinfo is not None
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return False
    if isinstance(value, float) and not isfinite(value):
        return False
    return isinstance(value, FITS[kind])
