"""Some of those whom decisions restricted, or who were turned down, ask for another look; some of it was taken already."""

from collections.abc import Sequence
from itertools import count
from random import Random
from uuid import UUID

import msgspec

from leeward.drills.team import Member
from leeward.frontline.appeals import desk as appeals
from leeward.frontline.appeals.described import AppealIn
from leeward.frontline.appeals.refusals import Inadmissible
from leeward.house import House
from leeward.playbook.model import Policy
from leeward.playbook.tree import Outcome, walk
from leeward.record.facts.review import Step
from leeward.record.standing.queries import read_queries
from leeward.record.terms.appeal import Appellant
from leeward.record.terms.code import SourceCode
from leeward.record.terms.ids import AppealId, DecisionId, PersonId, ReportId
from leeward.record.terms.people import DOOR
from leeward.record.terms.report import Verdict

Q = read_queries(__package__)
APPEALED, HEARD, RESTORED = 0.055, 0.75, 0.36
"""Of the decisions in force so many are appealed, of those so many were heard, and of those so many ended otherwise.

The first and the last are a large platform's (docs/concepts/made-up-world.md).
"""
SAYS = {
    "en": "Please look at this again. I think there is a mistake.",
    "es": "Por favor, revisen esto otra vez. Creo que hay un error.",
    "pt": "Por favor, vejam isto outra vez. Acho que há um erro.",
    "fr": "Merci de regarder encore une fois. Je pense que c'est une erreur.",
    "de": "Bitte sehen Sie noch einmal hin. Ich glaube, es ist ein Irrtum.",
}
"""What they write; neutral."""


class Row(msgspec.Struct, frozen=True):
    """A decision that could be appealed."""

    id: UUID
    verdict: Verdict
    language: str
    report: UUID


def appeal(house: House, random: Random, team: Sequence[Member]) -> int:
    """Some appeals come in, and people who did not decide hear a part of them; how many came in."""
    with house.record.reading() as look:
        rows = look.rows(Q.in_force, into=Row)
    taken = sum(_lodged(house, row) for row in random.sample(rows, int(len(rows) * APPEALED)))
    hearers = [member for member in team if "appeal.decide" in _rights(house, member)]
    for _ in range(int(taken * HEARD)):
        _hear(house, random, random.choice(hearers).id)
    return taken


def _rights(house: House, member: Member) -> set[str]:
    return {right for role in member.rights.roles for right in house.playbook().access.get(role, ())}


def _lodged(house: House, row: Row) -> bool:
    restricted = row.verdict == Verdict.VIOLATES
    arrival = AppealIn(
        appellant=Appellant.RECIPIENT if restricted else Appellant.NOTIFIER,
        decision=DecisionId(row.id),
        report=None if restricted else ReportId(row.report),
        text=SAYS.get(row.language, SAYS["en"]),
        id=f"demo-{row.id}",
    )
    try:
        appeals.lodge(house.record, house.playbook(), arrival, door=SourceCode("demo"), actor=DOOR)
    except Inadmissible:
        return False  # it took effect a moment too late, or somebody reversed it
    return True


def _hear(house: House, random: Random, who: PersonId) -> bool:
    """Whether they decided one; every tenth is still in somebody's hand."""
    taken = appeals.claim_next(house.record, house.playbook(), who)
    if taken is None or random.random() < 0.1:
        return False
    with house.record.reading() as look:
        seen = appeals.appeal_view(look, house.playbook(), who, AppealId(taken.appeal))
    offer = seen.offers[0]
    path, end = some_way(random, offer.policy, upheld=random.random() >= RESTORED)
    kept = [measure.code for measure in offer.measures] if end.verdict is Verdict.VIOLATES else []
    appeals.decide(
        house.record, house.playbook(), who, taken.appeal, clause=offer.policy.id, path=path, measures=kept,
        told="Somebody who did not decide first looked again.",
    )  # fmt: skip
    return True


def some_way(random: Random, policy: Policy, *, upheld: bool) -> tuple[tuple[Step, ...], Outcome]:
    """Some way through the questions that ends in a verdict, in a violation if one is found soon; every policy's tree has one."""
    for tries in count():
        steps: tuple[Step, ...] = ()
        at = walk(policy, steps)
        while not isinstance(at, Outcome):
            steps = (*steps, Step(question=at.id, answer=random.choice(at.answers).id))
            at = walk(policy, steps)
        if at.verdict is not None and (tries > 20 or (at.verdict is Verdict.VIOLATES) is upheld):
            return steps, at
    raise AssertionError("a count has no end")
