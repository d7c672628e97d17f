"""Sampling plans draw something, and every golden item has a key that leads to a verdict through the clause's own questions."""

from collections.abc import Iterator

from leeward.playbook.checks.duplicates import repeated
from leeward.playbook.checks.references import idle_here, unknown
from leeward.playbook.diagnostics import Diagnostic
from leeward.playbook.draft import Draft
from leeward.playbook.model import GoldenSet, Policy
from leeward.playbook.tree import NotAPath, outcome, steps_of


def every_plan_draws_something(draft: Draft) -> Iterator[Diagnostic]:
    """Its patterns stand for queues and clauses that exist, at least is not more than at most, and some part is drawn."""
    if draft.quality is None:
        return
    yield from repeated(draft, draft.quality.plan, "code", "plan")
    yield from repeated(draft, draft.quality.cause, "code", "cause")
    for plan in draft.quality.plan:
        for name, sort in (("queues", "queue"), ("clauses", "clause")):
            for place, pattern in enumerate(getattr(plan, name)):
                yield from idle_here(draft, draft.at(plan, name, place), sort, pattern)
        if plan.at_most is not None and plan.at_least > plan.at_most:
            yield draft.at(plan, "at_least").diagnostic("at_least is more than at_most", f"at_most is {plan.at_most}")
        if plan.share == 0 and plan.at_least == 0:
            yield draft.at(plan, "share").diagnostic("this plan draws nothing", "give a share, or at_least")


def every_key_is_a_way(draft: Draft) -> Iterator[Diagnostic]:
    """A set's clause and queue exist, its items have codes of their own, and each key ends in a verdict."""
    policies = {policy.id: policy for policy in draft.policies}
    for golden in draft.golden:
        yield from unknown(draft, draft.at(golden, "clause"), "clause", golden.clause)
        yield from unknown(draft, draft.at(golden, "queue"), "queue", golden.queue)
        yield from repeated(draft, golden.items, "code", "item")
        if golden.clause in policies:
            yield from _keys(draft, golden, policies[golden.clause])


def _keys(draft: Draft, golden: GoldenSet, policy: Policy) -> Iterator[Diagnostic]:
    for item in golden.items:
        steps = steps_of(",".join(item.key))
        try:
            if len(steps) != len(item.key):
                raise NotAPath("A step is written question:answer.")
            if outcome(policy, steps).verdict is None:
                hint = "a golden item has an answer; choose a case that can be decided"
                yield draft.at(item, "key").diagnostic("this key ends in an escalation", hint)
        except NotAPath as problem:
            yield draft.at(item, "key").diagnostic(f"this key is no way through {policy.id}", str(problem))
