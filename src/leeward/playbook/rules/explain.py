"""Why: for one event, what each conjunct of a predicate says, with the values as they were. Only done when somebody asks."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from leeward.playbook.rules.known import WordList
from leeward.playbook.rules.predicate import Conjunct, Predicate
from leeward.playbook.rules.shelf import shelf
from leeward.playbook.rules.source import Writer, matcher, scanner
from leeward.playbook.rules.tree import And, Node, columns
from leeward.playbook.rules.values import RUNTIME

Event = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One conjunct: its text, TRUE, FALSE or NULL (None), and the fields it read as the event had them (None for NULL)."""

    text: str
    truth: bool | None
    values: Mapping[str, object]


class Witness:
    """Answers for one predicate. Its conjuncts are compiled by the same writer as the rules, so both say the same."""

    def __init__(self, predicate: Predicate) -> None:
        self._predicate = predicate
        flat = not isinstance(predicate.root, And) and len(predicate.conjuncts) > 1
        nested = isinstance(predicate.root, And) and len(predicate.root.parts) != len(predicate.conjuncts)
        self._all = None if flat or nested else tuple(range(len(predicate.conjuncts)))
        self._compiled: list[Callable[[Event], bool | None]] = []
        self._whole: Callable[[Event], bool | None] | None = None
        self._together: Callable[[Event], int] | None = None
        self._numbers: dict[int, tuple[int, ...]] = {}

    def true(self, event: Event) -> tuple[int, ...]:
        """The numbers of the conjuncts that are TRUE, given that the predicate is."""
        if self._all is not None:
            return self._all  # joined by nothing but AND, all of them are
        try:
            mask = self._mask(event)
        except Exception:  # one of them was not needed, and has a field of the wrong type
            return self._one_by_one(event)
        if mask not in self._numbers:
            self._numbers[mask] = tuple(number for number in range(mask.bit_length()) if mask >> number & 1)
        return self._numbers[mask]

    def _mask(self, event: Event) -> int:
        """The conjuncts that are TRUE, as bits, by one function."""
        if self._together is None:
            nodes = [conjunct.node for conjunct in self._predicate.conjuncts]
            source = Writer(nodes, [f"conjunct {number}" for number in range(len(nodes))]).source(indexed=False)
            self._together = _made(source, self._predicate.lists, "evaluate")
        return self._together(event)

    def _one_by_one(self, event: Event) -> tuple[int, ...]:
        return tuple(number for number, truth in enumerate(self._truths()) if _holds(truth, event))

    def outcomes(self, event: Event) -> list[Outcome]:
        """What each conjunct says. Raises TypeError where ``event`` has a field of the wrong type."""
        pairs = zip(self._predicate.conjuncts, self._truths(), strict=True)
        return [Outcome(conjunct.text, truth(event), _values(conjunct, event)) for conjunct, truth in pairs]

    def truth(self, event: Event) -> bool | None:
        """What the whole predicate says: TRUE, FALSE, or NULL (None)."""
        if self._whole is None:
            lists, root = self._predicate.lists, self._predicate.root
            self._whole = _written(root, lists) if lists else _truth(root)
        return self._whole(event)

    def _truths(self) -> list[Callable[[Event], bool | None]]:
        if not self._compiled:
            lists = self._predicate.lists
            self._compiled = [
                # What looks in lists is not kept: the entries may be a million.
                _written(conjunct.node, lists) if lists else _truth(conjunct.node)
                for conjunct in self._predicate.conjuncts
            ]
        return self._compiled


def _holds(truth: Callable[[Event], bool | None], event: Event) -> bool:
    try:
        return bool(truth(event))
    except Exception:  # a field of the wrong type that the rule did not come to, because another conjunct decided
        return False


def _values(conjunct: Conjunct, event: Event) -> dict[str, object]:
    return {name: event.get(name, () if type_.many else None) for name, type_ in columns(conjunct.node).items()}


@lru_cache(maxsize=4096)
def _truth(node: Node) -> Callable[[Event], bool | None]:
    return _written(node, ())


def _written(node: Node, lists: Iterable[WordList]) -> Callable[[Event], bool | None]:
    return _made(Writer.of_one(node), lists, "truth")


def _made(source: str, lists: Iterable[WordList], name: str) -> Callable[[Event], Any]:
    names: dict[str, Any] = {**RUNTIME, "_matcher": matcher, "_scanner": scanner, **shelf(lists)}
    exec(compile(source, "<conjunct>", "exec"), names)
    made: Callable[[Event], Any] = names[name]
    return made


def explain(predicate: Predicate, event: Event) -> list[Outcome]:
    """What each conjunct of ``predicate`` says of ``event``: TRUE, FALSE or NULL, with the values it read."""
    return Witness(predicate).outcomes(event)
