"""What follows a violation: the step of the ladder, by the clause and the strikes that somebody already has."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from leeward.playbook.model import LadderStep, Measure, Policy
from leeward.playbook.patterns import covers
from leeward.record.terms.code import ClauseCode, MeasureCode, ScopeCode
from leeward.record.terms.subject import SubjectKind


class Strikes(msgspec.Struct, frozen=True, kw_only=True):
    """Strikes that one action gave. A reversed action gives none: leave it out."""

    count: int
    expire: datetime | None
    """None when they never do."""
    scope: ScopeCode | None = None


class Consequence(msgspec.Struct, frozen=True, kw_only=True):
    """What the ladder says about one violation."""

    measures: tuple[Measure, ...]
    """What the step proposes, as far as the clause allows it and it can be done to such a subject."""
    strikes: int
    strikes_expire: datetime | None
    scope: ScopeCode | None = None
    step: LadderStep | None = None
    """Which step it is; None when none is meant for the clause."""


def live(history: Iterable[Strikes], at: datetime, scope: ScopeCode | None = None) -> int:
    """How many strikes count at a moment: all of them, or those of a scope."""
    return sum(
        each.count for each in history if (each.expire is None or each.expire > at) and (scope is None or each.scope == scope)
    )


def step_for(steps: Iterable[LadderStep], clause: ClauseCode, strikes: int) -> LadderStep | None:
    """The highest step that ``strikes``, in every scope, reach; of equals the first. None when no step is for the clause."""
    return _highest(steps, clause, lambda _: strikes)


def step_of(steps: Iterable[LadderStep], clause: ClauseCode, history: Iterable[Strikes], at: datetime) -> LadderStep | None:
    """The highest step that a history reaches, each counting the strikes of its own scope; of equals the first."""
    given = list(history)
    return _highest(steps, clause, lambda scope: live(given, at, scope))


def _highest(steps: Iterable[LadderStep], clause: ClauseCode, strikes: Callable[[ScopeCode | None], int]) -> LadderStep | None:
    reached = [step for step in steps if covers(step.clauses, clause) and step.strikes_from <= strikes(step.scope)]
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
    step = step_of(steps, policy.id, history, at)
    if step is None:
        return Consequence(measures=(), strikes=0, strikes_expire=None)
    allowed = tuple(measure for measure in choices(policy, measures, subject) if measure.code in step.measures)
    days = step.strikes_expire_days
    expire = at + timedelta(days=days) if step.strikes and days is not None else None
    return Consequence(measures=allowed, strikes=step.strikes, strikes_expire=expire, scope=step.scope, step=step)


def until(measure: Measure, at: datetime) -> datetime | None:
    """When a measure taken ``at`` a moment ends by itself, if it does."""
    return at + timedelta(days=measure.days) if measure.days is not None else None
