"""The incomplete beta and gamma functions and their inverses, to about fourteen digits, in plain Python.

Continued fractions after Lentz (Press et al., Numerical Recipes, 6.2 and 6.4); inverses by bisection, which cannot miss.
Intervals need a handful of them a page; importing scipy would take longer than all of them together.
"""

from collections.abc import Callable
from math import exp, inf, lgamma, log, log1p

_TINY, _EPS, _STEPS = 1e-300, 1e-16, 100_000


def beta_share(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function: how likely a beta(a, b) is at most ``x``."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(a, b, x) / a
    return 1 - front * _beta_fraction(b, a, 1 - x) / b


def beta_point(a: float, b: float, share: float) -> float:
    """Its inverse: the ``x`` that a beta(a, b) is at most, as likely as ``share``."""
    if share <= 0:
        return 0.0
    if share >= 1:
        return 1.0
    return _bisected(lambda x: beta_share(a, b, x), share, 0.0, 1.0)


def gamma_share(a: float, x: float) -> float:
    """The regularised lower incomplete gamma function: how likely a gamma(a) is at most ``x``."""
    if x <= 0:
        return 0.0
    front = exp(-x + a * log(x) - lgamma(a))
    if x < a + 1:
        return front * _gamma_series(a, x)
    return 1 - front * _gamma_fraction(a, x)


def gamma_point(a: float, share: float) -> float:
    """Its inverse."""
    if share <= 0:
        return 0.0
    if share >= 1:
        return inf
    high = a + 1.0
    while gamma_share(a, high) < share:
        high *= 2
    return _bisected(lambda x: gamma_share(a, x), share, 0.0, high)


def _bisected(function: Callable[[float], float], wanted: float, low: float, high: float) -> float:
    for _ in range(200):
        middle = (low + high) / 2
        if high - low <= 2 * _EPS * high:
            break
        if function(middle) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _beta_fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    result = d
    for m in range(1, _STEPS):
        for numerator in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d, c = 1 / _away(1 + numerator * d), _away(1 + numerator / c)
            result *= d * c
        if abs(d * c - 1) < 3 * _EPS:
            return result
    raise ArithmeticError("the incomplete beta function did not settle")


def _gamma_series(a: float, x: float) -> float:
    term = total = 1 / a
    for n in range(1, _STEPS):
        term *= x / (a + n)
        total += term
        if term < total * _EPS:
            return total
    raise ArithmeticError("the incomplete gamma function did not settle")


def _gamma_fraction(a: float, x: float) -> float:
    b = x + 1 - a
    c, d = 1 / _TINY, 1 / _away(b)
    result = d
    for n in range(1, _STEPS):
        numerator = -n * (n - a)
        b += 2
        d, c = 1 / _away(numerator * d + b), _away(b + numerator / c)
        result *= d * c
        if abs(d * c - 1) < 3 * _EPS:
            return result
    raise ArithmeticError("the incomplete gamma function did not settle")


def _away(value: float) -> float:
    """Never zero."""
    return value if abs(value) > _TINY else _TINY
