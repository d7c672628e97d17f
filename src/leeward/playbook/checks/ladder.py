"""A violation leads somewhere: every clause with measures has a first step, and no step is hidden by another."""

from collections.abc import Iterator

from leeward.playbook.checks.references import idle
from leeward.playbook.diagnostics import Diagnostic
from leeward.playbook.draft import Draft
from leeward.playbook.ladder import step_for


def every_step_is_sound(draft: Draft) -> Iterator[Diagnostic]:
    """Its patterns stand for clauses, and some clause with some number of strikes leads to it."""
    used = {
        id(step_for(draft.steps, policy.id, strikes))
        for policy in draft.policies
        for strikes in {step.strikes_from for step in draft.steps}
    }
    for step in draft.steps:
        silent = [
            place
            for place, pattern in enumerate(step.clauses)
            if list(idle(draft.at(step), "clause", pattern, draft.known("clause")))
        ]
        for place in silent:
            yield from idle(draft.at(step, "clauses", place), "clause", step.clauses[place], draft.known("clause"))
        if not silent and id(step) not in used and draft.policies:
            hint = "earlier steps take the same clauses from the same number of strikes"
            yield draft.at(step).diagnostic("no violation ever leads to this step", hint)


def every_clause_has_a_first_step(draft: Draft) -> Iterator[Diagnostic]:
    """Somebody without a strike is on the ladder too."""
    if not draft.steps:
        return  # reported where the steps were read
    for policy in draft.policies:
        if policy.measures and step_for(draft.steps, policy.id, 0) is None:
            hint = "ladder.toml needs a [[step]] with strikes_from = 0 for it"
            yield draft.at(policy, "id").diagnostic(f'nothing follows a first violation of "{policy.id}"', hint)
