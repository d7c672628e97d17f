"""What platforms and authorities really published: totals to the last statement, renamed issues, revised figures, small cells."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from leeward.house import House
from leeward.insights.published import desk
from leeward.insights.published.cube import CUBES, shares
from leeward.record.lake.reading import open_lake
from leeward.record.terms.people import DOOR
from leeward.settings import Settings

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
FILES = {
    "dsa_statements": DATA / "dsa_tdb_daily" / "dsa_daily_2023-09-25_2025-06-30.parquet",
    "tiktok_enforcement": DATA / "tiktok_cger" / "tiktok_cger_vintages_2022Q4_2024Q1.parquet",
    "meta_enforcement": DATA / "meta_cser" / "meta_cser_vintages_2021Q2_2023Q3.csv.gz",
    "trafficking_detected": DATA / "unodc_glotip" / "glotip_2003_2021.parquet",
}
IMAGES = "KEYWORD_NON_CONSENSUAL_IMAGE_SHARING"

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not all(path.exists() for path in FILES.values()), reason=f"needs the published files beneath {DATA}"),
]


@pytest.fixture
def house(database: str, tmp_path: Path) -> Iterator[House]:
    """An open house."""
    opened = House(Settings(home=tmp_path), database)
    yield opened
    opened.record.close()


def board(house: House, folder: Path, table: str, by: str | None = None, **chosen: str) -> desk.Board:
    """A table, taken in and looked at."""
    desk.take(house.record, folder / "lake", table, FILES[table], DOOR)
    return desk.board(house.record, folder / "lake", CUBES[table], chosen, by)


def test_the_statements_of_the_european_union_are_all_there(house: House, tmp_path: Path) -> None:
    seen = board(house, tmp_path, "dsa_statements", attribute="rows")
    assert sum(cell.low or 0 for cell in seen.cells) == 32_765_067_728
    assert len(seen.cells) == 22, "months, of which the first began on the 25th"
    seen = desk.board(house.record, tmp_path / "lake", CUBES["dsa_statements"], {"value": IMAGES}, "platform")
    (name, low, _, share), *others = shares(seen.cells)
    assert (name, sum(each[1] for each in others) + low, len(others)) == ("Discord", 2_053_929, 5)
    assert share > 0.95
    by_month = {f"{cell.period:%Y-%m}": cell.low for cell in seen.cells if cell.name == "Discord"}
    assert 519_000 < (by_month["2025-01"] or 0) < 521_000
    with open_lake(house.record, tmp_path / "lake") as lake:
        tables = lake.ask("SELECT count(DISTINCT day), count(DISTINCT platform) FROM dsa_statements")[1]
        trafficking = lake.ask(
            "SELECT sum(statements), count(DISTINCT platform) FROM dsa_statements WHERE value = 'KEYWORD_HUMAN_TRAFFICKING'"
            " AND attribute = 'category_specification' AND statements > 0"
        )[1]
    assert tables == [(645, 143)]
    assert trafficking == [(212, 4)]


def test_an_issue_that_was_renamed_is_one_series(house: House, tmp_path: Path) -> None:
    seen = board(house, tmp_path, "tiktok_enforcement", issue="Human Exploitation", by="market")
    assert {str(cell.period) for cell in seen.cells if cell.low is not None} == {"2023-07-01", "2023-10-01", "2024-01-01"}
    assert all(0 <= (cell.low or 0) <= 1 for cell in seen.cells)
    with open_lake(house.record, tmp_path / "lake") as lake:
        unread = lake.ask("SELECT count(*) FILTER (low IS NULL), count(*) FILTER (day IS NULL) FROM tiktok_enforcement")[1]
    assert unread == [(0, 0)]


def test_what_was_revised_is_told(house: House, tmp_path: Path) -> None:
    board(house, tmp_path, "meta_enforcement")
    with open_lake(house.record, tmp_path / "lake") as lake:
        revised = lake.ask("SELECT count(*) FROM (SELECT DISTINCT app, policy, metric, day FROM meta_enforcement WHERE revised)")[
            1
        ]
        intervals = lake.ask("SELECT low, high FROM meta_enforcement WHERE low <> high GROUP BY ALL ORDER BY low LIMIT 1")[1]
    [(keys,)] = revised
    assert 200 < keys <= 398, "the README counts 398 with changes to and from nothing"
    assert intervals[0][0] < intervals[0][1]


def test_small_cells_stay_intervals(house: House, tmp_path: Path) -> None:
    seen = board(house, tmp_path, "trafficking_detected", dimension="by form of exploitation", category="Sexual exploitation")
    assert all(cell.low is not None and cell.high is not None and cell.low <= cell.high for cell in seen.cells)
    assert any(cell.low != cell.high for cell in seen.cells)
    with open_lake(house.record, tmp_path / "lake") as lake:
        counted = lake.ask(
            "SELECT count(*) FILTER (high = 4 AND low = 0), count(*) FILTER (low IS NULL) FROM trafficking_detected"
        )[1]
    assert counted == [(23_076, 0)]
