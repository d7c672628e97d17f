"""What stands in a text: addresses, hosts, e-mail addresses, telephone numbers, words. Each by one regular expression.

The expressions are of the subset that all engines read alike, and bounded, so that an engine that tries and goes back (Java)
does not do so without end. Online RE2 runs them, in linear time.
"""

import re2

BLANKS = " \t\n\x0b\x0c\r"
"""ASCII white space."""
WORD = r"[^ \t\n\x0b\x0c\r]+"
HOST = r"\A[hH][tT][tT][pP][sS]?://(?:[^/?#\\]{0,256}@)?([^/?#\\@:\[\]\x00-\x20]{1,256})"
DOMAIN = (
    r"\A[0-9.]+\z|[^.]+\.(?:ac|co|com|edu|gob|gouv|gov|mil|ne|net|nom|or|org)\.[a-z][a-z]\z"
    r"|[^.]+\.[^.]+\z|\A[^.]+\z"
)
EMAIL = r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,255}\.[A-Za-z]{2,24}"
PHONE = r"(?:\A|[^0-9A-Za-z+])(\+[1-9](?:[ ().-]{0,2}[0-9]){6,14}|0(?:[ ().-]{0,2}[0-9]){8,14})"
SEPARATORS = " ().-"

_host, _domain, _email, _phone, _word = map(re2.compile, (HOST, DOMAIN, EMAIL, PHONE, WORD))
_ASCII_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_BARE = str.maketrans("", "", SEPARATORS)


def url_host(text: str) -> str | None:
    """The host of a web address, None when the text is none."""
    found = _host.search(text)
    return (found[1].translate(_ASCII_LOWER).rstrip(".") or None) if found else None


def url_domain(text: str) -> str | None:
    """The part of the host that somebody registers, by a plain rule; None when the text is no web address."""
    host = url_host(text)
    found = _domain.search(host) if host is not None else None
    return found[0] if found else None


def emails(text: str | None) -> tuple[str, ...]:
    """The e-mail addresses in a text, as they stand there."""
    return tuple(_email.findall(text)) if text is not None and "@" in text else ()


def phones(text: str | None) -> tuple[str, ...]:
    """The telephone numbers in a text, as digits, perhaps after a plus."""
    return tuple(each.translate(_BARE) for each in _phone.findall(text)) if text is not None else ()


def similarity(one: str, other: str) -> float | None:
    """The share of words that two texts have in common, of all that either has; None when neither has any."""
    left, right = set(_word.findall(one)), set(_word.findall(other))
    return len(left & right) / len(left | right) if left or right else None


def part(text: str, separator: str, place: int) -> str:
    """The ``place``-th piece of a text, from 1; an empty text when there are fewer."""
    pieces = text.split(separator, place)
    return pieces[place - 1] if len(pieces) >= place else ""
