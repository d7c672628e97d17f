"""How far somebody's word has held: a share with its interval, shrunk towards all reporters of the same source and harm.

Each reporter's reports are upheld with a chance of their own; these chances follow a Beta distribution over the population,
which is fitted to all records by the moments of the beta-binomial. A reporter's chance given their record is then
Beta(a + upheld, b + turned down): few reports say little, many say nearly everything (empirical Bayes; Morris 1983, JASA 78).
"Not enough to decide" counts for neither side, nor does a decision that was undone or overturned.
"""

from collections.abc import Iterable
from math import exp, lgamma, log, log1p

import msgspec

FEWEST = 20
"""With fewer reporters than this a population says too little about itself; then a weak prior stands for it."""
WEAK = (2.0, 3.0)
_STRENGTHS = (1.0, 200.0)  # a prior never counts for less or more reports than these
_INSIDE = 1e-3


class Alike(msgspec.Struct, frozen=True):
    """So many reporters have exactly this record."""

    upheld: int
    turned_down: int
    reporters: int


class Prior(msgspec.Struct, frozen=True, kw_only=True):
    """What is expected of a reporter before their first decided report: Beta(a, b)."""

    a: float
    b: float
    reporters: int
    decided: int

    @property
    def share(self) -> float:
        """The expected share upheld."""
        return self.a / (self.a + self.b)


class Reliability(msgspec.Struct, frozen=True, kw_only=True):
    """The share of a reporter's reports that is upheld, with its 95 % interval, from ``n`` decided ones."""

    n: int
    upheld: int
    share: float
    low: float
    high: float


def prior_of(records: Iterable[Alike]) -> Prior:
    """The prior of a population, by the moments of its records; the weak one where it is too small."""
    counted = [(each.upheld, each.upheld + each.turned_down, each.reporters) for each in records]
    counted = [row for row in counted if row[1] > 0]
    reporters, decided = sum(k for _, _, k in counted), sum(n * k for _, n, k in counted)
    if reporters < FEWEST or decided <= reporters:
        return Prior(a=WEAK[0], b=WEAK[1], reporters=reporters, decided=decided)
    mean = sum(x * k for x, _, k in counted) / decided
    mean = min(1 - _INSIDE, max(_INSIDE, mean))
    strength = _strength(counted, mean, reporters, decided)
    return Prior(a=mean * strength, b=(1 - mean) * strength, reporters=reporters, decided=decided)


def _strength(counted: list[tuple[int, int, int]], mean: float, reporters: int, decided: int) -> float:
    """How many reports the prior counts for: from how much more the shares differ than chance alone would have it.

    Kleinman's moments (1973, JASA 68): S = sum n (x/n - mean)^2, whose expectation grows with the variance between reporters.
    """
    spread = sum(k * n * (x / n - mean) ** 2 for x, n, k in counted)
    squares = sum(k * n * n for _, n, k in counted) / decided
    noise = mean * (1 - mean)
    between = (spread - noise * (reporters - 1)) / (noise * (decided - squares - (reporters - 1)) or 1.0)
    if between <= 0:
        return _STRENGTHS[1]  # no more different than chance
    return min(_STRENGTHS[1], max(_STRENGTHS[0], 1 / between - 1))


def reliability(upheld: int, turned_down: int, prior: Prior) -> Reliability:
    """A reporter's share upheld, shrunk towards the population, with its 95 % interval."""
    a, b = prior.a + upheld, prior.b + turned_down
    low, high = quantile(0.025, a, b), quantile(0.975, a, b)
    return Reliability(n=upheld + turned_down, upheld=upheld, share=a / (a + b), low=low, high=high)


def quantile(chance: float, a: float, b: float) -> float:
    """Below which x in 0..1 a Beta(a, b) lies with this chance, to 1e-12, by halving."""
    low, high = 0.0, 1.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle, a, b) < chance else (low, middle)
    return (low + high) / 2


def below(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b): the chance that a Beta(a, b) lies below x."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):  # the fraction converges fast on one side only
        return 1 - below(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    return front * _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """Its continued fraction, by Lentz's method (DLMF 8.17.22)."""
    tiny, c, d = 1e-300, 1.0, 1 / ((1 - (a + b) * x / (a + 1)) or 1e-300)
    whole = d
    for m in range(1, 500):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / ((1 + step * d) or tiny)
            c = (1 + step / c) or tiny
            whole *= c * d
        if abs(c * d - 1) < 1e-14:
            break
    return whole
