"""The comment block at the top of a measure's file: ``-- key: value``, a long value goes on behind ``--`` and three blanks."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import msgspec

from leeward.playbook.diagnostics import Diagnostic, Location, suggestion
from leeward.playbook.measures.gauge import Grain, Interval
from leeward.record.terms.code import GaugeCode, is_code

_LINE = re.compile(r"--[ \t]?(?P<key>[a-z]+):[ \t]*(?P<value>.*?)[ \t]*\r?$")
_MORE = re.compile(r"--[ \t]{3,}(?P<value>\S.*?)[ \t]*\r?$")
_EMPTY = re.compile(r"--[ \t]*\r?$")
_SPAN = re.compile(r"(?P<number>[0-9]{1,3}) (?P<unit>hour|day)s?")
_BECAUSE = re.compile(r"none, because (?P<why>.{8,})")
_PERCENTILE = re.compile(r"p(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2})?)")

WORDS = ("name", "question", "grain", "unit", "numerator", "denominator", "clock", "exclusions", "owner")
NEEDED = (*WORDS, "guardrail", "version", "interval", "minimum")
DECIDING = (
    "grain",
    "unit",
    "numerator",
    "denominator",
    "clock",
    "exclusions",
    "interval",
    "minimum",
    "period",
    "settles",
    "statistic",
)
"""What changes the number, or what it means: another text of these is another version."""


class Entry(msgspec.Struct, frozen=True):
    """A value and its place."""

    text: str
    where: Location


class Header(msgspec.Struct, frozen=True):
    """What a header says, and where the SELECT begins."""

    entries: Mapping[str, Entry]
    values: Mapping[str, Any]
    """By the names of ``Gauge``."""
    sound: bool
    body: int
    """The offset behind the header."""


def read_header(file: str, source: str, findings: list[Diagnostic]) -> Header:
    """The header of a file, with a finding for everything that is missing, unknown or unfit."""
    entries, body, before = _entries(file, source, findings), 0, len(findings)
    body = _end(source)
    top = Location(file, source=source, length=max(1, len(source.split("\n", 1)[0])))
    for key in NEEDED:
        if key not in entries or not entries[key].text:
            place = entries[key].where if key in entries else top
            findings.append(place.diagnostic(f'"{key}" is missing in the header', f"write a line -- {key}: {_ABOUT[key]}"))
    values: dict[str, Any] = {}
    for key, entry in entries.items():
        read = _READ.get(key)
        if not entry.text:
            continue
        try:
            values |= read(entry.text) if read else {_FIELDS.get(key, key): entry.text}
        except ValueError as problem:
            findings.append(entry.where.diagnostic(f'"{key}" cannot be {entry.text[:60]!r}', str(problem)))
    return Header(entries, values, len(findings) == before, body)


def _end(source: str) -> int:
    """The offset of the first line that is no comment."""
    at = 0
    for line in source.splitlines(keepends=True):
        if not line.startswith("--"):
            break
        at += len(line)
    return at


def _entries(file: str, source: str, findings: list[Diagnostic]) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    key = ""
    for number, line in enumerate(source[: _end(source)].splitlines(), start=1):
        here = Location(file, number, 1, max(1, len(line)), source)
        if more := _MORE.match(line):
            if not key:
                findings.append(here.diagnostic("this line belongs to no key", "begin with a line -- name: ..."))
            else:
                entries[key] = Entry(f"{entries[key].text} {more['value']}".strip(), entries[key].where)
        elif found := _LINE.match(line):
            key = _known(found["key"], here, entries, findings)
            if key:
                column = found.start("value") + 1 if found["value"] else 1
                place = Location(file, number, column, max(1, len(found["value"])), source)
                entries[key] = Entry(found["value"], place)
        elif not _EMPTY.match(line):
            findings.append(here.diagnostic("this is no line of a header", "a line is -- key: value; comments stand below it"))
    return entries


def _known(key: str, here: Location, entries: Mapping[str, Entry], findings: list[Diagnostic]) -> str:
    if key not in _ABOUT:
        findings.append(here.diagnostic(f'a header has no key "{key}"', suggestion(key, _ABOUT)))
        return ""
    if key in entries:
        findings.append(here.diagnostic(f'"{key}" stands here twice', "keep one of them"))
        return ""
    return key


def _version(text: str) -> dict[str, Any]:
    if not text.isdecimal() or not 0 < int(text) < 10_000:
        raise ValueError("a whole number from 1, one more for each change of what is counted")
    return {"version": int(text)}


def _minimum(text: str) -> dict[str, Any]:
    if not text.isdecimal() or not 0 < int(text) <= 10_000:
        raise ValueError("a whole number from 1: of fewer rows nothing is shown; 10 where people could be recognised")
    return {"minimum": int(text)}


def _guardrail(text: str) -> dict[str, Any]:
    if found := _BECAUSE.fullmatch(text):
        return {"guardrail": None, "unguarded": found["why"]}
    if text.count("/") != 1 or not is_code(text):
        raise ValueError("the measure to look at beside it, folder/name; or: none, because ...")
    return {"guardrail": GaugeCode(text), "unguarded": ""}


def _interval(text: str) -> dict[str, Any]:
    if found := _BECAUSE.fullmatch(text):
        return {"interval": Interval.NONE, "no_interval": found["why"]}
    known = [each.value for each in Interval if each is not Interval.NONE]
    if text not in known:
        raise ValueError(f"{', '.join(known)}; or: none, because ...")
    return {"interval": Interval(text), "no_interval": ""}


def _period(text: str) -> dict[str, Any]:
    if text not in set(Grain):
        raise ValueError("day, week or month")
    return {"period": Grain(text)}


def _settles(text: str) -> dict[str, Any]:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError("how long late facts still count, as in 48 hours or 3 days")
    return {"settles": timedelta(**{f"{found['unit']}s": int(found["number"])})}


def _statistic(text: str) -> dict[str, Any]:
    if text == "mean":
        return {"quantile": None}
    found = _PERCENTILE.fullmatch(text)
    share = 0.5 if text == "median" else float(found["number"]) / 100 if found else 0.0
    if not 0 < share < 1:
        raise ValueError("median, mean, or a percentile as in p90")
    return {"quantile": share}


_READ: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "version": _version, "minimum": _minimum, "guardrail": _guardrail, "interval": _interval, "period": _period,
    "settles": _settles, "statistic": _statistic,
}  # fmt: skip
_FIELDS = {"grain": "counts"}
_ABOUT = {
    "name": "what people call it",
    "question": "the question it answers",
    "grain": "what one row is, e.g. one decided appeal",
    "unit": "of the value, e.g. share, hours, jobs",
    "numerator": "in words",
    "denominator": "in words; for a number or a spread, what is counted",
    "clock": "which moment puts a row into a period",
    "exclusions": "what is left out, or none",
    "owner": "who answers for the definition",
    "guardrail": "folder/name of the measure that suffers when this one is pushed; or none, because ...",
    "version": "1",
    "interval": "wilson, clopper-pearson, jeffreys, poisson, quantile, bootstrap; or none, because ...",
    "minimum": "of fewer rows nothing is shown, e.g. 10",
    "period": "day, week or month",
    "settles": "how long late facts still count, e.g. 2 days",
    "statistic": "median, mean or a percentile as in p90, where the SELECT yields values",
}
