"""People for work that cannot wait: Erlang's formulas B, C and A, exact, for one server or ten thousand.

- **B**: whoever finds everybody busy is turned away. ``1/B(n) = 1 + n/a * 1/B(n-1)``: no factorial, so nothing overflows.
- **C**: whoever finds everybody busy waits for as long as it takes. ``C = n B / (n - a (1 - B))``.
- **A** (M/M/n+M): whoever waits goes away after an exponential patience. The states above n are summed term by term, scaled
  where they grow, and the waiting time's law is integrated as in Mandelbaum and Zeltyn (2007).

``load`` is in erlangs: arrivals per unit of time, times mean handling time. Times are in whatever unit the rates have.
Sources: Erlang (1917); Palm (1957); Garnett, Mandelbaum and Reiman (2002).
"""

from math import ceil, exp, expm1, inf, log, sqrt

import msgspec

_PANELS = 100  # of the integral of waiting times: its error is far below 1e-10
_NODES = (
    (0.0, 128 / 225),
    (-sqrt(5 - 2 * sqrt(10 / 7)) / 3, (322 + 13 * sqrt(70)) / 900),
    (sqrt(5 - 2 * sqrt(10 / 7)) / 3, (322 + 13 * sqrt(70)) / 900),
    (-sqrt(5 + 2 * sqrt(10 / 7)) / 3, (322 - 13 * sqrt(70)) / 900),
    (sqrt(5 + 2 * sqrt(10 / 7)) / 3, (322 - 13 * sqrt(70)) / 900),
)
_LARGE = 1e250
MOST = 100_000
"""More people than that are not looked for."""


class Served(msgspec.Struct, frozen=True, kw_only=True):
    """What a number of people does with a stream of work."""

    wait: float
    """Chance that work finds everybody busy."""
    mean_wait: float
    """Over all that arrives; infinite where the queue grows without end."""
    waiting: float
    """Mean number that wait."""
    busy: float
    """Share of the people's time that they handle: the occupancy."""
    abandon: float = 0.0
    """Share that goes away unserved."""


def erlang_b(load: float, servers: int) -> float:
    """The chance that all are busy when nobody waits. Raises ValueError for a negative load or number."""
    return 1.0 / _inverse_b(_sound(load, servers), servers)


def erlang_c(load: float, servers: int) -> float:
    """The chance of having to wait; 1 where the load is no less than the number of servers."""
    if _sound(load, servers) >= servers:
        return 1.0 if load else 0.0
    return _c_of(load, servers, _inverse_b(load, servers))


def _c_of(load: float, servers: int, inverse: float) -> float:
    """Erlang C from 1/B: ``1 / (1/B (1 - a/n) + a/n)``, which no infinity spoils."""
    used = load / servers
    return 1.0 / (inverse * (1.0 - used) + used)


def _inverse_b(load: float, servers: int) -> float:
    """1/B; infinite where B is too small for a float."""
    if load == 0:
        return 1.0 if servers == 0 else inf
    found = 1.0
    for n in range(1, servers + 1):
        found = 1.0 + n / load * found
        if found == inf:
            return found
    return found


def _sound(load: float, servers: int) -> float:
    if not (load >= 0 and load < inf) or servers < 0:
        raise ValueError(f"a load of {load} on {servers} servers is no queue: both are numbers from 0 up")
    return load


def served(arrivals: float, handling: float, servers: int) -> Served:
    """Erlang C: nobody goes away. ``arrivals`` per unit of time, ``handling`` the mean time in that unit."""
    load = arrivals * handling
    wait = erlang_c(load, servers)
    if load >= servers:
        busy = 1.0 if servers and load else 0.0
        return Served(wait=wait, mean_wait=inf if load else 0.0, waiting=inf if load else 0.0, busy=busy)
    mean = wait * handling / (servers - load)
    return Served(wait=wait, mean_wait=mean, waiting=mean * arrivals, busy=load / servers)


def within(arrivals: float, handling: float, servers: int, time: float) -> float:
    """Erlang C: the share that is begun within ``time``; 0 where the queue grows without end."""
    load = arrivals * handling
    if load >= servers:
        return 0.0 if load else 1.0
    return 1.0 - erlang_c(load, servers) * exp(-(servers - load) * time / handling)


def served_with_patience(arrivals: float, handling: float, servers: int, patience: float) -> Served:
    """Erlang A: whoever waits goes away after ``patience`` on average. Stable for any load. Raises ValueError."""
    load = _sound(arrivals * handling, servers)
    if patience == inf:
        return served(arrivals, handling, servers)
    if patience <= 0 or handling <= 0:
        raise ValueError("patience and handling are times above 0")
    if load == 0:
        return Served(wait=0.0, mean_wait=0.0, waiting=0.0, busy=0.0)
    inverse = _inverse_b(load, servers)
    if inverse == inf:
        return Served(wait=0.0, mean_wait=0.0, waiting=0.0, busy=load / servers)
    unit, beyond, queue = _beyond(arrivals, servers / handling, 1.0 / patience)
    whole = unit * inverse + beyond
    waiting = queue / whole
    gone = min(1.0, waiting / (arrivals * patience))
    return Served(
        wait=min(1.0, (unit + beyond) / whole),
        mean_wait=waiting / arrivals,
        waiting=waiting,
        busy=min(1.0, load * (1.0 - gone) / servers) if servers else 0.0,
        abandon=gone,
    )


def _beyond(arrivals: float, rate: float, leaving: float) -> tuple[float, float, float]:
    """The states in which somebody waits: (chance of exactly n, sum of the states above, sum of their queues), unnormalised."""
    unit = term = 1.0
    total = queue = 0.0
    place = 0
    while True:
        place += 1
        ratio = arrivals / (rate + place * leaving)
        term *= ratio
        total += term
        queue += place * term
        if total > _LARGE:
            unit, term, total, queue = unit / _LARGE, term / _LARGE, total / _LARGE, queue / _LARGE
        if ratio < 1.0 and place * term < 1e-18 * (queue + unit) * (1.0 - ratio):
            return unit, total, queue


def within_with_patience(arrivals: float, handling: float, servers: int, patience: float, time: float) -> float:
    """Erlang A: the share of all arrivals that somebody begins within ``time``; who went away is not served in time."""
    if patience == inf:
        return within(arrivals, handling, servers, time)
    whole = served_with_patience(arrivals, handling, servers, patience)
    if time <= 0 or whole.wait == 0.0 or servers == 0:
        return 1.0 - whole.wait
    law = _Law(arrivals, servers / handling, 1.0 / patience)
    first, last = law.ends()
    begun = law.area(first, min(max(time, first), last), 1.0 / patience)
    return 1.0 - whole.wait + whole.wait * begun / law.area(first, last, 0.0)


class _Law(msgspec.Struct, frozen=True):
    """How long somebody with endless patience would wait, given that they wait at all; its density is, up to a factor,

    ``exp(arrivals (1 - exp(-leaving x)) / leaving - rate x)``, a curve with one top.
    """

    arrivals: float
    rate: float
    leaving: float

    def height(self, x: float) -> float:
        """The logarithm of the curve."""
        return self.arrivals * -expm1(-self.leaving * x) / self.leaving - self.rate * x

    def ends(self) -> tuple[float, float]:
        """Between where it is more than e^-40 of its top."""
        top = max(0.0, log(self.arrivals / self.rate) / self.leaving)
        return max(0.0, top - self._reach(top, -1.0)), top + self._reach(top, 1.0)

    def _reach(self, top: float, way: float) -> float:
        """How far from its top it is worth following, one way or the other."""
        least, step = self.height(top) - 40.0, 1.0 / self.rate
        while (way > 0 or step < top) and self.height(top + way * step) > least:
            step *= 2.0
        near, far = 0.0, step
        for _ in range(6):
            middle = (near + far) / 2
            near, far = (middle, far) if self.height(top + way * middle) > least else (near, middle)
        return far

    def area(self, low: float, high: float, leaving: float) -> float:
        """The integral from low to high of those who have not gone, by Gauss and Legendre; its top is scaled to 1.

        In two parts: while people still go away the curve bends at their pace, afterwards at that of the work.
        """
        top = max(0.0, log(self.arrivals / self.rate) / self.leaving)
        bent = min(max(low, top + 12.0 / self.leaving), high)
        return self._part(low, bent, leaving, self.height(top)) + self._part(bent, high, leaving, self.height(top))

    def _part(self, low: float, high: float, leaving: float, highest: float) -> float:
        half = max(0.0, high - low) / _PANELS / 2
        total = 0.0
        for panel in range(_PANELS):
            middle = low + (2 * panel + 1) * half
            for node, weight in _NODES:
                x = middle + node * half
                total += weight * exp(self.height(x) - highest - leaving * x)
        return total * half


def needed(
    arrivals: float,
    handling: float,
    *,
    time: float,
    share: float,
    most_busy: float = 1.0,
    patience: float = inf,
) -> int:
    """The fewest people who begin ``share`` of the work within ``time`` and are busy no more than ``most_busy`` of theirs.

    Without patience Erlang C, else Erlang A. Raises ValueError for a promise that nobody can keep, or one above ``MOST``.
    """
    if not 0 <= share < 1 or not 0 < most_busy <= 1:
        raise ValueError("a share is from 0 to below 1, an occupancy above 0 and at most 1")
    load = _sound(arrivals * handling, 0)
    if load == 0:
        return 0
    low = max(1, ceil(load / most_busy - 1e-12)) if patience == inf else 1

    def enough(people: int) -> bool:
        if patience == inf:
            return people > load and within(arrivals, handling, people, time) >= share
        used = served_with_patience(arrivals, handling, people, patience).busy
        return used <= most_busy and within_with_patience(arrivals, handling, people, patience, time) >= share

    high = low
    while not enough(high):
        low, high = high + 1, high * 2
        if low > MOST:
            raise ValueError(f"more than {MOST:,} people would be needed")
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return low
