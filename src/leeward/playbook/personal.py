"""Personal data in a text that is to leave the house: e-mail addresses, telephone numbers, IP addresses, handles, internal ids.

It rather stops a text too many: whoever wrote it changes a word, while what was published cannot be taken back (Q16).
"""

import re
from collections.abc import Iterable, Iterator
from ipaddress import ip_address
from typing import NamedTuple


class Place(NamedTuple):
    """Where something was found: the characters ``begin`` to ``end`` of the text."""

    kind: str
    """``email``, ``phone``, ``ip``, ``handle`` or ``internal_id``."""
    begin: int
    end: int


_EMAIL = re.compile(r"[^\s@<>(),;:\"]+@[^\s@<>(),;:\"]+\.[^\s@<>(),;:\"]{2,}|mailto:\S+", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w@.])@[\w.]{2,}|(?<!\w)u/[\w-]{3,}|https?://[^\s/]+/(?:@|u/|user/|users/|profile/)[^\s/]+")
_HEX = r"[0-9a-fA-F]"
_INTERNAL = re.compile(
    rf"(?<![\w-]){_HEX}{{8}}-?(?:{_HEX}{{4}}-?){{3}}{_HEX}{{12}}(?![\w-])|(?<!\w){_HEX}{{32,}}(?!\w)|(?<!\w)\d{{9,}}(?!\w)"
)
_NUMBER = re.compile(r"(?<![\w/.-])\+?\(?\d[\d\s().\-/\u00a0\u2009\u202f]{5,}\d(?![\w/-])")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}")
_LAW = re.compile(r"\d{4}/\d{1,4}")
_ADDRESS = re.compile(
    rf"(?<![\w.])\d{{1,3}}(?:\.\d{{1,3}}){{3}}(?![\w.]*\d)|(?<![\w:])(?:{_HEX}{{0,4}}:){{2,7}}{_HEX}{{0,4}}(?![\w:])"
)


def found_in(text: str, ours: Iterable[str] = ()) -> tuple[Place, ...]:
    """Every place of personal data in ``text``, in order. ``ours``: identifiers that must not stand in it at all."""
    places = {*_emails(text), *_handles(text), *_addresses(text), *_internal(text), *_literal(text, ours)}
    places |= {each for each in _phones(text) if not any(other.begin <= each.begin and each.end <= other.end for other in places)}
    return tuple(sorted(places, key=lambda each: (each.begin, each.end, each.kind)))


def _emails(text: str) -> Iterator[Place]:
    return (Place("email", *each.span()) for each in _EMAIL.finditer(text))


def _handles(text: str) -> Iterator[Place]:
    return (Place("handle", *each.span()) for each in _HANDLE.finditer(text))


def _internal(text: str) -> Iterator[Place]:
    return (Place("internal_id", *each.span()) for each in _INTERNAL.finditer(text))


def _addresses(text: str) -> Iterator[Place]:
    for each in _ADDRESS.finditer(text):
        try:
            ip_address(each.group())
        except ValueError:
            continue
        yield Place("ip", *each.span())


def _phones(text: str) -> Iterator[Place]:
    """Seven to fifteen digits with only the signs of telephone numbers between them; a date and the number of a law are none."""
    for each in _NUMBER.finditer(text):
        rest = _LAW.sub(" ", _DATE.sub(" ", each.group()))
        if 7 <= sum(sign.isdigit() for sign in rest) <= 15:
            yield Place("phone", *each.span())


def _literal(text: str, ours: Iterable[str]) -> Iterator[Place]:
    for name in {each for each in ours if len(each) >= 3}:
        pattern = rf"(?<!\w){re.escape(name)}(?!\w)"
        yield from (Place("internal_id", *each.span()) for each in re.finditer(pattern, text, re.IGNORECASE))
