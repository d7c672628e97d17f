"""Facts as Parquet: only what is sealed, each once, with the types that the facts have, and nothing of the vault."""

from pathlib import Path

import duckdb
import pyarrow.parquet as parquet
import pytest

from frontline.intake.doors import DOOR, PLAY, SAID, SHOWN, listening, report
from leeward.frontline.intake import desk
from leeward.record.facts import KINDS
from leeward.record.lake.columns import schema_of
from leeward.record.lake.facts import export_facts
from leeward.record.ledger.record import Record
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.people import DOOR as AT_THE_DOOR


def pour(record: Record, first: int, count: int) -> None:
    with listening(record) as opened:
        desk.receive(opened, PLAY, [report(n) for n in range(first, first + count)], door=DOOR, actor=AT_THE_DOOR)


def positions(folder: Path) -> list[int]:
    sql = f"SELECT position FROM read_parquet('{folder}/facts/*/*/*.parquet', union_by_name = true) ORDER BY position"
    return [row[0] for row in duckdb.sql(sql).fetchall()]


def ledger(record: Record) -> list[int]:
    with record.reading() as look:
        return [row["position"] for row in look.rows("SELECT position FROM fact ORDER BY position")]


def test_what_is_sealed_is_written_once_and_only_what_is_new_next_time(record: Record, tmp_path: Path) -> None:
    pour(record, 1, 10)
    assert export_facts(record, tmp_path) == [], "nothing is sealed yet"
    seal_pending(record)
    first = export_facts(record, tmp_path)
    assert positions(tmp_path) == ledger(record)
    assert export_facts(record, tmp_path) == []
    pour(record, 11, 5)
    seal_pending(record)
    second = export_facts(record, tmp_path)
    assert positions(tmp_path) == ledger(record)
    assert {file.path for file in first}.isdisjoint(file.path for file in second)


def test_an_export_that_failed_after_writing_files_does_not_double_a_row(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from leeward.record.lake import facts

    pour(record, 1, 10)
    seal_pending(record)
    write, calls = facts.draft, []

    def dies(*arguments: object) -> object:
        calls.append(1)
        if len(calls) == 3:
            raise OSError("no space left on device")
        return write(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(facts, "draft", dies)
    with pytest.raises(OSError, match="no space"):
        export_facts(record, tmp_path)
    monkeypatch.undo()
    export_facts(record, tmp_path)
    assert positions(tmp_path) == ledger(record)
    assert list(tmp_path.rglob("*.draft")) == []


def test_no_word_of_a_report_is_in_the_lake(record: Record, tmp_path: Path) -> None:
    pour(record, 1, 3)
    seal_pending(record)
    for file in export_facts(record, tmp_path):
        text = str(parquet.read_table(tmp_path / file.path).to_pylist())
        assert SAID not in text
        assert SHOWN not in text
        assert "keeper@example.org" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_columns(kind: str) -> None:
    names = schema_of(KINDS[kind]).names
    assert names[:5] == ["position", "recorded", "subject", "actor", "occurred"]
