"""``<name>.cases.toml`` beside a measure: rows as the lake would hold them, and the numbers that must come out of them."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from leeward.playbook.diagnostics import Diagnostic, suggestion
from leeward.playbook.document import Document
from leeward.playbook.measures.gauge import Expected, GaugeCase
from leeward.playbook.measures.reckoning import UNDEFINED
from leeward.playbook.measures.views import ACTIVITY, Columns, Type

NUMBERS = ("value", "n", "numerator", "denominator", "low", "high")
_CASE = ("name", "start", "end", "as_of", "given", "expect", "slice")
_EXPECT = (*NUMBERS, "refused", "suppressed")
MOST = 10_000
"""So many rows a view may be given."""


class Cases:
    """Reads the cases of one file; what does not fit becomes a finding."""

    def __init__(self, document: Document, read: Mapping[str, Columns], dimensions: tuple[str, ...]) -> None:
        self.document, self.read, self.dimensions = document, read, dimensions
        self.findings: list[Diagnostic] = []

    def all(self) -> tuple[GaugeCase, ...]:
        """Every case that fits."""
        for key in self.document.data:
            if key != "case":
                self._say((key,), f'a file of cases has no key "{key}"', "it holds [[case]] tables")
        cases = self.document.data.get("case")
        if not isinstance(cases, list) or not cases:
            self._say((), "there is no case", "a measure is proven by its cases: [[case]] with name, start, end, given, expect")
            return ()
        found = [self._case(number, each) for number, each in enumerate(cases) if isinstance(each, dict)]
        return tuple(each for each in found if each is not None)

    def _say(self, path: tuple[str | int, ...], message: str, hint: str = "") -> None:
        place = self.document.at(*path) if path else self.document.at()
        self.findings.append(place.diagnostic(message, hint))

    def _case(self, number: int, case: Mapping[str, Any]) -> GaugeCase | None:
        before, path = len(self.findings), ("case", number)
        self._only(path, case, _CASE, ("name", "start", "end", "expect"))
        start, end, as_of = (self._moment((*path, key), case.get(key)) for key in ("start", "end", "as_of"))
        if start and end and not start < end:
            self._say((*path, "end"), "this period ends before it begins", "end is the first moment that is not in it")
        tables = dict(self._given(path, case.get("given", {})))
        expect = [self._expected((*path, "expect"), case.get("expect"), {})]
        expect += [self._slice((*path, "slice", place), each) for place, each in enumerate(case.get("slice", ()))]
        if len(self.findings) > before or start is None or end is None:
            return None
        where = self.document.at(*path, "name")
        sound = tuple(each for each in expect if each is not None)
        return GaugeCase(name=str(case["name"]), start=start, end=end, as_of=as_of, tables=tables, expect=sound, where=where)

    def _only(
        self, path: tuple[str | int, ...], table: Mapping[str, Any], known: tuple[str, ...], needed: tuple[str, ...]
    ) -> None:
        for key in table:
            if key not in known:
                self._say((*path, key), f'there is no key "{key}" here', suggestion(key, known))
        for key in needed:
            if key not in table:
                self._say(path, f'"{key}" is missing', f"a case has {', '.join(needed)}")

    def _moment(self, path: tuple[str | int, ...], value: object) -> datetime | None:
        if value is None:
            return None
        if not isinstance(value, datetime) or value.tzinfo is None:
            self._say(path, "this is no moment", "write a moment with its zone: 2026-01-05T00:00:00Z")
            return None
        return value.astimezone(UTC)

    def _given(self, path: tuple[str | int, ...], given: Any) -> Iterator[tuple[str, tuple[dict[str, Any], ...]]]:
        if not isinstance(given, dict):
            self._say((*path, "given"), "given holds rows by view", "given.job_decided = [{ ... }, { ... }]")
            return
        named: list[tuple[tuple[str, ...], str, Any]] = [((key,), key, each) for key, each in given.items() if key != ACTIVITY]
        activity = given.get(ACTIVITY, {})
        named += (
            [((ACTIVITY, key), f"{ACTIVITY}.{key}", each) for key, each in activity.items()] if isinstance(activity, dict) else []
        )
        for keys, view, rows in named:
            here = (*path, "given", *keys)
            if view not in self.read:
                self._say(here, f"this measure does not read {view}", suggestion(view, self.read))
            elif not isinstance(rows, list) or len(rows) > MOST or not all(isinstance(each, dict) for each in rows):
                self._say(here, f"{view} is a list of rows", "[{ ... }, { ... }]")
            else:
                yield view, tuple(self._row((*here, place), view, place, each) for place, each in enumerate(rows))

    def _row(self, path: tuple[str | int, ...], view: str, place: int, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row with its columns; what is not given is NULL, but position and recorded, which follow from the rest."""
        columns = self.read[view]
        found: dict[str, Any] = {"position": place + 1} if "position" in columns else {}
        for name, value in row.items():
            if name not in columns:
                self._say((*path, name), f"{view} has no column {name}", suggestion(name, columns))
            else:
                found[name] = self._value((*path, name), columns[name], value)
        for late in ("recorded", "received"):
            if {late, "occurred"} <= columns.keys() and late not in found and found.get("occurred") is not None:
                found[late] = found["occurred"]
        return found

    def _value(self, path: tuple[str | int, ...], kind: Type, value: Any) -> Any:
        if kind.name == "list" and kind.of is not None and isinstance(value, list):
            return [self._value((*path, place), kind.of, each) for place, each in enumerate(value)]
        if kind.name == "struct" and isinstance(value, dict):
            fields = dict(kind.fields)
            self._only(path, value, tuple(fields), ())
            return {name: self._value((*path, name), fields[name], each) for name, each in value.items() if name in fields}
        if kind.name == "moment":
            return self._moment(path, value)
        fits = {
            "text": isinstance(value, str),
            "boolean": isinstance(value, bool),
            "number": isinstance(value, int) and not isinstance(value, bool),
            "float": isinstance(value, int | float) and not isinstance(value, bool),
        }
        if not fits.get(kind.name, False):
            self._say(path, f"this is no {kind}", "")
            return None
        return float(value) if kind.name == "float" else value

    def _slice(self, path: tuple[str | int, ...], table: Any) -> Expected | None:
        by = table.get("by") if isinstance(table, dict) else None
        if not isinstance(by, dict) or not by:
            self._say(path, '"by" is missing', 'a slice says which: by = { queue = "recruitment" }')
            return None
        for name, value in by.items():
            if name not in self.dimensions:
                self._say((*path, "by", name), f"this measure has no dimension {name}", suggestion(name, self.dimensions))
            elif not isinstance(value, str):
                self._say((*path, "by", name), "a slice is named by a text", "numbers and conditions too, in quotes: 'true'")
        rest = {key: value for key, value in table.items() if key != "by"}
        return self._expected(path, rest, {name: str(value) for name, value in by.items()})

    def _expected(self, path: tuple[str | int, ...], table: Any, by: dict[str, str]) -> Expected | None:
        if not isinstance(table, dict) or not table:
            self._say(path, "what must come out is missing", "expect = { value = 0.5, n = 4 }, or { refused = 'undefined' }")
            return None
        self._only(path, table, _EXPECT, ())
        numbers = {name: self._number((*path, name), table[name]) for name in NUMBERS if name in table}
        refused, hidden = table.get("refused"), table.get("suppressed")
        if refused is not None and refused != UNDEFINED:
            self._say((*path, "refused"), "a value is refused when it is undefined", "refused = 'undefined'")
        if hidden is not None and not isinstance(hidden, bool):
            self._say((*path, "suppressed"), "suppressed is true or false")
        sound = {name: each for name, each in numbers.items() if each is not None}
        return Expected(by=by, numbers=sound, refused=refused, suppressed=hidden, where=self.document.at(*path))

    def _number(self, path: tuple[str | int, ...], value: Any) -> tuple[float, float] | None:
        """A number, and how far off what comes out may be: half of the last digit that is written."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._say(path, "this is no number")
            return None
        written = self.document.written(*path).replace("_", "")
        try:
            exponent = Decimal(written).as_tuple().exponent
        except ArithmeticError:
            exponent = 0
        digits = -exponent if isinstance(exponent, int) else 0
        return float(value), 0.0 if isinstance(value, int) else 0.5 * 10.0**-digits + 1e-12
