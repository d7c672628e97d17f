"""The words of the public pages, in every language they are spoken in: ``words/<language>.toml``, the same keys in each."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

LANGUAGES = ("en", "es")
"""The first one is spoken where nothing else is asked for."""
NAMES = {"en": "English", "es": "Español"}
_WEIGHT = re.compile(r";\s*q\s*=\s*([0-9.]+)")


class Words:
    """The texts of one language: ``words("start.title")``; names in braces are filled in."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts = texts(language)

    def __call__(self, key: str, **values: object) -> str:
        """The text under a key. Raises KeyError where there is none: a page never shows a key, or a blank."""
        return self._texts[key].format(**values) if values else self._texts[key]

    def has(self, key: str) -> bool:
        """Whether there is such a text: some pages have a help line, some need none."""
        return key in self._texts

    def listed(self, elements: Iterable[str]) -> str:
        """Elements of a notice in words, one after the other."""
        return "; ".join(self(f"element.{each}") for each in elements)

    @property
    def others(self) -> tuple[tuple[str, str], ...]:
        """The other languages: code and own name."""
        return tuple((code, NAMES[code]) for code in LANGUAGES if code != self.language)


@cache
def texts(language: str) -> Mapping[str, str]:
    """All texts of a language by their dotted keys."""
    source = (files("leeward.frontline.intake") / "words" / f"{language}.toml").read_text("utf-8")
    return MappingProxyType(dict(_flat(tomllib.loads(source))))


def _flat(table: dict[str, Any], under: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        found += _flat(value, f"{under}{key}.") if isinstance(value, dict) else [(under + key, str(value))]
    return found


def spoken(accepted: str) -> str:
    """The language for an ``Accept-Language`` header: the first of ours by weight, else the first of all."""
    asked: list[tuple[float, int, str]] = []
    for place, part in enumerate(accepted.split(",")):
        code, weight = part.split(";")[0].strip().lower().split("-")[0], _WEIGHT.search(part)
        if code in LANGUAGES:
            asked.append((-_number(weight[1]) if weight else -1.0, place, code))
    return min(asked)[2] if asked else LANGUAGES[0]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
