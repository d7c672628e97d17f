"""Merkle trees after RFC 6962 (Certificate Transparency) 2.1: leaves and nodes hashed apart, so neither passes for the other."""

import hashlib
from collections.abc import Sequence

_sha256 = hashlib.sha256
EMPTY = _sha256(b"").digest()


def leaf(row: bytes) -> bytes:
    """The hash of one row: SHA-256(0x00 || row)."""
    return _sha256(b"\x00" + row).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees: SHA-256(0x01 || left || right)."""
    return _sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaves, 32 bytes. Level by level; an odd last one moves up, which is RFC 6962's split at a power of two."""
    if not leaves:
        return EMPTY
    level = list(leaves)
    sha256 = _sha256
    while len(level) > 1:
        paired = [sha256(b"\x01" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)]
        if len(level) % 2:
            paired.append(level[-1])
        level = paired
    return level[0]


def path(leaves: Sequence[bytes], index: int) -> list[tuple[str, bytes]]:
    """What proves that leaf ``index`` is under the root: (side of the sibling, its hash), from the leaf up."""
    steps: list[tuple[str, bytes]] = []
    level = list(leaves)
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            steps.append(("left" if sibling < index else "right", level[sibling]))
        level = [node(*level[i : i + 2]) if i + 1 < len(level) else level[i] for i in range(0, len(level), 2)]
        index //= 2
    return steps


def climb(hashed: bytes, steps: Sequence[tuple[str, bytes]]) -> bytes:
    """The root that a leaf and its path lead to."""
    for side, sibling in steps:
        hashed = node(sibling, hashed) if side == "left" else node(hashed, sibling)
    return hashed
