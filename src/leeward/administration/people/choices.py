"""What somebody may choose: preferences and their values, and how a login is spelt."""

import unicodedata
from collections.abc import Mapping

from leeward.playbook import viewing

PREFERENCES: Mapping[str, tuple[str, ...]] = {
    "theme": ("auto", "light", "dark"),
    "density": ("comfortable", "compact"),
    **viewing.CHOICES,
}
"""Key -> values; of theme and density the first holds until somebody chooses, of how things are shown what limits.toml says."""


def is_choice(key: str, value: str) -> bool:
    """Whether ``value`` is one of those of ``key``."""
    return value in PREFERENCES.get(key, ())


def plain_login(login: str) -> str:
    """The one spelling of a login: composed (NFKC), lower case, no spaces around."""
    return unicodedata.normalize("NFKC", login).casefold().strip()


def language_codes(text: str) -> tuple[str, ...]:
    """``"en, ES  fr"`` -> ``("en", "es", "fr")``."""
    return tuple(dict.fromkeys(text.replace(",", " ").lower().split()))
