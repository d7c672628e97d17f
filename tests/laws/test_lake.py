"""The lake holds nothing of the vault: canaries planted in every text and identifier that comes in are in no file of it."""

from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from frontline.intake.doors import DOOR, PLAY, listening, report
from leeward.frontline.intake import desk
from leeward.frontline.intake.arrival import ReporterIn, SubjectIn
from leeward.house import House
from leeward.lakeside import lake_folder
from leeward.record.ledger.record import Record
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.people import DOOR as AT_THE_DOOR
from leeward.record.terms.subject import SubjectKind
from record.lake.pond import FULL, arrive, seen, write

CANARY = "canary"


def everything_in(folder: Path) -> str:
    """Every value of every file, in clear, and the names of files and columns."""
    said = []
    for path in sorted(folder.rglob("*")):
        said.append(str(path.relative_to(folder)))
        if path.is_file():
            with parquet.ParquetFile(path) as file:
                said += [str(file.schema_arrow), str(file.metadata.metadata), str(file.read().to_pylist())]
    return "\n".join(said).lower()


@pytest.fixture
def planted(record: Record) -> Record:
    """A record into which canaries came by every door: reports, and activity with a field of every type."""
    subject = SubjectIn(kind=SubjectKind.LISTING, id="canary-listing", platform="jobs", content="a canary was shown")
    reporter = ReporterIn(id="canary-reporter", contact="canary@example.org")
    told = report(id="canary-report", subject=subject, reporter=reporter, text="a canary was heard")
    with listening(record) as opened:
        desk.receive(opened, PLAY, [told], door=DOOR, actor=AT_THE_DOOR)
    friends = ["canary-friend", "B-1"]
    arrive(record, seen(1, **{**FULL, "friend_ids": friends}), seen(2, "canary-other"), seen(3, note="canary", count=7))
    seal_pending(record)
    return record


def test_no_canary_is_in_the_lake(planted: Record, tmp_path: Path) -> None:
    assert write(planted, tmp_path) > 5
    assert CANARY not in everything_in(tmp_path)


def test_a_canary_in_a_code_is_found_so_the_search_can_find(planted: Record, tmp_path: Path) -> None:
    arrive(planted, seen(4, country="canary"))
    write(planted, tmp_path)
    assert CANARY in everything_in(tmp_path)


def test_no_text_of_the_vault_is_in_the_lake_of_a_whole_world(made_up: House) -> None:
    """Everything that was said, noted or named in the made-up quarter, decrypted, against every value of every file."""
    with made_up.record.writing() as tx:
        refs = [row["ref"] for row in tx.rows("SELECT ref FROM vault_text ORDER BY ref")]
        said = set(tx.vault.pass_through(refs).values())
    assert len(said) > 500
    everything = everything_in(lake_folder(made_up))
    for text in sorted(said, key=len)[-400:]:
        assert text.lower() not in everything
    # As whole values, quoted as they are printed: an identifier is short, and could stand within another word.
    assert not {text for text in said if f"'{text.lower()}'" in everything}
