"""A rule over history: what it matches, beside which other rules, how often it was right, and what a change gains and loses.

Everything is counted as it passes; of texts nothing is kept but whether a conjunct was true.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from leeward.insights.rules.share import Share, share
from leeward.playbook.rules import CompiledRules, Outcome
from leeward.record.terms.code import RuleCode
from leeward.record.terms.report import Verdict

EXAMPLES = 10
LONGEST = 64


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """One thing of the past as the rules see it: a report or an event."""

    id: UUID
    about: UUID
    at: datetime
    event: Mapping[str, object]
    hidden: frozenset[str] = frozenset()
    """The fields that hold text: read in memory, never shown."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A conjunct of an example: its text, what it said, and the values it read; a text is only said to be there."""

    text: str
    truth: bool | None
    values: dict[str, str]


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """Something that matched."""

    id: UUID
    about: UUID
    at: datetime
    parts: tuple[Part, ...]


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """Another rule of the same kind: how many it matched, and how many of those this one matched too."""

    rule: RuleCode
    matches: int
    both: int


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule did over history."""

    rows: int
    matches: int
    subjects: int
    by_day: dict[str, int]
    precision: Share | None
    """Of decided subjects that it matched: those decided as violations. None when none of them is decided."""
    recall: Share | None
    """Of subjects decided as violations, of those that were read: those it matched. None when there are none."""
    overlap: tuple[Beside, ...]
    examples: tuple[Example, ...]
    gained: int | None = None
    """Matches that the version in force does not have; None when it has none in force."""
    lost: int | None = None
    lost_examples: tuple[Example, ...] = ()
    failures: int = 0
    """How often it raised instead of answering."""


class Counting:
    """Counts as history passes. ``rules`` are those in force, ``candidate`` is compiled alone."""

    def __init__(self, candidate: CompiledRules, rules: CompiledRules | None, verdicts: Mapping[UUID, Verdict]) -> None:
        [self._rule] = candidate.rules
        self._candidate, self._rules, self._verdicts = candidate, rules, verdicts
        self._in_force = rules is not None and any(each.code == self._rule.code for each in rules.rules)
        self._rows = self._matches = self._gained = self._lost = 0
        self._subjects: set[UUID] = set()
        self._read: set[UUID] = set()
        self._others, self._both, self._days = Counter[RuleCode](), Counter[RuleCode](), Counter[str]()
        self._examples: list[Example] = []
        self._lost_examples: list[Example] = []

    def take(self, rows: Iterable[Past]) -> None:
        """Run the rules on what comes next."""
        for row in rows:
            self._one(row)

    def _one(self, row: Past) -> None:
        self._rows += 1
        self._read.add(row.about)
        hit = bool(self._candidate.mask(row.event))
        others = {match.rule.code for match in self._rules.matches(row.event)} if self._rules else set()
        before = self._rule.code in others
        others.discard(self._rule.code)
        self._others.update(others)
        if hit:
            self._matches += 1
            self._subjects.add(row.about)
            self._days[row.at.date().isoformat()] += 1
            self._both.update(others)
            self._gained += self._in_force and not before
            if len(self._examples) < EXAMPLES:
                self._examples.append(self._example(row))
        elif before:
            self._lost += 1
            if len(self._lost_examples) < EXAMPLES:
                self._lost_examples.append(self._example(row))

    def _example(self, row: Past) -> Example:
        outcomes = self._candidate.explain(self._rule.code, row.event)
        return Example(id=row.id, about=row.about, at=row.at, parts=parts_of(outcomes, row.hidden))

    def result(self) -> Trial:
        """What was counted."""
        violating = {about for about in self._read if self._verdicts.get(about) is Verdict.VIOLATES}
        decided = {about for about in self._subjects if self._verdicts.get(about) in (Verdict.VIOLATES, Verdict.NO_VIOLATION)}
        overlap = [
            Beside(rule=code, matches=self._others[code], both=both)
            for code, both in sorted(self._both.items(), key=lambda pair: (-pair[1], pair[0]))
        ]
        return Trial(
            rows=self._rows,
            matches=self._matches,
            subjects=len(self._subjects),
            by_day=dict(sorted(self._days.items())),
            precision=share(len(decided & violating), len(decided)),
            recall=share(len(self._subjects & violating), len(violating)),
            overlap=tuple(overlap),
            examples=tuple(self._examples),
            gained=self._gained if self._in_force else None,
            lost=self._lost if self._in_force else None,
            lost_examples=tuple(self._lost_examples),
            failures=sum(self._candidate.failures.values()),
        )


def parts_of(outcomes: Iterable[Outcome], hidden: frozenset[str]) -> tuple[Part, ...]:
    """The conjuncts of an explanation, fit to be shown: of texts only whether they are there."""
    return tuple(
        Part(
            text=" ".join(each.text.split()),
            truth=each.truth,
            values={name: _shown(value, name in hidden) for name, value in each.values.items()},
        )
        for each in outcomes
    )


def _shown(value: object, hide: bool) -> str:
    if value is None:
        return "NULL"
    if hide:
        return f"{len(value)} texts" if isinstance(value, list | tuple) else "a text"
    if isinstance(value, list | tuple):
        return _cut("[" + ", ".join(_shown(each, False) for each in value) + "]")
    if isinstance(value, datetime):
        return value.isoformat()
    return _cut(str(value).lower() if isinstance(value, bool) else str(value))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def decided_by(outcomes: Iterable[Outcome], matched: bool) -> tuple[int, ...]:
    """Which conjuncts decided: of a match those that are true, else those that are not."""
    return tuple(number for number, each in enumerate(outcomes) if (each.truth is True) is matched)
