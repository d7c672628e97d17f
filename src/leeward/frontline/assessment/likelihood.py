"""How likely a report is right, before anybody looked: 0..1, from the rules that matched and the reporter's record.

    reliability = (upheld + 2) / (upheld + turned down + 5)
    odds        = odds(strongest rule, at least the average) * odds(reliability) / odds(average)

A reporter of whom nothing is known has the reliability of the average, 2 of 5, and leaves the rules' strength as it is;
every decided report moves it a little less than the one before (a Beta(2, 3) prior: shrinkage towards the average). Rules
overlap, so only the strongest counts; their strengths are not added up. No record moves the odds more than fourfold, up or
down: a bad record cannot bury what a rule found, and a good one is no verdict.
"""

from collections.abc import Iterable

import msgspec

_UPHELD, _TURNED_DOWN = 2, 3  # what is taken as known of a reporter before their first decided report
AVERAGE = _UPHELD / (_UPHELD + _TURNED_DOWN)
MOST = 4.0  # how many times a reporter's record may multiply or divide the odds
CERTAIN = 0.99  # no rule is believed beyond this, whatever its file says


class ReporterRecord(msgspec.Struct, frozen=True):
    """How a reporter's decided reports ended; "not enough to decide" counts for neither."""

    upheld: int = 0
    turned_down: int = 0


def reliability(record: ReporterRecord) -> float:
    """The share of a reporter's reports that will be upheld, as far as their record tells: 0..1, exclusive."""
    known = record.upheld + record.turned_down
    return (record.upheld + _UPHELD) / (known + _UPHELD + _TURNED_DOWN)


def likelihood(strengths: Iterable[float], record: ReporterRecord) -> float:
    """How likely the report is right: 0..1, exclusive. ``strengths`` are those of the rules that matched, 0..1 each."""
    strongest = min(CERTAIN, max(strengths, default=AVERAGE))
    weight = _odds(reliability(record)) / _odds(AVERAGE)
    odds = _odds(max(AVERAGE, strongest)) * min(MOST, max(1 / MOST, weight))
    return odds / (1 + odds)


def _odds(probability: float) -> float:
    return probability / (1 - probability)
