"""What follows a violation: the step of the ladder, by the clause and the strikes that somebody already has."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from leeward.playbook.model import LadderStep, Measure, Policy
from leeward.playbook.patterns import covers
from leeward.record.terms.code import ClauseCode, MeasureCode
from leeward.record.terms.subject import SubjectKind


class Strikes(msgspec.Struct, frozen=True, kw_only=True):
    """Strikes that one action gave. A reversed action gives none: leave it out."""

    count: int
    expire: datetime | None
    """None when they never do."""


class Consequence(msgspec.Struct, frozen=True, kw_only=True):
    """What the ladder says about one violation."""

    measures: tuple[Measure, ...]
    """What the step proposes, as far as the clause allows it and it can be done to such a subject."""
    strikes: int
    strikes_expire: datetime | None


def live(history: Iterable[Strikes], at: datetime) -> int:
    """How many strikes count at a moment."""
    return sum(each.count for each in history if each.expire is None or each.expire > at)


def step_for(steps: Iterable[LadderStep], clause: ClauseCode, strikes: int) -> LadderStep | None:
    """The highest step that ``strikes`` reach; of equals the first. None when no step is meant for the clause."""
    reached = [step for step in steps if step.strikes_from <= strikes and covers(step.clauses, clause)]
    return max(reached, key=lambda step: step.strikes_from, default=None)


def choices(policy: Policy, measures: Mapping[MeasureCode, Measure], subject: SubjectKind) -> tuple[Measure, ...]:
    """What a decider may choose under a clause for such a subject, in the clause's order."""
    return tuple(measures[code] for code in policy.measures if subject in measures[code].applies_to)


def consequence(
    steps: Sequence[LadderStep],
    measures: Mapping[MeasureCode, Measure],
    policy: Policy,
    subject: SubjectKind,
    history: Iterable[Strikes],
    at: datetime,
) -> Consequence:
    """What the ladder proposes for a violation of ``policy`` by somebody with this ``history``, decided ``at`` a moment."""
    step = step_for(steps, policy.id, live(history, at))
    if step is None:
        return Consequence(measures=(), strikes=0, strikes_expire=None)
    allowed = tuple(measure for measure in choices(policy, measures, subject) if measure.code in step.measures)
    days = step.strikes_expire_days
    expire = at + timedelta(days=days) if step.strikes and days is not None else None
    return Consequence(measures=allowed, strikes=step.strikes, strikes_expire=expire)


def until(measure: Measure, at: datetime) -> datetime | None:
    """When a measure taken ``at`` a moment ends by itself, if it does."""
    return at + timedelta(days=measure.days) if measure.days is not None else None


def needs_second_person(measures: Iterable[Measure]) -> bool:
    """Whether somebody else has to agree: one of the measures cannot be taken back."""
    return any(measure.irreversible for measure in measures)
