"""Activity in the lake: typed, once, readable as of any moment, and without a word of anybody."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb
import msgspec
import pytest

from leeward.record.lake.activity import write_activity
from leeward.record.lake.files import activity_shelf, facts_shelf, files_of, settle
from leeward.record.lake.reading import open_lake
from leeward.record.lake.tending import compact, expire, let_leave
from leeward.record.ledger.record import Record
from leeward.record.ledger.verify import verify
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.ids import OwnerId
from leeward.record.terms.moment import now
from leeward.record.terms.people import CLOCKWORK
from leeward.record.vault.holds import hold
from record.lake.pond import FULL, KIND, TYPES, arrive, in_folder, in_record, look, reported, seen, write

FIRST = datetime(2026, 1, 15, 10, 0, 1, tzinfo=UTC)


def rows(record: Record, folder: Path, types: Any = TYPES[KIND], **asked: Any) -> list[dict[str, Any]]:
    with open_lake(record, folder) as lake:
        return look(lake.activity(KIND, types, **asked))


def test_what_arrived_is_written_once_and_next_time_only_what_is_new(record: Record, tmp_path: Path) -> None:
    arrive(record, *(seen(n) for n in range(10)))
    assert write(record, tmp_path) == 10
    assert write(record, tmp_path) == 0
    arrive(record, *(seen(n) for n in range(8, 14)))
    assert write(record, tmp_path) == 4
    assert in_folder(tmp_path, "activity") == in_record(record, "activity") == list(range(1, 15))


def test_fields_have_their_types_and_texts_are_references(record: Record, tmp_path: Path) -> None:
    arrive(record, seen(1, **FULL), seen(2))
    write(record, tmp_path)
    full, bare = rows(record, tmp_path)
    assert (full["position"], full["occurred"]) == (1, FIRST)
    assert (full["count"], full["share"], full["public"], full["country"]) == (2**53 + 1, 3.0, True, "DE")
    assert (full["tags"], full["sizes"]) == (["one", "two"], [1, -2])
    assert full["posted"] == datetime(2026, 1, 15, 8, 0, 0, 250_000, tzinfo=UTC)
    assert full["shown"] == [datetime(2026, 1, 15, 8, tzinfo=UTC), datetime(2026, 1, 15, 8, 0, 0, 1, tzinfo=UTC)]
    assert full["flags"] == [True, False]
    assert len(full["friend_ids"]) == 2
    assert (full["note"], full["words"]) == (None, None)
    with record.reading() as opened:
        stored = opened.value("SELECT fields FROM activity WHERE position = 1")
    assert (full["note.ref"], full["words.ref"]) == (stored["note"], stored["words"])
    assert {name for name, value in bare.items() if value is not None} == {
        "position", "event_id", "about", "occurred", "received", "account_id"
    }  # fmt: skip


def test_the_values_of_windows_are_there_as_they_were_stored(record: Record, tmp_path: Path) -> None:
    arrive(record, seen(1))
    with record.writing() as tx:
        tx.execute("""UPDATE activity SET windows = '{"count(*) OVER account_day": 3}'""")
    write(record, tmp_path)
    [row] = rows(record, tmp_path)
    assert msgspec.json.decode(row["windows"]) == {"count(*) OVER account_day": 3}


def test_as_of_a_moment_what_came_later_is_not_there(record: Record, tmp_path: Path) -> None:
    arrive(record, seen(1))
    between = now()
    arrive(record, seen(2))
    write(record, tmp_path)
    assert [row["position"] for row in rows(record, tmp_path, as_of=between)] == [1]
    assert [row["position"] for row in rows(record, tmp_path)] == [1, 2]


def test_a_field_that_changed_its_type_or_left_the_playbook_is_not_lost(record: Record, tmp_path: Path) -> None:
    arrive(record, seen(1, count=5, country="DE", sizes=[1]), seen(2, count=6))
    changed = {"account_id": "id", "count": "code", "country": "code", "fresh": "integer"}
    write_activity(record, activity_shelf(tmp_path), {KIND: changed})
    arrive(record, seen(3, count=7))
    write(record, tmp_path)
    first, second, third = rows(record, tmp_path, changed)
    assert (first["country"], first["count"], first["fresh"]) == ("DE", None, None)
    assert third["count"] == "7"
    [path] = tmp_path.glob("activity/*/*/000000000001-*.parquet")
    [more] = duckdb.sql(f"SELECT more FROM '{path}' WHERE position = 1").fetchall()
    assert msgspec.json.decode(more[0]) == {"count": 5, "sizes": [1]}
    assert second["account_id"] == first["account_id"]


def test_a_kind_that_nobody_knows_any_more_is_kept_whole(record: Record, tmp_path: Path) -> None:
    arrive(record, seen(1, count=5))
    write_activity(record, activity_shelf(tmp_path), {})
    [path] = tmp_path.glob("activity/*/*/*.parquet")
    [more] = duckdb.sql(f"SELECT more FROM '{path}'").fetchall()
    assert msgspec.json.decode(more[0])["count"] == 5


def test_a_kind_without_events_reads_as_nothing_with_its_columns(record: Record, tmp_path: Path) -> None:
    with open_lake(record, tmp_path) as lake:
        found = duckdb.sql(f"SELECT * FROM {lake.activity(KIND, TYPES[KIND])}")
        assert found.fetchall() == []
        assert set(TYPES[KIND]) <= set(found.columns)


def test_small_files_become_one_and_say_the_same(record: Record, tmp_path: Path) -> None:
    shelf = activity_shelf(tmp_path)
    for n in range(5):
        arrive(record, seen(n, **(FULL if n % 2 else {})))
        write(record, tmp_path)
    before = rows(record, tmp_path)
    assert compact(record, shelf, now().date()) == 0, "five files of a day still running"
    assert compact(record, shelf, now().date() + timedelta(days=1)) == 5
    assert len(files_of(record, shelf)) == len(list(tmp_path.rglob("*.parquet"))) == 1
    assert rows(record, tmp_path) == before
    assert compact(record, shelf, now().date() + timedelta(days=1)) == 0


def test_nothing_is_joined_under_a_reader(record: Record, tmp_path: Path) -> None:
    shelf, tomorrow = activity_shelf(tmp_path), now().date() + timedelta(days=1)
    for n in range(3):
        arrive(record, seen(n))
        write(record, tmp_path)
    with open_lake(record, tmp_path) as lake:
        assert compact(record, shelf, tomorrow) == 0
        assert all(path.exists() for path in lake.paths("activity"))
    assert compact(record, shelf, tomorrow) == 3


def test_files_whose_types_do_not_go_together_stay_apart(record: Record, tmp_path: Path) -> None:
    shelf = activity_shelf(tmp_path)
    arrive(record, seen(1, count=5))
    write(record, tmp_path)
    arrive(record, seen(2))
    write_activity(record, shelf, {KIND: {"count": "integer[]"}})
    assert compact(record, shelf, now().date() + timedelta(days=1)) == 0
    assert in_folder(tmp_path, "activity") == [1, 2]


def test_facts_are_joined_too(record: Record, tmp_path: Path) -> None:
    for n in range(3):
        reported(record, n * 10, 4)
        write(record, tmp_path)
    assert compact(record, facts_shelf(tmp_path), now().date() + timedelta(days=1)) > 0
    assert in_folder(tmp_path, "facts") == in_record(record, "fact")
    with open_lake(record, tmp_path) as lake:
        assert len(lake.paths("facts")) == len(lake.kinds("facts"))
        received = lake.facts("report_received")
        assert received is not None
        assert len(look(received)) == 12


def test_events_leave_the_database_when_written_and_old_and_are_still_the_same_events(record: Record, tmp_path: Path) -> None:
    shelf = activity_shelf(tmp_path)
    arrive(record, *(seen(n) for n in range(4)))
    assert let_leave(record, shelf, now()) == 0, "nothing is written yet"
    write(record, tmp_path)
    assert let_leave(record, shelf, now() - timedelta(hours=1)) == 0, "they are not old enough"
    assert let_leave(record, shelf, now()) == 4
    assert in_record(record, "activity") == []
    assert arrive(record, seen(2), seen(4)) == 1, "what has left is known, what is new is taken"
    assert in_record(record, "activity") == [5]
    write(record, tmp_path)
    assert in_folder(tmp_path, "activity") == [1, 2, 3, 4, 5]


def test_what_is_behind_a_signal_stays_in_the_database(record: Record, tmp_path: Path) -> None:
    arrive(record, seen(1), seen(2))
    with record.writing() as tx:
        tx.execute(
            """INSERT INTO signal SELECT event, kind, about, 'p', '[]', now() FROM activity WHERE position = 1"""
        )  # fmt: skip
    write(record, tmp_path)
    let_leave(record, activity_shelf(tmp_path), now())
    assert in_record(record, "activity") == [1]


def texts(record: Record) -> int:
    with record.reading() as opened:
        return int(opened.value("SELECT count(*) FROM vault_text"))


def test_events_expire_with_their_texts_but_not_those_of_a_subject_under_a_hold(record: Record, tmp_path: Path) -> None:
    shelf = activity_shelf(tmp_path)
    arrive(record, seen(1, "A", note="one", words=["two", "three"]), seen(2, "B", note="four"), seen(3, "A"))
    write(record, tmp_path)
    let_leave(record, shelf, now())
    names = 2  # every subject's own identifier
    assert texts(record) == names + 4
    held = next(row["about"] for row in rows(record, tmp_path) if row["position"] == 2)
    hold(record, OwnerId(UUID(held)), CLOCKWORK, kind=ReasonCode("litigation"), basis=ReasonCode("order-1"))
    assert expire(record, shelf, {}, 30, now() + timedelta(days=30)) == 0, "not yet"
    assert expire(record, shelf, {KIND: 40}, 30, now() + timedelta(days=32)) == 0, "this kind is kept longer"
    assert expire(record, shelf, {}, 30, now() + timedelta(days=32)) == 2
    assert [row["position"] for row in rows(record, tmp_path)] == in_folder(tmp_path, "activity") == [2]
    assert texts(record) == names + 1
    assert expire(record, shelf, {}, 30, now() + timedelta(days=32)) == 0, "what is held stays"
    with record.reading() as opened:
        told = opened.rows("SELECT body FROM fact WHERE kind = 'activity_expired'")
    assert [(row["body"]["events"], row["body"]["held"]) for row in told] == [(2, 1)]
    assert verify(record.url, record.keys.signing().public_key().public_bytes_raw()).finding is None
    assert arrive(record, seen(1), seen(2)) == 1, "what has expired is not known any more; what is held is"


def test_the_texts_behind_a_job_outlive_the_events(record: Record, tmp_path: Path) -> None:
    shelf = activity_shelf(tmp_path)
    arrive(record, seen(1, note="one"), seen(2, note="two"))
    with record.writing() as tx:
        tx.execute("""INSERT INTO signal SELECT event, kind, about, 'p', '[]', now() FROM activity WHERE position = 1""")
    write(record, tmp_path)
    let_leave(record, shelf, now())
    assert expire(record, shelf, {}, 1, now() + timedelta(days=3)) == 2
    with record.reading() as opened:
        ref = opened.value("SELECT fields ->> 'note' FROM activity")
        assert opened.value("SELECT count(*) FROM vault_text WHERE ref = %(ref)s::uuid", {"ref": ref}) == 1
    assert texts(record) == 2, "the subject's name, and the text behind the signal"


@pytest.mark.parametrize("name", [".000000000001-000000000002.0123.draft", "000000000001-000000000009.parquet"])
def test_files_that_nobody_knows_are_swept(record: Record, tmp_path: Path, name: str) -> None:
    arrive(record, seen(1))
    write(record, tmp_path)
    [known] = tmp_path.rglob("*.parquet")
    (known.parent / name).write_bytes(known.read_bytes())
    settle(record, activity_shelf(tmp_path))
    assert [path.name for path in known.parent.iterdir()] == [known.name]
