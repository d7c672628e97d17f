"""How many there are whom no list has, on the lists of four places: what was published is found again."""

import csv
import os
from pathlib import Path

import pytest

from leeward.insights.patterns.overlap import chao, log_linear

SHARED = Path(os.environ.get("LEEWARD_SHARED", Path(__file__).parents[3] / "shared"))
LISTS = SHARED / "data" / "trafficking_mse_lists"

pytestmark = pytest.mark.skipif(
    not LISTS.is_dir(), reason=f"the lists of referral sources are not at {LISTS}: set LEEWARD_SHARED"
)


def cells_of(name: str) -> dict[tuple[int, ...], int]:
    """Who stands on which lists, and how many."""
    with (LISTS / f"{name}.csv").open() as file:
        rows = list(csv.DictReader(file))
    names = [column for column in rows[0] if column not in ("n", "")]
    return {tuple(int(row[column]) for column in names): int(row["n"]) for row in rows}


def test_the_estimate_of_2014_is_found_again() -> None:
    """Published from this table: 10,000 to 13,000, of whom 2,744 were known."""
    found = log_linear(cells_of("UKdat"))
    assert found.known == 2_744
    assert found.high is not None
    assert 9_500 < found.low < 10_500
    assert 12_500 < found.high < 13_500


@pytest.mark.parametrize(("name", "known"), [("Ned", 8_234), ("NewOrl", 185), ("Western", 345)])
def test_other_places_have_more_than_their_lists_and_say_how_sure_that_is(name: str, known: int) -> None:
    for way in (log_linear, chao):
        found = way(cells_of(name))
        assert found.known == known
        assert known < found.total
        assert found.low <= found.total
        assert found.high is None or found.total <= found.high
