"""Where things stand in a TOML text. ``tomllib`` says what a file holds, never where; this finds the place of each of its values.

The text has been read by ``tomllib`` before: the scan trusts it to be sound and only keeps count. A path is keys and
list indices from the top, e.g. ``("queue", 2, "harms", 0)``.
"""

import re
from collections.abc import Iterator

import msgspec

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\r\n]*")
_ENDING_BACKSLASH = re.compile(r"\\[ \t]*\r?\n[ \t\r\n]*")
_NEWLINE = re.compile(r"\r?\n")
_TEXTS = {
    '"': re.compile(r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}|"(?:[^"\\]|\\.)*"', re.DOTALL),
    "'": re.compile(r"'''(?:[^']|'{1,2}(?!'))*'{3,5}|'[^']*'"),
}
"""A text from its first quote to its last, in one or in many lines; up to two quotes may stand right before the closing three."""
_HEX_DIGITS = {"x": 2, "u": 4, "U": 8}


class Spot(msgspec.Struct, frozen=True):
    """Offsets of a key and its value, ends excluded. A table opened by a header, and a list entry, are their own key."""

    key: tuple[int, int]
    value: tuple[int, int]


def locate(source: str, start: int = 0, end: int | None = None) -> dict[Path, Spot]:
    """The place of every table, key and list entry of the sound TOML text in ``source[start:end]``."""
    scan = _Scan(source, len(source) if end is None else end)
    scan.document(start)
    return scan.spots


class _Scan:
    """One pass over the text. Every method takes the offset where its thing begins and gives the one after it."""

    def __init__(self, source: str, end: int) -> None:
        self.source, self.end = source, end
        self.spots: dict[Path, Spot] = {}
        self.lengths: dict[Path, int] = {}  # how many tables a list of tables has so far

    def document(self, at: int) -> None:
        table: Path = ()
        while (at := self._skip(_BLANK, at)) < self.end:
            if self.source.startswith("[", at):
                table, at = self._header(at)
            else:
                at = self._pair(table, at)

    def _header(self, at: int) -> tuple[Path, int]:
        opens_entry = self.source.startswith("[[", at)
        path: Path = ()
        segments = list(self._key(at + (2 if opens_entry else 1)))
        for place, (name, begin, stop) in enumerate(segments, start=1):
            path += (name,)
            last = place == len(segments)
            self._note(path, Spot((begin, stop), (begin, stop)), anew=last and not opens_entry)
            if last and opens_entry:
                self.lengths[path] = self.lengths.get(path, 0) + 1
            if path in self.lengths:
                path += (self.lengths[path] - 1,)
                self._note(path, Spot((begin, stop), (begin, stop)))
        at = self._skip(_SPACE, segments[-1][2])
        return path, at + (2 if opens_entry else 1)

    def _pair(self, table: Path, at: int) -> int:
        path = table
        segments = list(self._key(at))
        for name, begin, stop in segments[:-1]:
            path += (name,)
            self._note(path, Spot((begin, stop), (begin, stop)))
        name, begin, stop = segments[-1]
        value = self._skip(_SPACE, self._skip(_SPACE, stop) + 1)  # past the equals sign
        return self._value((*path, name), (begin, stop), value)

    def _note(self, path: Path, spot: Spot, *, anew: bool = False) -> None:
        if anew or path not in self.spots:
            self.spots[path] = spot

    def _key(self, at: int) -> Iterator[tuple[str, int, int]]:
        """The segments of a dotted key: name, offset, end."""
        while True:
            at = self._skip(_SPACE, at)
            name, stop = self._segment(at)
            yield name, at, stop
            at = self._skip(_SPACE, stop)
            if not self.source.startswith(".", at):
                return
            at += 1

    def _segment(self, at: int) -> tuple[str, int]:
        if self.source[at] in "\"'":
            return "".join(character for character, _ in _characters(self.source, at)), _quoted(self.source, at)
        found = _BARE_KEY.match(self.source, at)
        assert found is not None, "tomllib has read this key"
        return found.group(), found.end()

    def _value(self, path: Path, key: tuple[int, int] | None, at: int) -> int:
        first = self.source[at]
        if first in "\"'":
            stop = _quoted(self.source, at)
        elif first == "[":
            stop = self._array(path, at)
        elif first == "{":
            stop = self._inline_table(path, at)
        else:
            stop = self._scalar(at)
        self.spots[path] = Spot(key or (at, stop), (at, stop))
        return stop

    def _scalar(self, at: int) -> int:
        found = _SCALAR.match(self.source, at, self.end)
        assert found is not None
        return at + len(found.group().rstrip())

    def _array(self, path: Path, at: int) -> int:
        at, index = self._skip(_BLANK, at + 1), 0
        while self.source[at] != "]":
            at = self._skip(_BLANK, self._value((*path, index), None, at))
            index += 1
            if self.source[at] == ",":
                at = self._skip(_BLANK, at + 1)
        return at + 1

    def _inline_table(self, path: Path, at: int) -> int:
        at = self._skip(_BLANK, at + 1)
        while self.source[at] != "}":
            at = self._skip(_BLANK, self._pair(path, at))
            if self.source[at] == ",":
                at = self._skip(_BLANK, at + 1)
        return at + 1

    def _skip(self, pattern: re.Pattern[str], at: int) -> int:
        found = pattern.match(self.source, at, self.end)
        return found.end() if found else at


def origins(source: str, at: int) -> tuple[int, ...]:
    """For the quoted text at an offset: where each of its characters stands in ``source``, and where it ends."""
    return tuple(offset for _, offset in _characters(source, at))


def _characters(source: str, at: int) -> list[tuple[str, int]]:
    """A quoted text's characters, each with its offset; last, for its end, the closing quote's."""
    quote, end = source[at], _quoted(source, at)
    multiline = source.startswith(quote * 3, at)
    width = 3 if multiline else 1
    start, stop = at + width, end - width
    if multiline and (newline := _NEWLINE.match(source, start)) is not None:
        start = newline.end()
    characters: list[tuple[str, int]] = []
    while start < stop:
        character, after = _character(source, start, quote, multiline)
        characters += [(character, start)] if character else []
        start = after
    return [*characters, ("", stop)]


def _quoted(source: str, at: int) -> int:
    """Where the quoted text at an offset ends."""
    found = _TEXTS[source[at]].match(source, at)
    assert found is not None, "tomllib has read this text"
    return found.end()


def _character(source: str, at: int, quote: str, multiline: bool) -> tuple[str, int]:
    """The character at an offset inside a text, and the offset after it; no character for a line that is joined to the next."""
    if quote == '"' and source[at] == "\\":
        return _escape(source, at, multiline)
    newline = _NEWLINE.match(source, at)
    return ("\n", newline.end()) if newline else (source[at], at + 1)


def _escape(source: str, at: int, multiline: bool) -> tuple[str, int]:
    if multiline and (ending := _ENDING_BACKSLASH.match(source, at)) is not None:
        return "", ending.end()
    letter = source[at + 1]
    if letter in _HEX_DIGITS:
        stop = at + 2 + _HEX_DIGITS[letter]
        return chr(int(source[at + 2 : stop], 16)), stop
    return {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}.get(letter, letter), at + 2
