"""What a part contributed to a move, with a 95 % interval; for ratios how much by its own ratio and how much by the mix.

The contributions of parts that share no cell and leave none out add up to the move, exactly. For a ratio R = X / N and a part
with the share w of the denominator and the ratio p, before (0) and after (1):

    rate  = (w0 + w1) / 2 (p1 - p0)               what it would have been with the mix held
    mix   = (w1 - w0) ((p0 + p1) / 2 - (R0 + R1) / 2)   what more or less of this part does, against the whole

so that the order of the two does not matter and mixes add up to nothing where all parts are alike. A part without cases in one of
the periods has no ratio there; all that it does is mix.

Intervals hold the noise of both periods. Where there are four or more earlier periods these say how much the part varies from
period to period beyond chance; else chance alone is reckoned with, and it is said so (``Contribution.varied``).
"""

from dataclasses import dataclass

import numpy as np

from leeward.insights.drivers.lattice import Floats

Z = 1.959963984540054  # 95 %
ENOUGH = 4  # earlier periods that it takes to say how much a part varies


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a part was before and after, and what it contributed. For counts and amounts ``rate`` and ``mix`` are None."""

    before: float
    after: float
    amount: float
    low: float
    high: float
    before_of: float | None = None
    after_of: float | None = None
    rate: float | None = None
    mix: float | None = None
    varied: bool = False
    """Whether the interval knows how much the part varies from one period to the next."""


def of_count(earlier: Floats, now: float, *, share: float = 1.0) -> Contribution:
    """Of a count: its earlier periods, and now. ``share`` is how long the period asked about is, beside an earlier one."""
    periods, mean = len(earlier), float(earlier.mean())
    excess = _excess(earlier)
    varied = periods >= ENOUGH
    variance = excess * (max(now, mean * share, 0.5) + max(mean, 0.5) * share**2 / periods)
    return _moved(mean * share, now, variance, _reach(periods, varied), varied)


def of_amount(earlier: Floats, now: float, noise: float, *, share: float = 1.0) -> Contribution:
    """Of an amount; ``noise`` is the standard deviation of ``now`` where too few earlier periods show it."""
    periods, mean = len(earlier), float(earlier.mean())
    varied = periods >= ENOUGH
    spread = float(earlier.std(ddof=1)) * share if varied else noise
    return _moved(mean * share, now, spread**2 * (1 + 1 / periods), _reach(periods, varied), varied)


def _moved(before: float, after: float, variance: float, reach: float, varied: bool) -> Contribution:
    amount, half = after - before, reach * float(np.sqrt(variance))
    return Contribution(before, after, amount, amount - half, amount + half, varied=varied)


@dataclass(frozen=True, slots=True)
class Whole:
    """A ratio as a whole: numerators and denominators of the earlier periods, and now."""

    earlier: Floats
    earlier_of: Floats
    now: float
    now_of: float

    @property
    def before(self) -> float:
        """The ratio over all earlier periods; NaN where there is none."""
        return _part(float(self.earlier.sum()), float(self.earlier_of.sum()))

    @property
    def after(self) -> float:
        """The ratio now; NaN where there is none."""
        return _part(self.now, self.now_of)

    @property
    def middle(self) -> float:
        """Half-way between them."""
        return (self.before + self.after) / 2


def of_ratio(earlier: Floats, earlier_of: Floats, now: float, now_of: float, whole: Whole) -> Contribution:
    """Of a part of a ratio: numerators and denominators of its earlier periods, and now."""
    hits0, n0 = float(earlier.sum()), float(earlier_of.sum())
    all0, all1 = float(whole.earlier_of.sum()), whole.now_of
    w0, w1 = _part(n0, all0), _part(now_of, all1)
    p0, p1 = _part(hits0, n0), _part(now, now_of)
    p0, p1 = (p1 if np.isnan(p0) else p0), (p0 if np.isnan(p1) else p1)
    if np.isnan(p0):  # nothing there, before or after
        p0 = p1 = whole.middle
    rate, mix = (w0 + w1) / 2 * (p1 - p0), (w1 - w0) * ((p0 + p1) / 2 - whole.middle)
    periods = len(earlier)
    varied = periods >= ENOUGH
    excess = _excess_of(earlier, earlier_of) if varied else 1.0
    variance = excess * (w1**2 * _noise(now, now_of) + w0**2 * _noise(hits0, n0))
    variance += _mix_noise(w0, p0 - whole.middle, all0) + _mix_noise(w1, p1 - whole.middle, all1)
    half = _reach(periods, varied) * float(np.sqrt(variance))
    amount = rate + mix
    return Contribution(p0, p1, amount, amount - half, amount + half, n0 / periods, now_of, rate, mix, varied)


def _part(hits: float, n: float) -> float:
    return hits / n if n > 0 else float("nan")


def _noise(hits: float, n: float) -> float:
    share = (hits + 0.5) / (n + 1)
    return max(share * (1 - share), 0.0) / n if n > 0 else 0.0


def _mix_noise(share: float, distance: float, n: float) -> float:
    return share * (1 - share) / n * distance**2 if n > 0 else 0.0


def _excess(earlier: Floats) -> float:
    """How many times the variance of chance the earlier periods vary; at least once."""
    mean = float(earlier.mean())
    return max(1.0, float(earlier.var(ddof=1)) / mean) if len(earlier) >= ENOUGH and mean > 0 else 1.0


def _excess_of(earlier: Floats, of: Floats) -> float:
    share = float(earlier.sum() / of.sum()) if of.sum() > 0 else 0.0
    expected = of * share * (1 - share)
    seen = expected > 0
    if seen.sum() < ENOUGH:
        return 1.0
    return max(1.0, float(((earlier - of * share)[seen] ** 2 / expected[seen]).sum() / (seen.sum() - 1)))


def _reach(periods: int, varied: bool) -> float:
    """Student's quantile for as many periods as told the variance; the normal one where chance alone is reckoned with."""
    if not varied:
        return Z
    d = periods - 1
    z3, z5, z7 = Z**3, Z**5, Z**7
    second, third = (5 * z5 + 16 * z3 + 3 * Z) / 96, (3 * z7 + 19 * z5 + 17 * z3 - 15 * Z) / 384
    return Z + (z3 + Z) / (4 * d) + second / d**2 + third / d**3  # Cornish and Fisher: within 1 % from 3 degrees of freedom
