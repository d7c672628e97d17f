"""From a table of a file to a struct of the model, with a finding for everything that does not fit, not only the first.

The model's own types say what fits: its field names are the keys, its defaults are what may be left out.
"""

import math
import types
from collections.abc import Collection, Mapping
from enum import Enum, StrEnum
from functools import cache
from typing import Annotated, Any, NewType, TypeVar, Union, get_args, get_origin

import msgspec

from leeward.playbook.diagnostics import Diagnostic, Location, nearest, suggestion
from leeward.playbook.document import Document
from leeward.playbook.locator import Path
from leeward.playbook.model import FieldType
from leeward.record.terms.code import PATTERN
from leeward.record.terms.severity import Severity

T = TypeVar("T", bound=msgspec.Struct)

_UNREAD = object()  # stands for a value that did not fit, about which a finding was written


class Shaper:
    """Reads tables of one document. ``places`` remembers where each struct came from, by its identity."""

    def __init__(self, document: Document, findings: list[Diagnostic], places: "Places") -> None:
        self.document, self.findings, self.places = document, findings, places

    def table(self, kind: type[T], /, *path: str | int, beside: Collection[str] = (), **supplied: Any) -> T | None:
        """The table at ``path`` as a ``kind``, or None and findings.

        ``supplied`` are fields that no file gives; ``beside`` are keys that somebody else reads.
        """
        table = self._at(path)
        if not isinstance(table, dict):
            self._misfit(path, "a table")
            return None
        fields = _fields(kind)
        if "where" in fields:
            supplied = {"where": self.document.key(*path)} | supplied
        allowed = [name for name in fields if name not in supplied]
        missing = {name: in_words(fields[name].type) for name in allowed if name not in table and fields[name].required}
        sound = self.only(path, [*allowed, *beside], missing)
        values = dict(supplied)
        for name in allowed:
            if name in table:
                values[name] = self._value(fields[name].type, (*path, name))
                sound = sound and values[name] is not _UNREAD
        if missing or not sound:
            return None
        read = kind(**values)
        self.places.remember(read, self.document, path)
        return read

    def tables(self, kind: type[T], /, *path: str | int) -> list[T]:
        """The list of tables at ``path``; those that do not fit are left out, with findings."""
        entries = self._at(path)
        if not isinstance(entries, list):
            self._misfit(path, f"a list of tables, [[{path[-1]}]]")
            return []
        read = [self.table(kind, *path, index) for index in range(len(entries))]
        return [each for each in read if each is not None]

    def keys(self, *path: str | int) -> list[str]:
        """The keys of the table at ``path``; none and a finding when it is no table."""
        table = self._at(path)
        if not isinstance(table, dict):
            self._misfit(path, "a table")
            return []
        return list(table)

    def only(self, path: Path, allowed: Collection[str], missing: Mapping[str, str]) -> bool:
        """Whether the table at ``path`` has no other keys than ``allowed`` ones, and all that ``missing`` holds with what fits.

        A missing key that somebody mistyped is reported once, as the unknown key it became.
        """
        table = self._at(path)
        unknown, mistyped = [key for key in table if key not in allowed], set()
        for key in unknown:
            near = nearest(key, missing)
            mistyped.add(near)
            hint = f'did you mean "{near}"?' if near else suggestion(key, allowed)
            self.findings.append(self.document.key(*path, key).diagnostic(f'unknown key "{key}"', hint))
        owner = next((f' in "{table[key]}"' for key in ("code", "id", "name") if path and isinstance(table.get(key), str)), "")
        for name, fitting in missing.items():
            if name not in mistyped:
                self.findings.append(self.document.key(*path).diagnostic(f'"{name}" is missing{owner}', f"{name} is {fitting}"))
        return not unknown and not missing

    def top(self, *names: str, optional: Collection[str] = ()) -> list[str]:
        """Those of these tables that stand in the file; a finding for each that does not, and for every other one."""
        known = [*names, *optional]
        self.only((), known, {name: "a table" for name in names if name not in self.document.data})
        return [name for name in known if name in self.document.data]

    def _at(self, path: Path) -> Any:
        value: Any = self.document.data
        for key in path:
            value = value[key]
        return value

    def _value(self, kind: Any, path: Path) -> Any:
        value = self._at(path)
        kind = _plain(kind, value)
        origin, parts = get_origin(kind), get_args(kind)
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            read = self.table(kind, *path)
            return _UNREAD if read is None else read
        if origin is tuple:
            return self._list(parts, value, path)
        if origin is dict:
            return self._mapping(parts[1], value, path)
        return self._leaf(kind, value, path)

    def _list(self, parts: tuple[Any, ...], value: Any, path: Path) -> Any:
        fixed = len(parts) if parts[-1] is not Ellipsis else None
        if not isinstance(value, list) or (fixed is not None and len(value) != fixed):
            return self._misfit(path, f"a list of {fixed}" if fixed else "a list")
        read = tuple(self._value(parts[0], (*path, index)) for index in range(len(value)))
        return _UNREAD if _UNREAD in read else read

    def _mapping(self, kind: Any, value: Any, path: Path) -> Any:
        if not isinstance(value, dict):
            return self._misfit(path, "a table")
        read = {key: self._value(kind, (*path, key)) for key in value}
        return _UNREAD if _UNREAD in read.values() else read

    def _leaf(self, kind: Any, value: Any, path: Path) -> Any:
        if kind is object:
            return value
        if isinstance(value, float) and not math.isfinite(value):
            return self._misfit(path, in_words(kind))
        try:
            return msgspec.convert(value, kind)
        except msgspec.ValidationError:
            near = nearest(value, choices(kind)) if isinstance(value, str) else None
            return self._misfit(path, in_words(kind), f'did you mean "{near}"?' if near else "")

    def _misfit(self, path: Path, wanted: str, hint: str = "") -> object:
        name = next((f'"{key}"' for key in reversed(path) if isinstance(key, str)), "this file")
        if path and isinstance(path[-1], int) and wanted != "a table":
            name = f"each of {name}"
        given = " ".join(self.document.written(*path).split())
        header = isinstance(self._at(path), dict | list) and not given.startswith(("{", "["))
        got = f", not {given}" if given and len(given) <= 40 and not header else ""
        self.findings.append(self.document.at(*path).diagnostic(f"{name} must be {wanted}{got}", hint))
        return _UNREAD


class Places:
    """Where structs came from, so that a check can point at the very value that is wrong."""

    def __init__(self) -> None:
        self._of: dict[int, tuple[msgspec.Struct, Document, Path]] = {}

    def remember(self, read: msgspec.Struct, document: Document, path: Path) -> None:
        """``read`` stands at ``path``. It is kept, so that its identity stays its own."""
        self._of[id(read)] = (read, document, path)

    def of(self, read: msgspec.Struct, *inside: str | int) -> Location:
        """The place of ``read``, or of a value inside it."""
        _, document, path = self._of[id(read)]
        return document.at(*path, *inside)

    def key(self, read: msgspec.Struct, *inside: str | int) -> Location:
        """The place of a key inside ``read``."""
        _, document, path = self._of[id(read)]
        return document.key(*path, *inside)


@cache
def _fields(kind: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    return {field.name: field for field in msgspec.structs.fields(kind)}


def _plain(kind: Any, value: object = None) -> Any:
    """A type without its name and without ``| None``: a key that is there is never none. Of one thing or several, what fits."""
    if isinstance(kind, NewType):
        return _plain(kind.__supertype__)
    if get_origin(kind) in (types.UnionType, Union):
        parts = [part for part in get_args(kind) if part is not types.NoneType]
        several = [part for part in parts if get_origin(part) is tuple]
        return _plain(several[0] if several and isinstance(value, list) else parts[0])
    return kind


def choices(kind: Any) -> list[str]:
    """The words there are to choose from, when the type is an enum of words."""
    kind = _plain(kind)
    if not isinstance(kind, type) or not issubclass(kind, StrEnum):
        return []
    return [each.value for each in kind] + (["decimal(12,2)"] if kind is FieldType else [])


def in_words(kind: Any) -> str:
    """What fits a type, for people: ``a whole number from 1``."""
    kind = _plain(kind)
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _bounded(parts[0], parts[1])
    if kind is Severity:
        return "a severity from 0 (minor) to 4 (imminent)"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "one of " + ", ".join(choices(kind))
    if origin is tuple:
        return (
            f"a list, each {in_words(parts[0])}"
            if parts[-1] is Ellipsis
            else f"a list of {len(parts)}, each {in_words(parts[0])}"
        )
    if origin is dict or (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
        return "a table"
    names = {
        "bool": "true or false",
        "int": "a whole number",
        "float": "a number",
        "date": "a date such as 2026-05-19",
        "str": "text",
    }
    return names.get(kind.__name__, "a value")


def _bounded(kind: Any, meta: msgspec.Meta) -> str:
    if meta.pattern == PATTERN:
        return "a code (letters, digits and _ . : / + -, no blanks)"
    if meta.min_length:
        return "text, not empty"
    low = f" from {meta.ge:g}" if meta.ge is not None else ""
    high = f" to {meta.le:g}" if meta.le is not None else ""
    return in_words(kind) + low + high
