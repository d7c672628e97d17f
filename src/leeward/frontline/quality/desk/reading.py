"""Who read which version of a policy, and whether it may go live by that and by its calibration (Q32)."""

from collections.abc import Sequence

import msgspec

from leeward.frontline.quality.calibrating import Passing, gate
from leeward.frontline.quality.desk import loading
from leeward.frontline.quality.desk.calibrating import assigned
from leeward.frontline.quality.desk.judging import policy_of
from leeward.frontline.quality.desk.loading import Q
from leeward.frontline.quality.seating import Looker
from leeward.playbook.model import Playbook, Policy
from leeward.record.facts.quality import Measured, PolicyAcknowledged
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.code import ClauseCode
from leeward.record.terms.ids import PersonId
from leeward.record.terms.moment import now as this_moment


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A policy in its version, at the gate."""

    policy: Policy
    passing: Passing
    mine: bool
    """Whoever looks is certified for its work."""
    read: bool
    """They have acknowledged this version."""


def acknowledge(record: Record, playbook: Playbook, who: PersonId, clause: str) -> bool:
    """Say that one has read a policy as it stands; False where that was said before. Raises NotADecision for no such clause."""
    policy = policy_of(playbook, clause)
    with record.writing() as tx:
        tx.take_pen()
        if who in _read(tx).get((policy.id, policy.version), set()):
            return False
        fact = PolicyAcknowledged(subject=who, actor=who, occurred=this_moment(), clause=policy.id, clause_version=policy.version)
        tx.append([fact])
        return True


def gates(look: Look, playbook: Playbook, who: PersonId) -> tuple[Standing, ...]:
    """Every policy at the gate, those that lack something first."""
    read = _read(look)
    people = loading.everybody(look, this_moment())
    found = [_standing(look, playbook, policy, read, who, people) for policy in playbook.policies.values()]
    return tuple(sorted(found, key=lambda each: (each.passing.open, each.policy.id)))


def gate_of(look: Look, playbook: Playbook, clause: str) -> Passing:
    """Whether a policy as the playbook has it may go live, and what it lacks. Raises NotADecision for no such clause."""
    policy = policy_of(playbook, clause)
    people = assigned(look, playbook, policy.id)
    return gate(playbook.quality.gate, people, _read(look).get((policy.id, policy.version), set()), _last(look, policy))


def _standing(
    look: Look,
    playbook: Playbook,
    policy: Policy,
    read: dict[tuple[ClauseCode, int], set[PersonId]],
    who: PersonId,
    everybody: Sequence[Looker],
) -> Standing:
    people, those = assigned(look, playbook, policy.id, everybody), read.get((policy.id, policy.version), set())
    passing = gate(playbook.quality.gate, people, those, _last(look, policy))
    return Standing(policy=policy, passing=passing, mine=who in people, read=who in those)


def _last(look: Look, policy: Policy) -> Measured | None:
    row = look.one(Q.last_calibration, {"clause": policy.id, "version": policy.version})
    return msgspec.convert(row["after"], Measured) if row else None


def _read(look: Look) -> dict[tuple[ClauseCode, int], set[PersonId]]:
    found: dict[tuple[ClauseCode, int], set[PersonId]] = {}
    for row in look.rows(Q.acknowledged):
        found.setdefault((row["clause"], row["clause_version"]), set()).add(row["person"])
    return found
