"""What somebody may choose: preferences and their values, and how a login is spelt."""

import unicodedata
from collections.abc import Mapping

PREFERENCES: Mapping[str, tuple[str, ...]] = {
    "theme": ("auto", "light", "dark"),
    "density": ("comfortable", "compact"),
    "veil": ("veiled", "open"),
}
"""Key -> values; the first is what holds until somebody chooses."""


def is_choice(key: str, value: str) -> bool:
    """Whether ``value`` is one of those of ``key``."""
    return value in PREFERENCES.get(key, ())


def plain_login(login: str) -> str:
    """The one spelling of a login: composed (NFKC), lower case, no spaces around."""
    return unicodedata.normalize("NFKC", login).casefold().strip()


def language_codes(text: str) -> tuple[str, ...]:
    """``"en, ES  fr"`` -> ``("en", "es", "fr")``."""
    return tuple(dict.fromkeys(text.replace(",", " ").lower().split()))
