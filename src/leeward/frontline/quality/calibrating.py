"""How far people agree in a round of a calibration, and whether a policy may go live by it (Q31, Q32)."""

from collections.abc import Collection, Mapping, Sequence

import msgspec

from leeward.playbook.model import Gate
from leeward.record.facts.quality import Measured
from leeward.record.terms.code import ItemCode
from leeward.record.terms.ids import PersonId
from leeward.record.terms.report import Verdict

VERDICTS = list(Verdict)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What one person answered of one item."""

    item: ItemCode
    person: PersonId
    verdict: Verdict


def measured(answers: Sequence[Answer], keys: Mapping[ItemCode, Verdict]) -> Measured:
    """Agreement of one round: alpha of the verdicts with its bootstrap interval over items, and answers that meet the key."""
    from leeward.frontline.quality.agreement import alpha, table_of  # needs numpy, which only figures need

    items = {item: n for n, item in enumerate(sorted({each.item for each in answers}))}
    table = table_of(
        [items[each.item] for each in answers], [VERDICTS.index(each.verdict) for each in answers], len(VERDICTS)
    )  # fmt: skip
    found = alpha(table)
    return Measured(
        people=len({each.person for each in answers}), answers=len(answers), alpha=found.value, low=found.low, high=found.high,
        met=sum(keys.get(each.item) is each.verdict for each in answers),
    )  # fmt: skip


class Passing(msgspec.Struct, frozen=True, kw_only=True):
    """How a version of a policy stands at the gate."""

    assigned: int
    """People certified for its work."""
    read: int
    """Those of them who acknowledged this version."""
    calibrated: Measured | None
    """The last round of the last closed calibration on this version."""
    lacks: tuple[str, ...]
    """What is missing, in sentences; empty when it may go live."""

    @property
    def open(self) -> bool:
        """Whether it may go live, as far as quality is concerned."""
        return not self.lacks


def gate(limits: Gate, assigned: Collection[PersonId], read: Collection[PersonId], calibrated: Measured | None) -> Passing:
    """Whether a version may go live: read by enough of those assigned, and calibrated until people agree."""
    among = len(set(assigned) & set(read))
    lacks = []
    if not assigned:
        lacks.append("Nobody is certified for its work.")
    elif among < limits.acknowledged * len(assigned):
        lacks.append(f"{among} of {len(assigned)} have read it; {limits.acknowledged:.0%} are needed.")
    if calibrated is None:
        lacks.append("No calibration on this version was closed.")
    elif calibrated.people < limits.people:
        lacks.append(f"{calibrated.people} took part in its calibration; {limits.people} are needed.")
    elif calibrated.alpha is None and calibrated.met < calibrated.answers:
        lacks.append("Its calibration says nothing about agreement: all answers were the same, and not all met the key.")
    elif calibrated.alpha is not None and calibrated.alpha < limits.agreement:
        lacks.append(f"Agreement is {calibrated.alpha:.2f}; {limits.agreement:.2f} is needed.")
    return Passing(assigned=len(assigned), read=among, calibrated=calibrated, lacks=tuple(lacks))
