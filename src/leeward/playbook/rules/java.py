"""Regular expressions as Java reads them, with the meaning that RE2 gives the pattern.

Java's own classes, ``.``, ``$``, ``\\b`` and ``(?i)`` mean something else, some of it other things in other versions. So none of
them is used: each character class is written out as the ranges of characters that RE2 takes, and places are looked around for.
The ranges never hold half a character (a surrogate), because Java tries a match in the middle of one too.
"""

from collections.abc import Iterable
from functools import lru_cache

from leeward.playbook.rules.like import Token
from leeward.playbook.rules.regex import Assertion, Choice, Expression, Literal, OneOf, Part, Pattern, Repeat, Sequence, read

Ranges = tuple[tuple[int, int], ...]
"""Code points, from - to, both included; in order, apart from each other."""

LAST = 0x10FFFF
_SURROGATES = (0xD800, 0xDFFF)
_DIGIT, _UPPER, _LOWER = ("0", "9"), ("A", "Z"), ("a", "z")
_WORD = (_DIGIT, _UPPER, ("_", "_"), _LOWER)
_CLASSES: dict[str, tuple[tuple[str, str], ...]] = {
    "\\d": (_DIGIT,),
    "\\w": _WORD,
    "\\s": (("\t", "\n"), ("\f", "\r"), (" ", " ")),
    "alnum": (_DIGIT, _UPPER, _LOWER),
    "alpha": (_UPPER, _LOWER),
    "ascii": (("\x00", "\x7f"),),
    "blank": (("\t", "\t"), (" ", " ")),
    "cntrl": (("\x00", "\x1f"), ("\x7f", "\x7f")),
    "digit": (_DIGIT,),
    "graph": (("!", "~"),),
    "lower": (_LOWER,),
    "print": ((" ", "~"),),
    "punct": (("!", "/"), (":", "@"), ("[", "`"), ("{", "~")),
    "space": (("\t", "\r"), (" ", " ")),
    "upper": (_UPPER,),
    "word": _WORD,
    "xdigit": (_DIGIT, ("A", "F"), ("a", "f")),
}
_FOLDED_TOO = {"k": 0x212A, "s": 0x17F}  # the Kelvin sign and the long s are k and s in RE2, whatever their case
_WORD_EDGE = "(?:(?<=[0-9A-Z_a-z])(?![0-9A-Z_a-z])|(?<![0-9A-Z_a-z])(?=[0-9A-Z_a-z]))"
_PLACES = {"\\A": "\\A", "\\z": "\\z", "\\b": _WORD_EDGE, "^": "\\A", "$": "\\z"}
_PLACES_OF_LINES = {**_PLACES, "^": "(?<![^\\n])", "$": "(?![^\\n])"}


@lru_cache(maxsize=4096)
def java_pattern(pattern: str) -> str:
    """The same for ``java.util.regex``, to be looked for with ``find``. Raises ``PatternError`` as ``read`` does."""
    expression = read(pattern)
    return _Writer(expression).written(expression.tree)


def java_like(pattern: tuple[Token, ...]) -> str:
    """A LIKE pattern, as ``like.cut`` leaves it, as the same."""
    any_character = spelled(_inverted(()))
    wildcards = {"any": any_character + "*", "one": any_character}
    pieces = (wildcards.get(kind) or "".join(_character(ord(character)) for character in text) for kind, text in pattern)
    return f"\\A{''.join(pieces)}\\z"


class _Writer:
    def __init__(self, expression: Expression) -> None:
        self._folds = "i" in expression.flags
        self._dot = _inverted(()) if "s" in expression.flags else _inverted(((10, 10),))
        self._places = _PLACES_OF_LINES if "m" in expression.flags else _PLACES

    def written(self, tree: Pattern) -> str:
        match tree:
            case Literal() | OneOf() | Choice() if _single(tree):
                # A choice too is one class: Java goes a level deeper with every turn of a choice that is repeated.
                return spelled(self._ranges(tree))
            case Assertion(sign):
                return self._places[sign]
            case Sequence(items):
                return "".join(map(self._closed, items))
            case Choice(items):
                return "|".join(map(self.written, items))
            case Repeat(item, least, most):
                inner = self.written(item)
                return f"{inner if _single(item) else f'(?:{inner})'}{_times(least, most)}"
            case _:
                raise AssertionError(f"no pattern: {tree}")

    def _closed(self, tree: Pattern) -> str:
        """As one of several that follow each other."""
        return f"(?:{self.written(tree)})" if isinstance(tree, Choice) and not _single(tree) else self.written(tree)

    def _ranges(self, tree: Pattern) -> Ranges:
        """What a piece of one character takes."""
        match tree:
            case Literal(character):
                return self._cased(((ord(character), ord(character)),))
            case Choice(items):
                return _joined(each for item in items for each in self._ranges(item))
            case OneOf(".", _, _):
                return self._dot
            case OneOf(text, _, ()):
                return self._class(text)
            case OneOf(text, _, parts):
                ranges = _joined(each for part in parts for each in self._part(part))
                return _inverted(ranges) if text.startswith("[^") else ranges
            case _:
                raise AssertionError(f"more than one character: {tree}")

    def _part(self, part: Part) -> Ranges:
        if isinstance(part, str):
            return self._class(part)
        return self._cased(((ord(part[0]), ord(part[1])),))

    def _class(self, name: str) -> Ranges:
        """``\\d``, ``\\D``, ``[:alpha:]`` or ``[:^alpha:]``."""
        plain = name.lower() if name.startswith("\\") else name[2:-2].removeprefix("^")
        ranges = self._cased(tuple((ord(low), ord(high)) for low, high in _CLASSES[plain]))
        return ranges if name in (plain, f"[:{plain}:]") else _inverted(ranges)

    def _cased(self, ranges: Ranges) -> Ranges:
        """With the other case of each ASCII letter, under ``(?i)``."""
        if not self._folds:
            return _joined(ranges)
        letters = [chr(code) for low, high in ranges for code in range(low, min(high, 127) + 1) if chr(code).isalpha()]
        others = [ord(letter.swapcase()) for letter in letters]
        others += [_FOLDED_TOO[letter.lower()] for letter in letters if letter.lower() in _FOLDED_TOO]
        return _joined((*ranges, *((code, code) for code in others)))


def _single(tree: Pattern) -> bool:
    """Whether it takes exactly one character."""
    return all(map(_single, tree.items)) if isinstance(tree, Choice) else isinstance(tree, Literal | OneOf)


def _joined(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """In order, without overlaps, and without surrogates."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return tuple(each for low, high in found for each in _whole(low, high))


def _whole(low: int, high: int) -> list[tuple[int, int]]:
    before, after = (low, min(high, _SURROGATES[0] - 1)), (max(low, _SURROGATES[1] + 1), high)
    return [each for each in dict.fromkeys((before, after)) if each[0] <= each[1]]


def _inverted(ranges: Ranges) -> Ranges:
    """Every character that is not among these."""
    found, start = [], 0
    for low, high in ranges:
        found.append((start, low - 1))
        start = high + 1
    return _joined(each for each in (*found, (start, LAST)) if each[0] <= each[1])


def spelled(ranges: Ranges) -> str:
    """A character class in Java's words; one that takes nothing is a place that never is."""
    if not ranges:
        return "(?!)"
    if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
        return _character(ranges[0][0])
    pairs = (_character(low) if low == high else f"{_character(low)}-{_character(high)}" for low, high in ranges)
    return f"[{''.join(pairs)}]"


def _character(code: int) -> str:
    character = chr(code)
    return character if character.isascii() and (character.isalnum() or character in " _") else f"\\x{{{code:X}}}"


def _times(least: int, most: int | None) -> str:
    if (least, most) == (0, 1):
        return "?"
    if most is None and least < 2:
        return "+" if least else "*"
    return f"{{{least},{'' if most is None else most}}}"
