"""Regular expressions: the subset of RE2 that means the same in RE2, Java and Rust once an emitter has spelled it.

``read`` parses a pattern into a small tree or raises ``PatternError`` with the place and the remedy. Everything the engines
disagree on is refused here: look-around, back references, possessive and nested repeats, ``\\p`` classes (each engine knows
another Unicode version), class arithmetic, ``(?i)`` beside letters outside ASCII, flags anywhere but at the start.
"""

from dataclasses import dataclass

MAX_REPEAT = 1000  # RE2's own limit
MAX_LENGTH = 2000
FEW = 4  # so many characters of a class are worth to be looked for one by one
PUNCTUATION = frozenset("\\.+*?()|[]{}^$-/#&~'\"=!:;,@%` ")  # not < >, which are word edges in Rust
CONTROL = {"n": "\n", "t": "\t", "r": "\r", "f": "\f"}  # not \v, which is a class in Java
CLASSES = frozenset("dDwWsS")
ASSERTIONS = frozenset("bAz")
POSIX = frozenset(
    ("alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word", "xdigit")
)


class PatternError(Exception):
    """The pattern is outside the subset. ``offset`` and ``length`` are in characters of the pattern."""

    def __init__(self, message: str, hint: str, offset: int, length: int = 1) -> None:
        super().__init__(message)
        self.message, self.hint, self.offset, self.length = message, hint, offset, length


Part = tuple[str, str] | str


@dataclass(frozen=True, slots=True)
class Literal:
    """One character, exactly."""

    character: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """One character of a class or ``.``, as written; ``few`` lists them when they are few and plain.

    ``parts`` are what stands in brackets: from - to, or a class by its name (``\\d``, ``[:alpha:]``)."""

    text: str
    few: tuple[str, ...] = ()
    parts: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True)
class Assertion:
    """A place, not a character: ``^ $ \\b \\A \\z``."""

    sign: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other."""

    items: tuple["Pattern", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of them."""

    items: tuple["Pattern", ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """``item`` at least ``least`` and at most ``most`` times; None is no end."""

    item: "Pattern"
    least: int
    most: int | None


Pattern = Literal | OneOf | Assertion | Sequence | Choice | Repeat


@dataclass(frozen=True, slots=True)
class Expression:
    """A pattern that was read."""

    text: str
    flags: str
    """Of ``i`` (case), ``s`` (a dot takes line breaks), ``m`` (``^`` and ``$`` at lines)."""
    tree: Pattern

    def always(self) -> bool:
        """Whether it is found in every text, even the empty one."""
        return _empty(self.tree)


def read(text: str) -> Expression:
    """Parse ``text``, or raise ``PatternError``."""
    if len(text) > MAX_LENGTH:
        raise PatternError(f"the pattern is longer than {MAX_LENGTH} characters", "split it into several", MAX_LENGTH)
    reader = _Reader(text)
    tree = reader.choice()
    if reader.at < len(text):
        raise PatternError("this ) closes nothing", "write \\) for the character", reader.at)
    if "i" in reader.flags:
        _ascii_only(text)
    return Expression(text, reader.flags, tree)


def _ascii_only(text: str) -> None:
    for place, character in enumerate(text):
        if ord(character) > 127:
            raise _beyond_ascii(place)


def _beyond_ascii(place: int, length: int = 1) -> PatternError:
    return PatternError(
        "(?i) works on ASCII letters only: engines fold others differently",
        "match on lower(...) with a lower-case pattern instead",
        place,
        length,
    )


def _empty(tree: Pattern) -> bool:
    match tree:
        case Sequence(items):
            return all(map(_empty, items))
        case Choice(items):
            return any(map(_empty, items))
        case Repeat(item, least, _):
            return least == 0 or _empty(item)
        case _:
            return False


def _endless(tree: Pattern) -> bool:
    """Whether the same run of characters can be cut into repeats of it in many ways."""
    match tree:
        case Repeat(item, _, most):
            return most is None or _endless(item)
        case Choice(items):
            return any(map(_endless, items))
        case Sequence(items):
            return any(_endless(each) and all(_empty(other) for other in items if other is not each) for each in items)
        case _:
            return False


class _Reader:
    """Recursive descent over one pattern."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.depth = text, 0, 0
        self.flags = self._leading_flags()

    def _leading_flags(self) -> str:
        if not self.text.startswith("(?"):
            return ""
        end = self.text.find(")")
        flags = self.text[2:end] if end > 0 else ""
        if not flags or not set(flags) <= set("ism"):
            return ""
        self.at = end + 1
        return "".join(sorted(set(flags)))

    def _peek(self, ahead: int = 0) -> str:
        return self.text[self.at + ahead : self.at + ahead + 1]

    def choice(self) -> Pattern:
        """Alternatives, up to a closing parenthesis or the end."""
        self.depth += 1
        if self.depth > 50:
            raise PatternError("groups are nested deeper than 50", "simplify the pattern", self.at)
        items = [self._sequence()]
        while self._peek() == "|":
            self.at += 1
            items.append(self._sequence())
        self.depth -= 1
        return items[0] if len(items) == 1 else Choice(tuple(items))

    def _sequence(self) -> Pattern:
        items: list[Pattern] = []
        while self._peek() not in ("", "|", ")"):
            items.append(self._repeated(self._atom()))
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def _atom(self) -> Pattern:
        character, start = self._peek(), self.at
        if character in "*+?{":
            self._refuse_stray(character, start)
        if character == "(":
            return self._group()
        if character == "[":
            return self._class()
        if character == "\\":
            return self._escape()
        self.at += 1
        if character == ".":
            return OneOf(".")
        if character in "^$":
            return Assertion(character)
        return Literal(character)

    def _refuse_stray(self, character: str, start: int) -> None:
        if character == "{":
            raise PatternError("a bare { is read differently by engines", "write \\{ for the character", start)
        raise PatternError(f"nothing to repeat before {character}", f"write \\{character} for the character", start)

    def _group(self) -> Pattern:
        start = self.at
        self.at += 1
        if self._peek() == "?":
            self._group_kind(start)
        inside = self.choice()
        if self._peek() != ")":
            raise PatternError("this ( is never closed", "close it with ), or write \\( for the character", start)
        self.at += 1
        return inside

    def _group_kind(self, start: int) -> None:
        rest = self.text[start : start + 4]
        if rest.startswith("(?:"):
            self.at += 2
            return
        if rest[:3] in ("(?=", "(?!") or rest in ("(?<=", "(?<!"):
            length = 4 if rest[2] == "<" else 3
            raise PatternError(
                "look-ahead and look-behind are not in the language",
                "say it with a second condition, e.g. AND NOT regexp_matches(...)",
                start,
                length,
            )
        if rest[:3] in ("(?P", "(?<"):
            raise PatternError("named groups are not in the language", "write (...) or (?:...)", start, 3)
        raise PatternError(
            "flags stand at the very start of the pattern only, and are of i, s, m",
            "begin the pattern with (?i), (?s) or (?m); group with (?:...)",
            start,
            min(3, len(rest)),
        )

    def _escape(self) -> Pattern:
        start, sign = self.at, self._peek(1)
        self.at += 2
        if sign in CLASSES:
            return OneOf("\\" + sign)
        if sign in ASSERTIONS:
            return Assertion("\\" + sign)
        return Literal(self._escaped_character(start, sign))

    def _escaped_character(self, start: int, sign: str) -> str:
        if sign == "":
            raise PatternError("the pattern ends in a lone \\", "write \\\\ for the character", start)
        if sign in PUNCTUATION:
            return sign
        if sign in CONTROL:
            return CONTROL[sign]
        if sign == "x":
            return self._hexadecimal(start)
        if sign.isdigit():
            raise PatternError("back references and octal escapes are not in the language", "spell it out", start, 2)
        if sign in "pP":
            raise PatternError(
                "\\p classes depend on each engine's Unicode version",
                "write the range, e.g. [\u0400-\u04ff] for Cyrillic",
                start,
                2,
            )
        if sign == "Z":
            raise PatternError("\\Z means different ends in different engines", "write $ or \\z", start, 2)
        raise PatternError(f"\\{sign} is not in the language", "docs/reference/rules.md lists the escapes", start, 2)

    def _hexadecimal(self, start: int) -> str:
        end = self.at + 2
        digits = self.text[self.at : end]
        if self._peek() == "{":
            end = self.text.find("}", self.at) + 1
            digits = self.text[self.at + 1 : end - 1] if end else ""
        if not digits or not set(digits) <= set("0123456789abcdefABCDEF") or len(digits) > 6:
            raise PatternError("\\x needs two hexadecimal digits, or {...}", "e.g. \\x41 or \\x{1F600}", start, 2)
        code = int(digits, 16)
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF or code == 0:
            raise PatternError("this is no character", "between 1 and 10FFFF, no surrogate", start, end - start)
        self.at = end
        if code > 127 and "i" in self.flags:
            raise _beyond_ascii(start, end - start)
        return chr(code)

    def _class(self) -> Pattern:
        start = self.at
        self.at += 1
        negated = self._peek() == "^"
        self.at += negated
        parts: list[Part] = []
        while not parts or self._peek() != "]":
            self._class_limits(start, not parts)
            begin, low = self.at, self._class_item()
            if low is None:
                parts.append(self.text[begin : self.at])
            elif self._peek() == "-" and self._peek(1) not in ("]", ""):
                parts.append((low, self._class_range(low)))
            else:
                parts.append((low, low))
        self.at += 1
        few = [part[0] for part in parts if isinstance(part, tuple) and part[0] == part[1]]
        plain = not negated and len(few) == len(parts) <= FEW
        return OneOf(self.text[start : self.at], tuple(few) if plain else (), tuple(parts))

    def _class_limits(self, start: int, first: bool) -> None:
        here = self._peek()
        if here == "":
            raise PatternError("this [ is never closed", "close it with ], or write \\[ for the character", start)
        if first and here == "]":
            raise PatternError("an empty class is read differently by engines", "write \\] for the character", self.at)
        if here == self._peek(1) and here in "&-~|":
            raise PatternError(f"{here}{here} in a class is an operator in some engines", "escape one of them", self.at, 2)

    def _class_item(self) -> str | None:
        """One character of a class; None for a class inside it."""
        start, character = self.at, self._peek()
        if character == "[":
            self._posix(start)
            return None
        self.at += 1
        if character != "\\":
            return character
        sign = self._peek()
        self.at += 1
        if sign in CLASSES:
            return None
        if sign in ASSERTIONS:
            raise PatternError(f"\\{sign} is no character", "take it out of the class", start, 2)
        return self._escaped_character(start, sign)

    def _posix(self, start: int) -> None:
        end = self.text.find(":]", start)
        name = self.text[start + 2 : end].removeprefix("^") if end > 0 else ""
        if self._peek(1) != ":" or name not in POSIX:
            raise PatternError("a [ in a class is an operator in some engines", "write \\[ for the character", start)
        self.at = end + 2

    def _class_range(self, low: str) -> str:
        start = self.at - 1
        self.at += 1
        high = self._class_item()
        if high is None or high < low:
            raise PatternError("this range runs backwards or into a class", "low-high, e.g. a-z", start, self.at - start)
        return high

    def _repeated(self, item: Pattern) -> Pattern:
        start = self.at
        bounds = self._bounds()
        if bounds is None:
            return item
        if isinstance(item, Assertion):
            raise PatternError("a place cannot be repeated", "repeat characters, not ^ $ \\b", start)
        if self._peek() == "?":
            self.at += 1  # lazy: the same matches, only shorter
        if self._peek() in ("*", "+", "?") or (self._peek() == "{" and self._braces() is not None):
            raise PatternError(
                "repeats of repeats (possessive or nested) are not in the language",
                "group with (?:...) if you mean it",
                start,
                self.at - start + 1,
            )
        if bounds[1] is None and _endless(item):
            raise PatternError(
                "an endless repeat of what is itself an endless repeat takes engines that go back forever",
                "say it with one repeat: (a+)+ finds what a+ finds",
                start,
                self.at - start,
            )
        return Repeat(item, *bounds)

    def _bounds(self) -> tuple[int, int | None] | None:
        simple: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        sign = self._peek()
        if sign in simple:
            self.at += 1
            return simple[sign]
        if sign != "{":
            return None
        start, found = self.at, self._braces()
        if found is None:
            raise PatternError("a bare { is read differently by engines", "write \\{ for the character", start)
        least, most, self.at = found
        if max(least, most or 0) > MAX_REPEAT or (most is not None and most < least):
            raise PatternError(f"repeats count up to {MAX_REPEAT}, low first", "e.g. {2,5}", start, self.at - start)
        return least, most

    def _braces(self) -> tuple[int, int | None, int] | None:
        """``{2}``, ``{2,}`` or ``{2,5}`` here: the bounds, and the offset after it."""
        end = self.text.find("}", self.at)
        low, comma, high = self.text[self.at + 1 : max(end, 0)].partition(",")
        if not (low.isdecimal() and low.isascii() and (not high or (high.isdecimal() and high.isascii()))):
            return None
        if not comma:
            return int(low), int(low), end + 1
        return int(low), int(high) if high else None, end + 1


def letters(tree: Pattern) -> frozenset[str]:
    """Every character that stands in a pattern for itself, outside classes."""
    match tree:
        case Literal(character):
            return frozenset((character,))
        case Sequence(items) | Choice(items):
            return frozenset[str]().union(*map(letters, items))
        case Repeat(item, _, _):
            return letters(item)
        case _:
            return frozenset()
