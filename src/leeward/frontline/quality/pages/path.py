"""How far somebody is on the way through a policy's questions. It stands in the address, so that back is back."""

from collections.abc import Sequence
from urllib.parse import urlencode

import msgspec

from leeward.playbook.model import Playbook, Policy, Question
from leeward.playbook.tree import NotAPath, Outcome, steps_of, walk, written
from leeward.record.facts.review import Step
from leeward.record.terms.code import ClauseCode
from leeward.record.terms.report import Verdict
from leeward.web.kit import Page
from leeward.web.telling import plain


class Path(msgspec.Struct, frozen=True, kw_only=True):
    """The way so far, and where it leads."""

    policy: Policy
    written: str
    """``question:answer,question:answer``"""
    said: tuple[tuple[str, str], ...]
    question: Question | None = None
    outcome: Outcome | None = None
    ending: str = ""
    back: str = ""

    @classmethod
    def read(cls, request: Page, policy: Policy, **beside: str) -> "Path":
        """The path in the address; an impossible one begins anew. ``beside`` is what else the way back carries."""
        asked = request.query_params
        steps = steps_of(",".join(part for part in (asked.get("path", ""), asked.get("answer", "")) if part))
        try:
            at = walk(policy, steps)
        except NotAPath:
            steps, at = (), policy.questions[0]
        back = f"{request.scope['path']}?" + urlencode({**beside, "path": written(steps[:-1])}) if steps else ""
        way = cls(policy=policy, written=written(steps), said=said(policy, steps), back=back)
        if isinstance(at, Question):
            return msgspec.structs.replace(way, question=at)
        return msgspec.structs.replace(way, outcome=at, ending=_ending(policy, at))


def policy_asked(request: Page, policies: Sequence[Policy]) -> Policy:
    """The policy that the address names, else the first."""
    return next((each for each in policies if each.id == request.query_params.get("clause")), policies[0])


def said(policy: Policy, steps: Sequence[Step]) -> tuple[tuple[str, str], ...]:
    """Steps in the policy's words."""
    questions = {question.id: question for question in policy.questions}
    return tuple(
        (questions[step.question].ask, next(a.label for a in questions[step.question].answers if a.id == step.answer))
        for step in steps
    )


def told(playbook: Playbook, clause: str | None, steps: Sequence[Step]) -> tuple[tuple[str, str], ...]:
    """A path that was taken, in the policy's words; in codes where the policy has changed since."""
    policy = playbook.policies.get(ClauseCode(clause)) if clause else None
    try:
        if policy is None:
            raise NotAPath("The clause is gone.")
        walk(policy, steps)
        return said(policy, steps)
    except NotAPath:
        return tuple((plain(step.question), plain(step.answer)) for step in steps)


def _ending(policy: Policy, end: Outcome) -> str:
    if end.escalate is not None:
        return f"Goes to an expert: {plain(end.escalate)}."
    return {
        Verdict.VIOLATES: f"Violates {policy.id}, severity {int(end.severity or 0)}.",
        Verdict.NO_VIOLATION: f"No violation of {policy.id}.",
        Verdict.NOT_ENOUGH: "Cannot be decided on what is there.",
    }[end.verdict or Verdict.NOT_ENOUGH]
