"""Where a cohort parts from the rest: people who began together, a site, a language, a kind of rule. Surfaced, not averaged away.

Each cohort is compared with all others together, never with an average that it is part of. As many cohorts are looked at, so much
harder it is to stand out (Bonferroni): with twenty cohorts at 95 %, one would stand out by chance alone.
"""

from collections.abc import Mapping
from typing import Generic, TypeVar

import msgspec

from leeward.frontline.quality.proportions import Share, difference, wilson

C = TypeVar("C")
FEWEST = 5
"""Below so many cases nothing is said about a cohort: it would be about single persons."""


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How many were looked at, and how many of those were right."""

    right: int
    of: int


class Cohort(msgspec.Struct, Generic[C], frozen=True, kw_only=True):
    """One cohort beside all others."""

    name: C
    share: Share
    others: Share
    gap: Share
    """``share - others``, with an interval that holds for all cohorts together."""
    stands_out: bool
    """That interval leaves 0 out."""


def cohorts(tallies: Mapping[C, Tally], *, confidence: float = 0.95, fewest: int = FEWEST) -> list[Cohort[C]]:
    """Each cohort with ``fewest`` cases or more beside all others, those that stand out first, then the widest gap.

    The others include the cohorts too small to be shown. Raises ValueError for a tally that cannot be.
    """
    shown = {name: tally for name, tally in tallies.items() if tally.of >= fewest}
    together = 1 - (1 - confidence) / max(1, len(shown))
    right, of = sum(each.right for each in tallies.values()), sum(each.of for each in tallies.values())
    found = []
    for name, tally in shown.items():
        rest = (right - tally.right, of - tally.of)
        gap = difference(wilson(tally.right, tally.of, together), wilson(*rest, together))
        found.append(
            Cohort(
                name=name, share=wilson(tally.right, tally.of, confidence), others=wilson(*rest, confidence), gap=gap,
                stands_out=gap.value is not None and (gap.low > 0 or gap.high < 0),
            )
        )  # fmt: skip
    return sorted(found, key=lambda each: (not each.stands_out, -abs(each.gap.value or 0.0), str(each.name)))
