"""What rules cost in this process, by sampling: of each batch one event is taken, and one rule, the next in turn, is run on it
by itself five times; the least of the five counts. It is what the rule would cost alone: in the function of all rules most
rules are not even asked, so the sum over rules is more than an event costs.
"""

import threading
from dataclasses import dataclass

from leeward.playbook.rules.compiled import CompiledRules, Event
from leeward.record.terms.code import Digest


@dataclass(frozen=True, slots=True)
class Cost:
    """The mean over ``samples`` events, and the dearest of them, in nanoseconds."""

    samples: int
    mean: float
    most: int


class Costs:
    """The samples of one process, by version of a rule. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turn = 0
        self._known: dict[Digest, Cost] = {}

    def sample(self, compiled: CompiledRules, event: Event) -> None:
        """Run the rule whose turn it is on ``event``."""
        with self._lock:
            self._turn += 1
            number = self._turn % len(compiled.rules)
        taken = compiled.nanoseconds(number, event)
        if taken is None:
            return
        version = compiled.rules[number].version
        with self._lock:
            was = self._known.get(version, Cost(0, 0.0, 0))
            mean = was.mean + (taken - was.mean) / (was.samples + 1)
            self._known[version] = Cost(was.samples + 1, mean, max(was.most, taken))

    def of(self, version: Digest) -> Cost | None:
        """What is known of a version of a rule; None while it was never sampled."""
        with self._lock:
            return self._known.get(version)


COSTS = Costs()
"""Those of this process."""
