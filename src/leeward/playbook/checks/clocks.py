"""Clocks are dated, sourced, and one at a time of each code."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from leeward.playbook.checks.references import idle, idle_here, unknown, unlisted
from leeward.playbook.clocks import NEEDS_ELEMENTS
from leeward.playbook.diagnostics import Diagnostic, suggestion
from leeward.playbook.draft import Draft
from leeward.playbook.model import ClockRow, Duration, Grade, Trigger
from leeward.playbook.vocabulary import ELEMENTS
from leeward.record.terms.report import Capacity, ClockEnd, Source, Verdict

AFTER_RECEIPT = frozenset({Trigger.AWARENESS, Trigger.DECISION, Trigger.SUBMISSION})


def every_clock_is_sound(draft: Draft) -> Iterator[Diagnostic]:
    """Its patterns stand for something, its dates and its duration make sense, and the law it names was read."""
    for clock in draft.clocks:
        yield from _patterns(draft, clock)
        yield from _dates(draft, clock)
        yield from _grounds(draft, clock)


def _patterns(draft: Draft, clock: ClockRow) -> Iterator[Diagnostic]:
    for place, pattern in enumerate(clock.harms):
        yield from idle_here(draft, draft.at(clock, "harms", place), "harm", pattern)
    for place, pattern in enumerate(clock.sources):
        yield from idle(draft.at(clock, "sources", place), "source", pattern, Source)
    for place, pattern in enumerate(clock.capacities):
        yield from idle(draft.at(clock, "capacities", place), "capacity", pattern, Capacity)
    for place, element in enumerate(clock.elements):
        yield from unlisted(draft.at(clock, "elements", place), "element", element, ELEMENTS)
    if clock.trigger is Trigger.VALID_NOTICE and not clock.elements:
        hint = "a notice is valid when it carries all elements of the instrument: list them"
        yield draft.at(clock, "trigger").diagnostic(f'clock "{clock.code}" does not say what makes a notice valid', hint)


def _dates(draft: Draft, clock: ClockRow) -> Iterator[Diagnostic]:
    units = [name for name in ("hours", "days", "months", "years") if getattr(clock.duration, name)]
    if len(units) > 1:
        yield draft.at(clock, "duration").diagnostic(f"a duration has one unit, not {' and '.join(units)}")
    if clock.severities[0] > clock.severities[1]:
        yield draft.at(clock, "severities").diagnostic("the first severity is above the second", "the milder one stands first")
    if clock.effective_to is not None and clock.effective_to < clock.effective_from:
        yield draft.at(clock, "effective_to").diagnostic(f'"effective_to" is before "effective_from" ({clock.effective_from})')


def _grounds(draft: Draft, clock: ClockRow) -> Iterator[Diagnostic]:
    if clock.legal and clock.grade is Grade.HOUSE:
        hint = "P when the primary text was read, S when a document that quotes it was; what nobody read is no legal clock"
        yield draft.at(clock, "grade").diagnostic(f'clock "{clock.code}" is legal and names no reading of the law', hint)


def every_clock_comes_to_an_end(draft: Draft) -> Iterator[Diagnostic]:
    """What begins after receipt ends by a duty or by its time, and time needs a figure."""
    for clock in draft.clocks:
        place = draft.at(clock, "ends")
        if clock.trigger in AFTER_RECEIPT and clock.ends is ClockEnd.DECISION:
            hint = 'ends = "duty" when somebody has to do something, ends = "time" when something is kept or stays open'
            message = f'clock "{clock.code}" begins with "{clock.trigger}", when the decision that would end it may lie behind it'
            yield place.diagnostic(message, hint)
        if clock.ends is ClockEnd.TIME and clock.duration == Duration():
            yield place.diagnostic(f'clock "{clock.code}" ends with its time and has none', "duration = { days = 90 }")
        if clock.trigger is not Trigger.DECISION and (len(clock.verdicts) < len(Verdict) or clock.violations_from):
            name = "violations_from" if clock.violations_from else "verdicts"
            yield draft.at(clock, name).diagnostic(f'"{name}" is for clocks that a decision begins', 'trigger = "decision"')


def every_submission_follows_a_duty(draft: Draft) -> Iterator[Diagnostic]:
    """What begins when something was sent needs the duty of sending it, under the same instrument."""
    duties = {clock.instrument for clock in draft.clocks if clock.trigger is Trigger.AWARENESS}
    for clock in draft.clocks:
        if clock.trigger is Trigger.SUBMISSION and clock.instrument not in duties:
            message = f'no clock of "{clock.instrument}" begins with awareness, so nothing is ever sent under it'
            yield draft.at(clock, "trigger").diagnostic(message, suggestion(clock.instrument, duties))


def awareness_is_of_something(draft: Draft) -> Iterator[Diagnostic]:
    """A reason that some policy escalates for, told once, with a harm of the taxonomy."""
    told: set[str] = set()
    reasons = {answer.escalate for policy in draft.policies for each in policy.questions for answer in each.answers}
    for entry in draft.awareness:
        if "clause" not in draft.blind:
            yield from unlisted(draft.at(entry, "reason"), "escalation", entry.reason, {each for each in reasons if each})
        yield from unknown(draft, draft.at(entry, "harm"), "harm", entry.harm)
        if entry.reason in told:
            yield draft.at(entry, "reason").diagnostic(f'what "{entry.reason}" makes known is said already', "keep one of them")
        told.add(entry.reason)


def every_cure_is_of_an_instrument(draft: Draft) -> Iterator[Diagnostic]:
    """The time we give a notice to become valid is our own promise, under an instrument that says what is valid."""
    instruments = {clock.instrument for clock in draft.clocks if clock.trigger in NEEDS_ELEMENTS and clock.elements}
    for clock in draft.clocks:
        if clock.trigger is not Trigger.INCOMPLETE:
            continue
        if clock.instrument not in instruments:
            message = f'no clock says what makes a notice valid under "{clock.instrument}"'
            yield draft.at(clock, "instrument").diagnostic(message, suggestion(clock.instrument, instruments))
        if clock.legal:
            yield draft.at(clock, "legal").diagnostic("no law sets the time to complete a notice", "legal = false")


def no_two_versions_of_a_clock_run_at_once(draft: Draft) -> Iterator[Diagnostic]:
    """Rows of one code have each their version, and follow one another in time."""
    rows: dict[str, list[ClockRow]] = defaultdict(list)
    for clock in draft.clocks:
        rows[clock.code].append(clock)
    for code, versions in rows.items():
        for earlier, later in pairwise(sorted(versions, key=lambda row: row.effective_from)):
            first = draft.at(earlier, "code")
            if later.version <= earlier.version:
                hint = f"version {earlier.version} is at {first.file}:{first.line}; a later row has a higher version"
                yield draft.at(later, "version").diagnostic(f'there is already version {earlier.version} of clock "{code}"', hint)
            if earlier.effective_to is None or earlier.effective_to >= later.effective_from:
                until = f"until {earlier.effective_to}" if earlier.effective_to else "without end"
                hint = f"version {earlier.version} at {first.file}:{first.line} applies {until}: end it before this day"
                yield draft.at(later, "effective_from").diagnostic(f'two versions of clock "{code}" would run at once', hint)
