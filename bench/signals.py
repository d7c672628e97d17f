"""Look-ups of PDQs in a bank: our index, numpy over all, a loop over all, faiss where it is installed; side by side, one core.

Run: ``python -m bench.signals``. Hashes are random; half of what is looked for differs from one of the bank in 0 to 31 bits.
"""

import random
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leeward.frontline.signals.near import Near

DISTANCE = 31
SIZES = (100_000, 1_000_000)
RNG = np.random.default_rng(7)


def rows(count: int) -> bytes:
    """Ids and hashes."""
    return RNG.integers(0, 256, (count, 48), np.uint8).tobytes()


def asked(whole: bytes, count: int) -> list[str]:
    """What is looked for, in hexadecimal."""
    drawn, found = random.Random(3), []
    for place in range(count):
        start = drawn.randrange(len(whole) // 48) * 48 + 16
        value = int.from_bytes(whole[start : start + 32], "big") if place % 2 else drawn.getrandbits(256)
        for bit in drawn.sample(range(256), drawn.randrange(32)):
            value ^= 1 << bit
        found.append(f"{value:064x}")
    return found


def rate(look_up: Callable[[str], int], queries: list[str]) -> tuple[float, int]:
    """Look-ups a second, and how many hits there were."""
    began = time.perf_counter()
    hits = sum(look_up(query) for query in queries)
    return len(queries) / (time.perf_counter() - began), hits


def main() -> None:
    """Print a line a way and size."""
    for size in SIZES:
        whole = rows(size)
        queries = asked(whole, 400)
        began = time.perf_counter()
        index = Near(whole)
        print(f"{size:>9,} index built in {time.perf_counter() - began:.2f} s")
        words = np.ascontiguousarray(np.frombuffer(whole, np.uint8).reshape(-1, 48)[:, 16:]).view(np.uint64)
        numbers = [int.from_bytes(whole[at + 16 : at + 48], "big") for at in range(0, len(whole), 48)]

        def brute(query: str, words: NDArray[np.uint64] = words) -> int:
            sought = np.frombuffer(bytes.fromhex(query), np.uint64)
            return int((np.bitwise_count(words ^ sought).sum(axis=1, dtype=np.uint16) <= DISTANCE).sum())

        def loop(query: str, numbers: list[int] = numbers) -> int:
            sought = int(query, 16)
            return sum((each ^ sought).bit_count() <= DISTANCE for each in numbers)

        ways: list[tuple[str, Callable[[str], int], int]] = [
            ("leeward index", lambda query, index=index: len(index.find(query, DISTANCE)), 400),  # type: ignore[misc]
            ("numpy, all", brute, 40),
            ("loop, all", loop, 4),
        ]
        try:
            import faiss  # type: ignore[import-not-found]
        except ImportError:
            print("          faiss is not installed here")
        else:
            faiss.omp_set_num_threads(1)
            flat = faiss.IndexBinaryFlat(256)
            flat.add(np.ascontiguousarray(np.frombuffer(whole, np.uint8).reshape(-1, 48)[:, 16:]))

            def by_faiss(query: str, flat: Any = flat) -> int:
                found = flat.range_search(np.frombuffer(bytes.fromhex(query), np.uint8)[None, :], DISTANCE + 1)
                return int(found[0][1])

            ways.append(("faiss IndexBinaryFlat", by_faiss, 100))
        for name, way, count in ways:
            speed, hits = rate(way, queries[:count])
            print(f"{size:>9,} {name:<22} {speed:>10,.1f} look-ups/s   {hits} hits in {count}")


if __name__ == "__main__":
    main()
