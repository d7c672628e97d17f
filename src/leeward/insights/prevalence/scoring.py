"""What the score lets expect of each event: a likelihood of 0..1, scaled so that all together come to what is expected.

A score only says where to look more. A wrong one makes the interval longer, never wrong: the chances of being drawn are known.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from leeward.playbook.model import Playbook
from leeward.record.terms.code import RuleCode

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    Floats = NDArray[float64]

LEAST, MOST = 1e-7, 0.9


def by_rules(playbook: Playbook, events: Sequence[UUID], pointed: Mapping[UUID, Iterable[str]], expected: float) -> "Floats":
    """From the rules that matched: one less the chance that all of them are wrong. What nothing matched shares the rest."""
    import numpy as np

    found = np.zeros(len(events))
    for place, event in enumerate(events):
        wrong = 1.0
        for code in pointed.get(event, ()):
            rule = playbook.rules.get(RuleCode(code))
            wrong *= 1 - rule.strength if rule else 1.0
        found[place] = 1 - wrong
    silent = found <= 0
    rest = max(expected * len(events) - float(found.sum()), 0.2 * expected * len(events))
    if silent.any():
        found[silent] = rest / int(silent.sum())
    return np.clip(found, LEAST, MOST)


def by_field(values: Sequence[float | None], expected: float) -> "Floats":
    """From a number of each event: in proportion to it, those without one as the mean of the others."""
    import numpy as np

    given = np.array([np.nan if value is None else float(value) for value in values], np.float64)
    given = np.where(given < 0, 0.0, given)
    mean = float(np.nanmean(given)) if np.isfinite(given).any() else 0.0
    if mean <= 0:
        return np.full(len(values), expected)
    return np.clip(np.where(np.isnan(given), mean, given) * (expected / mean), LEAST, MOST)


def weights_of(values: Sequence[float | None] | None, count: int) -> "Floats":
    """What each event counts for: 1 without a field; nothing where the field is absent or negative."""
    import numpy as np

    if values is None:
        return np.ones(count)
    return np.array([max(0.0, float(value)) if value is not None else 0.0 for value in values], np.float64)
