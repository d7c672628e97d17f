"""A policy's decision tree, walked: the steps so far lead to the next question or to an outcome (Q29)."""

from collections.abc import Sequence

import msgspec

from leeward.playbook.model import Answer, Policy, Question
from leeward.record.errors import LeewardError
from leeward.record.facts.review import Step
from leeward.record.terms.code import AnswerCode, QuestionCode, ReasonCode, is_code
from leeward.record.terms.report import Verdict
from leeward.record.terms.severity import Severity


class NotAPath(LeewardError):
    """These answers are not a way through the policy's questions."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """Where a path ends: a verdict with its severity, or an escalation."""

    verdict: Verdict | None
    severity: Severity | None
    """Of the violation: the answer's own, else the clause's. None unless the verdict is ``violates``."""
    escalate: ReasonCode | None


def walk(policy: Policy, steps: Sequence[Step]) -> Question | Outcome:
    """The question after ``steps``, or the outcome they lead to. Raises NotAPath when they are no way through the tree."""
    at: Question | Outcome = policy.questions[0]
    for number, step in enumerate(steps, start=1):
        at = _after(policy, at, step, number)
    return at


def outcome(policy: Policy, steps: Sequence[Step]) -> Outcome:
    """The outcome of a whole path. Raises NotAPath when it is none, or stops before its end."""
    end = walk(policy, steps)
    if isinstance(end, Question):
        raise NotAPath(f'After step {len(steps)}, question "{end.id}" of {policy.id} is open.', remedy="Answer it.")
    return end


def steps_of(text: str) -> tuple[Step, ...]:
    """``question:answer,question:answer`` as steps; what is no code is left out, and then no path."""
    pairs = [part.partition(":") for part in text.split(",") if part]
    return tuple(
        Step(question=QuestionCode(question), answer=AnswerCode(answer))
        for question, _, answer in pairs
        if is_code(question) and is_code(answer)
    )


def written(steps: Sequence[Step]) -> str:
    """Steps as they stand in an address."""
    return ",".join(f"{step.question}:{step.answer}" for step in steps)


def _after(policy: Policy, at: Question | Outcome, step: Step, number: int) -> Question | Outcome:
    if isinstance(at, Outcome):
        raise NotAPath(f"Step {number}: the path of {policy.id} has ended before it.")
    if step.question != at.id:
        raise NotAPath(f'Step {number}: {policy.id} asks "{at.id}" here, not "{step.question}".')
    answer = next((each for each in at.answers if each.id == step.answer), None)
    if answer is None:
        known = ", ".join(each.id for each in at.answers)
        raise NotAPath(f'Step {number}: "{step.answer}" is no answer to "{at.id}" of {policy.id}.', remedy=f"There are: {known}.")
    if answer.goto is not None:
        return next(each for each in policy.questions if each.id == answer.goto)
    return _end(policy, answer)


def _end(policy: Policy, answer: Answer) -> Outcome:
    severity = None
    if answer.verdict is Verdict.VIOLATES:
        severity = policy.severity if answer.severity is None else answer.severity
    return Outcome(verdict=answer.verdict, severity=severity, escalate=answer.escalate)
