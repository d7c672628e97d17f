"""Golden items: cases whose answer is known, put among second looks so that nobody knows which they are.

Whether the next look of somebody is one depends on a keyed digest of who and how many they took: about one in so many, at no
place that could be learned.
"""

from collections.abc import Iterator, Mapping
from uuid import UUID

import msgspec

from leeward.frontline.quality.grading import Found
from leeward.frontline.quality.refusals import NoSuch
from leeward.frontline.quality.sampling import place, within
from leeward.frontline.quality.seating import Looker
from leeward.playbook.care import avoided
from leeward.playbook.certified import certification_gap
from leeward.playbook.model import GoldenItem, GoldenSet, Playbook, Policy
from leeward.playbook.tree import NotAPath, outcome, steps_of
from leeward.record.facts.review import Step
from leeward.record.terms.report import Verdict
from leeward.record.terms.severity import Severity


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of a golden item: as its file says, or as a calibration changed it since."""

    path: tuple[Step, ...]
    verdict: Verdict
    severity: Severity


class Golden(msgspec.Struct, frozen=True, kw_only=True):
    """A golden item with its set and its answer."""

    set: GoldenSet
    item: GoldenItem
    key: Key

    @property
    def name(self) -> str:
        """``set/item``."""
        return f"{self.set.code}/{self.item.code}"

    @property
    def found(self) -> Found:
        """The answer, to compare with."""
        return Found(verdict=self.key.verdict, clause=self.set.clause, severity=self.key.severity)


def key_of(policy: Policy, steps: tuple[Step, ...]) -> Key:
    """The answer that a way leads to. Raises NotAPath where it leads to none."""
    end = outcome(policy, steps)
    if end.verdict is None:
        raise NotAPath("It ends in an escalation.", remedy="A golden item has an answer.")
    return Key(path=steps, verdict=end.verdict, severity=policy.severity if end.severity is None else end.severity)


def golden(playbook: Playbook, changed: Mapping[str, Key], code: str, item: str) -> Golden:
    """One item. ``changed`` are keys that hold in the place of the files', by ``set/item``. Raises NoSuch."""
    found = playbook.golden.get(code)  # type: ignore[call-overload]
    one = next((each for each in found.items if each.code == item), None) if found else None
    if found is None or one is None:
        raise NoSuch(f"The playbook has no golden item {code}/{item}.", remedy="It stood in calibration/; look at its history.")
    policy = playbook.policies[found.clause]
    return Golden(set=found, item=one, key=changed.get(f"{code}/{item}") or key_of(policy, steps_of(",".join(one.key))))


def for_stream(playbook: Playbook, changed: Mapping[str, Key], person: Looker) -> Iterator[Golden]:
    """The items that could be put before somebody: certified for, and not had before."""
    for code, found in playbook.golden.items():
        severity, harm = playbook.policies[found.clause].severity, playbook.policies[found.clause].harm
        for item in found.items:
            one = golden(playbook, changed, code, item.code)
            gap = certification_gap(person, playbook, found.queue, item.language, severity)
            if item.stream and not gap and not avoided(person, harm) and one.name not in person.golden:
                yield one


def next_golden(playbook: Playbook, changed: Mapping[str, Key], person: Looker, seed: bytes) -> Golden | None:
    """The golden item that is next for somebody, if their next look is to be one."""
    turn = UUID(int=(person.id.int + person.looks + len(person.golden)) % 2**128)
    if not within(seed, turn, 1 / playbook.quality.golden_one_in):
        return None
    able = sorted(for_stream(playbook, changed, person), key=lambda one: one.name)
    return able[place(seed, UUID(int=turn.int ^ 1)) % len(able)] if able else None
