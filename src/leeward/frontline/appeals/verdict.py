"""How an appeal ends: the policy's questions, asked again by another person, against what was decided first.

The outcome is worked out, not chosen. A recipient's appeal never makes things worse for them: what is done now is a part of what
was done before. A report that was turned down and is found to be right is decided anew, with measures from the ladder.
"""

from collections.abc import Sequence

import msgspec

from leeward.frontline.appeals.refusals import NotADecision
from leeward.playbook.ladder import Strikes, consequence
from leeward.playbook.model import Measure, Playbook, Policy
from leeward.playbook.tree import Outcome
from leeward.record.facts.review import Step
from leeward.record.terms.appeal import AppealOutcome, Appellant
from leeward.record.terms.code import ClauseCode, MeasureCode
from leeward.record.terms.ids import DecisionId
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import Verdict
from leeward.record.terms.severity import Severity
from leeward.record.terms.subject import SubjectKind


class First(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided first, and what a second decision draws on."""

    decision: DecisionId
    appellant: Appellant
    verdict: Verdict
    clause: ClauseCode | None
    clause_version: int
    severity: Severity
    measures: tuple[MeasureCode, ...]
    """What was done and still stands; nothing where no violation was found."""
    kind: SubjectKind
    strikes: tuple[Strikes, ...]
    """Of the subject, without those that this decision gave."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What the person who hears it found."""

    clause: ClauseCode
    path: tuple[Step, ...]
    measures: tuple[MeasureCode, ...] = ()


def policy_of(playbook: Playbook, clause: str) -> Policy:
    """The policy of a clause. Raises NotADecision for one that the playbook does not have."""
    if clause not in playbook.policies:
        raise NotADecision(f'The playbook has no clause "{clause}".', remedy="Choose one of its policies.")
    return playbook.policies[ClauseCode(clause)]


def offered(playbook: Playbook, first: First, policy: Policy, at: Moment) -> tuple[Measure, ...]:
    """The measures that a violation can have now.

    For a recipient those that were taken, for a notifier those of the ladder that one person may choose: whoever decided first
    saw no violation, so that nobody agrees to what cannot be taken back.
    """
    if first.appellant is Appellant.RECIPIENT:
        return tuple(playbook.measures[code] for code in first.measures if code in playbook.measures)
    proposed = consequence(playbook.steps, playbook.measures, policy, first.kind, first.strikes, at).measures
    return tuple(measure for measure in proposed if not measure.irreversible)


def outcome_of(first: First, end: Outcome, measures: Sequence[MeasureCode]) -> AppealOutcome:
    """What the second look means for the first decision."""
    before, after = first.verdict is Verdict.VIOLATES, end.verdict is Verdict.VIOLATES
    if before != after:
        return AppealOutcome.OVERTURNED
    if after and set(measures) < set(first.measures):
        return AppealOutcome.PARTLY
    return AppealOutcome.UPHELD


def check_measures(playbook: Playbook, first: First, choice: Choice, end: Outcome, at: Moment) -> None:
    """Raises NotADecision where the measures do not fit."""
    if end.verdict is not Verdict.VIOLATES:
        if choice.measures:
            raise NotADecision("Measures follow only from a violation.", remedy="Leave them out, or answer again.")
        return
    known = [measure.code for measure in offered(playbook, first, policy_of(playbook, choice.clause), at)]
    if wrong := [code for code in choice.measures if code not in known]:
        raise NotADecision(f'"{wrong[0]}" cannot follow here.', remedy=f"There are: {', '.join(known) or 'none'}.")
    if len(set(choice.measures)) != len(choice.measures):
        raise NotADecision("A measure is chosen twice.")
    if known and not choice.measures:
        raise NotADecision("A violation needs at least one measure.", remedy=f"There are: {', '.join(known)}.")
