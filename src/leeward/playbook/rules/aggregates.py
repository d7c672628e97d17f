"""Which aggregates over windows the rules of a playbook read. Worked out once for each version and kind."""

from collections import OrderedDict

from leeward.playbook.model import Playbook
from leeward.playbook.rules.known import Feature, known_of
from leeward.playbook.rules.predicate import parse_predicate
from leeward.record.terms.code import Digest, EventKind

_MOST = 64
_found: OrderedDict[tuple[Digest, EventKind], tuple[Feature, ...]] = OrderedDict()


def features_of(playbook: Playbook, kind: EventKind) -> tuple[Feature, ...]:
    """The aggregates that rules on ``kind`` read, each once, by name; those of rules in shadow, too."""
    key = (playbook.digest, kind)
    if key not in _found:
        _found[key] = _features(playbook, kind)
        while len(_found) > _MOST:
            _found.popitem(last=False)
    return _found[key]


def _features(playbook: Playbook, kind: EventKind) -> tuple[Feature, ...]:
    if not any(window.on == kind for window in playbook.windows):
        return ()
    known, fields = known_of(playbook, kind), playbook.activity[kind].fields
    rules = [rule for rule in playbook.rules.values() if rule.on == kind]
    found = {each for rule in rules for each in parse_predicate(rule.when, fields, rule.where, known).features}
    return tuple(sorted(found, key=lambda each: each.name))
