"""Second looks at what was decided: most agree, the newest are found wrong more often, and experts settle the rest."""

from collections.abc import Sequence
from random import Random

import msgspec

from leeward.drills.appealing import some_way
from leeward.drills.team import Member
from leeward.frontline.quality import desk as quality
from leeward.frontline.quality.refusals import NotYourSeat
from leeward.house import House
from leeward.record.facts.review import Step
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import ClauseCode
from leeward.record.terms.ids import CheckId, PersonId
from leeward.record.terms.moment import now
from leeward.record.terms.people import CLOCKWORK
from leeward.record.terms.report import Verdict

Q = read_queries(__package__)
AGREES = 0.86
"""How often a second look says the same."""


class First(msgspec.Struct, frozen=True):
    """What was decided first, with its way."""

    clause: ClauseCode | None
    verdict: Verdict
    path: tuple[Step, ...]


def look_twice(house: House, random: Random, team: Sequence[Member], looks: int) -> int:
    """Plans draw, and people who did not decide look again; how many looks were taken."""
    record, playbook = house.record, house.playbook()
    quality.draw_samples(record, playbook, CLOCKWORK, quality.drawable_until(playbook, now()))
    people = [member.id for member in team if "quality.look" in _rights(house, member)]
    return sum(_look(house, random, random.choice(people)) for _ in range(looks)) if people else 0


def _rights(house: House, member: Member) -> set[str]:
    return {right for role in member.rights.roles for right in house.playbook().access.get(role, ())}


def _look(house: House, random: Random, who: PersonId) -> bool:
    record, playbook = house.record, house.playbook()
    taken = quality.claim_next(record, playbook, who)
    if taken is None:
        return False
    with record.reading() as look:
        found = look.one(Q.first_look, {"check": taken.check})
        leads = quality.blind(look, playbook, who, taken.check).policies
    row = None if found is None else msgspec.convert(found, First)
    if row is not None and row.clause in playbook.policies and random.random() < AGREES:
        clause, path = row.clause, row.path
    else:
        clause = leads[0].id
        path, _ = some_way(random, leads[0], upheld=row is None or row.verdict is not Verdict.VIOLATES)
    return _take(house, who, taken.check, clause, path)


def _take(house: House, who: PersonId, check: CheckId, clause: ClauseCode, path: Sequence[Step]) -> bool:
    try:
        quality.take_look(house.record, house.playbook(), who, check, clause=clause, path=path)
    except NotYourSeat:
        quality.release(house.record, who, check, "conflict")
        return False
    return True
