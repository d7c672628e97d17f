"""The compiled rules of the playbook in force, by the kind of event they read. Compiled once for each version."""

from functools import lru_cache

from leeward.playbook.model import Playbook
from leeward.playbook.rules import CompiledRules, compile_rules, known_of
from leeward.record.terms.code import EventKind

_VERSIONS = 4
"""How many versions of the playbook are kept compiled: the one in force, and those before it while their work ends."""


class Rulebook:
    """The rules of one playbook."""

    def __init__(self, playbook: Playbook) -> None:
        self._live = _compiled(playbook, shadow=False)
        self._shadow = _compiled(playbook, shadow=True)

    def on(self, kind: EventKind) -> CompiledRules | None:
        """The rules that read this kind of event, those in shadow left out; None when there are none."""
        return self._live.get(kind)

    def shadow(self, kind: EventKind) -> CompiledRules | None:
        """The rules in shadow that read this kind of event; None when there are none. They are a function of their own."""
        return self._shadow.get(kind)

    def reads(self, kind: EventKind) -> bool:
        """Whether any rule, in shadow or not, reads this kind of event."""
        return kind in self._live or kind in self._shadow


def _compiled(playbook: Playbook, *, shadow: bool) -> dict[EventKind, CompiledRules]:
    found: dict[EventKind, CompiledRules] = {}
    for kind, activity in playbook.activity.items():
        rules = [rule for rule in playbook.rules.values() if rule.on == kind and rule.shadow is shadow]
        if rules:
            found[kind] = compile_rules(rules, activity.fields, known_of(playbook, kind))
    return found


def rulebook(playbook: Playbook) -> Rulebook:
    """The rulebook of a playbook."""
    return _rulebook(_ByDigest(playbook))


class _ByDigest:
    """A playbook as the key of a cache: equal to every other of the same digest."""

    __slots__ = ("digest", "playbook")

    def __init__(self, playbook: Playbook) -> None:
        self.playbook, self.digest = playbook, playbook.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByDigest) and other.digest == self.digest


@lru_cache(maxsize=_VERSIONS)
def _rulebook(key: _ByDigest) -> Rulebook:
    return Rulebook(key.playbook)
