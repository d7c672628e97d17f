"""The compiled rules of the playbook in force, by the kind of event they read. Compiled once for each version of the playbook
and each set of rules that somebody switched off."""

import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable
from datetime import timedelta

import msgspec

from leeward.playbook.model import Playbook, Rule
from leeward.playbook.rules import CompiledRules, compile_rules, known_of
from leeward.record.terms.code import Digest, EventKind, ReasonCode, RuleCode
from leeward.record.terms.moment import Moment

_VERSIONS = 6
"""How many rulebooks are kept: the one in force, and those before it while their work ends."""
_TELL_EVERY = timedelta(minutes=1)
_NONE: frozenset[RuleCode] = frozenset()


class Failed(msgspec.Struct, frozen=True):
    """How often a rule raised since that was last told, and the kind of its last error."""

    rule: Rule
    error: ReasonCode
    failures: int


class Rulebook:
    """The rules of one playbook, without those that are switched off."""

    def __init__(self, playbook: Playbook, off: frozenset[RuleCode] = _NONE) -> None:
        self._live = _compiled(playbook, off, shadow=False)
        self._shadow = _compiled(playbook, off, shadow=True)
        self._told: Counter[RuleCode] = Counter()

    def on(self, kind: EventKind) -> CompiledRules | None:
        """The rules that read this kind of event, those in shadow left out; None when there are none."""
        return self._live.get(kind)

    def shadow(self, kind: EventKind) -> CompiledRules | None:
        """The rules in shadow that read this kind of event; None when there are none. They are a function of their own."""
        return self._shadow.get(kind)

    def reads(self, kind: EventKind) -> bool:
        """Whether any rule, in shadow or not, reads this kind of event."""
        return kind in self._live or kind in self._shadow

    def failed(self, at: Moment) -> list[Failed]:
        """The rules that raised and whose turn it is to be told of: each at most once a minute in this process."""
        found = []
        for compiled in (*self._live.values(), *self._shadow.values()):
            for rule in compiled.rules if compiled.failures else ():
                new = compiled.failures[rule.code] - self._told[rule.code]
                if new > 0 and _BOOKS.may_tell(rule.code, at):
                    self._told[rule.code] += new
                    found.append(Failed(rule, ReasonCode(compiled.last_failure[rule.code]), new))
        return found


def _compiled(playbook: Playbook, off: frozenset[RuleCode], *, shadow: bool) -> dict[EventKind, CompiledRules]:
    found: dict[EventKind, CompiledRules] = {}
    for kind, activity in playbook.activity.items():
        on = [rule for rule in playbook.rules.values() if rule.on == kind and rule.shadow is shadow and rule.code not in off]
        if on:
            found[kind] = compile_rules(on, activity.fields, known_of(playbook, kind))
    return found


class _Books:
    """The rulebooks of this process, and when each rule's failures were last told. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[Digest, frozenset[RuleCode]], Rulebook] = OrderedDict()
        self._told: dict[RuleCode, Moment] = {}

    def book(self, playbook: Playbook, off: frozenset[RuleCode]) -> Rulebook:
        key = playbook.digest, off
        with self._lock:
            if (known := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return known
        made = Rulebook(playbook, off)
        with self._lock:
            made = self._kept.setdefault(key, made)
            while len(self._kept) > _VERSIONS:
                self._kept.popitem(last=False)
        return made

    def all(self) -> list[Rulebook]:
        with self._lock:
            return list(self._kept.values())

    def may_tell(self, rule: RuleCode, at: Moment) -> bool:
        with self._lock:
            last = self._told.get(rule)
            if last is not None and last <= at < last + _TELL_EVERY:
                return False
            self._told[rule] = at
            return True


_BOOKS = _Books()


def rulebook(playbook: Playbook, off: Iterable[RuleCode] = ()) -> Rulebook:
    """The rulebook of a playbook without the rules that are ``off``."""
    return _BOOKS.book(playbook, frozenset(off))


def all_failed(at: Moment) -> list[Failed]:
    """What is to be told of any rulebook of this process."""
    return [failed for book in _BOOKS.all() for failed in book.failed(at)]
