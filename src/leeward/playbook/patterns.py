"""Patterns of codes: ``labour_exploitation.*`` stands for every code that begins so, ``*`` for all. No other sign is special."""

import re
from collections.abc import Iterable
from functools import lru_cache


def covers(patterns: Iterable[str], code: str) -> bool:
    """Whether one of ``patterns`` stands for ``code``.

    >>> covers(["sextortion.*", "fees"], "sextortion.financial")
    True
    """
    return _covers(tuple(patterns), code)


@lru_cache(maxsize=65_536)
def _covers(patterns: tuple[str, ...], code: str) -> bool:
    # Remembered: a playbook has few patterns and few codes, and every report asks for most of the pairs.
    return any(_compiled(pattern).fullmatch(code) is not None for pattern in patterns)


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in pattern.split("*")), re.DOTALL)
