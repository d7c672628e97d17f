"""From a decision to what follows: one action for each measure chosen, with strikes, time and who has to agree (Q42)."""

from collections.abc import Iterable
from datetime import timedelta

from leeward.frontline.enforcement.second import Weighed, waits
from leeward.frontline.enforcement.timing import delay_of, effective_of
from leeward.playbook.ladder import Consequence, Strikes, consequence, until
from leeward.playbook.model import Playbook
from leeward.record.facts.enforcement import ActionHeld, ActionTaken
from leeward.record.facts.review import JobDecided
from leeward.record.terms.code import MeasureCode
from leeward.record.terms.ids import ActionId, JobId, PersonId, new_id
from leeward.record.terms.people import PLAYBOOK
from leeward.record.terms.report import Verdict
from leeward.record.terms.subject import SubjectKind


def actions(
    playbook: Playbook, decided: JobDecided, kind: SubjectKind, history: Iterable[Strikes], weighed: Weighed
) -> list[ActionTaken | ActionHeld]:
    """What a decision leads to; nothing unless it found a violation.

    A violation gives its strikes once, with the first measure that waits for nobody, else with the first; every limit counts
    from the moment it comes into force.
    """
    if decided.verdict is not Verdict.VIOLATES or decided.clause is None:
        return []
    ladder = _ladder(playbook, decided, kind, history)
    why = {code: waits(playbook.measures.get(code), weighed, playbook.second_person) for code in decided.measures}
    carrier = next((code for code in decided.measures if why[code] is None), decided.measures[0] if decided.measures else None)
    taken = [_taken(playbook, decided, code, ladder if code == carrier else None) for code in decided.measures]
    expires = decided.occurred + timedelta(hours=playbook.second_person.expires_hours)
    held = [
        ActionHeld(subject=each.subject, actor=PLAYBOOK, occurred=decided.occurred, reason=reason, expires=expires)
        for each in taken
        if (reason := why[each.measure]) is not None
    ]
    return [*taken, *held]


def _taken(playbook: Playbook, decided: JobDecided, code: MeasureCode, ladder: Consequence | None) -> ActionTaken:
    assert decided.clause is not None, "a violation is one of a clause"
    measure, action = playbook.measures.get(code), ActionId(new_id())
    delay = delay_of(measure, action)
    effective = effective_of(measure, decided.effective, delay)
    return ActionTaken(
        subject=action,
        actor=PLAYBOOK,
        occurred=decided.occurred,
        about=decided.about,
        job=JobId(decided.subject),
        decision=decided.decision,
        measure=code,
        clause=decided.clause,
        effective=effective,
        until=until(measure, effective) if measure else None,
        strikes=ladder.strikes if ladder else 0,
        strikes_expire=ladder.strikes_expire if ladder else None,
        scope=ladder.scope if ladder else None,
        owner=PersonId(decided.actor),
        quiet=measure.quiet if measure else None,
        delay=delay,
    )


def _ladder(playbook: Playbook, decided: JobDecided, kind: SubjectKind, history: Iterable[Strikes]) -> Consequence:
    """What the ladder says; nothing for a clause that the playbook no longer has."""
    policy = playbook.policies.get(decided.clause) if decided.clause else None
    if policy is None:
        return Consequence(measures=(), strikes=0, strikes_expire=None)
    return consequence(playbook.steps, playbook.measures, policy, kind, history, decided.effective)
