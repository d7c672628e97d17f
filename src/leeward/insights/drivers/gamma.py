"""The logarithm of the gamma function, for arrays: Stirling's series, from 8 upwards exact to 12 digits (DLMF 5.11.1)."""

import numpy as np

from leeward.insights.drivers.lattice import Floats

_HALF_LOG_TAU = 0.9189385332046727


def log_gamma(x: Floats) -> Floats:
    """For positive numbers; what is below 8 is carried up by x (x + 1) ... (x + 7)."""
    product = x.copy()
    for step in range(1, 8):
        product *= x + step
    up = x + 8
    low = x < 8
    z = np.where(low, up, x)
    inverse = 1 / z
    square = inverse * inverse
    series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)))
    found: Floats = (z - 0.5) * np.log(z) - z + _HALF_LOG_TAU + series - np.where(low, np.log(product), 0.0)
    return found


def log_beta(a: Floats, b: Floats) -> Floats:
    """The logarithm of the beta function."""
    return log_gamma(a) + log_gamma(b) - log_gamma(a + b)
