"""Lists of words, identifiers and digests that rules look things up in: ``lists/<name>.csv``, up to a million entries.

The column ``entry`` is what is looked for; other columns (a source, a note) are for people. Entries of files that did not
change are shared between one version of the playbook and the next, so that many of a million cost their memory once.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from weakref import WeakValueDictionary

from leeward.playbook.diagnostics import Diagnostic, Location, nearest
from leeward.playbook.model import EntryList
from leeward.playbook.rules.bank import digest_bits
from leeward.record.terms.code import Digest

COLUMN = "entry"
MOST = 1_000_000
TOLD = 20
"""So many mistakes of one file are told; the rest are most likely the same one."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_shared: WeakValueDictionary[str, EntryList] = WeakValueDictionary()


def is_list(file: str) -> bool:
    """Whether a path is that of a list."""
    folder, *rest = file.split("/")
    return folder == "lists" and len(rest) == 1 and file.endswith(".csv")


def list_name(file: str) -> str:
    """The name by which rules know the list in ``file``."""
    return file.removeprefix("lists/").removesuffix(".csv")


def read_list(root: Path, file: str, findings: list[Diagnostic]) -> EntryList | None:
    """The list in ``root/file``, or None and findings."""
    name = list_name(file)
    try:
        content = (root / file).read_bytes()
    except OSError as error:
        findings.append(Diagnostic(file, 1, 1, 1, f"this file cannot be read: {error.strerror}"))
        return None
    digest = Digest(hashlib.sha256(content).hexdigest())
    if (known := _shared.get(f"{file} {digest}")) is not None:
        return known
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        hint = f"byte {error.start} cannot be read; save the file as UTF-8"
        findings.append(Diagnostic(file, 1, 1, 1, "this file is not UTF-8 text", hint))
        return None
    reading = _Reading(file, text)
    if not _NAME.fullmatch(name):
        reading.fault(1, "this file name cannot be a list's name", "lower-case letters, digits and _: lists/known_employers.csv")
    entries = reading.entries()
    findings += reading.findings
    if reading.findings:
        return None
    where = Location(file, source=text.split("\n", 1)[0], length=len(text.split("\n", 1)[0].rstrip("\r")))
    read = EntryList(name=name, digest=digest, entries=entries, bits=_bits(entries), file=file, where=where)
    _shared[f"{file} {digest}"] = read
    return read


def _bits(entries: frozenset[str]) -> int:
    bits = digest_bits(next(iter(entries)))
    return bits if bits and all(digest_bits(entry) == bits for entry in entries) else 0


class _Reading:
    """One file as it is read, with what is wrong with it."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        self.findings: list[Diagnostic] = []

    def fault(self, line: int, message: str, hint: str = "") -> None:
        """Something wrong in a line, from 1."""
        rows = self.text.split("\n", line)
        source = rows[line - 1].rstrip("\r") if line <= len(rows) else ""
        self.findings.append(Diagnostic(self.file, line, 1, max(1, len(source)), message, hint, source))

    def entries(self) -> frozenset[str]:
        """What the file lists."""
        rows = csv.reader(io.StringIO(self.text, newline=""), strict=True)
        header = self._next(rows)
        if header is None or COLUMN not in header:
            near = nearest(COLUMN, header or ())
            hint = f'call "{near}" {COLUMN}' if near else f"the first line names the columns, one of them {COLUMN}"
            self.fault(1, f'there is no column "{COLUMN}"', hint)
            return frozenset()
        place, found = header.index(COLUMN), set[str]()
        while (row := self._next(rows)) is not None:
            if row:
                self._take(row, place, len(header), found, rows.line_num)
            if len(self.findings) >= TOLD or len(found) > MOST:
                break
        if len(found) > MOST:
            self.fault(rows.line_num, f"a list has at most {MOST:,} entries", "make it several lists")
        if not found and not self.findings:
            self.fault(1, "the list is empty", "a list that no entry is in decides nothing: add one, or take the file out")
        return frozenset(found)

    def _next(self, rows: Iterator[list[str]]) -> list[str] | None:
        try:
            return next(rows)
        except StopIteration:
            return None
        except csv.Error as error:
            line = getattr(rows, "line_num", 1)
            self.fault(max(1, line), f"this is not CSV: {error}", "a quote in a quoted value is written twice")
            return None

    def _take(self, row: list[str], place: int, width: int, found: set[str], line: int) -> None:
        if len(row) != width:
            self.fault(line, f"this line has {len(row)} values, the first one names {width} columns", "a comma stands in quotes")
            return
        entry = row[place]
        if not entry.strip():
            self.fault(line, "the entry is empty", "take the line out")
        elif entry != entry.strip():
            self.fault(line, "blanks stand around the entry, and would be part of it", "take them out")
        elif "\x00" in entry:
            self.fault(line, "the entry holds a NUL, which no text can have", "take it out")
        elif entry in found:
            self.fault(line, f'"{entry}" is listed twice', "take one out")
        else:
            found.add(entry)
