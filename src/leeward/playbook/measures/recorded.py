"""Results of a closed period as they are recorded, read back."""

from collections.abc import Mapping, Sequence
from typing import Any

from leeward.playbook.measures.reckoning import Cell

NUMBERS = ("value", "n", "numerator", "denominator", "low", "high")


def cells_of(results: Sequence[Mapping[str, Any]], period: int) -> list[Cell]:
    """What is recorded of a period, as results; nothing is suppressed yet."""
    return [
        Cell(
            period=period,
            by=tuple((part["dimension"], part["value"]) for part in each["by"]),
            **{name: each[name] for name in (*NUMBERS, "reason")},
        )
        for each in results
    ]
