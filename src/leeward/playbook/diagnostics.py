"""Errors that show their place: file, line, column, the source line, a caret, and what to do.

Everything that reads the playbook collects ``Diagnostic``s and raises them together as one ``PlaybookErrors``.
"""

from collections.abc import Iterable
from difflib import get_close_matches

import msgspec

from leeward.record.errors import LeewardError

TAB = "    "  # how a tab is shown, so that the caret stands under its word


class Diagnostic(msgspec.Struct, frozen=True):
    """One mistake and its place. ``line`` and ``column`` count from 1, in characters; ``length`` is how much the caret covers."""

    file: str
    """Path inside the playbook, with forward slashes; empty for the playbook as a whole."""
    line: int
    column: int
    length: int
    message: str
    hint: str = ""
    source: str = ""
    """The source line, without its line break; empty when there is none to show."""

    def render(self, prefix: str = "") -> str:
        """The mistake as people read it. ``prefix`` goes before the file name, e.g. ``playbook/``."""
        place = f"{prefix}{self.file}:{self.line}:{self.column}" if self.file else prefix.rstrip("/") or "."
        lines = [f"{place}: {self.message}"]
        if self.source.strip():
            number = str(self.line)
            before, under = self.source[: self.column - 1], self.source[self.column - 1 : self.column - 1 + self.length]
            caret = "^" * max(1, len(_shown(under)))
            lines += [f"  {number} | {_shown(self.source)}", f"  {' ' * len(number)} | {' ' * len(_shown(before))}{caret}"]
        if self.hint:
            lines.append(f"  hint: {self.hint}")
        return "\n".join(lines)


def _shown(text: str) -> str:
    return text.replace("\t", TAB)


class Location(msgspec.Struct, frozen=True):
    """Where a text begins in a file, so that an offset inside the text becomes a line and a column of the file."""

    file: str
    line: int = 1
    column: int = 1
    length: int = 1
    """How many characters of the line belong to it; what a caret covers by default."""
    source: str = ""
    """The whole file, or the bare text when there is no file."""
    origins: tuple[int, ...] = ()
    """For each character of the text (and its end), its offset in ``source``; empty when the text stands there as it is."""

    @classmethod
    def of_text(cls, text: str, file: str = "<text>") -> "Location":
        """The place of a text that is in no file."""
        return cls(file=file, source=text, length=len(text.split("\n", 1)[0]))

    def __repr__(self) -> str:
        return f"Location({self.file}:{self.line}:{self.column})"  # the whole file would be in every repr of the model

    def diagnostic(self, message: str, hint: str = "", *, offset: int | None = None, length: int = 1) -> Diagnostic:
        """A mistake here, or ``offset`` characters into the text, covering ``length`` characters of it."""
        line, column, covers = self.line, self.column, self.length
        if offset is not None:
            line, column = self._place(offset)
            covers = length
        rows = self.source.split("\n")
        row = rows[line - 1].rstrip("\r") if line <= len(rows) else ""
        covers = max(1, min(covers, len(row) - column + 1))
        return Diagnostic(self.file, line, column, covers, message, hint, row)

    def _place(self, offset: int) -> tuple[int, int]:
        start = offset_of(self.source, self.line, self.column) + offset
        if self.origins:
            start = self.origins[min(offset, len(self.origins) - 1)]
        return line_and_column(self.source, start)


def offset_of(source: str, line: int, column: int) -> int:
    """The offset in ``source`` of a line and column that count from 1."""
    start = 0
    for _ in range(line - 1):
        start = source.index("\n", start) + 1
    return start + column - 1


def line_and_column(source: str, offset: int) -> tuple[int, int]:
    """The line and column, from 1, of an offset in ``source``."""
    offset = min(offset, len(source))
    return source.count("\n", 0, offset) + 1, offset - source.rfind("\n", 0, offset)


class PlaybookErrors(LeewardError):
    """The playbook has errors."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n\n" + self.render(), remedy="")

    def render(self, prefix: str = "") -> str:
        """All mistakes, one after the other."""
        return "\n\n".join(each.render(prefix) for each in self.diagnostics)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that somebody who wrote ``word`` most likely meant."""
    words = {each.lower(): each for each in known}
    found = get_close_matches(word.lower(), words, n=1, cutoff=0.6)
    return words[found[0]] if found else None


def suggestion(word: str, known: Iterable[str], shown: int = 8) -> str:
    """The hint for an unknown word: the nearest one, or what there is to choose from."""
    choices = sorted(set(known))
    if (near := nearest(word, choices)) is not None:
        return f'did you mean "{near}"?'
    if not choices:
        return ""
    more = f" and {len(choices) - shown} more" if len(choices) > shown else ""
    return "known: " + ", ".join(choices[:shown]) + more
