"""Which rules can match at all: each rule is found by the most telling of its conditions, and only then looked at.

After the predicate indexes of publish-subscribe systems (Fabret et al., SIGMOD 2001): equalities and list elements are
looked up in a dictionary, fixed texts in one pass over the text, numeric bounds in a sorted chain. A rule that is an OR is
several branches that set the same bit. Rules without such a condition are tested one by one.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from leeward.playbook.rules.conditions import FALSE, Access, All, Any, Condition, Guard, Test

SCAN_FROM = 8
"""So many fixed texts that every event is searched for are found in one pass of RE2's automaton (0.7 us), not singly (0.09); an
expression without one that it requires (0.6) is worth four."""

_TELLING = {"member": 0.04, "element": 0.08, "needle": 0.02, "bound": 0.4, "flag": 0.5}


@dataclass(frozen=True, slots=True)
class Branch:
    """One way in which a rule is true: all of ``rest``, once ``access`` (if any) holds."""

    rule: int
    whole: tuple[Condition, ...]
    rest: tuple[Condition, ...]
    access: Access | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Branches that are found by one look-up."""

    kind: str
    key: str
    guards: tuple[Guard, ...]
    branches: tuple[Branch, ...]


def groups(conditions: Sequence[Condition], *, indexed: bool = True) -> list[Group]:
    """The branches of all rules (``conditions[n]`` is when rule n is TRUE), grouped by how they are found."""
    bare = [branch for rule, condition in enumerate(conditions) for branch in _branches(rule, condition)]
    if not indexed:
        return [_group("none", "", bare)]
    scanned = _scanned(bare)
    crowd = _crowd(bare)
    found: dict[tuple[str, str], list[Branch]] = defaultdict(list)
    for branch in bare:
        chosen = _chosen(branch, scanned, crowd)
        kind, key = (chosen.access.kind, chosen.access.key) if chosen.access else ("none", "")
        found[kind, key].append(chosen)
    return [_group(kind, key, branches) for (kind, key), branches in found.items()]


def _branches(rule: int, condition: Condition) -> list[Branch]:
    if condition == FALSE:
        return []
    if isinstance(condition, Any):
        return [branch for item in condition.items for branch in _branches(rule, item)]
    items = condition.items if isinstance(condition, All) else (condition,)
    return [Branch(rule, items, items)]


def _accesses(branch: Branch) -> list[tuple[Test, Access]]:
    return [(item, item.access) for item in branch.rest if isinstance(item, Test) and item.access is not None]


def _scanned(branches: list[Branch]) -> set[str]:
    """The texts in which many fixed texts are looked for whatever else an event holds."""
    waiting: dict[str, dict[object, int]] = defaultdict(dict)
    for branch in branches:
        kinds = {access.kind for _, access in _accesses(branch)}
        if "needle" not in kinds or kinds & {"member", "element"}:
            continue
        for _, access in _accesses(branch):
            if access.kind == "needle":
                waiting[access.key].update(dict.fromkeys(access.values, 1) if access.values else {access.pattern: SCAN_FROM // 2})
    return {key for key, texts in waiting.items() if sum(texts.values()) >= SCAN_FROM}


def _crowd(branches: list[Branch]) -> dict[tuple[str, str], int]:
    """How many branches could use each look-up: a chain is the cheaper the more share it."""
    crowd: dict[tuple[str, str], int] = defaultdict(int)
    for branch in branches:
        for key in {(access.kind, access.key) for _, access in _accesses(branch)}:
            crowd[key] += 1
    return crowd


def _chosen(branch: Branch, scanned: set[str], crowd: dict[tuple[str, str], int]) -> Branch:
    def worth(candidate: tuple[Test, Access]) -> tuple[float, int]:
        access = candidate[1]
        several = len(access.values) if access.kind in ("member", "element") else 1
        return (_TELLING[access.kind] * several, -crowd[access.kind, access.key])

    usable = [each for each in _accesses(branch) if each[1].kind != "needle" or each[1].key in scanned]
    if not usable:
        return branch
    test, access = min(usable, key=worth)
    rest = [item for item in branch.rest if item is not test]
    if not access.whole and not access.pattern:
        rest.append(replace(test, code=access.rest, cost=700.0, passes=0.3) if access.rest else test)
    return Branch(branch.rule, branch.whole, tuple(rest), access)


def _group(kind: str, key: str, branches: list[Branch]) -> Group:
    if kind in ("member", "element"):
        branches = sorted(branches, key=_first_value)  # what one value finds stands together
    first = branches[0].access if branches else None
    return Group(kind, key, first.guards if first else (), tuple(branches))


def _first_value(branch: Branch) -> str:
    assert branch.access is not None
    return str(branch.access.values[0])
