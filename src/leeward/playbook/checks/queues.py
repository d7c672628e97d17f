"""Every job has a queue, every queue has jobs, and no job is handed on for ever."""

from collections.abc import Iterator
from itertools import pairwise, product

from leeward.playbook.checks.references import idle, idle_here, unknown
from leeward.playbook.diagnostics import Diagnostic
from leeward.playbook.draft import Draft
from leeward.playbook.model import AtLeaseEnd, Queue, WhenLate
from leeward.playbook.patterns import covers
from leeward.playbook.routing import first_of, first_that_takes, takes
from leeward.record.terms.code import HarmCode
from leeward.record.terms.report import Source
from leeward.record.terms.severity import Severity


def every_queue_is_sound(draft: Draft) -> Iterator[Diagnostic]:
    """Its patterns stand for something, its numbers fit one another."""
    for queue in draft.queues:
        yield from _takings(draft, queue)
        if queue.lease_minutes < queue.handling_minutes:
            message = f'"lease_minutes" is less than "handling_minutes" ({queue.handling_minutes})'
            hint = "a lease that ends before the work does takes jobs out of people's hands"
            yield draft.at(queue, "lease_minutes").diagnostic(message, hint)
        if queue.on_lease_end is AtLeaseEnd.ESCALATE and queue.escalates_to is None:
            yield draft.at(queue, "on_lease_end").diagnostic(f'queue "{queue.code}" escalates to nowhere', 'add "escalates_to"')
        if queue.on_late is WhenLate.ESCALATE and queue.escalates_to is None:
            yield draft.at(queue, "on_late").diagnostic(f'queue "{queue.code}" escalates to nowhere', 'add "escalates_to"')


def _takings(draft: Draft, queue: Queue) -> Iterator[Diagnostic]:
    for place, pattern in enumerate(queue.harms):
        yield from idle_here(draft, draft.at(queue, "harms", place), "harm", pattern)
    for place, pattern in enumerate(queue.sources):
        yield from idle(draft.at(queue, "sources", place), "source", pattern, Source)
    if queue.severities[0] > queue.severities[1]:
        yield draft.at(queue, "severities").diagnostic("the first severity is above the second", "the milder one stands first")


def no_queue_escalates_in_a_circle(draft: Draft) -> Iterator[Diagnostic]:
    """Following ``escalates_to`` ends."""
    ahead = {queue.code: queue.escalates_to for queue in draft.queues}
    for queue in draft.queues:
        way = [queue.code]
        while (code := ahead.get(way[-1])) is not None and code not in way:
            way.append(code)
        if code == queue.code:
            around = " -> ".join([*way, code])
            yield draft.at(queue, "escalates_to").diagnostic("jobs would be escalated in a circle", around)


def the_last_queue_takes_everything(draft: Draft) -> Iterator[Diagnostic]:
    """Whatever no other queue takes has a place."""
    if not draft.queues or len(draft.queues) < len(draft.known("queue")):
        return  # a queue that was not read may be the last one
    last = draft.queues[-1]
    if "*" not in last.harms or "*" not in last.sources or last.severities != (Severity.MINOR, Severity.IMMINENT):
        hint = 'harms = ["*"], severities = [0, 4], sources = ["*"]'
        yield draft.at(last, "code").diagnostic(f'the last queue, "{last.code}", does not take everything', hint)


def every_queue_is_reached(draft: Draft) -> Iterator[Diagnostic]:
    """Some harm, severity and source leads to it first, or another queue escalates to it. The last one may be idle."""
    if "harm" in draft.blind:
        return
    reached = {queue.escalates_to for queue in draft.queues}
    jobs = [(HarmCode(code), severity, source) for code, severity, source in product(draft.known("harm"), Severity, Source)]
    for job in jobs:
        queue = first_that_takes(draft.queues, *job)
        reached.add(queue.code if queue else None)
    for each in draft.queues[:-1]:
        if each.code not in reached and not any(_takings(draft, each)):
            yield draft.at(each, "code").diagnostic(f'no job ever reaches queue "{each.code}"', _why(draft, each, jobs))


def every_line_of_routing_is_reached(draft: Draft) -> Iterator[Diagnostic]:
    """Each pattern of harms and sources of a queue that routing reaches leads something there that no queue above took."""
    if "harm" in draft.blind:
        return
    harms = [HarmCode(code) for code in sorted(draft.known("harm"))]
    routed: dict[str, set[tuple[HarmCode, Source]]] = {}
    for harm, severity, source in product(harms, Severity, Source):
        queue = first_that_takes(draft.queues, harm, severity, source)
        if queue is not None:
            routed.setdefault(queue.code, set()).add((harm, source))
    for queue in draft.queues[:-1]:
        came = routed.get(queue.code, set())
        if not came or any(_takings(draft, queue)):
            continue  # reached by escalation only, or not at all, or with patterns of nothing: that is said elsewhere
        for key, patterns, place in (("harms", queue.harms, 0), ("sources", queue.sources, 1)):
            for number, pattern in enumerate(patterns):
                if not any(covers((pattern,), one[place]) for one in came):
                    message = f'nothing is routed to "{queue.code}" by "{pattern}"'
                    yield draft.at(queue, key, number).diagnostic(
                        message, "queues above take all of it: leave it out, or move it up"
                    )


def every_case_of_routing_holds(draft: Draft) -> Iterator[Diagnostic]:
    """Each ``[[case]]`` of queues.toml reaches the queue that it expects, and each queue that routing reaches has one."""
    if len(draft.queues) < len(draft.known("queue")) or "harm" in draft.blind:
        return  # a queue that was not read may be the one
    for case in draft.routing:
        for number, harm in enumerate(case.given.harms):
            yield from unknown(draft, draft.at(case.given, "harms", number), "harm", harm)
        yield from unknown(draft, draft.at(case, "expect"), "queue", case.expect)
        for key in ("harms", "sources"):
            if not getattr(case.given, key):
                yield draft.at(case.given, key).diagnostic(f'"{key}" names none', "name at least one")
        found = first_of(draft.queues, case.given.harms, case.given.severity, case.given.sources)
        if found is not None and case.expect in draft.known("queue") and found[0].code != case.expect:
            message = f'this goes to "{found[0].code}", not to "{case.expect}"'
            hint = (
                f'"{found[0].code}" stands above and takes {found[1]}'
                if _above(draft, found[0], case.expect)
                else "no line of it fits"
            )
            yield draft.at(case, "expect").diagnostic(message, hint)
    tried = {case.expect for case in draft.routing}
    for queue in draft.queues[:-1]:
        if draft.routing and queue.code not in tried and _is_routed_to(draft, queue):
            yield draft.at(queue, "code").diagnostic(f'no [[case]] leads to queue "{queue.code}"', "add one below")


def _above(draft: Draft, queue: Queue, code: str) -> bool:
    codes = [each.code for each in draft.queues]
    return codes.index(queue.code) < next(place for place, each in enumerate(codes) if each == code)


def _is_routed_to(draft: Draft, queue: Queue) -> bool:
    jobs = ((HarmCode(code), severity, source) for code, severity, source in product(draft.known("harm"), Severity, Source))
    return any(takes(queue, *job) and first_that_takes(draft.queues, *job) is queue for job in jobs)


def _why(draft: Draft, queue: Queue, jobs: list[tuple[HarmCode, Severity, Source]]) -> str:
    before = draft.queues[: draft.queues.index(queue)]
    takers = {taker.code for job in jobs if takes(queue, *job) and (taker := first_that_takes(before, *job)) is not None}
    return (
        "what it would take goes before to: " + ", ".join(sorted(takers))
        if takers
        else "it takes nothing, and no queue escalates to it"
    )


def the_allowance_is_shorter_the_worse_it_is(draft: Draft) -> Iterator[Diagnostic]:
    """A more severe report never waits longer (Q68)."""
    if (rule := draft.start_by) is None:
        return
    for milder, worse in pairwise(Severity):
        if rule.allowance_minutes.of(worse) > rule.allowance_minutes.of(milder):
            place = draft.at(rule, "allowance_minutes", worse.name.lower())
            message = f"the allowance for {worse.name.lower()} is longer than for {milder.name.lower()}"
            yield place.diagnostic(message, "a more severe report never waits longer")
