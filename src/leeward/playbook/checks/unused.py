"""Nothing stands in a playbook that nobody could ever meet."""

from collections.abc import Iterator

from leeward.playbook.diagnostics import Diagnostic
from leeward.playbook.draft import Draft
from leeward.playbook.model import LadderStep
from leeward.playbook.patterns import covers


def every_measure_is_allowed_somewhere(draft: Draft) -> Iterator[Diagnostic]:
    """Some clause lets a decider choose it, and a step proposes it only where one of its clauses does."""
    if "clause" in draft.blind or len(draft.policies) < len(draft.known("clause")):
        return  # a policy that was not read may allow it
    allowed = {measure for policy in draft.policies for measure in policy.measures}
    if allowed - draft.known("measure"):
        return  # one of those unknown may be meant
    for each in draft.measures:
        if each.code not in allowed:
            yield draft.at(each, "code").diagnostic(
                f'no clause allows the measure "{each.code}"', "add it to a policy's measures"
            )
    for step in draft.steps:
        yield from _proposed(draft, step)


def _proposed(draft: Draft, step: LadderStep) -> Iterator[Diagnostic]:
    policies = [policy for policy in draft.policies if covers(step.clauses, policy.id)]
    allowed = {measure for policy in policies for measure in policy.measures}
    for place, measure in enumerate(step.measures):
        if policies and measure not in allowed and measure in draft.known("measure"):
            hint = "add it to the measures of a policy that this step is for, or leave it out here"
            yield draft.at(step, "measures", place).diagnostic(f'none of this step\'s clauses allows "{measure}"', hint)


def every_skill_is_asked_for(draft: Draft) -> Iterator[Diagnostic]:
    """A queue needs it; else nobody's certificate would ever matter."""
    if draft.access is None or "queue" in draft.blind or len(draft.queues) < len(draft.known("queue")):
        return
    asked = {queue.skill for queue in draft.queues}
    if asked - set(draft.access.skill):
        return  # one of those unknown may be meant
    for skill in draft.access.skill:
        if skill not in asked:
            yield draft.documents["access.toml"].key("skill", skill).diagnostic(f'no queue asks for the skill "{skill}"')
