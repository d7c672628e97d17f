"""What others publish: a file comes in as a whole, adds up only where it may, and keeps its small cells."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet as parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cast import Cast, hire
from leeward.app import make_app
from leeward.house import House
from leeward.insights.published import desk
from leeward.insights.published.cube import CUBES, Asked, Cell, shares
from leeward.insights.published.desk import asking
from leeward.insights.published.wording import words
from leeward.record.lake import views
from leeward.record.lake.files import published_shelf, settle
from leeward.record.lake.publishing import FileRefused
from leeward.record.lake.reading import open_lake
from leeward.record.standing.refold import refold
from leeward.record.terms.people import DOOR
from leeward.settings import Settings
from visitor import HOST, Visitor

CANARY = "a platform's own free words"
KEYWORD, NOVEL = "KEYWORD_HUMAN_TRAFFICKING", "KEYWORD_OF_NEXT_YEAR"
DSA = ("day", "platform", "column", "entity", "variant", "text", "count", "min", "mean", "max")
GLOTIP = ("iso3", "country", "region", "subregion", "indicator", "dimension", "category", "sex", "age", "year", "value")
TIKTOK = ("vintage", "metric", "period", "policy_type", "issue", "task", "market", "result")


@pytest.fixture
def house(database: str, tmp_path: Path) -> Iterator[House]:
    """An open house with an empty lake."""
    opened = House(Settings(home=tmp_path, base_url=HOST), database)
    yield opened
    opened.record.close()


@pytest.fixture
def cast(house: House) -> Cast:
    """Who works there."""
    return hire(house.record)


def file_of(folder: Path, names: Sequence[str], rows: Sequence[Sequence[Any]], name: str = "file.parquet") -> Path:
    """A publisher's file."""
    path = folder / name
    parquet.write_table(pyarrow.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows]), path)
    return path


def statements(folder: Path, *more: Sequence[Any], name: str = "dsa.parquet") -> Path:
    """Two platforms, one keyword that everybody knows and one that nobody does, and free words."""
    day = date(2025, 1, 5)
    return file_of(
        folder,
        DSA,
        [
            (day, "one", "rows", None, None, None, 100, None, 0, None),
            (day, "one", "category_specification", None, KEYWORD, None, 70, None, 0, None),
            (day, "two", "category_specification", None, KEYWORD, None, 20, None, 0, None),
            (day, "two", "category_specification", None, NOVEL, None, 10, None, 0, None),
            (day, "two", "category_specification", "elements", None, None, 30, None, 0, None),
            (day, "two", "category_specification_other", None, None, CANARY, 4, None, 0, None),
            (day, "two", "category_specification_other", None, None, CANARY + ", again", 3, None, 0, None),
            (day, None, "batch_count", None, None, None, 2, None, 0, None),
            *more,
        ],
        name,
    )


def take(house: House, folder: Path, table: str, path: Path) -> desk.Outcome:
    """It comes in."""
    return desk.take(house.record, folder / "lake", table, path, DOOR)


def look(house: House, folder: Path, table: str, by: str | None = None, **chosen: str) -> desk.Board:
    """Somebody looks."""
    return desk.board(house.record, folder / "lake", CUBES[table], chosen, by)


def figures(seen: desk.Board) -> dict[str | None, tuple[float | None, float | None]]:
    """Each name's figure; there is one period."""
    return {cell.name: (cell.low, cell.high) for cell in seen.cells}


def test_statements_are_added_up_by_what_adds_up(house: House, tmp_path: Path) -> None:
    outcome = take(house, tmp_path, "dsa_statements", statements(tmp_path))
    assert (outcome.rows, outcome.first, outcome.again) == (7, date(2025, 1, 5), False)
    assert figures(look(house, tmp_path, "dsa_statements")) == {None: (100, 100)}, "keywords, without the figures beside them"
    assert figures(look(house, tmp_path, "dsa_statements", attribute="rows")) == {None: (100, 100)}
    by_platform = look(house, tmp_path, "dsa_statements", by="platform", value=KEYWORD)
    assert figures(by_platform) == {"one": (70, 70), "two": (20, 20)}


def test_a_code_that_nobody_expected_neither_breaks_nor_vanishes(house: House, tmp_path: Path) -> None:
    take(house, tmp_path, "dsa_statements", statements(tmp_path))
    seen = look(house, tmp_path, "dsa_statements", by="value")
    assert figures(seen)[NOVEL] == (10, 10)
    assert NOVEL in seen.options["value"]


def test_free_words_are_counted_and_not_kept(house: House, tmp_path: Path) -> None:
    take(house, tmp_path, "dsa_statements", statements(tmp_path))
    with open_lake(house.record, tmp_path / "lake") as lake:
        kept = lake.ask("SELECT sum(statements) FROM dsa_statements WHERE attribute = 'category_specification_other'")[1]
    assert kept == [(7,)]
    for path in (tmp_path / "lake").rglob("*.parquet"):
        assert CANARY not in str(parquet.read_table(path).to_pylist())


def test_the_same_file_twice_is_one_and_a_newer_one_takes_its_place(house: House, tmp_path: Path) -> None:
    take(house, tmp_path, "dsa_statements", statements(tmp_path))
    assert take(house, tmp_path, "dsa_statements", statements(tmp_path)).again
    newer = statements(tmp_path, (date(2025, 2, 1), "one", "rows", None, None, None, 5, None, 0, None), name="newer.parquet")
    assert not take(house, tmp_path, "dsa_statements", newer).again
    with house.record.reading() as looking:
        assert looking.value("SELECT count(*) FROM fact WHERE kind = 'published_taken'") == 2
        assert desk.filled(looking)["dsa_statements"].rows == 8
    assert len(list((tmp_path / "lake" / "published").rglob("*.parquet"))) == 1, "the older file is gone"
    assert settle(house.record, published_shelf(tmp_path / "lake")) == 0
    assert refold(house.record)[1] == []


@pytest.mark.parametrize(
    ("names", "said"),
    [(("day", "platform"), "has no column column, entity, variant, count, min, mean, max"), (DSA, "has no rows")],
    ids=["another file", "an empty file"],
)
def test_a_file_of_another_kind_is_refused_and_what_was_there_stays(
    house: House, tmp_path: Path, names: Sequence[str], said: str
) -> None:
    take(house, tmp_path, "dsa_statements", statements(tmp_path))
    empty = pyarrow.table({name: pyarrow.array([], pyarrow.int64() if name in DSA[6:] else pyarrow.string()) for name in names})
    parquet.write_table(empty, tmp_path / "wrong.parquet")
    with pytest.raises(FileRefused, match=said):
        take(house, tmp_path, "dsa_statements", tmp_path / "wrong.parquet")
    (tmp_path / "words.parquet").write_text("these are words")
    with pytest.raises(FileRefused, match=r"words\.parquet"):
        take(house, tmp_path, "dsa_statements", tmp_path / "words.parquet")
    with pytest.raises(desk.NoSuchTable) as refusal:
        take(house, tmp_path, "dsa_statement", statements(tmp_path))
    assert "dsa_statements" in refusal.value.remedy
    assert figures(look(house, tmp_path, "dsa_statements")) == {None: (100, 100)}


def test_cells_below_five_stay_intervals_and_regions_are_not_counted_again(house: House, tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        GLOTIP,
        [
            ("AAA", "Aland", "North", "N", "Detected trafficking victims", "Total", "Total", "Total", "Total", 2020, "<5"),
            ("BBB", "Beland", "North", "N", "Detected trafficking victims", "Total", "Total", "Total", "Total", 2020, "1,757"),
            ("BBB", "Beland", "North", "N", "Detected trafficking victims", "Total", "Total", "Female", "Total", 2020, "1,000"),
            ("NNN", None, None, None, "Detected trafficking victims", "Total", "Total", "Total", "Total", 2020, "900"),
        ],
    )
    take(house, tmp_path, "trafficking_detected", path)
    assert figures(look(house, tmp_path, "trafficking_detected")) == {None: (1757, 1761)}
    assert figures(look(house, tmp_path, "trafficking_detected", by="country"))["Aland"] == (0, 4)
    assert figures(look(house, tmp_path, "trafficking_detected", by="sex")) == {"Female": (1000, 1000)}


def test_shares_are_never_added_and_the_last_edition_counts(house: House, tmp_path: Path) -> None:
    rate, quarter = "Proactive removal rate", "Jan-Mar 2024"
    path = file_of(
        tmp_path,
        TIKTOK,
        [
            ("2023Q4", rate, "Oct-Dec 2023", "x", "Human Exploitation", "all", "Here", "0.90"),
            ("2024Q1", rate, "Oct-Dec 2023", "x", "Safety & Civility - Human Exploitation", "all", "Here", "0.95"),
            ("2024Q1", rate, quarter, "x", "Safety & Civility - Human Exploitation", "all", "Here", "0.97"),
            ("2024Q1", rate, quarter, "x", "Other Area - Human Exploitation", "all", "Here", "0.50"),
            ("2024Q1", "Total videos removed", quarter, "{{a_slip}}", "all", "all", "All", "2,000,000"),
        ],
    )
    take(house, tmp_path, "tiktok_enforcement", path)
    seen = look(house, tmp_path, "tiktok_enforcement", issue="Human Exploitation", market="Here")
    assert {str(cell.period): (cell.low, cell.rows) for cell in seen.cells} == {"2023-10-01": (0.95, 1), "2024-01-01": (None, 2)}
    assert [(row[1], row[2]) for row in seen.editions] == [("2023Q4", 0.9), ("2024Q1", 0.95)]
    assert figures(look(house, tmp_path, "tiktok_enforcement", metric="Total videos removed")) == {None: (2e6, 2e6)}


def test_an_interval_that_is_published_stays_one(house: House, tmp_path: Path) -> None:
    path = tmp_path / "meta.csv"
    path.write_text(
        "vintage,app,policy_area,metric,period,value\n2023Q3,One,Nudity,Prevalence,2019Q1,4%-5%\n2023Q3,One,Nudity,Prevalence,2019Q2,N/A\n"
    )
    take(house, tmp_path, "meta_enforcement", path)
    seen = look(house, tmp_path, "meta_enforcement", metric="Prevalence", policy="Nudity", app="One")
    assert [(cell.low, cell.high) for cell in seen.cells] == [(0.04, 0.05), (None, None)]


def test_every_table_has_a_board_that_asks_for_columns_which_it_has() -> None:
    assert CUBES.keys() == views.published().keys()
    for name, cube in CUBES.items():
        assert {each.name for each in cube.dimensions} <= views.published()[name].columns.keys()


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 10**12)), max_size=30))
def test_shares_sum_to_one_and_the_largest_comes_first(given_cells: list[tuple[str, int]]) -> None:
    cells = [Cell(date(2025, 1, 1), name, float(n), float(n), 1, "count") for name, n in given_cells]
    found = shares(cells)
    assert [each[3] for each in found] == sorted((each[3] for each in found), reverse=True)
    assert sum(each[1] for each in found) == sum(n for _, n in given_cells)
    if sum(n for _, n in given_cells):
        assert sum(each[3] for each in found) == pytest.approx(1)


def test_a_name_cannot_break_out_of_the_question() -> None:
    sql = asking.question(CUBES["dsa_statements"], Asked(chosen={"platform": "x' OR '1'='1"}))
    assert "platform = 'x'' OR ''1''=''1'" in sql


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (KEYWORD, "human trafficking"),
        (NOVEL, "of next year"),
        ("NONE", "nothing"),
        (None, "not said"),
        ("Discord", "Discord"),
        ("DE", "DE"),
    ],
)
def test_codes_are_said_in_words(code: str | None, said: str) -> None:
    assert words(code) == said


def test_the_pages_say_what_is_missing_and_what_is_there(house: House, cast: Cast, tmp_path: Path) -> None:
    with Visitor(make_app(house)) as ana:
        ana.sign_in(house.record, cast.ana)
        assert "leeward import FILE --as dsa_statements" in ana.get("/published").text
        assert "Nothing here yet" in ana.get("/published/dsa_statements").text
        assert ana.get("/published/nothing").status_code == 404
        take(house, tmp_path, "dsa_statements", statements(tmp_path))
        assert '<a href="/published/dsa_statements">' in ana.get("/published").text
        page = ana.get(f"/published/dsa_statements?by=platform&value={KEYWORD}").text
        assert "<b>one</b> alone is 77.8" in page
        assert "No figure fits" in ana.get(f"/published/dsa_statements?platform=one&value={NOVEL}").text
        exported = ana.get("/published/dsa_statements?by=platform&format=csv").text
    assert exported.splitlines()[1:] == ["2025-01-01,one,70,70,1,count", "2025-01-01,two,30,30,2,count"]


def test_eve_sees_no_published_figure(house: House, cast: Cast) -> None:
    with Visitor(make_app(house)) as eve:
        eve.sign_in(house.record, cast.eve)
        for address in ("/published", "/published/dsa_statements"):
            assert eve.get(address).status_code == 403
