"""What a changed ladder would have done: decided violations walked through again, under the ladder in force and the candidate.

Strikes are given anew by each ladder, subject by subject, in the order of the decisions; what was reversed or undone is left out.
A measure that a decider chose stays where the ladder still offers it; else the nearest of its kind takes its place, the next
stricter before the next milder one. Beside what was chosen stands what could have been: the strictest measure on offer.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

import msgspec

from leeward.playbook.ladder import Strikes, choices, step_of
from leeward.playbook.model import LadderStep, Measure, MeasureKind, Playbook
from leeward.playbook.patterns import covers
from leeward.record.terms.code import ClauseCode, MeasureCode
from leeward.record.terms.ids import DecisionId, SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.subject import SubjectKind

EXAMPLES = 5
_KINDS = (MeasureKind.NONE, MeasureKind.VISIBILITY, MeasureKind.PROVISION, MeasureKind.MONETARY, MeasureKind.ACCOUNT)
_FOREVER = 10**6


class Violation(msgspec.Struct, frozen=True, kw_only=True):
    """A decided violation: a row of ``violations``."""

    id: DecisionId
    about: SubjectId
    kind: SubjectKind
    clause: ClauseCode
    effective: Moment
    measures: tuple[MeasureCode, ...]


class Followed(msgspec.Struct, frozen=True, kw_only=True):
    """What follows one violation under a ladder."""

    measures: tuple[MeasureCode, ...]
    strictest: MeasureCode | None
    """The most that a decider could have chosen."""
    strikes: int


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """So many violations would get something else."""

    before: tuple[MeasureCode, ...]
    after: tuple[MeasureCode, ...]
    violations: int
    stricter: bool
    examples: tuple[DecisionId, ...]
    """The latest of them."""


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What would happen to how many."""

    violations: int
    """Walked through and counted."""
    changed: int
    stricter: int
    milder: int
    moves: tuple[Move, ...]
    """Of what was chosen; the strictest moves first, then the most frequent."""
    ceilings: tuple[Move, ...]
    """Of the strictest measure on offer."""
    strikes_before: int
    strikes_after: int


def previewed(before: Playbook, after: Playbook, violations: Sequence[Violation], since: Moment | None = None) -> Preview:
    """The same violations, in the order of their decisions, under two ladders; those before ``since`` only give strikes."""
    olds, news = followed(before, violations), followed(after, violations)
    measures = {**before.measures, **after.measures}
    counted = [
        (each, old, new)
        for each, old, new in zip(violations, olds, news, strict=True)
        if since is None or each.effective >= since
    ]
    moves = [(each.id, old.measures, new.measures) for each, old, new in counted if old.measures != new.measures]
    ceilings = [
        (each.id, _tuple(old.strictest), _tuple(new.strictest)) for each, old, new in counted if old.strictest != new.strictest
    ]
    grouped = _moves(moves, measures)
    harder = sum(move.violations for move in grouped if move.stricter)
    return Preview(
        violations=len(counted),
        changed=len(moves),
        stricter=harder,
        milder=len(moves) - harder,
        moves=grouped,
        ceilings=_moves(ceilings, measures),
        strikes_before=sum(old.strikes for _, old, _ in counted),
        strikes_after=sum(new.strikes for _, _, new in counted),
    )


def followed(playbook: Playbook, violations: Iterable[Violation]) -> list[Followed]:
    """What follows each violation under this playbook's ladder, which gives the strikes itself."""
    histories: defaultdict[SubjectId, list[Strikes]] = defaultdict(list)
    steps: dict[ClauseCode, list[LadderStep]] = {}
    found = []
    for each in violations:
        if each.clause not in steps:
            steps[each.clause] = [step for step in playbook.steps if covers(step.clauses, each.clause)]
        step = step_of(steps[each.clause], each.clause, histories[each.about], each.effective)
        found.append(_one(playbook, each, step))
        if step is not None and step.strikes:
            days = step.strikes_expire_days
            expire = each.effective + timedelta(days=days) if days is not None else None
            histories[each.about].append(Strikes(count=step.strikes, expire=expire, scope=step.scope))
    return found


def strictness(measure: Measure) -> tuple[bool, int, int]:
    """How hard a measure is: for good before for a while, the account before what it shows, longer before shorter."""
    return measure.irreversible, _KINDS.index(measure.kind), _FOREVER if measure.days is None else measure.days


def _one(playbook: Playbook, violation: Violation, step: LadderStep | None) -> Followed:
    policy = playbook.policies.get(violation.clause)
    if step is None or policy is None:
        return Followed(measures=(), strictest=None, strikes=0)
    offered = [each for each in choices(policy, playbook.measures, violation.kind) if each.code in step.measures]
    taken = dict.fromkeys(nearest(playbook, code, offered) for code in violation.measures)
    strictest = max(offered, key=strictness, default=None)
    return Followed(
        measures=tuple(sorted(code for code in taken if code is not None)),
        strictest=strictest.code if strictest else None,
        strikes=step.strikes,
    )


def nearest(playbook: Playbook, chosen: MeasureCode, offered: Sequence[Measure]) -> MeasureCode | None:
    """What takes the place of a chosen measure among those on offer; None when nothing of its kind is there."""
    if any(each.code == chosen for each in offered):
        return chosen
    measure = playbook.measures.get(chosen)
    if measure is None:
        return None
    kin = sorted((each for each in offered if each.kind is measure.kind), key=strictness)
    harder = [each for each in kin if strictness(each) >= strictness(measure)]
    if harder:
        return harder[0].code
    return kin[-1].code if kin else None


_Moved = tuple[DecisionId, tuple[MeasureCode, ...], tuple[MeasureCode, ...]]


def _moves(moved: Iterable[_Moved], measures: dict[MeasureCode, Measure]) -> tuple[Move, ...]:
    counts: Counter[tuple[tuple[MeasureCode, ...], tuple[MeasureCode, ...]]] = Counter()
    examples: defaultdict[tuple[tuple[MeasureCode, ...], tuple[MeasureCode, ...]], list[DecisionId]] = defaultdict(list)
    for number, before, after in moved:
        counts[before, after] += 1
        examples[before, after].append(number)
    found = [
        Move(
            before=before,
            after=after,
            violations=count,
            stricter=_hardest(after, measures) > _hardest(before, measures),
            examples=tuple(reversed(examples[before, after][-EXAMPLES:])),
        )
        for (before, after), count in counts.items()
    ]
    return tuple(sorted(found, key=lambda move: (not move.stricter, _milder(move, measures), -move.violations, move.before)))


def _milder(move: Move, measures: dict[MeasureCode, Measure]) -> tuple[int, ...]:
    return tuple(-part for part in _hardest(move.after, measures))


def _hardest(codes: Iterable[MeasureCode], measures: dict[MeasureCode, Measure]) -> tuple[int, ...]:
    """The strictness of each, the hardest first, so that more of the same is more."""
    ranks = sorted((strictness(measures[code]) for code in codes if code in measures), reverse=True)
    return tuple(int(part) for rank in ranks for part in rank)


def _tuple(code: MeasureCode | None) -> tuple[MeasureCode, ...]:
    return () if code is None else (code,)
