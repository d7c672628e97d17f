"""lower() and upper() with one meaning everywhere: one character becomes one character, by Unicode's simple case mapping.

Python's own methods map in full (``ß`` becomes ``SS``, a final ``Σ`` becomes ``ς``) and grow with each Python's Unicode version;
DuckDB maps one to one. A test compares the two over every character there is.
"""

import re
import unicodedata

UNICODE = "14.0.0"
"""The version whose pairs are mapped. Letters that came later (and all else) stay as they are."""

_LATER = (  # letters with case that Unicode 15 and 16 added, or gave a partner
    "\u019b\u0264\u1c89\u1c8a\ua7cb-\ua7cd\ua7da-\ua7dc\U00010d50-\U00010d65\U00010d70-\U00010d85"
)
_later = re.compile(f"([{_LATER}]+)") if unicodedata.unidata_version != UNICODE else None


def lower(text: str) -> str:
    """Every character in its simple lower case."""
    if text.isascii():
        return text.lower()
    if _later is not None and _later.search(text):
        pieces = _later.split(text)
        return "".join(piece if place % 2 else _lower(piece) for place, piece in enumerate(pieces))
    return _lower(text)


def _lower(text: str) -> str:
    # The only two characters where Python's full mapping is not one to one: dotted capital I, and Sigma at a word's end.
    return text.replace("\u0130", "i").replace("\u03a3", "\u03c3").lower()


def upper(text: str) -> str:
    """Every character in its simple upper case."""
    if text.isascii():
        return text.upper()
    return "".join(map(_upper, text))


def _upper(character: str) -> str:
    if _later is not None and _later.match(character):
        return character
    mapped = character.upper()
    if len(mapped) == 1:
        return mapped
    # Full mapping would make several. Greek with iota below has a single title form; sharp s has a capital; the rest stay.
    if character == "\u00df":
        return "\u1e9e"
    title = character.title()
    return title if len(title) == 1 else character
