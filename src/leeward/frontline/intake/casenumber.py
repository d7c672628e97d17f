"""Case numbers and PINs: what somebody writes on a piece of paper to come back by.

A number is eight letters and digits without those that are mistaken for each other (Crockford's base 32: 40 bits), so a case
cannot be found by counting. A PIN is six digits. Together they are 60 bits, and attempts are counted.
"""

import re
import secrets

from leeward.record.terms.code import Digest

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 8
_NUMBER = re.compile(rf"[{_LETTERS}]{{{_LENGTH}}}")
PIN_DIGITS = 6


def number_of(digest: Digest) -> str:
    """The case number in a keyed digest of the case's id, as it is written: ``7K3M-9Q2D``."""
    bits = int(digest[:10], 16)
    letters = "".join(_LETTERS[bits >> 5 * place & 31] for place in range(_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def read_number(typed: str) -> str | None:
    """A case number as somebody typed it, in its written form; None when it cannot be one."""
    bare = re.sub(r"[^0-9A-Z]", "", typed.upper()).translate(str.maketrans("OIL", "011"))
    return f"{bare[:4]}-{bare[4:]}" if _NUMBER.fullmatch(bare) else None


def new_pin() -> str:
    """A fresh PIN."""
    return f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}"


def read_pin(typed: str) -> str:
    """A PIN as somebody typed it: its ASCII digits."""
    return re.sub(r"[^0-9]", "", typed)
