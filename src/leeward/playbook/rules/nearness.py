"""Many searches of one text at once over history: a coarse look that spares most events the fine ones.

RE2 looks for fifty expressions in one pass that costs as much as looking for one. So where a text is searched for much, the
query first asks whether any of a handful is found, and only then which. Where each of these searches stands beside a cheap
condition (``score > 0.5 AND contains(text, ...)``), the look itself is taken only where one of those holds.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import re2

from leeward.playbook.rules.loosest import Bound, bounds, loosest
from leeward.playbook.rules.needles import joinable, needles
from leeward.playbook.rules.regex import read
from leeward.playbook.rules.tree import And, Call, Compare, Constant, In, Node, Or, Regex, walk

WORTH = 8
"""A look costs as much as about five searches for one fixed text; below this many they are made one by one."""
HANDFUL = 64
"""So many searches to a look: the more, the more events one of them is found in."""
PROGRAM = 6_000
"""So many instructions of RE2 to a look, a few percent of what it may hold."""


@dataclass(frozen=True, slots=True)
class Look:
    """One pass: whether any of ``patterns`` is found in ``value``; where none is, no one of ``tests`` is TRUE.

    With ``guards`` it is asked only where one of them is TRUE, and NULL elsewhere."""

    name: str
    value: Node
    patterns: tuple[str, ...]
    tests: tuple[Node, ...]
    guards: tuple[Node, ...]

    @property
    def pattern(self) -> str:
        """Any of them, as RE2 reads it."""
        return "|".join(f"(?:{pattern})" for pattern in self.patterns)


@dataclass(frozen=True, slots=True)
class _Search:
    """A test, what to look for, what that costs, and a condition it stands beside (None: nothing cheap)."""

    test: Node
    patterns: tuple[str, ...]
    weight: int
    guard: Bound | None


def sought(test: Node) -> tuple[str, ...]:
    """Expressions one of which is found wherever a search is TRUE; nothing when it is no search or promises none."""
    match test:
        case Regex(pattern=pattern):
            expression = read(pattern)
            if joinable(expression):
                return (pattern,)
            return tuple(map(re2.escape, needles(expression).texts))
        case Call(name="contains", args=(_, Constant(value=str() as text))):
            return (re2.escape(text),)
        case _:
            return ()


def looks(roots: Sequence[Node]) -> list[Look]:
    """The looks worth taking for these predicates."""
    everywhere: Counter[Node] = Counter(node for root in roots for node in walk(root) if isinstance(node, Regex | Call))
    placed: dict[Node, list[Bound | None]] = defaultdict(list)
    for root in roots:
        for test, guard in _searches(root, None):
            placed[test].append(guard)
    waiting: dict[Node, list[_Search]] = defaultdict(list)
    for test, guards in placed.items():
        patterns = sought(test)
        if patterns:
            # A guard counts only where every place of the test has one: the look stands for the test wherever it occurs.
            known = len(guards) == everywhere[test] and None not in guards
            guard = loosest([each for each in guards if each is not None]) if known else None
            waiting[test.children()[0]].append(_Search(test, patterns, _weight(test), guard))
    found: list[Look] = []
    for value, searches in waiting.items():
        if sum(search.weight for search in searches) >= WORTH:
            found += _handfuls(value, searches, len(found))
    return found


def _weight(test: Node) -> int:
    if isinstance(test, Regex):
        return len(needles(read(test.pattern)).texts) or 5
    return 1


def _searches(node: Node, guard: Bound | None) -> Iterator[tuple[Node, Bound | None]]:
    """The searches of a predicate that many events come to (not those behind an equality), each with a guard of its own."""
    match node:
        case And(parts=parts):
            if any(isinstance(part, In) or (isinstance(part, Compare) and part.op == "=") for part in parts):
                return
            beside = next((bound for part in parts for bound in bounds(part)), guard)
            for part in parts:
                yield from _searches(part, beside)
        case Or(parts=parts):
            for part in parts:
                yield from _searches(part, guard)
        case _:
            yield node, guard


def _handfuls(value: Node, searches: Sequence[_Search], number: int) -> list[Look]:
    handfuls: list[list[_Search]] = []
    room = 0
    for search in searches:
        size = sum(re2.compile(pattern).programsize for pattern in search.patterns)
        if not handfuls or size > room or sum(len(each.patterns) for each in handfuls[-1]) >= HANDFUL:
            handfuls.append([])
            room = PROGRAM
        handfuls[-1].append(search)
        room -= size
    return [_look(f"_near_{number + place}", value, each) for place, each in enumerate(handfuls)]


def _look(name: str, value: Node, searches: Sequence[_Search]) -> Look:
    patterns = dict.fromkeys(pattern for search in searches for pattern in search.patterns)
    return Look(name, value, tuple(patterns), tuple(search.test for search in searches), _together(searches))


def _together(searches: Iterable[_Search]) -> tuple[Node, ...]:
    """Conditions one of which holds wherever one of the searches matters; none when one search stands alone."""
    by_key: Mapping[object, list[Bound]] = defaultdict(list)
    for search in searches:
        if search.guard is None:
            return ()
        by_key[search.guard.key].append(search.guard)
    merged = [loosest(each) for each in by_key.values()]
    return tuple(bound.node for bound in merged if bound is not None) if len(merged) <= 4 else ()
