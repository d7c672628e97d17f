"""One file of the playbook: its data and the place of everything in it. Policies are Markdown with TOML between ``+++`` lines."""

import re
import tomllib
from pathlib import Path as FilePath
from typing import Any

import msgspec

from leeward.playbook.diagnostics import Diagnostic, Location, line_and_column
from leeward.playbook.locator import Path, Spot, locate, origins

FENCE = "+++"
_CLOSING = re.compile(r"^\+\+\+[ \t]*\r?$", re.MULTILINE)
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


class Document(msgspec.Struct, frozen=True):
    """A file that could be read: what ``tomllib`` makes of it, where each thing stands, and the text behind the front matter."""

    file: str
    source: str
    data: dict[str, Any]
    spots: dict[Path, Spot]
    body: str = ""

    def at(self, *path: str | int) -> Location:
        """The place of a value, or of the nearest table around it that is written down."""
        spot = self._nearest(path)
        return self._location(*spot.value) if spot else Location(self.file)

    def key(self, *path: str | int) -> Location:
        """The place of a key."""
        spot = self._nearest(path)
        return self._location(*spot.key) if spot else Location(self.file)

    def text(self, *path: str | int) -> Location:
        """The place of a text's first character, so that offsets in the text find their line."""
        characters = origins(self.source, self.spots[path].value[0])
        place = self._location(characters[0], characters[-1])
        return msgspec.structs.replace(place, origins=characters)

    def written(self, *path: str | int) -> str:
        """A value as it stands in the file."""
        return self.source[slice(*self.spots[path].value)] if path in self.spots else ""

    def _nearest(self, path: Path) -> Spot | None:
        while path and path not in self.spots:
            path = path[:-1]
        return self.spots.get(path)

    def _location(self, start: int, stop: int) -> Location:
        line, column = line_and_column(self.source, start)
        return Location(self.file, line, column, max(1, stop - start), self.source)


def read_document(root: FilePath, file: str, findings: list[Diagnostic]) -> Document | None:
    """The file ``root/file``, or None and a finding."""
    try:
        source = (root / file).read_bytes().decode()
    except UnicodeDecodeError as error:
        findings.append(
            Diagnostic(file, 1, 1, 1, "this file is not UTF-8 text", f"byte {error.start} cannot be read; save the file as UTF-8")
        )
        return None
    except OSError as error:
        findings.append(Diagnostic(file, 1, 1, 1, f"this file cannot be read: {error.strerror}"))
        return None
    return parse(file, source, findings)


def parse(file: str, source: str, findings: list[Diagnostic]) -> Document | None:
    """The text of a file, taken apart; Markdown by its name. None and a finding when it is not sound."""
    toml, body = source, ""
    if file.endswith(".md"):
        closing = _CLOSING.search(source, len(FENCE))
        if not source.startswith(FENCE) or closing is None:
            missing = "ends" if source.startswith(FENCE) else "begins"
            hint = "the first line is +++, then TOML, then another line +++, then the policy's text"
            findings.append(Location(file, source=source, length=3).diagnostic(f"no line +++ {missing} the front matter", hint))
            return None
        # Blanks in place of the fence: every offset in the front matter is one in the file.
        toml, body = " " * len(FENCE) + source[len(FENCE) : closing.start()], source[closing.end() :].strip()
    try:
        return Document(file, source, tomllib.loads(toml), locate(toml), body)
    except tomllib.TOMLDecodeError as error:
        findings.append(_unsound(file, source, toml, str(error)))
    except RecursionError:
        findings.append(Diagnostic(file, 1, 1, 1, "lists or tables stand inside one another too deeply"))
    return None


def _unsound(file: str, source: str, toml: str, error: str) -> Diagnostic:
    """What ``tomllib`` did not like, at its place. It counts lines with ``\\n`` only, as we do."""
    found = _PLACE.search(error)
    line, column = line_and_column(source, len(toml.rstrip()))
    if found is not None and found.group(1):
        line, column = int(found.group(1)), int(found.group(2))
    message = _PLACE.sub("", error)
    return Location(file, line, column, source=source).diagnostic("not sound TOML: " + message[:1].lower() + message[1:])
