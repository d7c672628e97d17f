"""Where each bank's exchange is asked, and as whom: the file that ``LEEWARD_EXCHANGES`` names, TOML, one table a bank.

[stopncii]
address = "https://api.stopncii.org/v1"
key = "..."
subscription = "..."
"""

import tomllib

import msgspec

from leeward.frontline.signals.asking import Source
from leeward.settings import Settings


def sources_of(settings: Settings) -> dict[str, Source]:
    """By bank; none while the setting is not made. Raises ValueError that names the place, and never a key."""
    if settings.exchanges is None:
        return {}
    try:
        tables = tomllib.loads(settings.exchanges.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise ValueError(f"LEEWARD_EXCHANGES: {settings.exchanges} cannot be read: {problem}.") from None
    return {code: _source(settings, code, table) for code, table in tables.items()}


def _source(settings: Settings, code: str, table: object) -> Source:
    try:
        return msgspec.convert(table, Source)
    except (msgspec.ValidationError, ValueError) as problem:
        raise ValueError(f"LEEWARD_EXCHANGES: [{code}] in {settings.exchanges}: {problem}") from None
