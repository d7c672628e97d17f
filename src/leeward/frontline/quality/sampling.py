"""Which decisions are looked at again: random within each stratum, seeded, and the same whoever draws (Q30).

A decision's place in the draw is a keyed digest of its id. So the draw depends on nothing but the seed and which decisions there
are: not on their order, not on who drew, not on a clock; nobody can tell beforehand which will be drawn, and anybody who has
the seed can prove afterwards that nothing was picked by hand.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from hashlib import blake2b
from math import ceil
from typing import Generic, TypeVar
from uuid import UUID

import msgspec

S = TypeVar("S", bound=Hashable)


class Size(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a stratum is drawn: a share of it, but at least and at most so many, and never more than there are."""

    share: float
    at_least: int = 0
    at_most: int | None = None

    def of(self, size: int) -> int:
        """How many of ``size``: rounded up, so that a small stratum is not passed over."""
        wanted = max(self.at_least, ceil(round(self.share * size, 9)))
        if self.at_most is not None:
            wanted = min(wanted, self.at_most)
        return min(size, wanted)


class Drawn(msgspec.Struct, Generic[S], frozen=True, kw_only=True):
    """One stratum of a draw."""

    stratum: S
    size: int
    """How many there were."""
    chosen: tuple[UUID, ...]
    """Those drawn, in the order in which they are to be looked at, which is random too."""


def place(seed: bytes, one: UUID) -> int:
    """Where something stands in a draw: the lowest are drawn. Evenly spread over 0..2**64 - 1."""
    return int.from_bytes(blake2b(one.bytes, key=seed, digest_size=8).digest(), "big")


def within(seed: bytes, one: UUID, share: float) -> bool:
    """Whether something falls into a share of all, whatever else there is."""
    return place(seed, one) < share * 2**64


def draw(seed: bytes, decided: Iterable[tuple[S, UUID]], size: Size) -> list[Drawn[S]]:
    """Draw from every stratum. ``decided`` is (stratum, id) for each; twice the same is once."""
    strata: Mapping[S, set[UUID]] = defaultdict(set)
    for stratum, one in decided:
        strata[stratum].add(one)
    return [
        Drawn(stratum=stratum, size=len(inside), chosen=tuple(_lowest(seed, inside, size.of(len(inside)))))
        for stratum, inside in sorted(strata.items(), key=lambda each: str(each[0]))
    ]


def _lowest(seed: bytes, inside: set[UUID], count: int) -> Sequence[UUID]:
    return sorted(inside, key=lambda one: (place(seed, one), one))[:count]
