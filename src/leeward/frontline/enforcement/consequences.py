"""From a decision to what follows: one action for each measure chosen, with strikes and time limit from the ladder (Q42)."""

from collections.abc import Iterable

from leeward.playbook.ladder import Consequence, Strikes, consequence, until
from leeward.playbook.model import Playbook
from leeward.record.facts.enforcement import ActionTaken
from leeward.record.facts.review import JobDecided
from leeward.record.terms.ids import ActionId, JobId, new_id
from leeward.record.terms.people import PLAYBOOK
from leeward.record.terms.report import Verdict
from leeward.record.terms.subject import SubjectKind


def actions(playbook: Playbook, decided: JobDecided, kind: SubjectKind, history: Iterable[Strikes]) -> list[ActionTaken]:
    """What a decision leads to; nothing unless it found a violation.

    A violation gives its strikes once, with the first measure; every limit counts from the moment it comes into force.
    """
    if decided.verdict is not Verdict.VIOLATES or decided.clause is None:
        return []
    ladder = _ladder(playbook, decided, kind, history)
    return [
        ActionTaken(
            subject=ActionId(new_id()),
            actor=PLAYBOOK,
            occurred=decided.occurred,
            about=decided.about,
            job=JobId(decided.subject),
            decision=decided.decision,
            measure=code,
            clause=decided.clause,
            effective=decided.effective,
            until=until(playbook.measures[code], decided.effective) if code in playbook.measures else None,
            strikes=ladder.strikes if number == 0 else 0,
            strikes_expire=ladder.strikes_expire if number == 0 else None,
            scope=ladder.scope if number == 0 else None,
        )
        for number, code in enumerate(decided.measures)
    ]


def _ladder(playbook: Playbook, decided: JobDecided, kind: SubjectKind, history: Iterable[Strikes]) -> Consequence:
    """What the ladder says; nothing for a clause that the playbook no longer has."""
    policy = playbook.policies.get(decided.clause) if decided.clause else None
    if policy is None:
        return Consequence(measures=(), strikes=0, strikes_expire=None)
    return consequence(playbook.steps, playbook.measures, policy, kind, history, decided.effective)
