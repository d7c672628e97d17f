"""Waiting in a queue that is served by severity: Cobham's formulas for one server, and their kin for many.

Class 0 is the gravest. ``s_k`` is the load of classes 0 to k, as a share of all servers.

- one server, work that was begun is finished (Cobham 1954):  ``Wq_k = R / ((1 - s_{k-1}) (1 - s_k))``, R the rest of what is
  being handled: ``sum(rate E[S^2]) / 2``
- one server, graver work interrupts:  ``T_k = S_k / (1 - s_{k-1}) + R_k / ((1 - s_{k-1}) (1 - s_k))``
- c servers, one handling time for all (Kella and Yechiali 1985):  R is ``C / (c mu)`` with Erlang's C

Where all servers together cannot cope, the graver classes are still served: the class that breaks waits for ever, and those
below it; the servers are then never idle, which is what those above it find.
"""

from collections.abc import Sequence
from itertools import accumulate
from math import inf

import msgspec

from leeward.insights.workload.erlang import erlang_c


class Stream(msgspec.Struct, frozen=True, kw_only=True):
    """Work of one class: how much comes, how long it takes, and the mean of that time's square."""

    rate: float
    handling: float
    square: float

    @classmethod
    def exponential(cls, rate: float, handling: float) -> "Stream":
        """Handling times that remember nothing."""
        return cls(rate=rate, handling=handling, square=2 * handling * handling)


def one_server(classes: Sequence[Stream]) -> list[float]:
    """Mean wait of each class until it is begun; what was begun is finished."""
    loads = [each.rate * each.handling for each in classes]
    until = list(accumulate(loads))
    rest, free = 0.0, 1.0
    for each, load in zip(classes, loads, strict=True):
        part = min(1.0, free / load) if load else 1.0  # what of this class is served at all
        rest += part * each.rate * each.square / 2
        free -= part * load
    return [_wait(rest, before, upto) for before, upto in zip([0.0, *until], until, strict=False)]


def one_server_interrupted(classes: Sequence[Stream]) -> list[float]:
    """Mean time of each class until it is done, where graver work interrupts and what was interrupted goes on afterwards."""
    found, before, rest = [], 0.0, 0.0
    for each in classes:
        upto = before + each.rate * each.handling
        rest += each.rate * each.square / 2
        found.append(each.handling / (1 - before) + _wait(rest, before, upto) if upto < 1 else inf)
        before = upto
    return found


def many_servers(rates: Sequence[float], handling: float, servers: int) -> list[float]:
    """Mean wait of each class until it is begun, with one handling time for all; what was begun is finished."""
    used = [rate * handling / servers for rate in rates]
    until = list(accumulate(used))
    rest = erlang_c(sum(rates) * handling, servers) * handling / servers
    return [_wait(rest, before, upto) for before, upto in zip([0.0, *until], until, strict=False)]


def many_servers_interrupted(rates: Sequence[float], handling: float, servers: int) -> list[float]:
    """Mean time of each class until it is done, where graver work interrupts: the classes down to each are an Erlang C of their
    own, and the difference of two is what one adds."""
    found, seen, inside = [], 0.0, 0.0
    for rate in rates:
        seen += rate
        load = seen * handling
        if load >= servers:
            found.append(inf)
            continue
        now = load + erlang_c(load, servers) * load / (servers - load)
        found.append((now - inside) / rate if rate else handling)
        inside = now
    return found


def _wait(rest: float, before: float, upto: float) -> float:
    return rest / ((1 - before) * (1 - upto)) if upto < 1 else inf
