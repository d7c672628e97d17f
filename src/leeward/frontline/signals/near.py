"""All PDQs of a bank in memory, and which of them differ from another in a few bits. Exact: nothing near is ever missed.

Multi-index hashing (Norouzi, Punjani, Fleet, CVPR 2012), as numpy arrays: 256 bits are cut into sixteen pieces of 16; of two that
differ in at most ``d`` bits some piece differs in at most ``d // 16``. So only those that share such a piece are compared: some
four thousand of a million for 31 bits, with ``bitwise_count``. A small bank is compared whole, which costs less.

64 bytes a hash for the pieces' order and 48 for the hash and its id: 112 MB a million.
"""

from collections.abc import Iterable
from itertools import combinations
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

ROW = 48
"""Bytes of a row: 16 of the id, 32 of the hash."""
PIECES, VALUES = 16, 1 << 16
FEW = 4_096
"""Up to so many are compared whole."""


class Near:
    """``rows`` are ids and hashes, 48 bytes each, one after another. Rows can be added; what is gone, the caller finds out."""

    def __init__(self, rows: bytes) -> None:
        self._ids, self._words, pieces = _taken_apart(rows)
        self._late: list[tuple[NDArray[np.uint8], NDArray[np.uint64]]] = []
        self._late_rows = 0
        self._order = np.empty(0, np.uint32)
        self._starts = np.empty(0, np.int64)
        if len(self._words) > FEW:
            self._index(pieces)

    def __len__(self) -> int:
        return len(self._words) + self._late_rows

    @property
    def overdue(self) -> bool:
        """Whether so many were added that it should be built anew."""
        return self._late_rows > max(FEW, len(self._words) // 8)

    def add(self, rows: bytes) -> None:
        """Add more rows."""
        ids, words, _ = _taken_apart(rows)
        self._late.append((ids, words))
        self._late_rows += len(words)

    def find(self, digits: str, distance: int) -> list[tuple[UUID, int]]:
        """The ids within ``distance`` bits (at most 32) of a hash in hexadecimal, the nearest first."""
        raw = np.frombuffer(bytes.fromhex(digits), np.uint8)
        sought = raw.view(np.uint64)
        found = self._compared(self._ids, self._words, self._candidates(raw.view(np.uint16), distance), sought, distance)
        for ids, words in self._late:
            found += self._compared(ids, words, None, sought, distance)
        return sorted(found, key=lambda each: (each[1], each[0]))

    def _index(self, pieces: NDArray[np.uint16]) -> None:
        """For each piece the rows in the order of its value, and where each value begins among them."""
        count = len(pieces)
        self._order = np.empty(PIECES * count, np.uint32)
        self._starts = np.empty((PIECES, VALUES + 1), np.int64)
        for place in range(PIECES):
            column = np.ascontiguousarray(pieces[:, place])
            self._order[place * count : (place + 1) * count] = np.argsort(column, kind="stable")
            self._starts[place, 0] = place * count
            np.cumsum(np.bincount(column, minlength=VALUES), out=self._starts[place, 1:])
            self._starts[place, 1:] += place * count

    def _candidates(self, pieces: NDArray[np.uint16], distance: int) -> NDArray[np.uint32] | None:
        """The rows that share a piece but for the bits that it may differ in; None: all."""
        if not len(self._order):
            return None
        values = pieces[:, None].astype(np.int64) ^ _flips(distance // PIECES)[None, :]
        places = np.arange(PIECES)[:, None]
        begins, ends = self._starts[places, values].ravel(), self._starts[places, values + 1].ravel()
        counts = ends - begins
        total = int(counts.sum())
        if total == 0:
            return np.empty(0, np.uint32)
        before = np.cumsum(counts) - counts
        return np.unique(self._order[np.arange(total) + np.repeat(begins - before, counts)])

    @staticmethod
    def _compared(
        ids: NDArray[np.uint8],
        words: NDArray[np.uint64],
        candidates: NDArray[np.uint32] | None,
        sought: NDArray[np.uint64],
        distance: int,
    ) -> list[tuple[UUID, int]]:
        chosen = words if candidates is None else words[candidates]
        apart = np.bitwise_count(chosen ^ sought).sum(axis=1, dtype=np.uint16)
        hits = np.flatnonzero(apart <= distance)
        rows = hits if candidates is None else candidates[hits]
        return [(UUID(bytes=ids[row].tobytes()), int(apart[hit])) for row, hit in zip(rows, hits, strict=True)]


def rows_of(found: Iterable[tuple[UUID, str]]) -> bytes:
    """Ids and hashes in hexadecimal as rows, one after another."""
    return b"".join(number.bytes + bytes.fromhex(digits) for number, digits in found)


def _taken_apart(rows: bytes) -> tuple[NDArray[np.uint8], NDArray[np.uint64], NDArray[np.uint16]]:
    whole = np.frombuffer(rows, np.uint8).reshape(-1, ROW)
    hashes = np.ascontiguousarray(whole[:, 16:])
    return np.ascontiguousarray(whole[:, :16]), hashes.view(np.uint64), hashes.view(np.uint16)


_MADE: dict[int, NDArray[np.int64]] = {}


def _flips(most: int) -> NDArray[np.int64]:
    """All ways to change at most so many bits of a piece."""
    if most not in _MADE:
        ways = [sum(1 << bit for bit in bits) for count in range(most + 1) for bits in combinations(range(16), count)]
        _MADE[most] = np.array(ways, np.int64)
    return _MADE[most]
