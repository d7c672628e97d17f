"""How sure a share is: Wilson's interval, and no figure at all where there is nothing to count."""

from math import sqrt

import msgspec

_Z = 1.959963984540054  # 95 %


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """``hits`` of ``n``, with Wilson's 95 % interval."""

    hits: int
    n: int
    share: float
    low: float
    high: float


def share(hits: int, n: int) -> Share | None:
    """The share with its interval; None when nothing was counted, because then it is not defined.

    Wilson's score interval keeps its promise for small numbers and for shares near 0 and 1, where the usual one does not.
    Raises ValueError when there are more hits than there were.
    """
    if not 0 <= hits <= max(n, 0):
        raise ValueError(f"{hits} of {n} is no share")
    if n == 0:
        return None
    part, square = hits / n, _Z * _Z
    middle = (part + square / (2 * n)) / (1 + square / n)
    reach = _Z / (1 + square / n) * sqrt(part * (1 - part) / n + square / (4 * n * n))
    return Share(hits=hits, n=n, share=part, low=max(0.0, middle - reach), high=min(1.0, middle + reach))
