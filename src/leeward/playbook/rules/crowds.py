"""Rules that need the same things over history, so that most events need not be shown to any of them.

Rules that search one text stand behind the coarse look for it (``nearness``); rules that bound the same values behind the
loosest of their bounds. The rest stand alone.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leeward.playbook.rules.loosest import Bound, bounds, loosest
from leeward.playbook.rules.tree import And, Node, Or

CROWD = 3
"""Fewer rules than this are not worth a question of their own."""
Needs = Mapping[object, Bound]


@dataclass(frozen=True, slots=True)
class Crowd:
    """Rules by their numbers, and what holds wherever one of them is TRUE: conditions, or the name of a look."""

    rules: tuple[int, ...]
    guards: tuple[Node | str, ...] = ()


def crowds(roots: Sequence[Node], near: Mapping[Node, str]) -> list[Crowd]:
    """Every rule in one crowd; ``near`` names the look that stands before a search."""
    by_look: dict[str, list[int]] = defaultdict(list)
    needs: dict[int, Needs] = {}
    for number, root in enumerate(roots):
        look = _look(root, near)
        if look:
            by_look[look].append(number)
        else:
            needs[number] = _needs(root)
    found = [Crowd(tuple(rules), (look,)) for look, rules in by_look.items()]
    found += _alike(needs)
    found += _sharing(needs)
    return [*found, Crowd(tuple(needs))] if needs else found


def _look(root: Node, near: Mapping[Node, str]) -> str | None:
    """A look without which the predicate is not TRUE."""
    if root in near:
        return near[root]
    if isinstance(root, And):
        return next((name for part in root.parts if (name := _look(part, near))), None)
    if isinstance(root, Or):
        names = {_look(part, near) for part in root.parts}
        return names.pop() if len(names) == 1 else None
    return None


def _needs(node: Node) -> Needs:
    """What holds wherever ``node`` is TRUE, by key."""
    if isinstance(node, And):
        return {key: bound for part in node.parts for key, bound in _needs(part).items()}
    if isinstance(node, Or):
        each = [_needs(part) for part in node.parts]
        return _common(each)
    return {bound.key: bound for bound in bounds(node)}


def _common(each: Sequence[Needs]) -> Needs:
    """What all of them need, as loosely as the loosest."""
    keys = [key for key in each[0] if all(key in needs for needs in each)]
    merged = {key: loosest([needs[key] for needs in each]) for key in keys}
    return {key: bound for key, bound in merged.items() if bound is not None}


def _alike(needs: dict[int, Needs]) -> list[Crowd]:
    """Crowds of those that bound exactly the same values; they are taken out of ``needs``."""
    groups: dict[frozenset[object], list[int]] = defaultdict(list)
    for number, bounded in needs.items():
        groups[frozenset(bounded)].append(number)
    return [_crowd(rules, needs) for keys, rules in groups.items() if keys and len(rules) >= CROWD]


def _sharing(needs: dict[int, Needs]) -> list[Crowd]:
    """Crowds of those that share one value they bound, the most shared first; they are taken out of ``needs``."""
    found = []
    while shared := Counter(key for bounded in needs.values() for key in bounded).most_common(1):
        key, count = shared[0]
        if count < CROWD:
            break
        found.append(_crowd([number for number, bounded in needs.items() if key in bounded], needs))
    return found


def _crowd(rules: Sequence[int], needs: dict[int, Needs]) -> Crowd:
    common = _common([needs.pop(number) for number in rules])
    return Crowd(tuple(rules), tuple(bound.node for bound in common.values()))
