"""Values never seen before: codes that appear, by what is still unseen.

After N events of which N1 stood alone in their value, the chance that the next is of a value never seen is about (N1 + 1)/(N + 1)
(Good 1953, by Turing). So among ``n`` events of a period at most a negative binomial with that mean is of new values at all, and
the chance that one of them has ``y`` is smaller still. A closed list of codes has no singletons: three events of a new code are
already out of the ordinary. Where every tenth value is new, as with numbers of reporters, nothing rings.
"""

from collections.abc import Sequence

import numpy as np

from leeward.insights.trends.tails import Array, at_least

SPREAD = 1.5
"""New values come in clumps rather than one by one."""


def newcomers(counts: Array, at: int, *, past: int = 28) -> Sequence[tuple[int, float]]:
    """The values, by row of (values, periods), that were first seen at period ``at``, each with its chance.

    Nothing is said with fewer than ``past`` periods in which anything was counted.
    """
    before = counts[:, :at]
    if np.count_nonzero(before.sum(0)) < past:
        return ()
    seen = before.sum(1)
    unseen = (np.count_nonzero(seen == 1) + 1) / (seen.sum() + 1)
    mean = unseen * counts[:, at].sum()
    rows = np.flatnonzero((seen == 0) & (counts[:, at] > 0))
    return [(int(row), float(at_least(counts[row, at], mean, SPREAD * mean))) for row in rows]
