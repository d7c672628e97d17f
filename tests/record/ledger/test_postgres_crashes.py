"""Whatever is killed, whatever is left lying about: what was acknowledged is there, and the next start works."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from leeward.record.errors import DatabaseUnavailable, DataDirectoryProblem
from leeward.record.ledger.cluster_faults import explain
from leeward.record.ledger.cluster_identity import identity_for
from leeward.record.ledger.postgres import find_binaries, open_cluster
from record.ledger.households import Lodger, Writers, fill, lives, parent_of, until, written


def test_a_postmaster_killed_amid_batches_loses_nothing_acknowledged(home: Path) -> None:
    with open_cluster(home) as cluster:
        with Writers(cluster.url) as writers:
            os.kill(cluster.postmaster or 0, signal.SIGKILL)
        assert len(writers.ends) == 4
        assert isinstance(explain(writers.ends[0], cluster.url), DatabaseUnavailable)
        cluster.ensure_running()
        there = written(cluster.url)
        assert writers.acknowledged <= there
        assert len(there) % Writers.BATCH == 0  # a batch is there whole or not at all
        cluster.ensure_running()  # harmless while it runs


def test_a_backend_killed_amid_batches_loses_nothing_acknowledged(home: Path) -> None:
    with open_cluster(home) as cluster:
        postmaster = cluster.postmaster
        with Writers(cluster.url) as writers, psycopg.connect(cluster.url) as connection:
            os.kill(connection.info.backend_pid, signal.SIGKILL)
        until(lambda: connects(cluster.url), 10)
        assert cluster.postmaster == postmaster  # the server has healed itself
        assert writers.acknowledged <= written(cluster.url)


def test_leeward_killed_amid_batches_loses_nothing_acknowledged(home: Path) -> None:
    lodger = Lodger(home)
    url = lodger.says["url"]
    with Writers(url) as writers:
        lodger.gets(signal.SIGKILL)
    with open_cluster(home) as cluster:
        assert writers.acknowledged <= written(cluster.url)


def test_an_orphan_whose_keeper_was_killed_too_is_closed_well_and_replaced(home: Path) -> None:
    lodger = Lodger(home)
    orphan = lodger.says["postmaster"]
    os.kill(parent_of(orphan), signal.SIGKILL)
    lodger.gets(signal.SIGKILL)
    assert lives(orphan)
    with open_cluster(home) as cluster:
        assert cluster.postmaster != orphan
        assert not lives(orphan)
        assert "not properly shut down" not in cluster.log.read_text()
    assert cluster.postmaster is None


def test_without_a_keeper_the_last_to_leave_still_stops_the_server(home: Path) -> None:
    lodger = Lodger(home)
    postmaster = lodger.says["postmaster"]
    os.kill(parent_of(postmaster), signal.SIGKILL)
    with open_cluster(home) as cluster:
        assert cluster.postmaster == postmaster
        lodger.leaves()
        assert lives(postmaster)
    assert not lives(postmaster)


@pytest.mark.slow
def test_a_server_that_dies_in_use_is_started_again_by_its_keeper(home: Path) -> None:
    with open_cluster(home) as cluster:
        first = cluster.postmaster or 0
        keeper = parent_of(first)
        time.sleep(3.1)  # one that dies sooner is taken for one that cannot start
        os.kill(first, signal.SIGKILL)
        until(lambda: not connects(cluster.url), 5)
        until(lambda: connects(cluster.url), 20)
        second = cluster.postmaster or 0
        assert second != first
        assert parent_of(second) == keeper
        cluster.ensure_running()
        assert cluster.postmaster == second
    assert not lives(second)


def test_a_keeper_told_to_end_closes_the_server_well(home: Path) -> None:
    with open_cluster(home) as cluster:
        postmaster = cluster.postmaster or 0
        os.kill(parent_of(postmaster), signal.SIGTERM)
        until(lambda: not lives(postmaster), 5)
        cluster.ensure_running()
        assert cluster.postmaster != postmaster
        assert "not properly shut down" not in cluster.log.read_text()


def test_everything_killed_at_once_recovers(home: Path) -> None:
    lodger = Lodger(home)
    arrived = lodger.says
    keeper = parent_of(arrived["postmaster"])
    with Writers(arrived["url"]) as writers:
        for pid in (keeper, arrived["postmaster"], lodger.process.pid):
            os.kill(pid, signal.SIGKILL)
    lodger.process.communicate()
    with open_cluster(home) as cluster:
        assert writers.acknowledged <= written(cluster.url)


def test_a_zombie_with_the_servers_number_does_not_delay_the_start(home: Path) -> None:
    with open_cluster(home) as cluster:
        postmaster = cluster.postmaster or 0
        keeper = parent_of(postmaster)
        os.kill(keeper, signal.SIGSTOP)  # a parent that does not reap
        os.kill(postmaster, signal.SIGKILL)
        try:
            until(lambda: not lives(postmaster))
            assert Path(f"/proc/{postmaster}").exists()
            begin = time.perf_counter()
            cluster.ensure_running()
            assert time.perf_counter() - begin < 10
            assert cluster.postmaster not in (postmaster, None)
        finally:
            os.kill(keeper, signal.SIGKILL)


def test_a_lock_file_whose_number_is_now_somebody_elses_does_not_stop_the_start(home: Path) -> None:
    data = home / "data"
    stale = f"{os.getpid()}\n{data}\n{int(time.time())}\n5432\n{data}\n\n  5432001 32768\nready   \n"
    (data / "postmaster.pid").write_text(stale)  # this very process: alive, of the same user, and no postmaster
    (data / ".s.PGSQL.5432.lock").write_text(stale)
    with socket.socket(socket.AF_UNIX) as left_over:
        left_over.bind(str(data / ".s.PGSQL.5432"))
    with open_cluster(home) as cluster:
        assert connects(cluster.url)


def test_a_first_start_that_is_killed_half_way_leaves_nothing_half_made(empty_home: Path) -> None:
    lodger = Lodger(empty_home)
    until(lambda: (empty_home / "data.new" / "PG_VERSION").exists())
    lodger.gets(signal.SIGKILL)
    assert not (empty_home / "data").exists()
    with open_cluster(empty_home) as cluster:
        assert connects(cluster.url)
        assert not (empty_home / "data.new").exists()


def test_a_server_that_somebody_else_started_is_named_and_left_alone(home: Path) -> None:
    binaries, data = find_binaries(), home / "data"
    who = identity_for(home, binaries)
    control = [*who.prefix, str(binaries / "pg_ctl"), "-D", str(data), "-w"]
    subprocess.run([*control, "-l", str(home / "log"), "start"], check=True, capture_output=True, cwd="/")
    try:
        with pytest.raises(DataDirectoryProblem, match=r"did not start \(process \d+\).*Stop it: "):
            open_cluster(home)
    finally:
        subprocess.run([*control, "-m", "fast", "stop"], check=True, capture_output=True, cwd="/")
    open_cluster(home).stop()


def test_a_full_disk_is_named_and_once_it_has_space_again_nothing_is_missing(small_disk: Path) -> None:
    with open_cluster(small_disk) as cluster:
        with Writers(cluster.url) as writers:
            ballast = fill(small_disk)
        for problem in (explain(end, cluster.url) for end in writers.ends):
            assert isinstance(problem, DataDirectoryProblem)
            assert str(cluster.data) in str(problem)
            assert "Free some space there" in str(problem)
        ballast.unlink()
        cluster.ensure_running()
        until(lambda: connects(cluster.url))
        assert writers.acknowledged <= written(cluster.url)


def test_a_start_on_a_full_disk_says_so_and_does_no_harm(small_disk: Path) -> None:
    ballast = fill(small_disk, keep=1 << 20)
    with pytest.raises(DataDirectoryProblem, match=rf"The disk of {small_disk} is full.*Free some space"):
        open_cluster(small_disk)
    ballast.unlink()
    with open_cluster(small_disk) as cluster, Writers(cluster.url) as writers:
        os.kill(cluster.postmaster or 0, signal.SIGKILL)
    ballast = fill(small_disk)
    with pytest.raises(DataDirectoryProblem, match=rf"The disk of {small_disk} is full.*Free some space"):
        open_cluster(small_disk)
    ballast.unlink()
    with open_cluster(small_disk) as cluster:
        assert writers.acknowledged <= written(cluster.url)


def connects(url: str) -> bool:
    """Whether the server answers."""
    try:
        with psycopg.connect(url) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False
