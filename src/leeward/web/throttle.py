"""Token buckets: how often one session, key or address may ask. In memory, a process each: they keep one client from
drowning the rest. What must hold over processes and restarts (sign-in attempts) is counted in the database instead."""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

import msgspec


class Rate(msgspec.Struct, frozen=True):
    """A bucket of ``burst`` requests that fills again by ``per_second``."""

    burst: float
    per_second: float


RATES = {"session": Rate(240, 40), "key": Rate(400, 200), "address": Rate(120, 20)}
REMEMBERED = 10_000  # buckets kept; the least recently used goes first, and a forgotten bucket is a full one


class Throttle:
    """Buckets by kind and name."""

    def __init__(self, rates: dict[str, Rate] | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._rates = rates or RATES
        self._clock = clock
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()  # -> tokens left, at
        self._lock = Lock()

    def take(self, kind: str, name: str) -> float:
        """Take one token. 0.0 when there was one, else the seconds until there is."""
        rate, at = self._rates[kind], self._clock()
        with self._lock:
            tokens, before = self._buckets.pop((kind, name), (rate.burst, at))
            tokens = min(rate.burst, tokens + (at - before) * rate.per_second)
            taken = tokens >= 1
            self._buckets[(kind, name)] = (tokens - 1 if taken else tokens, at)
            if len(self._buckets) > REMEMBERED:
                self._buckets.popitem(last=False)
        return 0.0 if taken else (1 - tokens) / rate.per_second
