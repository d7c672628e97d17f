"""Near copies of words, told without the words: sixteen least hashes of a text's five-letter windows (MinHash, Broder 1997).

Each least hash is kept in 16 bits; two texts share about as many of them as their windows overlap, plus 1 in 65,536 by chance.
Four by four they are bands: texts that are 80 % alike share a band nine times in ten, texts that are half alike twice in ten.
Case, accents' order and whatever is no letter or digit do not count. Nobody can read a sketch back; who has the very same text
can tell that it was sketched.
"""

import unicodedata

import numpy as np

from leeward.record.terms.code import Digest

HASHES, WINDOW = 16, 5
SHORTEST = 24  # characters that count; below that everything is alike
LONGEST = 4_000
BAND = 16  # hexadecimal digits
BANDS = HASHES * 4 // BAND

_numbers = np.random.default_rng(20_260_101)
_FACTORS = _numbers.integers(1, 2**63, HASHES, dtype=np.uint64) | np.uint64(1)
_OFFSETS = _numbers.integers(0, 2**63, HASHES, dtype=np.uint64)
_POWERS = np.array([1_000_003**power % 2**64 for power in range(WINDOW)], dtype=np.uint64)


def sketch(text: str | None) -> Digest | None:
    """64 hexadecimal digits; None for a text that is too short to say anything."""
    if text is None:
        return None
    letters = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text[:LONGEST]).casefold()))
    if len(letters) < SHORTEST:
        return None
    codes = np.frombuffer(letters.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    windows = np.lib.stride_tricks.sliding_window_view(codes, WINDOW)
    mixed = (windows * _POWERS).sum(axis=1, dtype=np.uint64)
    mixed ^= mixed >> np.uint64(29)
    least = (_FACTORS[:, None] * mixed[None, :] + _OFFSETS[:, None]).min(axis=1)
    return Digest("".join(f"{int(each) >> 32 & 0xFFFF:04x}" for each in least))


def likeness(one: str, other: str) -> float:
    """The share of least hashes that two sketches have in common: about how much of the texts is the same."""
    return sum(one[at : at + 4] == other[at : at + 4] for at in range(0, HASHES * 4, 4)) / HASHES


def bands(made: str) -> tuple[str, ...]:
    """The bands of a sketch."""
    return tuple(made[at : at + BAND] for at in range(0, BAND * BANDS, BAND))
