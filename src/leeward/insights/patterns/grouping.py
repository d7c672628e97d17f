"""Which reports are about copies of one thing: near copies by their sketches' bands, the same media by their hashes.

Two sketches that share a band are compared; those that are alike enough are tied, and what is tied to one of a group belongs to
it (single linkage: a text that changes little by little stays one campaign). A sketch is compared with the first few of its band
only, so the price grows with the number of texts and not with its square.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

import msgspec

from leeward.record.terms.sketch import bands, likeness

LEAST = 5
"""Fewer subjects are no campaign: a handful of copies is what a neighbours' list shows."""
ALIKE = 0.6
_FIRST = 8  # of a band, with which others are compared


class Item(msgspec.Struct, frozen=True):
    """A report, what it is about, and the sketch or hash of that."""

    report: UUID
    about: UUID
    mark: str


def near_copies(items: Iterable[Item]) -> list[frozenset[UUID]]:
    """Reports whose subjects say nearly the same, the largest group first; only groups of ``LEAST`` subjects or more."""
    items = list(items)
    tied, firsts = _Ties(), defaultdict[tuple[int, str], list[str]](list)
    for mark in sorted({item.mark for item in items}):
        for band in enumerate(bands(mark)):
            for other in firsts[band]:
                if likeness(mark, other) >= ALIKE:
                    tied.tie(mark, other)
            if len(firsts[band]) < _FIRST:
                firsts[band].append(mark)
    return _groups(items, {item.mark: tied.root(item.mark) for item in items})


def same_media(items: Iterable[Item]) -> list[frozenset[UUID]]:
    """Reports whose subjects carry the same hash, likewise. Who carries two ties those who carry either."""
    items = list(items)
    tied, first = _Ties(), dict[UUID, str]()
    for item in items:
        tied.tie(item.mark, first.setdefault(item.about, item.mark))
    return _groups(items, {item.mark: tied.root(item.mark) for item in items})


def claimed(group: Collection[UUID], known: Mapping[UUID, UUID]) -> UUID | None:
    """The campaign that most of a group's reports belong to already (``known``: report -> campaign); None for a new one."""
    votes = defaultdict[UUID, int](int)
    for report in group:
        if report in known:
            votes[known[report]] += 1
    return min(votes, key=lambda each: (-votes[each], str(each)), default=None)


def _groups(items: Iterable[Item], root: Mapping[str, str]) -> list[frozenset[UUID]]:
    reports, subjects = defaultdict[str, set[UUID]](set), defaultdict[str, set[UUID]](set)
    for item in items:
        reports[root[item.mark]].add(item.report)
        subjects[root[item.mark]].add(item.about)
    found = [frozenset(reports[mark]) for mark in reports if len(subjects[mark]) >= LEAST]
    return sorted(found, key=lambda group: (-len(group), min(group)))


class _Ties:
    """Which marks hang together (union and find, with halved paths)."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def root(self, mark: str) -> str:
        while (above := self._above.get(mark, mark)) != mark:
            self._above[mark] = mark = self._above.get(above, above)
        return mark

    def tie(self, one: str, other: str) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        if low != high:
            self._above[high] = low
