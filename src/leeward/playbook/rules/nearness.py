"""Many fixed texts at once over history: a coarse look that spares most events the fine ones.

RE2 finds any of thirty texts in one pass that costs as much as four or five single searches. So where a text field is searched
for many fixed texts, the query first asks for each handful of them whether any occurs, and only then which.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import re2

from leeward.playbook.rules.needles import needles
from leeward.playbook.rules.regex import read
from leeward.playbook.rules.tree import And, Call, Compare, Constant, In, Node, Or, Regex

WORTH = 12
"""Fewer texts than this are looked for one by one."""
HANDFUL = 30
"""So many texts to a pass: the more, the more events hold one of them."""


@dataclass(frozen=True, slots=True)
class Look:
    """One pass: whether any of ``texts`` occurs in ``value``; ``tests`` need look no further where none does."""

    name: str
    value: Node
    texts: tuple[str, ...]
    tests: tuple[Node, ...]

    @property
    def pattern(self) -> str:
        """Any of the texts, as RE2 reads it."""
        return "|".join(map(re2.escape, self.texts))


def sought(node: Node) -> tuple[str, ...]:
    """The texts one of which a test needs."""
    match node:
        case Regex(pattern=pattern):
            return needles(read(pattern)).texts
        case Call(name="contains", args=(_, Constant(value=str() as text))):
            return (text,)
        case _:
            return ()


def looks(roots: Sequence[Node]) -> list[Look]:
    """The passes worth making for these predicates."""
    waiting: dict[Node, dict[Node, tuple[str, ...]]] = defaultdict(dict)
    for root in roots:
        for test in _searches(root):
            if texts := sought(test):
                waiting[test.children()[0]][test] = texts
    found: list[Look] = []
    for value, tests in waiting.items():
        if sum(map(len, tests.values())) >= WORTH:
            found += _handfuls(value, tests, len(found))
    return found


def _searches(node: Node) -> list[Node]:
    """The tests of a predicate that many events come to: not those behind an equality."""
    match node:
        case And(parts=parts):
            told = any(isinstance(part, In) or (isinstance(part, Compare) and part.op == "=") for part in parts)
            return [] if told else [test for part in parts for test in _searches(part)]
        case Or(parts=parts):
            return [test for part in parts for test in _searches(part)]
        case _:
            return [node]


def _handfuls(value: Node, tests: Mapping[Node, tuple[str, ...]], number: int) -> list[Look]:
    found: list[Look] = []
    part: dict[Node, tuple[str, ...]] = {}
    for test, texts in [*tests.items(), (None, ())]:
        if part and (test is None or len({each for some in part.values() for each in some}) + len(texts) > HANDFUL):
            together = tuple(dict.fromkeys(each for some in part.values() for each in some))
            found.append(Look(f"_near_{number + len(found)}", value, together, tuple(part)))
            part = {}
        if test is not None:
            part[test] = texts
    return found
