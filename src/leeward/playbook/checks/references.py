"""Words that name something else in the playbook lead there."""

from collections.abc import Collection, Iterable, Iterator

from leeward.playbook.diagnostics import Diagnostic, Location, suggestion
from leeward.playbook.draft import Draft
from leeward.playbook.model import LadderStep, Policy
from leeward.playbook.patterns import covers


def unlisted(place: Location, what: str, code: str | None, known: Collection[str]) -> Iterator[Diagnostic]:
    """A finding when ``code`` is none of the ``known`` ones; None leads nowhere on purpose."""
    if code is not None and code not in known:
        yield place.diagnostic(f'there is no {what} "{code}"', suggestion(code, known))


def unknown(draft: Draft, place: Location, sort: str, code: str | None) -> Iterator[Diagnostic]:
    """A finding when the playbook has nothing of this sort with such a code."""
    if sort not in draft.blind:
        yield from unlisted(place, sort, code, draft.known(sort))


def idle(place: Location, what: str, pattern: str, known: Iterable[str]) -> Iterator[Diagnostic]:
    """A finding when a pattern stands for nothing that exists."""
    known = set(known)
    if not any(covers((pattern,), code) for code in known):
        yield place.diagnostic(f'no {what} is called "{pattern}"', suggestion(pattern.removesuffix("*").rstrip("."), known))


def idle_here(draft: Draft, place: Location, sort: str, pattern: str) -> Iterator[Diagnostic]:
    """A finding when a pattern stands for nothing of this sort in the playbook."""
    if sort not in draft.blind:
        yield from idle(place, sort, pattern, draft.known(sort))


def every_reference_leads_somewhere(draft: Draft) -> Iterator[Diagnostic]:
    """Harms, clauses, measures, skills, queues and kinds of activity, wherever they are mentioned."""
    for rule in draft.rules:
        yield from unknown(draft, draft.at(rule, "on"), "activity", rule.on)
        yield from unknown(draft, draft.at(rule, "clause"), "clause", rule.clause)
    for bank in draft.banks:
        yield from unknown(draft, draft.at(bank, "clause"), "clause", bank.clause)
    for queue in draft.queues:
        yield from unknown(draft, draft.at(queue, "skill"), "skill", queue.skill)
        yield from unknown(draft, draft.at(queue, "escalates_to"), "queue", queue.escalates_to)
    for policy in draft.policies:
        yield from unknown(draft, draft.at(policy, "harm"), "harm", policy.harm)
    owners: list[Policy | LadderStep] = [*draft.policies, *draft.steps]
    for owner in owners:
        for place, measure in enumerate(owner.measures):
            yield from unknown(draft, draft.at(owner, "measures", place), "measure", measure)
