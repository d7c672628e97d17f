"""Every label is declared, bounded in time, put by somebody and asked about by a rule."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from leeward.playbook.checks.references import unknown
from leeward.playbook.checks.rules import known_in
from leeward.playbook.diagnostics import Diagnostic, Location, PlaybookErrors, suggestion
from leeward.playbook.draft import Draft
from leeward.playbook.model import ActivityKind, FieldType, Rule
from leeward.playbook.rules import Known, parse_predicate
from leeward.playbook.rules.known import length
from leeward.record.terms.code import is_code

LONGEST = timedelta(days=3660)


def every_label_is_sound(draft: Draft) -> Iterator[Diagnostic]:
    """A rule can name it, it ends, somebody puts it, and a rule asks about it."""
    put = {each.name for rule in draft.rules for each in rule.labels}
    asked = _asked(draft)
    for label in draft.labels:
        if not is_code(label.name) or not label.name.isidentifier() or not label.name.islower():
            hint = "lower-case letters, digits and _, so that a rule can say has_label(account_id, 'name')"
            yield draft.key(label).diagnostic(f'a rule cannot name the label "{label.name}"', hint)
        yield from _lasts(draft.at(label, "lasts"), label.lasts)
        if label.name not in put and not label.people:
            hint = f'a rule puts it with [[label]] name = "{label.name}", people do where people = true'
            yield draft.key(label).diagnostic(f'nobody puts the label "{label.name}"', hint)
        if label.name not in asked and label.name != draft.second_person.label:
            hint = f"a rule asks with has_label(field, '{label.name}'); take it out if nobody needs it"
            yield draft.key(label).diagnostic(f'no rule asks about the label "{label.name}"', hint)


def every_rule_puts_labels_that_exist(draft: Draft) -> Iterator[Diagnostic]:
    """On an id of its event, each label once on each."""
    kinds = {kind.kind: kind for kind in draft.activity}
    for rule in draft.rules:
        seen: set[tuple[str, str]] = set()
        for each in rule.labels:
            yield from unknown(draft, draft.at(each, "name"), "label", each.name)
            if (kind := kinds.get(rule.on)) is not None:
                yield from _on(draft.at(each, "on"), each.on, kind)
            if each.lasts is not None:
                yield from _lasts(draft.at(each, "lasts"), each.lasts)
            if (each.name, each.on) in seen:
                yield draft.at(each, "name").diagnostic(f'the label "{each.name}" is put twice', "take one out")
            seen.add((each.name, each.on))


def _on(place: Location, field: str, kind: ActivityKind) -> Iterator[Diagnostic]:
    ids = [name for name, each in kind.fields.items() if each is FieldType.ID]
    if field not in kind.fields:
        yield place.diagnostic(f'{kind.kind} has no field "{field}"', suggestion(field, ids or kind.fields))
    elif field not in ids:
        hint = f"fields of {kind.kind} that are: {', '.join(ids)}" if ids else f"{kind.kind} has none, so no label can be put"
        yield place.diagnostic(f'"{field}" is {kind.fields[field]}: a label is put on an id', hint)


def _lasts(place: Location, words: str) -> Iterator[Diagnostic]:
    span = length(words)
    if span is None:
        yield place.diagnostic(f'"{words}" is no length of time', 'write a number and a unit: "12 hours", "14 days"')
    elif span > LONGEST:
        yield place.diagnostic(f'"lasts" is longer than {LONGEST.days} days', "a label is memory for a time: make it shorter")


def _asked(draft: Draft) -> set[str]:
    fields = {kind.kind: kind.fields for kind in draft.activity}
    known = {kind: known_in(draft, kind) for kind in fields} if draft.labels else {}
    asked = (_asked_by(draft, rule, fields[rule.on], known[rule.on]) for rule in draft.rules if rule.on in known)
    return set[str]().union(*asked)


def _asked_by(draft: Draft, rule: Rule, fields: Mapping[str, FieldType], known: Known) -> set[str]:
    try:
        return {mark.label for mark in parse_predicate(rule.when, fields, rule.where, known).marks}
    except PlaybookErrors:  # its mistakes are told already; what it names it means to ask about
        return {each.name for each in draft.labels if f"'{each.name}'" in rule.when}
