"""All rules of one event kind, compiled: which of them match an event, and why."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from time import perf_counter_ns
from typing import Any

import msgspec

from leeward.playbook.diagnostics import Diagnostic, PlaybookErrors
from leeward.playbook.model import FieldType, Rule
from leeward.playbook.rules.explain import Outcome, Witness
from leeward.playbook.rules.known import NOTHING, Known, WordList
from leeward.playbook.rules.predicate import Predicate, parse_predicate
from leeward.playbook.rules.shelf import shelf
from leeward.playbook.rules.source import Writer, matcher, scanner
from leeward.playbook.rules.values import RUNTIME
from leeward.record.terms.code import RuleCode

Event = Mapping[str, object]
_numbers = count(1)


class Match(msgspec.Struct, frozen=True):
    """A rule that is TRUE for an event, and the numbers of its conjuncts that are TRUE, from 0, in the order of the text."""

    rule: Rule
    conjuncts: tuple[int, ...]


class CompiledRules:
    """The rules of one event kind as one function. Immutable but for its counters, so it can be swapped while in use."""

    def __init__(self, rules: Sequence[Rule], predicates: Sequence[Predicate]) -> None:
        self.rules = tuple(rules)
        self.predicates = tuple(predicates)
        self.features = tuple(dict.fromkeys(feature for each in predicates for feature in each.features))
        """The aggregates over windows that the rules read: an event carries their values under their names."""
        self.marks = tuple(dict.fromkeys(mark for each in predicates for mark in each.marks))
        """The labels that the rules ask about: an event carries these, too."""
        self.source = Writer([each.root for each in predicates], [rule.code for rule in rules]).source()
        """The generated Python. Bit n of what ``evaluate`` returns is rule n."""
        self.failures: Counter[RuleCode] = Counter()
        """How often each rule raised instead of answering: an event with a field of the wrong type."""
        self.last_failure: dict[RuleCode, str] = {}
        """The kind of error, never its text, which could quote the event."""
        self._lists = frozenset(each for predicate in predicates for each in predicate.lists)
        self._evaluate = evaluator(self.source, self._lists)
        self._alone: dict[int, Callable[[Event], int]] = {}
        self._witnesses: dict[int, Witness] = {}

    def mask(self, event: Event) -> int:
        """The rules that match, as bits. A rule that raises is counted in ``failures`` and does not match; the others do."""
        try:
            return self._evaluate(event)
        except Exception:
            return self._one_by_one(event)

    def matches(self, event: Event) -> list[Match]:
        """The rules that match ``event``, in their order. Keys of ``event`` are fields; a missing or None one is NULL."""
        mask = self.mask(event)
        found: list[Match] = []
        while mask:
            bit = mask & -mask
            mask ^= bit
            number = bit.bit_length() - 1
            found.append(Match(self.rules[number], self._witness(number).true(event)))
        return found

    def matching(self, event: Event) -> list[Rule]:
        """The rules that match ``event``, in their order, without why."""
        mask = self.mask(event)
        return [rule for number, rule in enumerate(self.rules) if mask >> number & 1] if mask else []

    def explain(self, code: RuleCode, event: Event) -> list[Outcome]:
        """What each conjunct of a rule says of ``event``, and the values it read. Raises KeyError for an unknown code."""
        for number, rule in enumerate(self.rules):
            if rule.code == code:
                return self._witness(number).outcomes(event)
        raise KeyError(code)

    def truth(self, code: RuleCode, event: Event) -> bool | None:
        """What a rule says of ``event``: TRUE, FALSE or NULL (None), which does not match either. Raises KeyError."""
        for number, rule in enumerate(self.rules):
            if rule.code == code:
                return self._witness(number).truth(event)
        raise KeyError(code)

    def nanoseconds(self, number: int, event: Event) -> int | None:
        """What rule ``number`` costs by itself on ``event``: the least of five runs; None when it raises."""
        alone = self._single(number)
        try:
            return min(_timed(alone, event) for _ in range(5))
        except Exception:
            return None

    def _witness(self, number: int) -> Witness:
        if number not in self._witnesses:
            self._witnesses[number] = Witness(self.predicates[number])
        return self._witnesses[number]

    def _one_by_one(self, event: Event) -> int:
        mask = 0
        for number, rule in enumerate(self.rules):
            try:
                mask |= bool(self._single(number)(event)) << number
            except Exception as error:
                self.failures[rule.code] += 1
                self.last_failure[rule.code] = type(error).__name__
        return mask

    def _single(self, number: int) -> Callable[[Event], int]:
        if number not in self._alone:
            self._alone[number] = evaluator(
                Writer([self.predicates[number].root], [self.rules[number].code]).source(), self._lists
            )
        return self._alone[number]


def _timed(alone: Callable[[Event], int], event: Event) -> int:
    began = perf_counter_ns()
    alone(event)
    return perf_counter_ns() - began


def evaluator(source: str, lists: Iterable[WordList] = ()) -> Callable[[Event], int]:
    """The function that ``Writer.source`` wrote, which looks things up in ``lists``."""
    names: dict[str, Any] = {**RUNTIME, "_matcher": matcher, "_scanner": scanner, **shelf(lists)}
    exec(compile(source, f"<rules {next(_numbers)}>", "exec"), names)
    evaluate: Callable[[Event], int] = names["evaluate"]
    return evaluate


def compile_rules(rules: Sequence[Rule], fields: Mapping[str, FieldType], known: Known = NOTHING) -> CompiledRules:
    """Compile the rules of one event kind with these fields and what else they may name.

    Raises ``PlaybookErrors`` with the mistakes of all rules. Two hundred rules take about a tenth of a second the first time
    and a hundredth when their texts were read before, so a playbook can be swapped while events flow.
    """
    mistakes: list[Diagnostic] = []
    predicates: list[Predicate] = []
    for rule in rules:
        try:
            predicates.append(parse_predicate(rule.when, fields, rule.where, known))
        except PlaybookErrors as errors:
            mistakes += errors.diagnostics
    if mistakes:
        raise PlaybookErrors(mistakes)
    return CompiledRules(rules, predicates)
