"""A violation leads somewhere: every clause with measures has a first step, and no step is hidden by another."""

from collections.abc import Iterator
from datetime import UTC, datetime

from leeward.playbook.checks.references import idle_here, unknown
from leeward.playbook.diagnostics import Diagnostic, suggestion
from leeward.playbook.draft import Draft
from leeward.playbook.ladder import Strikes, step_for, step_of
from leeward.playbook.model import LadderStep, MeasureKind
from leeward.playbook.quiet import LAWFUL, QUIET
from leeward.record.terms.code import ClauseCode

_ANY = datetime(2000, 1, 1, tzinfo=UTC)
"""Strikes without an end count at any moment."""


def every_step_is_sound(draft: Draft) -> Iterator[Diagnostic]:
    """Its patterns stand for clauses, and some clause with some number of strikes leads to it."""
    counts, scopes = {step.strikes_from for step in draft.steps}, {step.scope for step in draft.steps}
    histories = [[Strikes(count=count, expire=None, scope=scope)] for count in counts for scope in scopes]
    used = [step_of(draft.steps, ClauseCode(clause), each, _ANY) for clause in draft.known("clause") for each in histories]
    for step in draft.steps:
        silent = list(_silent(draft, step))
        yield from silent
        if not silent and "clause" not in draft.blind and not any(each is step for each in used):
            hint = "earlier steps take the same clauses from the same number of strikes"
            yield draft.at(step).diagnostic("no violation ever leads to this step", hint)


def every_quiet_measure_has_a_ground_and_an_end(draft: Draft) -> Iterator[Diagnostic]:
    """Nobody outside can ask for the end of what nobody is told of; where statements are made, only the law is a ground (Q41)."""
    for measure in draft.measures:
        if measure.quiet is None:
            continue
        place = draft.at(measure, "quiet")
        if measure.quiet not in QUIET:
            yield place.diagnostic(f'"{measure.quiet}" is no ground to tell nobody', suggestion(measure.quiet, QUIET))
        elif draft.statements is not None and measure.quiet not in LAWFUL:
            hint = f"a statement of reasons would be owed; the law knows {', '.join(sorted(LAWFUL))}"
            yield place.diagnostic(f'"{measure.quiet}" is no lawful ground to withhold reasons', hint)
        if measure.days is None:
            yield place.diagnostic("a quiet measure has no end", "give it days; it ends by itself then, and its owner is told")
        if measure.kind is MeasureKind.NONE:
            yield place.diagnostic("a measure that restricts nobody cannot be quiet", "leave quiet out")


def the_second_person_looks_at_labels_that_exist(draft: Draft) -> Iterator[Diagnostic]:
    """What makes somebody of high profile is a label of the playbook."""
    if draft.second_person.label is not None:
        yield from unknown(draft, draft.at(draft.second_person, "label"), "label", draft.second_person.label)


def _silent(draft: Draft, step: LadderStep) -> Iterator[Diagnostic]:
    for place, pattern in enumerate(step.clauses):
        yield from idle_here(draft, draft.at(step, "clauses", place), "clause", pattern)


def every_clause_has_a_first_step(draft: Draft) -> Iterator[Diagnostic]:
    """Somebody without a strike is on the ladder too."""
    if not draft.steps:
        return  # reported where the steps were read
    for policy in draft.policies:
        if policy.measures and step_for(draft.steps, policy.id, 0) is None:
            hint = "ladder.toml needs a [[step]] with strikes_from = 0 for it"
            yield draft.at(policy, "id").diagnostic(f'nothing follows a first violation of "{policy.id}"', hint)
