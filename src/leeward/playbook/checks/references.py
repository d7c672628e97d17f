"""Words that name something else in the playbook lead there."""

from collections.abc import Iterable, Iterator

from leeward.playbook.diagnostics import Diagnostic, Location, suggestion
from leeward.playbook.draft import Draft
from leeward.playbook.patterns import covers


def unknown(place: Location, what: str, code: str | None, known: Iterable[str]) -> Iterator[Diagnostic]:
    """A finding when nothing of this sort has the code; None leads nowhere on purpose."""
    known = set(known)
    if code is not None and code not in known:
        yield place.diagnostic(f'there is no {what} "{code}"', suggestion(code, known))


def idle(place: Location, what: str, pattern: str, known: Iterable[str]) -> Iterator[Diagnostic]:
    """A finding when a pattern stands for nothing that exists."""
    known = set(known)
    if not any(covers((pattern,), code) for code in known):
        yield place.diagnostic(f'no {what} is called "{pattern}"', suggestion(pattern.removesuffix("*").rstrip("."), known))


def every_reference_leads_somewhere(draft: Draft) -> Iterator[Diagnostic]:
    """Harms, clauses, measures, skills, queues and kinds of activity, wherever they are mentioned."""
    yield from _policies(draft)
    for rule in draft.rules:
        yield from unknown(draft.at(rule, "on"), "kind of activity", rule.on, draft.known("activity"))
        yield from unknown(draft.at(rule, "clause"), "clause", rule.clause, draft.known("clause"))
    for queue in draft.queues:
        yield from unknown(draft.at(queue, "skill"), "skill", queue.skill, draft.known("skill"))
        yield from unknown(draft.at(queue, "escalates_to"), "queue", queue.escalates_to, draft.known("queue"))
    for step in draft.steps:
        for place, measure in enumerate(step.measures):
            yield from unknown(draft.at(step, "measures", place), "measure", measure, draft.known("measure"))


def _policies(draft: Draft) -> Iterator[Diagnostic]:
    for policy in draft.policies:
        yield from unknown(draft.at(policy, "harm"), "harm", policy.harm, draft.known("harm"))
        for place, measure in enumerate(policy.measures):
            yield from unknown(draft.at(policy, "measures", place), "measure", measure, draft.known("measure"))
