"""Statements of reasons can be made: each restriction has its word, each clause its reasons, and no text holds personal data."""

from collections.abc import Collection, Iterable, Iterator

import msgspec

from leeward.playbook.checks.references import unlisted
from leeward.playbook.diagnostics import Diagnostic, suggestion
from leeward.playbook.draft import Draft
from leeward.playbook.dsa import CONTENT_TYPES, OF_KIND, TERRITORIES, restricts
from leeward.playbook.model import Policy, StatementTexts, Trigger
from leeward.playbook.personal import found_in
from leeward.playbook.statement import FACTS, GROUND, LONGEST, names_in
from leeward.record.terms.report import ClockEnd, Source
from leeward.record.terms.subject import SubjectKind

WAYS = ("automated", "people")


def every_restriction_has_its_word(draft: Draft) -> Iterator[Diagnostic]:
    """What the database is to call a measure is a word for measures of its kind."""
    for measure in draft.measures:
        if measure.dsa is None:
            continue
        words = OF_KIND.get(measure.kind, ())
        if not words:
            yield draft.at(measure, "dsa").diagnostic(f'"{measure.code}" restricts nothing, so no statement names it')
        else:
            yield from unlisted(draft.at(measure, "dsa"), f"{measure.kind} decision", measure.dsa, words)


def every_statement_can_be_made(draft: Draft) -> Iterator[Diagnostic]:
    """Its places and its tables are complete, its texts fill in what there is, fit, and hold nothing personal."""
    texts = draft.statements
    if texts is None:
        return
    for place, code in enumerate(texts.territory):
        yield from unlisted(draft.at(texts, "territory", place), "EEA state", code, TERRITORIES)
    yield from _complete(draft, texts, "source", Source)
    yield from _complete(draft, texts, "detection", WAYS)
    yield from _complete(draft, texts, "decision", WAYS)
    yield from _complete(draft, texts, "content", SubjectKind)
    for key, names, longest in (("ground", GROUND, LONGEST["ground"]), ("facts", FACTS, LONGEST["facts"]), ("redress", (), 2000)):
        yield from _template(draft, texts, key, names)
        yield from _fit(draft, texts, (key,), getattr(texts, key), longest)
    for table in ("source", "detection", "decision", "content"):
        for key, text in getattr(texts, table).items():
            yield from _fit(draft, texts, (table, key), text, 500)
    for kind, word in texts.content.items():
        if word.startswith("CONTENT_TYPE_"):
            yield from unlisted(draft.at(texts, "content", kind), "content type", word, CONTENT_TYPES[:-1])


def _complete(draft: Draft, texts: StatementTexts, table: str, words: Iterable[str]) -> Iterator[Diagnostic]:
    given, wanted = getattr(texts, table), [str(each) for each in words]
    for key in given:
        if key not in wanted:
            yield draft.key(texts, table, key).diagnostic(f'there is no {table} "{key}"', suggestion(key, wanted))
    missing = [each for each in wanted if each not in given]
    if missing:
        yield draft.key(texts, table).diagnostic(f'"{table}" does not say anything for {", ".join(missing)}')


def _template(draft: Draft, texts: StatementTexts, key: str, names: Collection[str]) -> Iterator[Diagnostic]:
    used = names_in(getattr(texts, key))
    if used is None:
        yield draft.at(texts, key).diagnostic(f'the braces of "{key}" do not match', "a name that is filled in stands in { and }")
        return
    for name in sorted(used - set(names)):
        hint = suggestion(name, names) if names else "this text has no names to fill in"
        yield draft.at(texts, key).diagnostic(f"there is no {{{name}}} to fill in", hint)


def _fit(draft: Draft, owner: msgspec.Struct, path: tuple[str, ...], text: str, longest: int) -> Iterator[Diagnostic]:
    if len(text) > longest:
        yield draft.at(owner, *path).diagnostic(f'"{path[-1]}" has {len(text):,} characters', f"{longest:,} are taken")
    for place in found_in(text):
        words = place.kind.replace("_", " ")
        hint = "a statement of reasons is public: say it without"
        yield draft.at(owner, *path).diagnostic(f'"{path[-1]}" holds personal data ({words}, character {place.begin + 1})', hint)


def every_statement_has_its_reasons(draft: Draft) -> Iterator[Diagnostic]:
    """Where statements are made, each clause that can restrict somebody says why, in a text for everybody's eyes."""
    for policy in draft.policies:
        if draft.statements is not None and not policy.reasons.strip() and _can_restrict(draft, policy):
            hint = 'say why it is not allowed, neutrally and about nobody: reasons = "..."'
            yield draft.at(policy, "id").diagnostic(f'clause "{policy.id}" has no reasons for a statement', hint)
        for key, longest in (("reasons", LONGEST["explanation"]), ("law", LONGEST["ground"])):
            if getattr(policy, key):
                yield from _fit(draft, policy, (key,), getattr(policy, key), longest)


def _can_restrict(draft: Draft, policy: Policy) -> bool:
    return any(measure.code in policy.measures and restricts(measure) for measure in draft.measures)


def every_duty_done_by_itself_is_one(draft: Draft) -> Iterator[Diagnostic]:
    """Only a duty that begins with a decision is done by its statement of reasons."""
    for clock in draft.clocks:
        if clock.done_by is not None and (clock.ends is not ClockEnd.DUTY or clock.trigger is not Trigger.DECISION):
            hint = 'trigger = "decision" and ends = "duty"'
            yield draft.at(clock, "done_by").diagnostic(f'clock "{clock.code}" is no duty that a decision begins', hint)
