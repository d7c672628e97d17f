"""A bank of digests, and whether another digest is in it or within a few bits of one that is.

For nearness: multi-index hashing (Norouzi, Punjani, Fleet, CVPR 2012). Digests are cut into pieces of 16 bits; two that differ
in at most ``distance`` bits have a piece that differs in at most ``distance // pieces``. So only those that share such a piece
are compared: a few thousand of a million, where looking at all would take a second.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

PIECE = 16
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){1,32}", re.ASCII)


def digest_bits(text: str) -> int:
    """How many bits a digest in hexadecimal has, at most 256; 0 for a text that is none."""
    return 4 * len(text) if _HEX.fullmatch(text) else 0


def hash_distance(one: str, other: str) -> int | None:
    """In how many bits two digests in hexadecimal differ; None when they are no digests of one length."""
    if len(one) != len(other) or not digest_bits(one) or not digest_bits(other):
        return None
    return (int(one, 16) ^ int(other, 16)).bit_count()


class Bank:
    """``entries`` are digests in hexadecimal, all of one length, upper or lower case."""

    def __init__(self, entries: Iterable[str], distance: int) -> None:
        self._exact = frozenset(map(str.lower, entries))
        self._distance = distance
        self._bits = digest_bits(next(iter(self._exact), ""))
        self._pieces = self._bits // PIECE
        self._by_piece: list[dict[int, list[int]]] = []
        if distance:
            self._by_piece = self._tables(int(entry, 16) for entry in self._exact)
            self._flips = _flips(distance // self._pieces)

    def near(self, text: str) -> bool:
        """Whether ``text`` is a digest that differs from one of the bank in at most ``distance`` bits."""
        if text.lower() in self._exact:
            return True
        if not self._distance or digest_bits(text) != self._bits:
            return False
        sought = int(text, 16)
        for place, table in enumerate(self._by_piece):
            piece = sought >> place * PIECE & 0xFFFF
            for flip in self._flips:
                for entry in table.get(piece ^ flip, ()):
                    if (entry ^ sought).bit_count() <= self._distance:
                        return True
        return False

    def _tables(self, digests: Iterable[int]) -> list[dict[int, list[int]]]:
        tables: list[dict[int, list[int]]] = [defaultdict(list) for _ in range(self._pieces)]
        for digest in digests:
            for place, table in enumerate(tables):
                table[digest >> place * PIECE & 0xFFFF].append(digest)
        return [dict(table) for table in tables]


def _flips(most: int) -> tuple[int, ...]:
    """All ways to change at most so many bits of a piece, the fewest first."""
    found = [0]
    for count in range(1, most + 1):
        found += [sum(1 << bit for bit in bits) for bits in combinations(range(PIECE), count)]
    return tuple(found)


def most_distance(bits: int) -> int:
    """How far apart two digests of so many bits may be asked to be: an eighth of them; a near search costs too much beyond."""
    return bits // 8 if bits % PIECE == 0 else 0
