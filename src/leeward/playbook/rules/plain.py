"""Letters in disguise: tables that turn a letter with accents, or a typographic copy of one, into the plain letter.

Every engine translates character by character with the same table, so no engine's version of Unicode decides; that is why
full normalisation (NFC, NFKC) is not in the language. The tables are of decompositions, which Unicode promises never to change.
"""

import unicodedata
from functools import cache

_LATIN = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
_MARKS = range(0x300, 0x370)
_COPIES = (
    *range(0xFF10, 0xFF5B),  # full width
    *range(0x1D400, 0x1D800),  # mathematical: bold, italic, script, double-struck, monospace ...
    *range(0x2460, 0x2474),  # circled digits
    *range(0x24B6, 0x24EA),  # circled letters
    *range(0x2070, 0x20A0),  # above and below the line
    *range(0x2100, 0x2140),  # letters as signs
)


@cache
def accents() -> tuple[str, str]:
    """What is replaced, and by what, place by place: Latin letters with accents. Marks alone come last, and go by nothing."""
    pairs = [(chr(code), unicodedata.normalize("NFD", chr(code))[0]) for code in _LATIN]
    pairs = [(one, plain) for one, plain in pairs if plain.isascii() and plain.isalpha() and one != plain]
    return "".join(one for one, _ in pairs) + "".join(map(chr, _MARKS)), "".join(plain for _, plain in pairs)


@cache
def copies() -> tuple[str, str]:
    """The same for copies of ASCII letters and digits: ``𝐯𝐢𝐬𝐚``, ``ｖｉｓａ``, ``ⓥⓘⓢⓐ``."""
    pairs = [(chr(code), unicodedata.normalize("NFKC", chr(code))) for code in _COPIES]
    pairs = [(one, plain) for one, plain in pairs if len(plain) == 1 and plain.isascii() and plain.isalnum()]
    return "".join(one for one, _ in pairs), "".join(plain for _, plain in pairs)


TABLES = {"unaccent": accents, "plain_letters": copies}
"""Function -> its table."""


@cache
def _translation(name: str) -> dict[int, str | None]:
    before, after = TABLES[name]()
    return {ord(one): after[place] if place < len(after) else None for place, one in enumerate(before)}


def unaccent(text: str) -> str:
    """The text with plain letters for those with accents."""
    return text if text.isascii() else text.translate(_translation("unaccent"))


def plain_letters(text: str) -> str:
    """The text with plain letters and digits for typographic copies of them."""
    return text if text.isascii() else text.translate(_translation("plain_letters"))
