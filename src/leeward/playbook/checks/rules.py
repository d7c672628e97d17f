"""A rule is proven by its own cases: three at least, one of which must not match."""

from collections.abc import Iterator
from datetime import datetime

from leeward.playbook.checks.duplicates import repeated
from leeward.playbook.diagnostics import Diagnostic, suggestion
from leeward.playbook.draft import Draft
from leeward.playbook.model import ActivityKind, Case, FieldType, Rule

LEAST = 3
FITS: dict[FieldType, tuple[type, ...]] = {
    FieldType.INTEGER: (int,),
    FieldType.FLOAT: (int, float),
    FieldType.BOOLEAN: (bool,),
    FieldType.TEXT: (str,),
    FieldType.ID: (str,),
    FieldType.CODE: (str,),
}
"""Which values of TOML a field takes."""


def every_rule_has_its_cases(draft: Draft) -> Iterator[Diagnostic]:
    """Enough of them, each of its own name, of both kinds, made of fields that exist."""
    kinds = {kind.kind: kind for kind in draft.activity}
    for rule in draft.rules:
        yield from _enough(draft, rule)
        yield from repeated(draft, rule.cases, "name", "case")
        if (kind := kinds.get(rule.on)) is not None:
            for case in rule.cases:
                yield from _fields(draft, case, kind)


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
    for field, value in case.given.items():
        place = draft.at(case, "given", field)
        if field not in kind.fields:
            yield draft.key(case, "given", field).diagnostic(
                f'{kind.kind} has no field "{field}"', suggestion(field, kind.fields)
            )
        elif not fits(value, kind.fields[field]):
            yield place.diagnostic(
                f'"{field}" is {kind.fields[field]} in {kind.kind}', "leave the field out where it shall be unknown"
            )


def fits(value: object, kind: FieldType) -> bool:
    """Whether a value of TOML can stand in a field."""
    if kind.is_list:
        return isinstance(value, list) and all(fits(each, kind.element) for each in value)
    if isinstance(value, bool) and kind is not FieldType.BOOLEAN:
        return False
    if kind is FieldType.TIMESTAMP:
        return isinstance(value, datetime) and value.tzinfo is not None
    return isinstance(value, FITS[kind])
