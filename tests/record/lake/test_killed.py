"""Killed with -9 at any step of writing, joining or expiring: nothing is lost, nothing is there twice."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from leeward.record.lake import views
from leeward.record.lake.files import activity_shelf, derived_shelf, facts_shelf, settle
from leeward.record.lake.making import make_tables
from leeward.record.lake.reading import open_lake
from leeward.record.lake.tending import compact, expire
from leeward.record.ledger.record import Record
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.moment import now
from record.lake.pond import FULL, arrive, in_folder, in_record, reported, seen, write

pytestmark = pytest.mark.long

TESTS = Path(__file__).parents[2]
POINTS = (
    ("before take_turns", 1),
    ("before draft_of", 1),
    ("after _flush_folder", 1),
    ("after draft_of", 2),
    ("after remember", 1),
    ("before put_in_place", 1),
    ("before _rename", 1),
    ("after _rename", 1),
    ("after put_in_place", 1),
)
at_each_point = pytest.mark.parametrize(("point", "count"), POINTS, ids=[f"{point} {count}" for point, count in POINTS])


def killed(record: Record, folder: Path, work: str, point: str, count: int) -> None:
    """Let a process do the work until it ends at the point."""
    script = Path(__file__).with_name("to_be_killed.py")
    path = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])
    command = [sys.executable, str(script), record.url, str(folder), work, point, str(count)]
    ended = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == -signal.SIGKILL, f"it never came to {point}: {ended.stderr[-2_000:]}"


def never_twice(folder: Path) -> None:
    """Whoever lists the folder, even now, finds no row twice."""
    for stream in ("facts", "activity"):
        found = in_folder(folder, stream)
        assert len(found) == len(set(found))


@at_each_point
def test_a_writer(record: Record, tmp_path: Path, point: str, count: int) -> None:
    reported(record, 1, 4)
    arrive(record, *(seen(n, **FULL) for n in range(5)))
    seal_pending(record)
    killed(record, tmp_path, "write", point, count)
    never_twice(tmp_path)
    arrive(record, seen(9))
    for shelf in (facts_shelf(tmp_path), activity_shelf(tmp_path)):
        settle(record, shelf)
    never_twice(tmp_path)
    seal_pending(record)
    write(record, tmp_path)
    assert in_folder(tmp_path, "facts") == in_record(record, "fact")
    assert in_folder(tmp_path, "activity") == in_record(record, "activity") == [1, 2, 3, 4, 5, 6]
    assert list(tmp_path.rglob("*.draft")) == []


@at_each_point
def test_a_joiner(record: Record, tmp_path: Path, point: str, count: int) -> None:
    for n in range(3):
        reported(record, n * 10, 2)
        arrive(record, seen(n, **FULL))
        seal_pending(record)
        write(record, tmp_path)
    killed(record, tmp_path, "join", point, count)
    never_twice(tmp_path)
    for shelf in (facts_shelf(tmp_path), activity_shelf(tmp_path)):
        settle(record, shelf)
        assert in_folder(tmp_path, shelf.name) == in_record(record, "fact" if shelf.name == "facts" else "activity")
        compact(record, shelf, now().date() + timedelta(days=1))
        assert in_folder(tmp_path, shelf.name) == in_record(record, "fact" if shelf.name == "facts" else "activity")
    assert len(list(tmp_path.glob("activity/*/*/*.parquet"))) == 1


@pytest.mark.parametrize("point", ["after remember", "before put_in_place", "after put_in_place"])
def test_one_who_lets_events_expire(record: Record, tmp_path: Path, point: str) -> None:
    arrive(record, *(seen(n) for n in range(3)))
    write(record, tmp_path)
    killed(record, tmp_path, "expire", point, 1)
    settle(record, activity_shelf(tmp_path))
    expire(record, activity_shelf(tmp_path), {}, 1, now() + timedelta(days=3))
    assert in_folder(tmp_path, "activity") == []
    with record.reading() as look:
        assert look.value("SELECT count(*) FROM fact WHERE kind = 'activity_expired'") == 1
        assert look.value("SELECT count(*) FROM lake_file") == 0


@pytest.mark.parametrize("point", ["after draft_of", "after remember", "before _rename", "after _rename", "after put_in_place"])
def test_one_who_makes_the_derived_tables(record: Record, tmp_path: Path, point: str) -> None:
    """Before the manifest knows them they are not there; from then on all of them are, and once."""
    reported(record, 1, 4)
    write(record, tmp_path)
    make_tables(record, tmp_path)
    reported(record, 10, 3)
    write(record, tmp_path)
    killed(record, tmp_path, "make", point, 2 if point == "after draft_of" else 1)
    with open_lake(record, tmp_path) as lake:
        jobs = lake.ask("SELECT count(*) FROM jobs")[1][0][0]
        assert jobs == (4 if point in ("after draft_of", "after remember") else 7)
    settle(record, derived_shelf(tmp_path))
    make_tables(record, tmp_path)
    settle(record, derived_shelf(tmp_path))
    assert len(list(tmp_path.rglob("derived/*/*"))) == len(views.derived()), "one file each"
    with open_lake(record, tmp_path) as lake:
        assert lake.made == lake.written
        assert lake.ask("SELECT count(*) FROM jobs")[1] == lake.ask("SELECT count(*) FROM job_opened")[1] == [(7,)]
