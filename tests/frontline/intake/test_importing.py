"""``leeward import``: a dry run takes nothing, rejects name rows, and an import that was stopped goes on where it stopped."""

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result

from leeward.cli import importing
from leeward.frontline.intake import table
from leeward.frontline.intake.table import MapProblem
from leeward.house import House
from leeward.settings import Settings

MAP = """
[import]
as = "{target}"
door = "export"
platform = "jobs"
[columns]
id = "number"
{columns}
[constants]
{constants}
"""
REPORTS = MAP.format(
    target="reports",
    columns='"subject.id" = "ad"\n"subject.content" = ["title", "words"]\ntext = "said"',
    constants='"subject.kind" = "listing"\nharm = "recruitment.deceptive"\nlanguage = "en"',
)
EVENTS = MAP.format(
    target="listing_posted",
    columns='listing_id = "ad"\ntitle = "title"\ndescription = "words"\nhas_company_logo = "logo"\naccount_age_days = "age"',
    constants='occurred = "2026-11-01T00:00:00Z"',
)


@pytest.fixture
def house(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    opened = House(Settings(home=tmp_path / "home"), database)

    @contextmanager
    def the_same(_: Settings) -> Iterator[House]:
        yield opened

    monkeypatch.setattr(importing, "open_house", the_same)  # the command opens a house of its own; here it is this one
    yield opened
    opened.record.close()


def rows(count: int) -> list[dict[str, object]]:
    return [
        {
            "number": n,
            "ad": f"L-{n}",
            "title": f"Keeper {n}",
            "words": "Neutral words.",
            "said": "Please look.",
            "logo": "t",
            "age": n,
        }
        for n in range(1, count + 1)
    ]


def write(folder: Path, suffix: str, given: list[dict[str, object]]) -> Path:
    file = folder / f"export{suffix}"
    if suffix == ".csv":
        with file.open("w", newline="", encoding="utf-8") as out:
            writer = csv.DictWriter(out, list(given[0]))
            writer.writeheader()
            writer.writerows(given)
    elif suffix == ".jsonl":
        file.write_text("".join(json.dumps(row) + "\n" for row in given))
    else:
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(given), file)
    return file


def run(folder: Path, file: Path, mapping: str, *options: str) -> Result:
    (folder / "map.toml").write_text(mapping)
    arguments = [str(file), "--map", str(folder / "map.toml"), "--json", *options]
    return CliRunner().invoke(importing.import_command, arguments, catch_exceptions=False)


def told(result: Result) -> dict[str, object]:
    assert result.exit_code == 0, result.output
    found: dict[str, object] = json.loads(result.output.strip().splitlines()[-1])
    return found


def count(house: House, table_name: str) -> int:
    with house.record.reading() as look:
        return int(look.value(f"SELECT count(*) FROM {table_name}"))


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
@pytest.mark.parametrize(("mapping", "where"), [(REPORTS, "report"), (EVENTS, "activity")])
def test_every_kind_of_file_comes_in(house: House, tmp_path: Path, suffix: str, mapping: str, where: str) -> None:
    result = told(run(tmp_path, write(tmp_path, suffix, rows(7)), mapping))
    assert (result["rows"], result["taken"], result["rejected"]) == (7, 7, 0)
    assert count(house, where) >= 7


def test_a_second_run_takes_nothing_again(house: House, tmp_path: Path) -> None:
    file = write(tmp_path, ".csv", rows(5))
    run(tmp_path, file, REPORTS)
    again = told(run(tmp_path, file, REPORTS))
    assert (again["taken"], again["duplicates"]) == (0, 5)
    assert count(house, "report") == 5


def test_a_dry_run_takes_nothing_and_tells_the_same_rejects(house: House, tmp_path: Path) -> None:
    given = rows(4)
    given[2]["said"] = "data:image/png;base64,AAAA"
    file = write(tmp_path, ".jsonl", given)
    dry = told(run(tmp_path, file, REPORTS, "--dry-run"))
    assert (dry["taken"], dry["rejected"], count(house, "report")) == (3, 1, 0)
    wet = told(run(tmp_path, file, REPORTS))
    assert (wet["taken"], wet["rejected"]) == (3, 1)


def test_rejects_say_which_row_and_what_is_wrong_without_repeating_it(house: House, tmp_path: Path) -> None:
    given = rows(3)
    given[1]["age"] = "very old"
    file = write(tmp_path, ".csv", given)
    told(run(tmp_path, file, EVENTS))
    [reject] = [json.loads(line) for line in (tmp_path / "export.csv.rejects.jsonl").read_text().splitlines()]
    assert (reject["row"], reject["field"], reject["reason"]) == (2, "account_age_days", "wrong_type")
    assert "very old" not in json.dumps(reject)


def test_a_line_that_is_no_json_is_a_reject_and_the_others_come_in(house: House, tmp_path: Path) -> None:
    file = write(tmp_path, ".jsonl", rows(3))
    lines = file.read_text().splitlines()
    file.write_text("\n".join([lines[0], "{broken", *lines[1:]]) + "\n")
    result = told(run(tmp_path, file, REPORTS))
    assert (result["rows"], result["taken"], result["rejected"]) == (4, 3, 1)


def test_an_import_that_was_stopped_goes_on_from_there(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import msgspec

    limits = msgspec.structs.replace(house.playbook().limits, import_chunk=4)
    small = msgspec.structs.replace(house.playbook(), limits=limits)
    monkeypatch.setattr(house, "_playbook", small)
    file = write(tmp_path, ".csv", rows(10))
    receive, calls = importing.desk.receive, []

    def stops_at_the_second_chunk(*arguments: object, **more: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return receive(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(importing.desk, "receive", stops_at_the_second_chunk)
    assert run(tmp_path, file, REPORTS).exit_code == 130
    assert count(house, "report") == 4
    result = told(run(tmp_path, file, REPORTS))
    assert (result["resumed_after"], result["rows"], result["taken"], result["duplicates"]) == (4, 10, 10, 0)
    assert count(house, "report") == 10


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        (REPORTS.replace("text =", "txt ="), "no field txt"),
        (REPORTS.replace('as = "reports"', 'as = "reprots"'), "Nothing is called reprots"),
        ("[columns", "map.toml"),
        (EVENTS.replace("title =", "titel ="), "no field titel"),
    ],
)
def test_a_map_that_does_not_fit_is_named(house: House, tmp_path: Path, mapping: str, says: str) -> None:
    (tmp_path / "map.toml").write_text(mapping)
    with pytest.raises(MapProblem, match=says):
        table.read_map(tmp_path / "map.toml", house.playbook())
