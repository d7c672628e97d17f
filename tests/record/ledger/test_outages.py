"""The record through an outage: what it told its callers is kept, what it could not do it names, and then it goes on."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from leeward.record.errors import DatabaseUnavailable, DataDirectoryProblem, LeewardError
from leeward.record.facts.review import LeaseEnded
from leeward.record.ledger.cluster_faults import explain, is_outage
from leeward.record.ledger.migrate import migrate
from leeward.record.ledger.postgres import Cluster, open_cluster
from leeward.record.ledger.record import Record, open_record
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.ids import new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import PLAYBOOK
from leeward.record.terms.report import LeaseEnd
from leeward.record.vault.keys import Keys
from record.ledger.households import fill, until


def append(record: Record, facts: int = 20, *, together: bool = False) -> list[int]:
    """Append a batch; the positions that the record says it has."""
    with record.writing(together=together) as tx:
        written = tx.append([lease_ended() for _ in range(facts)])
    return [one.position for one in written]


def lease_ended() -> LeaseEnded:
    """Some fact."""
    return LeaseEnded(subject=new_id(), actor=PLAYBOOK, occurred=now(), ending=LeaseEnd.SKIPPED, reason=ReasonCode("tired"))


def append_for_ever(record: Record, told: list[int], facts: int = 20) -> None:
    """Append batch after batch and note what the record says it has, until an error ends it."""
    while True:
        told += append(record, facts)


def positions(record: Record) -> list[int]:
    """What the ledger holds."""
    with record.reading() as look:
        return [row["position"] for row in look.rows("SELECT position FROM fact ORDER BY position")]


def works(record: Record) -> bool:
    """Whether appending works again."""
    try:
        return bool(append(record))
    except LeewardError:
        return False


@pytest.fixture
def opened(home: Path, keys: Keys) -> Iterator[tuple[Cluster, Record]]:
    """A record over a server of its own that one may kill."""
    with open_cluster(home) as cluster:
        migrate(cluster.url)
        record = open_record(cluster.url, keys=keys, connections=6)
        yield cluster, record
        record.close()


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize("together", [False, True], ids=["apart", "together"])
@pytest.mark.parametrize("victim", ["postmaster", "backend"])
def test_what_writers_were_told_amid_a_kill_is_in_the_ledger_without_gaps(
    opened: tuple[Cluster, Record], victim: str, together: bool
) -> None:
    cluster, record = opened
    told: list[int] = []
    ends: list[LeewardError] = []
    enough = threading.Event()

    def write() -> None:
        try:
            while not enough.is_set():  # who was between two batches may never notice
                told.extend(append(record, together=together))
        except LeewardError as end:
            ends.append(end)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    until(lambda: len(told) > 2000)
    with psycopg.connect(cluster.url) as bystander:
        os.kill(cluster.postmaster or 0 if victim == "postmaster" else bystander.info.backend_pid, signal.SIGKILL)
    until(lambda: bool(ends))
    enough.set()
    for thread in threads:
        thread.join()
    assert {type(end) for end in ends} == {DatabaseUnavailable}
    cluster.ensure_running()
    until(lambda: works(record))
    there = positions(record)
    assert there == list(range(1, len(there) + 1))
    assert set(told) <= set(there)


def test_a_full_disk_is_named_and_once_it_has_space_again_the_record_goes_on(small_disk: Path, keys: Keys) -> None:
    with open_cluster(small_disk) as cluster:
        migrate(cluster.url)
        record = open_record(cluster.url, keys=keys, connections=2)
        told = append(record)
        ballast = fill(small_disk)
        with pytest.raises(DataDirectoryProblem, match=rf"The disk of {cluster.data} is full.*Free some space there"):
            append_for_ever(record, told, 500)
        ballast.unlink()
        cluster.ensure_running()
        until(lambda: works(record))
        assert set(told) <= set(positions(record))
        record.close()


def test_a_cancelled_query_is_no_outage(record: Record) -> None:
    def be_slow() -> None:
        with record.raw() as connection, connection.transaction():
            connection.execute("SET LOCAL statement_timeout = 10")
            connection.execute("SELECT pg_sleep(5)")

    with pytest.raises(psycopg.errors.QueryCanceled):
        be_slow()


def test_a_server_elsewhere_is_named_as_such() -> None:
    full = psycopg.errors.DiskFull("could not extend file")
    assert is_outage(full)
    said = explain(full, "postgresql://someone@db.example.org/leeward")
    assert isinstance(said, DataDirectoryProblem)
    assert "The disk of the database server is full: could not extend file." in str(said)
    gone = explain(psycopg.OperationalError("server closed the connection unexpectedly"), "host=db.example.org")
    assert isinstance(gone, DatabaseUnavailable)
