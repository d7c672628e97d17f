"""How far apart two places on the earth are: the haversine formula on a ball of 6,371 km, written once for all engines."""

from math import asin, cos, sin, sqrt

RADIAN = 0.017453292519943295
"""A degree."""
ACROSS = 12_742.0
"""The diameter in kilometres."""


def distance_km(latitude: float, longitude: float, latitude2: float, longitude2: float) -> float | None:
    """Kilometres along the surface; None when a place is not on the earth."""
    if abs(latitude) > 90.0 or abs(latitude2) > 90.0 or abs(longitude) > 180.0 or abs(longitude2) > 180.0:
        return None
    up, along = sin((latitude2 - latitude) * RADIAN * 0.5), sin((longitude2 - longitude) * RADIAN * 0.5)
    return ACROSS * asin(min(1.0, sqrt(up * up + cos(latitude * RADIAN) * cos(latitude2 * RADIAN) * along * along)))


def distance_sql(exponent: str) -> str:
    """The same as SQL over ``{0}`` to ``{3}``; ``exponent`` stands behind a number to make it a 64-bit float."""
    half = f"* {RADIAN}{exponent} * 0.5{exponent}"
    up, along = f"sin(({{2}} - {{0}}) {half})", f"sin(({{3}} - {{1}}) {half})"
    level = f"cos({{0}} * {RADIAN}{exponent}) * cos({{2}} * {RADIAN}{exponent})"
    on_earth = (
        f"abs({{0}}) <= 90.0{exponent} AND abs({{2}}) <= 90.0{exponent} "
        f"AND abs({{1}}) <= 180.0{exponent} AND abs({{3}}) <= 180.0{exponent}"
    )
    chord = f"sqrt({up} * {up} + {level} * {along} * {along})"
    return f"CASE WHEN {on_earth} THEN {ACROSS}{exponent} * asin(least(1.0{exponent}, {chord})) END"
