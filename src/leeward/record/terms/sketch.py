"""Near copies of words, told without the words: sixteen least hashes of a text's five-letter windows (MinHash, Broder 1997).

Each least hash is kept in 16 bits; two texts share about as many of them as their windows overlap, plus 1 in 65,536 by chance.
Four by four they are bands: texts that are 80 % alike share a band nine times in ten, texts that are half alike twice in ten.
Case, accents' order and whatever is no letter or digit do not count. Nobody can read a sketch back; who has the very same text
can tell that it was sketched.
"""

import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np

from leeward.record.terms.code import Digest

HASHES, WINDOW = 16, 5
SHORTEST = 24  # characters that count; below that everything is alike
LONGEST = 4_000
BAND = 16  # hexadecimal digits
BANDS = HASHES * 4 // BAND

_TOGETHER = 1_000  # texts: some megabytes at once
_NO_LETTERS = {code: None for code in range(128) if not chr(code).isalnum()}
_numbers = np.random.default_rng(20_260_101)
_FACTORS = _numbers.integers(1, 2**63, HASHES, dtype=np.uint64) | np.uint64(1)
_OFFSETS = _numbers.integers(0, 2**63, HASHES, dtype=np.uint64)
_POWERS = np.array([1_000_003**power % 2**64 for power in range(WINDOW)], dtype=np.uint64)


def sketch(text: str | None) -> Digest | None:
    """64 hexadecimal digits; None for a text that is too short to say anything."""
    return sketches([text])[0]


def sketches(texts: Sequence[str | None]) -> list[Digest | None]:
    """The same of many texts in one go, in their order: numpy's price is per call, so a batch costs little more than one."""
    plain = [_letters(text) if text is not None else "" for text in texts]
    at = [n for n, letters in enumerate(plain) if len(letters) >= SHORTEST]
    found: list[Digest | None] = [None] * len(plain)
    for first in range(0, len(at), _TOGETHER):
        some = at[first : first + _TOGETHER]
        for n, least in zip(some, _least([plain[n] for n in some]), strict=True):
            found[n] = Digest(least)
    return found


def _letters(text: str) -> str:
    text = text[:LONGEST]
    if text.isascii():
        return text.lower().translate(_NO_LETTERS)
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _least(plain: Sequence[str]) -> Iterator[str]:
    """The least hashes of each text. Windows that reach into the next text are left out of both."""
    lengths = np.array([len(letters) for letters in plain])
    codes = np.frombuffer("".join(plain).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    mixed = codes[: len(codes) - WINDOW + 1] * _POWERS[0]
    for place in range(1, WINDOW):
        mixed += codes[place : len(codes) - WINDOW + 1 + place] * _POWERS[place]
    mixed ^= mixed >> np.uint64(29)
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    place_in_text = np.arange(len(mixed)) - np.repeat(starts, lengths)[: len(mixed)]
    inside = place_in_text < np.repeat(lengths - WINDOW + 1, lengths)[: len(mixed)]
    mixed, first = mixed[inside], starts - np.arange(len(plain)) * (WINDOW - 1)
    least = np.empty((len(plain), HASHES), dtype=np.uint64)
    for n in range(HASHES):
        least[:, n] = np.minimum.reduceat(_FACTORS[n] * mixed + _OFFSETS[n], first)
    digits = (least >> np.uint64(32)).astype(">u2").tobytes().hex()
    return (digits[at : at + HASHES * 4] for at in range(0, len(digits), HASHES * 4))


def likeness(one: str, other: str) -> float:
    """The share of least hashes that two sketches have in common: about how much of the texts is the same."""
    return sum(one[at : at + 4] == other[at : at + 4] for at in range(0, HASHES * 4, 4)) / HASHES


def bands(made: str) -> tuple[str, ...]:
    """The bands of a sketch."""
    return tuple(made[at : at + BAND] for at in range(0, BAND * BANDS, BAND))
